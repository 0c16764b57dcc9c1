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

ParameterProblem unknown(std::string_view name) {
    ParameterProblem problem;
    problem.parameter = std::string(name);
    problem.nearest = std::string(routes::nearest_name(name, names));
    return problem;
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

FeedQuery read_feed_query(const routes::Query& query) {
    FeedQuery out;
    for (const auto& [name, value] : query)
        if (std::ranges::find(names, name) == names.end())
            out.problems.push_back(unknown(name));
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
    if (const auto value = routes::first(query, "page"); !value.empty())
        read_number("page", value, limits::feed_skip / out.page_size, out.page, out.problems);
    if (const auto value = routes::first(query, "after"); !value.empty()) {
        out.after = place_of(value, out.since.has_value());
        if (!out.after)
            out.problems.push_back(invalid("after", value, "la valeur d’un lien vers une page"));
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
    routes::Query parameters = {{"page", std::to_string(page)}};
    if (query.page_size != default_page_size)
        parameters.emplace_back("page_size", std::to_string(query.page_size));
    if (query.since)
        parameters.emplace_back("modified_since", query.modified_since);
    if (after)
        parameters.emplace_back("after", place_text(*after, query.since.has_value()));
    return routes::with_query(feed, parameters);
}

} // namespace moisson::opendata
