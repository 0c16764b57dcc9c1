// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Loading: all tables in their order, then the patterns, whose codes must exist.
#include "normalise/vocabulary_loader.hpp"

#include <array>

namespace moisson::normalise {
namespace {

constexpr std::array<std::string_view, 12> names = {
    "access_right.tsv",
    "country.tsv",
    "filetype.tsv",
    "format_family.tsv",
    "frequency.tsv",
    "inspire_theme.tsv",
    "iso_topic.tsv",
    "language.tsv",
    "licence.tsv",
    "pattern.tsv",
    "theme.tsv",
    "timezone.tsv"};

struct Target {
    std::string_view name;
    Lexicon* lexicon;
    bool code_known;
};

Failure apply(
    const Table& t,
    std::size_t i,
    Lexicon& lexicon,
    std::string_view kind,
    std::string_view pattern,
    std::string_view code
) {
    if (kind == "noise") {
        if (!lexicon.add_noise(std::string(pattern)))
            return t.error(i, "the expression does not compile");
        return std::nullopt;
    }
    if (pattern.empty() || text::vocabulary_key(pattern) != pattern)
        return t.error(i, "'" + std::string(pattern) + "' is not its own key");
    bool added = false;
    if (kind == "strip")
        added = lexicon.add_strip(pattern, code);
    else if (kind == "prefix")
        added = lexicon.add_prefix(pattern, code);
    else if (kind == "word")
        added = lexicon.add_word(pattern, code);
    else
        return t.error(i, "unknown kind '" + std::string(kind) + "'");
    if (!added)
        return t.error(i, "'" + std::string(pattern) + "' has another code already");
    return std::nullopt;
}

Failure load_pattern(const Table& t, std::size_t i, Vocabularies::State& state) {
    const std::string_view vocabulary = t.cell(i, "vocabulary");
    const std::string_view kind = t.cell(i, "kind");
    const std::string_view pattern = t.cell(i, "pattern");
    const std::string_view code = t.cell(i, "code");
    const std::array<Target, 7> targets = {{
        {"frequency", &state.frequency, state.frequencies.find(code) != nullptr},
        {"format", &state.format, state.formats.find(code) != nullptr},
        {"licence", &state.licence, state.licences.find(code) != nullptr},
        {"theme", &state.theme, state.themes.find(code) != nullptr},
        {"country", &state.country, state.countries.find(code) != nullptr},
        {"language", &state.language, state.languages.find(code) != nullptr},
        {"access_right", &state.access_right, state.access_rights.find(code) != nullptr},
    }};
    bool applied = false;
    for (const Target& target : targets) {
        if (vocabulary != target.name && !(vocabulary == "*" && kind == "noise"))
            continue;
        applied = true;
        if (kind != "noise" && !code.empty() && !target.code_known)
            return t.error(i, "the code '" + std::string(code) + "' does not exist");
        if (kind != "noise" && kind != "strip" && code.empty())
            return t.error(i, "a code is missing");
        if (Failure failure = apply(t, i, *target.lexicon, kind, pattern, code))
            return failure;
    }
    if (!applied)
        return t.error(i, "unknown vocabulary '" + std::string(vocabulary) + "'");
    return std::nullopt;
}

Failure load_all(const VocabularyFiles& files, Vocabularies::State& state) {
    using Step = Failure (*)(const VocabularyFiles&, Vocabularies::State&);
    static constexpr std::array<Step, 12> steps = {
        &load_frequencies,
        &load_families,
        &load_formats,
        &load_licences,
        &load_themes,
        &load_topics,
        &load_inspire,
        &load_access_rights,
        &load_countries,
        &load_languages,
        &load_zones,
        &load_patterns};
    for (const Step step : steps)
        if (Failure failure = step(files, state))
            return failure;
    for (Lexicon* lexicon :
         {&state.frequency,
          &state.format,
          &state.licence,
          &state.theme,
          &state.country,
          &state.language,
          &state.access_right})
        lexicon->finish();
    return std::nullopt;
}

} // namespace

Failure load_patterns(const VocabularyFiles& files, Vocabularies::State& state) {
    auto parsed = table(files, "pattern.tsv", {"vocabulary", "kind", "pattern", "code"});
    if (!parsed)
        return parsed.error();
    for (std::size_t i = 0; i < parsed->size(); ++i)
        if (Failure failure = load_pattern(*parsed, i, state))
            return failure;
    return std::nullopt;
}

std::span<const std::string_view> Vocabularies::file_names() {
    return names;
}

Result<std::shared_ptr<const Vocabularies>> Vocabularies::load(const VocabularyFiles& files) {
    auto state = std::make_unique<State>();
    Sha256 digest;
    for (const std::string_view name : names) {
        const auto file = files.find(name);
        if (file == files.end())
            return Error(Code::config_invalid, std::string(name) + ":1: the file is missing");
        digest.update(name);
        digest.update(std::string_view("\0", 1));
        digest.update(file->second);
        digest.update(std::string_view("\0", 1));
    }
    state->digest = digest.finish();
    if (auto failure = load_all(files, *state))
        return *failure;
    return std::shared_ptr<const Vocabularies>(new Vocabularies(std::move(state)));
}

} // namespace moisson::normalise
