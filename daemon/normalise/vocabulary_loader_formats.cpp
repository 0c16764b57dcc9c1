// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Loading of the tables of frequencies, formats and licences.
#include "core/utf8.hpp"
#include "normalise/vocabulary_loader.hpp"

#include <algorithm>
#include <array>

namespace moisson::normalise {
namespace {

// Variants that may be followed by anything ("annuelle : le 1er novembre").
bool may_open(std::string_view variant, std::string_view code) {
    static constexpr std::array<std::string_view, 11> nouns = {
        "semaine",
        "quinzaine",
        "trimestre",
        "semestre",
        "bimestre",
        "quadrimestre",
        "horaire",
        "quarter",
        "fortnight",
        "kwartaal",
        "minutely"};
    if (code == "NEVER" || code == "OTHER" || code == "UNKNOWN")
        return false;
    if (variant.find(' ') != std::string_view::npos)
        return true;
    return utf8_length(variant) >= 6 &&
           std::find(nouns.begin(), nouns.end(), variant) == nouns.end();
}

} // namespace

Failure load_frequencies(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(
        files,
        "frequency.tsv",
        {"code",
         "uri",
         "period_days",
         "overdue_grace_days",
         "delinquent_grace_days",
         "label_fr",
         "label_en",
         "label_ar",
         "udata",
         "dc_freq",
         "iso19115",
         "hdx_days",
         "iso8601",
         "sdmx",
         "variants"}
    );
    if (!parsed)
        return parsed.error();
    const Table& t = *parsed;
    for (std::size_t i = 0; i < t.size(); ++i) {
        FrequencyRow row{
            text_of(t, i, "code"),
            text_of(t, i, "uri"),
            days_of(t.cell(i, "period_days")),
            days_of(t.cell(i, "overdue_grace_days")),
            days_of(t.cell(i, "delinquent_grace_days")),
            labels_of(t, i),
            text_of(t, i, "udata"),
            text_of(t, i, "dc_freq"),
            text_of(t, i, "iso19115")};
        const std::string code = row.code;
        if (Failure failure = add_row(t, i, state.frequencies, std::move(row)))
            return failure;
        for (const std::string_view item : t.list(i, "iso8601"))
            if (!state.frequency_iso8601.try_emplace(std::string(item), code).second)
                return t.error(i, "'" + std::string(item) + "' is there twice");
        for (const std::string_view item : t.list(i, "sdmx"))
            state.frequency_sdmx.try_emplace(std::string(item), code);
        for (const std::string_view item : t.list(i, "hdx_days"))
            state.frequency_hdx.try_emplace(std::string(item), code);
        state.frequency.add_eu_code(code, code);
        state.frequency.add_eu_code(last_segment(t.cell(i, "uri")), code);
        if (Failure failure = add_keys(t, i, "variants", code, adder(state.frequency)))
            return failure;
        for (const std::string_view item : t.list(i, "variants"))
            if (may_open(item, code))
                state.frequency_openings.add(item, code);
    }
    return std::nullopt;
}

Failure load_families(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(files, "format_family.tsv", {"family", "label_fr", "label_en", "label_ar"});
    if (!parsed)
        return parsed.error();
    for (std::size_t i = 0; i < parsed->size(); ++i)
        state.families.push_back({letter_of(parsed->cell(i, "family")), labels_of(*parsed, i)});
    return std::nullopt;
}

Failure load_formats(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(
        files,
        "filetype.tsv",
        {"code",
         "eu_code",
         "display",
         "media_type",
         "family",
         "flags",
         "mqa",
         "extensions",
         "variants"}
    );
    if (!parsed)
        return parsed.error();
    const Table& t = *parsed;
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto flag = [&](std::string_view column, char letter) {
            return t.cell(i, column).find(letter) != std::string_view::npos;
        };
        FormatRow row;
        row.code = t.cell(i, "code");
        row.eu_code = t.cell(i, "eu_code");
        row.display = t.cell(i, "display");
        row.media_type = t.cell(i, "media_type");
        row.family = letter_of(t.cell(i, "family"));
        row.machine_readable = flag("flags", 'm');
        row.non_proprietary = flag("flags", 'o');
        row.iana = flag("flags", 'i');
        row.weak = flag("flags", 'w');
        row.container = flag("flags", 'c');
        row.no_information = flag("flags", 'x');
        row.mqa_machine_readable = flag("mqa", 'm');
        row.mqa_non_proprietary = flag("mqa", 'o');
        const std::string code = row.code;
        const auto known = [&](const FamilyRow& family) { return family.family == row.family; };
        if (std::none_of(state.families.begin(), state.families.end(), known))
            return t.error(
                i,
                "the family '" + std::string(1, row.family) + "' is not in format_family.tsv"
            );
        if (Failure failure = add_row(t, i, state.formats, std::move(row)))
            return failure;
        for (const std::string_view item : t.list(i, "extensions"))
            if (!state.format_extension.try_emplace(std::string(item), code).second)
                return t.error(i, "the extension '" + std::string(item) + "' is there twice");
        if (Failure failure = add_keys(t, i, "variants", code, adder(state.format)))
            return failure;
        state.format.add_eu_code(code, code);
        state.format.add_eu_code(t.cell(i, "eu_code"), code);
    }
    return std::nullopt;
}

Failure load_licences(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(
        files,
        "licence.tsv",
        {"id",
         "spdx",
         "eu_authority",
         "url",
         "udata_id",
         "ckan_id",
         "openness",
         "label_fr",
         "label_en",
         "variants"}
    );
    if (!parsed)
        return parsed.error();
    const Table& t = *parsed;
    for (std::size_t i = 0; i < t.size(); ++i) {
        LicenceRow row{
            text_of(t, i, "id"),
            text_of(t, i, "spdx"),
            text_of(t, i, "eu_authority"),
            text_of(t, i, "url"),
            text_of(t, i, "udata_id"),
            text_of(t, i, "ckan_id"),
            letter_of(t.cell(i, "openness")),
            Labels{text_of(t, i, "label_fr"), text_of(t, i, "label_en"), {}}};
        const std::string code = row.code;
        state.licence.add_eu_code(row.eu_authority, code);
        if (Failure failure = add_row(t, i, state.licences, std::move(row)))
            return failure;
        if (Failure failure = add_keys(t, i, "variants", code, adder(state.licence)))
            return failure;
        for (const std::string_view item : t.list(i, "variants")) {
            const auto words = split(item, ' ');
            const bool number =
                words.back().find_first_not_of("0123456789") == std::string_view::npos;
            if (words.size() >= 3 && number)
                state.licence_versions.add(item, code);
        }
    }
    return std::nullopt;
}

} // namespace moisson::normalise
