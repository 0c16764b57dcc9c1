// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/feed_query.hpp"

#include "core/limits.hpp"
#include "routes/nearest.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace moisson::opendata {
namespace {

using routes::ParameterProblem;

constexpr std::array<std::string_view, 5> names =
    {"page", "page_size", "modified_since", "after", "profiles"};

ParameterProblem invalid(std::string_view name, std::string_view value, std::string expected) {
    ParameterProblem problem;
    problem.kind = ParameterProblem::Kind::invalid;
    problem.parameter = std::string(name);
    problem.value = std::string(value);
    problem.expected = std::move(expected);
    return problem;
}

// Of a search, but of its order, its pages and what it shows of each result.
constexpr std::array<std::string_view, 9> of_other_answers =
    {"page", "page_size", "sort", "cursor", "fields", "facets", "facet_q", "lang_ui", "explain"};

bool chooses(std::string_view name) {
    const auto known = routes::search_parameter_names();
    return std::ranges::find(known, name) != known.end() &&
           std::ranges::find(of_other_answers, name) == of_other_answers.end();
}

ParameterProblem unknown(std::string_view name) {
    std::vector<std::string_view> candidates(names.begin(), names.end());
    for (const std::string_view one : routes::search_parameter_names())
        if (chooses(one))
            candidates.push_back(one);
    ParameterProblem problem;
    problem.parameter = std::string(name);
    problem.nearest = std::string(routes::nearest_name(name, candidates));
    return problem;
}

void read_selection(const routes::Query& query, FeedQuery& out) {
    for (const auto& [name, value] : query)
        if (chooses(name)) {
            if (!value.empty())
                out.selection.emplace_back(name, value);
        } else if (std::ranges::find(names, name) == names.end()) {
            out.problems.push_back(unknown(name));
        }
    out.selection = routes::canonical_search(std::move(out.selection));
    routes::ParsedSearch parsed = routes::parse_search(out.selection);
    out.wanted = std::move(parsed.parameters);
    for (ParameterProblem& problem : parsed.problems)
        out.problems.push_back(std::move(problem));
}

std::optional<store::LivePlace> place_of(std::string_view text, bool by_change) {
    store::LivePlace place;
    if (by_change) {
        const std::size_t mark = text.find('_');
        const auto at = from_iso8601(text.substr(0, mark));
        if (mark == std::string_view::npos || !at)
            return std::nullopt;
        place.changed_at = *at;
        text.remove_prefix(mark + 1);
    }
    const auto id = uuid_from_string(text);
    if (!id)
        return std::nullopt;
    place.id = *id;
    return place;
}

void read_number(
    std::string_view name,
    std::string_view value,
    std::int64_t most,
    std::int64_t& out,
    std::vector<ParameterProblem>& problems
) {
    const auto number = routes::positive_number(value);
    if (number && *number <= most)
        out = *number;
    else
        problems.push_back(invalid(name, value, "un nombre de 1 à " + std::to_string(most)));
}

} // namespace

std::int64_t pages_within_reach(std::int64_t page_size) {
    return static_cast<std::int64_t>(limits::result_window) / page_size;
}

FeedQuery read_feed_query(const routes::Query& query, Walk walk) {
    FeedQuery out;
    read_selection(query, out);
    const bool by_index = walk == Walk::index || out.selects();
    if (const auto value = routes::first(query, "modified_since"); !value.empty()) {
        if (const auto range = routes::parse_date_range(value)) {
            out.since = range->first;
            out.modified_since = std::string(value);
        } else {
            out.problems.push_back(invalid(
                "modified_since",
                value,
                "une date (2026-05-03) ou un instant (2026-05-03T10:00:00Z)"
            ));
        }
    }
    if (const auto value = routes::first(query, "page_size"); !value.empty())
        read_number(
            "page_size",
            value,
            static_cast<std::int64_t>(limits::feed_page_size),
            out.page_size,
            out.problems
        );
    const auto after = routes::first(query, "after");
    const std::int64_t pages = by_index && after.empty() ? pages_within_reach(out.page_size)
                                                         : limits::feed_skip / out.page_size;
    if (const auto value = routes::first(query, "page"); !value.empty())
        read_number("page", value, pages, out.page, out.problems);
    // What changed is walked by change, whatever chooses among it.
    if (by_index && !out.since) {
        out.cursor = std::string(after);
    } else if (!after.empty()) {
        out.after = place_of(after, out.since.has_value());
        if (!out.after)
            out.problems.push_back(invalid("after", after, "la valeur d’un lien vers une page"));
    }
    return out;
}

std::string place_text(const store::LivePlace& place, bool by_change) {
    const std::string id = to_string(place.id);
    return by_change ? to_iso8601(place.changed_at) + "_" + id : id;
}

std::string page_address(
    const std::string& feed,
    const FeedQuery& query,
    std::int64_t page,
    const std::optional<store::LivePlace>& after
) {
    std::string place;
    if (after)
        place = place_text(*after, query.since.has_value());
    return page_address(feed, query, page, std::string_view(place));
}

std::string page_address(
    const std::string& feed,
    const FeedQuery& query,
    std::int64_t page,
    std::string_view after
) {
    routes::Query parameters = {{"page", std::to_string(page)}};
    if (query.page_size != default_page_size)
        parameters.emplace_back("page_size", std::to_string(query.page_size));
    if (query.since)
        parameters.emplace_back("modified_since", query.modified_since);
    parameters.insert(parameters.end(), query.selection.begin(), query.selection.end());
    if (!after.empty())
        parameters.emplace_back("after", after);
    return routes::with_query(feed, parameters);
}

} // namespace moisson::opendata
