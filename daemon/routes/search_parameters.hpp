// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The parameters of a search (names.md), read once for the API and the pages: strings become typed
// values, and everything that is wrong is reported with the nearest right name.
#pragma once

#include "core/time.hpp"
#include "routes/ranges.hpp"
#include "routes/url.hpp"

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::routes {

struct FacetWish {
    // Name of a filter: "theme".
    std::string name;
    int values_max = 10;
    // Only values that contain this (`facet_q[theme]`).
    std::string contains;
};

struct SearchParameters {
    std::string q;
    // Values by filter name, in order; countries, themes, formats and frequencies in upper case.
    // "!HEAL": not that one.
    std::map<std::string, std::vector<std::string>, std::less<>> filters;
    // Inclusive. "2026-05" as `..._to` is the last instant of May.
    std::optional<Instant> modified_from;
    std::optional<Instant> modified_to;
    std::optional<Instant> created_from;
    std::optional<Instant> created_to;
    std::optional<Instant> first_seen_from;
    // 0 to 100, inclusive.
    std::optional<int> quality_from;
    std::optional<int> quality_to;
    // What the data cover; both ends inclusive, either may be open.
    std::optional<Span> temporal;
    // West, south, east, north in degrees; west > east across the 180th meridian.
    std::optional<std::array<double, 4>> bbox;
    // Empty: the default of the search.
    std::string sort;
    int page = 1;
    int page_size = 20;
    std::optional<std::string> cursor;
    std::vector<std::string> fields;
    // Unset when `facets` was not given; empty for "facets=" (none).
    std::optional<std::vector<FacetWish>> facets;
    std::map<std::string, std::string, std::less<>> facet_contains;
    std::string lang_ui = "fr";
    // "explain=1": where each score comes from.
    bool explain = false;

    // Whether anything but words chooses among the datasets.
    bool narrows() const {
        return !filters.empty() || modified_from || modified_to || created_from || created_to ||
               first_seen_from || quality_from || quality_to || temporal || bbox;
    }
};

struct ParameterProblem {
    enum class Kind {
        // No parameter has that name; `nearest` may say which was meant.
        unknown,
        // `expected` says in French what the value should be.
        invalid,
        // page * page_size goes beyond limits::result_window.
        window
    };
    Kind kind = Kind::unknown;
    std::string parameter;
    std::string value;
    std::string nearest;
    std::string expected;

    // A French sentence.
    std::string sentence() const;
};

struct ParsedSearch {
    SearchParameters parameters;
    std::vector<ParameterProblem> problems;
};

// Codes (countries, themes, formats, families, frequencies) in upper case, as parse_search reads
// them: links that add or take away a value start from this.
Query canonical_search(Query query);
// Empty values mean "not given": forms send every field.
ParsedSearch parse_search(const Query& query);
// Names of the filters that take repeated values.
std::span<const std::string_view> filter_names();
// Those of one value that narrow the answer: bounds, a period, a box.
bool is_range(std::string_view name);
// Every name that parse_search knows, available or not.
std::span<const std::string_view> search_parameter_names();

} // namespace moisson::routes
