// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Vocabularies: the tables of config/vocabularies and the resolution of raw strings to codes,
// exactly as config/vocabularies/README.md, section 2, says. No I/O: the caller reads the files.
// No mapping is better than a wrong one.
#pragma once

#include "core/digest.hpp"
#include "core/result.hpp"
#include "normalise/time_zone.hpp"
#include "normalise/vocabulary_rows.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::normalise {

// Outcome of looking a raw string up.
enum class Match {
    no_value,   // empty, or recognised noise: nothing was said
    unresolved, // something was said that no rule knows
    mapped
};

struct Resolution {
    Match match = Match::no_value;
    // Code of the table; empty unless mapped. For themes, languages and countries: the first.
    std::string code;

    bool operator==(const Resolution&) const = default;
};

struct Resolutions {
    Match match = Match::no_value;
    std::vector<std::string> codes;

    bool operator==(const Resolutions&) const = default;
};

struct LanguageResolution {
    Match match = Match::no_value;
    // Tags (LanguageRow::tag), in order, without duplicates.
    std::vector<std::string> tags;
    // BCP 47 `-t-`: translated by machine (RFC 6497).
    bool machine_translated = false;

    bool operator==(const LanguageResolution&) const = default;
};

// What is known about the format of one distribution; any field may be empty.
struct FormatEvidence {
    std::string_view declared;
    std::string_view media_type;
    std::string_view url;
};

// Immutable and thread-safe once loaded (an internal cache is locked).
class Vocabularies {
public:
    // File name ("frequency.tsv") -> content. Needs every table of the README; other names are
    // ignored. Errors: CONFIG_INVALID with "file:line: reason".
    static Result<std::shared_ptr<const Vocabularies>>
    load(const std::map<std::string, std::string, std::less<>>& files);
    // The names load() wants.
    static std::span<const std::string_view> file_names();

    Vocabularies(const Vocabularies&) = delete;
    Vocabularies& operator=(const Vocabularies&) = delete;
    ~Vocabularies();

    // Digest of all tables: part of the mapping version (decision 9).
    const Digest& digest() const;

    // `field` decides how numbers are read: HDX days only under "data_update_frequency".
    Resolution frequency(std::string_view raw, std::string_view field = {}) const;
    // One string: declared format or media type.
    Resolution format(std::string_view raw) const;
    // All evidence in its order; a later one replaces only a weak or container code.
    Resolution format(const FormatEvidence& evidence) const;
    Resolution licence(std::string_view raw) const;
    Resolutions themes(std::string_view raw) const;
    // Themes of the tags of a data set that states none: by labels, else by keywords.
    std::vector<std::string> themes_of_tags(std::span<const std::string_view> tags) const;
    Resolution country(std::string_view raw) const;
    LanguageResolution language(std::string_view raw) const;
    Resolution access_right(std::string_view raw) const;
    // Minutes east of UTC of a wall clock time (seconds since 1970 as if UTC) in an IANA zone of
    // timezone.tsv; 0 for an unknown zone.
    int utc_offset_minutes(std::string_view zone, long long local_seconds) const;
    bool has_timezone(std::string_view zone) const;
    // Nothing for an unknown zone.
    std::optional<TimeZone> time_zone(std::string_view zone) const;

    // Rows by code; nullptr when there is none.
    const FrequencyRow* frequency_row(std::string_view code) const;
    const FormatRow* format_row(std::string_view code) const;
    const FamilyRow* family_row(char family) const;
    const LicenceRow* licence_row(std::string_view code) const;
    const ThemeRow* theme_row(std::string_view code) const;
    const AccessRightRow* access_right_row(std::string_view code) const;
    // By ISO alpha-2 (or area code).
    const CountryRow* country_row(std::string_view code) const;
    // By tag or by ISO 639-3.
    const LanguageRow* language_row(std::string_view tag) const;

    std::span<const FrequencyRow> frequencies() const;
    std::span<const FormatRow> formats() const;
    std::span<const FamilyRow> families() const;
    std::span<const LicenceRow> licences() const;
    std::span<const ThemeRow> themes() const;
    std::span<const AccessRightRow> access_rights() const;
    std::span<const CountryRow> countries() const;
    std::span<const LanguageRow> languages() const;

    // Internal to the room (vocabulary_state.hpp).
    struct State;

private:
    explicit Vocabularies(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace moisson::normalise
