// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Loading of the tables of themes, places, languages, access rights and time zones.
#include "normalise/vocabulary_loader.hpp"

namespace moisson::normalise {
namespace {

Failure load_topics(
    const Table& t,
    PhraseMap& keys,
    KeyMap<ThemeCodes>& themes,
    const Rows<ThemeRow>& rows
) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const std::string_view code = t.cell(i, "code");
        ThemeCodes codes{text_of(t, i, "data_theme")};
        for (const std::string_view also : t.list(i, "data_theme_also"))
            codes.emplace_back(also);
        for (const std::string& theme : codes)
            if (rows.find(theme) == nullptr)
                return t.error(i, "the theme '" + theme + "' is not in theme.tsv");
        if (!themes.try_emplace(std::string(code), std::move(codes)).second)
            return t.error(i, "the code '" + std::string(code) + "' is there twice");
        const auto add = [&keys](std::string_view key, std::string_view to) {
            return keys.add(key, to);
        };
        if (Failure failure = add_keys(t, i, "variants", code, add))
            return failure;
    }
    return std::nullopt;
}

} // namespace

Failure load_themes(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(
        files,
        "theme.tsv",
        {"code", "uri", "label_fr", "label_en", "label_ar", "variants", "keywords"}
    );
    if (!parsed)
        return parsed.error();
    const Table& t = *parsed;
    for (std::size_t i = 0; i < t.size(); ++i) {
        ThemeRow row{text_of(t, i, "code"), text_of(t, i, "uri"), labels_of(t, i)};
        const std::string code = row.code;
        state.theme.add_eu_code(code, code);
        state.theme.add_eu_code(last_segment(row.uri), code);
        if (Failure failure = add_row(t, i, state.themes, std::move(row)))
            return failure;
        if (Failure failure = add_keys(t, i, "variants", code, adder(state.theme)))
            return failure;
    }
    // After all variants: a keyword may not contradict any of them.
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto add = [&state](std::string_view key, std::string_view code) {
            const auto variant = state.theme.exact(key);
            return (!variant || *variant == code) && state.theme_keywords.add(key, code);
        };
        if (Failure failure = add_keys(t, i, "keywords", t.cell(i, "code"), add))
            return failure;
    }
    return std::nullopt;
}

Failure load_topics(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed =
        table(files, "iso_topic.tsv", {"code", "data_theme", "data_theme_also", "variants"});
    if (!parsed)
        return parsed.error();
    return load_topics(*parsed, state.iso_topics, state.themes_of_topic, state.themes);
}

Failure load_inspire(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed =
        table(files, "inspire_theme.tsv", {"code", "data_theme", "data_theme_also", "variants"});
    if (!parsed)
        return parsed.error();
    for (std::size_t i = 0; i < parsed->size(); ++i)
        state.inspire_codes.try_emplace(
            text::vocabulary_key(parsed->cell(i, "code")),
            parsed->cell(i, "code")
        );
    return load_topics(*parsed, state.inspire_themes, state.themes_of_inspire, state.themes);
}

Failure load_access_rights(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(
        files,
        "access_right.tsv",
        {"code", "uri", "class", "label_fr", "label_en", "label_ar", "variants"}
    );
    if (!parsed)
        return parsed.error();
    const Table& t = *parsed;
    for (std::size_t i = 0; i < t.size(); ++i) {
        AccessRightRow row{
            text_of(t, i, "code"),
            text_of(t, i, "uri"),
            letter_of(t.cell(i, "class")),
            labels_of(t, i)};
        const std::string code = row.code;
        state.access_right.add_eu_code(code, code);
        state.access_right.add_eu_code(last_segment(row.uri), code);
        if (Failure failure = add_row(t, i, state.access_rights, std::move(row)))
            return failure;
        if (Failure failure = add_keys(t, i, "variants", code, adder(state.access_right)))
            return failure;
    }
    return std::nullopt;
}

Failure load_countries(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(
        files,
        "country.tsv",
        {"iso2",
         "iso3",
         "numeric",
         "type",
         "parent",
         "label_fr",
         "label_en",
         "label_ar",
         "uri",
         "oif",
         "seed",
         "timezone",
         "languages",
         "aliases"}
    );
    if (!parsed)
        return parsed.error();
    const Table& t = *parsed;
    for (std::size_t i = 0; i < t.size(); ++i) {
        CountryRow row{
            text_of(t, i, "iso2"),
            text_of(t, i, "iso3"),
            text_of(t, i, "numeric"),
            t.cell(i, "type") != "area",
            text_of(t, i, "parent"),
            text_of(t, i, "uri"),
            text_of(t, i, "oif"),
            t.cell(i, "seed") == "1",
            text_of(t, i, "timezone"),
            {},
            labels_of(t, i)};
        for (const std::string_view language : t.list(i, "languages"))
            row.languages.emplace_back(language);
        const std::string code = row.code;
        state.country.add_eu_code(code, code);
        state.country.add_eu_code(last_segment(row.uri), code);
        if (Failure failure = add_row(t, i, state.countries, std::move(row)))
            return failure;
        if (Failure failure = add_keys(t, i, "aliases", code, adder(state.country)))
            return failure;
    }
    return std::nullopt;
}

Failure load_languages(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(
        files,
        "language.tsv",
        {"iso639_3", "iso639_1", "iso639_2t", "uri", "label_fr", "label_en", "label_ar", "variants"}
    );
    if (!parsed)
        return parsed.error();
    const Table& t = *parsed;
    for (std::size_t i = 0; i < t.size(); ++i) {
        LanguageRow row{
            text_of(t, i, "iso639_3"),
            text_of(t, i, "iso639_1"),
            text_of(t, i, "iso639_2t"),
            text_of(t, i, "uri"),
            labels_of(t, i)};
        const std::string code = row.code;
        state.language.add_eu_code(code, code);
        state.language.add_eu_code(last_segment(row.uri), code);
        state.language_by_tag.try_emplace(row.tag(), i);
        if (Failure failure = add_row(t, i, state.languages, std::move(row)))
            return failure;
        if (Failure failure = add_keys(t, i, "variants", code, adder(state.language)))
            return failure;
    }
    return std::nullopt;
}

Failure load_zones(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(files, "timezone.tsv", {"zone", "posix"});
    if (!parsed)
        return parsed.error();
    for (std::size_t i = 0; i < parsed->size(); ++i) {
        const auto zone = TimeZone::from_posix(parsed->cell(i, "posix"));
        if (!zone)
            return parsed->error(
                i,
                "the rule '" + text_of(*parsed, i, "posix") + "' is not understood"
            );
        state.zones.try_emplace(text_of(*parsed, i, "zone"), *zone);
    }
    return std::nullopt;
}

} // namespace moisson::normalise
