// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From the parameters of an address to a query of the index: the one mapping that api and pages
// share. Header only, so that it asks nothing of the rooms that are still being linked.
#pragma once

#include "routes/search_parameters.hpp"
#include "search/query.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace moisson::views {

// Within the years that a column can hold.
inline std::int32_t minutes_of(Instant instant) {
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(instant).time_since_epoch().count();
    return static_cast<std::int32_t>(
        std::clamp<std::int64_t>(minutes, -2'000'000'000, 2'000'000'000)
    );
}

// "!HEAL" is a value that is not wanted.
inline void split_values(
    search::SearchQuery& query,
    search::Facet facet,
    const std::vector<std::string>& values
) {
    for (const std::string& value : values) {
        if (value.size() > 1 && value.front() == '!')
            query.excluded[static_cast<std::size_t>(facet)].push_back(value.substr(1));
        else
            query.filter(facet).push_back(value);
    }
}

// `parameters` were checked by routes::parse_search; `defaults` are the facets counted when the
// reader named none.
inline search::SearchQuery to_search_query(
    const routes::SearchParameters& parameters,
    const std::vector<search::FacetRequest>& defaults
) {
    search::SearchQuery query;
    query.text = parameters.q;
    for (const search::Facet facet : search::all_facets)
        if (const auto values = parameters.filters.find(search::to_string(facet));
            values != parameters.filters.end())
            split_values(query, facet, values->second);
    query.modified_from = parameters.modified_from;
    query.modified_to = parameters.modified_to;
    query.created_from = parameters.created_from;
    query.created_to = parameters.created_to;
    query.first_seen_from = parameters.first_seen_from;
    query.quality_from = parameters.quality_from;
    query.quality_to = parameters.quality_to;
    if (const auto& span = parameters.temporal) {
        search::Period& period = query.covers.emplace();
        if (span->from)
            period.start = minutes_of(*span->from);
        if (span->to)
            period.end = minutes_of(*span->to);
    }
    if (const auto& box = parameters.bbox) {
        search::Box& within = query.within.emplace();
        within.west = static_cast<float>((*box)[0]);
        within.south = static_cast<float>((*box)[1]);
        within.east = static_cast<float>((*box)[2]);
        within.north = static_cast<float>((*box)[3]);
    }
    query.sort = search::sort_from_string(parameters.sort);
    query.page = parameters.page;
    query.page_size = parameters.page_size;
    query.cursor = parameters.cursor;
    query.explain = parameters.explain;
    if (!parameters.facets) {
        query.facets = defaults;
    } else {
        for (const routes::FacetWish& wish : *parameters.facets) {
            const auto facet = search::facet_from_string(wish.name);
            if (facet)
                query.facets.push_back({*facet, wish.values_max, {}});
        }
    }
    for (search::FacetRequest& request : query.facets)
        if (const auto contains = parameters.facet_contains.find(search::to_string(request.facet));
            contains != parameters.facet_contains.end())
            request.contains = contains->second;
    return query;
}

} // namespace moisson::views
