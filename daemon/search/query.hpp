// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a reader asks of the index and what the index answers, in values: no HTTP, no SQL.
#pragma once

#include "core/time.hpp"
#include "core/uuid.hpp"
#include "model/ids.hpp"
#include "model/text.hpp"
#include "search/extents.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

// The filters, each of which can be counted. Values are codes: ISO 3166-1 alpha-2 (upper case),
// portal key, publisher slug (or key), EU theme code, format code, family letter, licence id
// (or "?" when a licence is stated but unknown), language code, access code, folded keyword,
// record state, freshness (the one that is worked out when it is asked for), what the link checker
// says of its files (ok, partial, broken, unverifiable), EU frequency code, "dataset" or "series".
enum class Facet : std::uint8_t {
    country,
    portal,
    organization,
    theme,
    format,
    format_family,
    licence,
    language,
    access,
    tag,
    state,
    freshness,
    links,
    frequency,
    type
};
inline constexpr std::size_t facet_count = 15;
inline constexpr std::array<Facet, facet_count> all_facets{
    Facet::country,
    Facet::portal,
    Facet::organization,
    Facet::theme,
    Facet::format,
    Facet::format_family,
    Facet::licence,
    Facet::language,
    Facet::access,
    Facet::tag,
    Facet::state,
    Facet::freshness,
    Facet::links,
    Facet::frequency,
    Facet::type};

// When each portal (by key) was last read in full: its verdicts of freshness hold as of then
// (decision 6). Midnights UTC, as the dates they are compared with.
using SeenUntil = std::map<std::string, Instant, std::less<>>;

// Names of the search parameters (names.md): "country", ..., "lang" for language.
std::string_view to_string(Facet facet);
std::optional<Facet> facet_from_string(std::string_view name);

enum class Sort : std::uint8_t { pertinence, modified, created, title, first_seen, quality };
// "pertinence", "-modified", "-created", "title", "-first_seen", "quality" (best first); also
// "first_seen" on input for cursors.
std::string_view to_string(Sort sort);
std::optional<Sort> sort_from_string(std::string_view name);

struct FacetRequest {
    Facet facet = Facet::country;
    // Values returned, most frequent first; selected ones are always there.
    int values_max = 20;
    // Only values whose code or label contains this, folded (`facet_q`).
    std::string contains;
};

struct SearchQuery {
    // As typed. At most limits::query_bytes are read (warning otherwise).
    std::string text;
    // OR inside a facet, AND between facets. Without a `state` filter: active and missing.
    std::array<std::vector<std::string>, facet_count> filters;
    // Values that a dataset must not have; part of the filter of their facet.
    std::array<std::vector<std::string>, facet_count> excluded;
    // Inclusive bounds; a dataset without the date passes neither.
    std::optional<Instant> modified_from;
    std::optional<Instant> modified_to;
    std::optional<Instant> created_from;
    std::optional<Instant> created_to;
    std::optional<Instant> first_seen_from;
    std::optional<Instant> first_seen_to;
    // Only these, in order; null: all.
    std::shared_ptr<const std::vector<Uuid>> among;
    // Scores of 0 to 100, inclusive; a dataset that was never scored passes neither.
    std::optional<int> quality_from;
    std::optional<int> quality_to;
    // One period, one box of the dataset meets it; a dataset that states none does not pass.
    std::optional<Period> covers;
    std::optional<Box> within;
    // Absent: pertinence when there is text, else -modified (with a cursor: -first_seen).
    std::optional<Sort> sort;
    // From 1; page * page_size <= limits::result_window, else INVALID_ARGUMENT "page".
    int page = 1;
    // 0 (only count) to limits::page_size.
    int page_size = 20;
    // "*" begins, then `SearchResult::next_cursor`; unlimited depth, no page, never by pertinence.
    std::optional<std::string> cursor;
    std::vector<FacetRequest> facets;
    // Without it nothing with a date to keep is known to be fresh or late.
    std::shared_ptr<const SeenUntil> seen_until;
    // Whether a word that no dataset has may be replaced by a near one. Never while a cursor walks.
    bool correct_typos = true;
    // Whether some of the words may lack where few datasets have them all.
    bool relaxes = true;
    bool explain = false;
    // Fills SearchResult::distributions.
    bool sums_distributions = false;
    // For the age of datasets in the ranking; absent: age does not count.
    std::optional<Instant> now;

    std::vector<std::string>& filter(Facet facet) {
        return filters[static_cast<std::size_t>(facet)];
    }
    const std::vector<std::string>& filter(Facet facet) const {
        return filters[static_cast<std::size_t>(facet)];
    }
    // Whether anything but text and values of filters narrows the answer.
    bool has_ranges() const {
        return modified_from || modified_to || created_from || created_to || first_seen_from ||
               first_seen_to || among || quality_from || quality_to || covers || within;
    }
};

// What the reader should know about how the query was understood. `detail` is data, not a sentence.
enum class WarningKind : std::uint8_t {
    // Only the first limits::query_bytes or limits::query_words were read.
    query_truncated,
    // Quotes or operators did not pair: read as plain words.
    malformed_query,
    // No dataset has all the words: those that have most of them are shown.
    match_part,
    // Few datasets have all the words (`detail` says how many): others, that have most of what the
    // words are worth, are shown with them.
    match_more,
    // Every word was a stop word and was ignored.
    only_stop_words,
    // Something was typed, and nothing of it is a word: signs only.
    no_words,
    // Too many words begin like the last one: the commonest were taken.
    prefix_truncated,
    // Results are those of `SearchResult::suggestion`; `detail` has the words as typed.
    corrected
};
// "query_truncated", ...
std::string_view to_string(WarningKind kind);

struct Warning {
    WarningKind kind = WarningKind::malformed_query;
    std::string detail;

    bool operator==(const Warning&) const = default;
};

// The query as understood, for the echo: groups are ANDed, items of a group ORed.
struct ParsedItem {
    std::string text;
    // "", "titre" or "prod".
    std::string field;
    bool phrase = false;
    bool prefix = false;
};
struct ParsedGroup {
    std::vector<ParsedItem> items;
    bool excluded = false;
};

// "rgph" -> "recensement général de la population et de l'habitat".
struct Expansion {
    std::string typed;
    std::vector<std::string> also;
};

struct FacetItem {
    std::string value;
    // Filled for organizations (the name); other labels belong to views or pages.
    std::string label;
    std::int64_t count = 0;
    bool selected = false;
};
struct FacetResult {
    Facet facet = Facet::country;
    // Values with a count > 0 before `values_max` was applied.
    std::int64_t values_total = 0;
    std::vector<FacetItem> items;
};

struct Hit {
    DatasetId id;
    double score = 0;
    // Of the score: see ScoreKind::spread.
    double spread = 0;
};

// What a part of a score comes from. Words are added up; boosts and signals multiply the sum and
// count with what they add.
enum class ScoreKind : std::uint8_t {
    word,
    synonym,
    country_name,
    exact_title_boost,
    country_boost,
    popularity,
    recency,
    original,
    // The first ten are not all of one country.
    spread
};
// "word", "synonym", "country_name", ...
std::string_view to_string(ScoreKind kind);

struct ScorePart {
    ScoreKind kind = ScoreKind::word;
    // The word, the synonym or the country; empty for the others.
    std::string what;
    double value = 0;
};

// What a beginning may become.
struct TitleCompletion {
    DatasetId id;
    std::string slug;
    LocalizedText title;
};
struct PublisherCompletion {
    // Value of the filter `organization`.
    std::string value;
    std::string label;
};
struct Completions {
    std::vector<TitleCompletion> titles;
    std::vector<PublisherCompletion> publishers;
};

struct SearchResult {
    std::int64_t total = 0;
    // Of all that was found, when the query asked for it.
    std::int64_t distributions = 0;
    int page = 1;
    int page_size = 20;
    Sort sort = Sort::pertinence;
    std::vector<Hit> hits;
    std::vector<FacetResult> facets;
    std::vector<Warning> warnings;
    // The text with misspelt words replaced, when few or no results; else empty.
    std::string suggestion;
    // Not empty when the results are those of `suggestion`, because no dataset has a word as it was
    // typed: the text that searches just what was typed.
    std::string literal;
    // What the lexicon added to the words typed.
    std::vector<Expansion> expansions;
    // With SearchQuery::explain: per hit the parts of its score, which sum to it.
    std::vector<std::vector<ScorePart>> explanations;
    std::vector<ParsedGroup> parsed;
    // Folded word forms that matched, for highlighting.
    std::vector<std::string> matched_words;
    // Only in answers to a cursor; absent after the last one.
    std::optional<std::string> next_cursor;
    // Change number applied (decision 14).
    std::int64_t generation = 0;
};

} // namespace moisson::search
