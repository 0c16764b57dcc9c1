// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Selection: any combination of conditions with AND, OR and NOT, any total order, any beginning.
// For interfaces with a query language of their own (the CKAN facade); pages and our API use
// SearchQuery.
#pragma once

#include "search/query.hpp"
#include "search/query_parser.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::search {

// Numbers that a condition may bound: dates to the minute, the others as they are.
enum class Column : std::uint8_t {
    changed,
    first_seen,
    modified,
    created,
    distributions,
    tags,
    // 0 to 100; not known of a dataset that was never scored.
    quality
};

struct Condition {
    enum class Kind : std::uint8_t {
        everything,
        nothing,
        all_of,
        any_of,
        // Not the one part.
        negation,
        // A value of `facet` is one of `values`, or its code or label, folded, matches one of
        // `patterns`; any value when both are empty.
        facet,
        // `column` is known and within the bounds.
        number,
        // The words of `text`.
        text,
        ids,
        // The slug is one of `values`.
        slug
    };

    Kind kind = Kind::everything;
    std::vector<Condition> parts;
    Facet facet = Facet::country;
    std::vector<std::string> values;
    // Folded; '*' is any text, '?' any byte.
    std::vector<std::string> patterns;
    Column column = Column::changed;
    // Inclusive. Of dates: minutes since 1970.
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> to;
    ParsedQuery text;
    std::vector<Uuid> ids;
};

// Whether `folded` matches the pattern of a facet condition, whole.
bool matches_pattern(std::string_view folded, std::string_view pattern);

struct OrderKey {
    enum class By : std::uint8_t {
        score,
        changed,
        first_seen,
        modified,
        created,
        title,
        slug,
        // The place within the own portal, as in the score: what portals count differs too much.
        popularity,
        distributions,
        id
    };
    By by = By::id;
    bool descending = false;
};

// A place in the order by last change, the newest first, and then by id: a walk that goes on from
// it meets every dataset that did not change meanwhile, each once.
struct ChangePlace {
    // Minutes since 1970.
    std::int64_t changed = 0;
    Uuid id{};
};

struct Selection {
    // All must hold, among what is active or missing.
    Condition where;
    // Words that score; datasets without them are left out. Empty: every score is 1.
    std::string text;
    // Of equals the lower id comes first.
    std::vector<OrderKey> order;
    std::size_t start = 0;
    std::size_t rows = 10;
    // Only what comes behind it; it narrows totals and facets as well.
    std::optional<ChangePlace> behind;
    // Counted over all that is selected, however many; `contains` is not used, and values_max < 0
    // gives all values.
    std::vector<FacetRequest> facets;
    std::shared_ptr<const SeenUntil> seen_until;
    std::optional<Instant> now;
};

struct Selected {
    std::int64_t total = 0;
    std::vector<Hit> hits;
    // Of the last hit; never of a page by slug.
    std::optional<ChangePlace> last;
    std::vector<FacetResult> facets;
    // Change number applied (decision 14).
    std::int64_t generation = 0;
};

} // namespace moisson::search
