// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a loaded Vocabularies holds; shared by the loader and by the resolvers of this room only.
#pragma once

#include "normalise/lexicon.hpp"
#include "normalise/resolution_cache.hpp"
#include "normalise/time_zone.hpp"
#include "normalise/vocabularies.hpp"

#include <vector>

namespace moisson::normalise {

// Rows in file order, found by code.
template <class Row>
struct Rows {
    std::vector<Row> list;
    KeyMap<std::size_t> by_code;

    const Row* find(std::string_view code) const {
        const auto at = by_code.find(code);
        return at == by_code.end() ? nullptr : &list[at->second];
    }
    // False when the code is there already.
    bool add(Row row) {
        const bool added = by_code.try_emplace(row.code, list.size()).second;
        list.push_back(std::move(row));
        return added;
    }
};

// The EU data themes of an INSPIRE theme or ISO topic: data_theme, then data_theme_also.
using ThemeCodes = std::vector<std::string>;

struct Vocabularies::State {
    Digest digest{};

    Rows<FrequencyRow> frequencies;
    Rows<FormatRow> formats;
    std::vector<FamilyRow> families;
    Rows<LicenceRow> licences;
    Rows<ThemeRow> themes;
    Rows<AccessRightRow> access_rights;
    Rows<CountryRow> countries;
    Rows<LanguageRow> languages;
    KeyMap<std::size_t> language_by_tag;

    Lexicon frequency;
    KeyMap<std::string> frequency_iso8601;
    KeyMap<std::string> frequency_sdmx;
    KeyMap<std::string> frequency_hdx;
    PhraseMap frequency_openings; // variants that may be followed by anything

    Lexicon format;
    KeyMap<std::string> format_extension;

    Lexicon licence;
    PhraseMap licence_versions; // three or more words, the last one a number

    Lexicon theme;
    PhraseMap theme_keywords;
    PhraseMap iso_topics;
    PhraseMap inspire_themes;
    KeyMap<std::string> inspire_codes;    // "tn", only after an INSPIRE IRI
    KeyMap<ThemeCodes> themes_of_topic;   // by iso_topic code
    KeyMap<ThemeCodes> themes_of_inspire; // by inspire_theme code

    Lexicon country;
    Lexicon language;
    Lexicon access_right;

    KeyMap<TimeZone> zones;

    ResolutionCache<Resolution> frequency_cache;
    ResolutionCache<Resolution> format_cache;
    ResolutionCache<Resolution> licence_cache;
    ResolutionCache<Resolutions> theme_cache;
    ResolutionCache<Resolutions> tag_label_cache;
    ResolutionCache<Resolutions> tag_keyword_cache;
    ResolutionCache<Resolution> country_cache;
    ResolutionCache<LanguageResolution> language_cache;
    ResolutionCache<Resolution> access_right_cache;
};

// Uncached resolvers, one file each.
Resolution
resolve_frequency(const Vocabularies::State& state, std::string_view raw, std::string_view field);
Resolution resolve_format(const Vocabularies::State& state, std::string_view raw);
Resolution resolve_licence(const Vocabularies::State& state, std::string_view raw);
Resolutions resolve_themes(const Vocabularies::State& state, std::string_view raw);
Resolutions themes_of_tag_label(const Vocabularies::State& state, std::string_view tag);
Resolution resolve_country(const Vocabularies::State& state, std::string_view raw);
LanguageResolution resolve_language(const Vocabularies::State& state, std::string_view raw);
Resolution resolve_access_right(const Vocabularies::State& state, std::string_view raw);

// The code of the extension of a URL's path, an outer compression ignored.
std::optional<std::string_view>
format_of_extension(const Vocabularies::State& state, std::string_view url);
// 0 nothing, 1 weak, 2 container, 3 a real format.
int format_strength(const Vocabularies::State& state, std::string_view code);

// "https://a/b/c?d#e" -> "c"; the text after the last '/' or '#', '?...' left out.
std::string_view last_segment(std::string_view iri);
bool is_iri(std::string_view raw);

} // namespace moisson::normalise
