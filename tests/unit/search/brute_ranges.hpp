// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Ranges of a search, dataset by dataset: what the columns of the index must agree with.
#pragma once

#include "search/document.hpp"
#include "search/query.hpp"
#include "store/change_feed.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace moisson::test {

inline bool passes_dates(const search::IndexDocument& document, const search::SearchQuery& query) {
    const auto& from = query.modified_from;
    const auto& to = query.modified_to;
    if (!from && !to)
        return true;
    return document.modified != search::no_date &&
           (!from || document.modified >= search::to_minutes(*from)) &&
           (!to || document.modified <= search::to_minutes(*to));
}

// By days and by walking along the meridians, without columns.
inline bool covers(const Dataset& dataset, const search::Period& wanted) {
    const auto minutes = [](Instant instant) {
        return std::chrono::floor<std::chrono::minutes>(instant).time_since_epoch().count();
    };
    return std::any_of(
        dataset.temporal.begin(),
        dataset.temporal.end(),
        [&](const PeriodOfTime& period) {
            if (!period.start && !period.end)
                return false;
            const bool begins = !period.start || minutes(period.start->instant) <= wanted.end;
            return begins && (!period.end || minutes(period.end->instant) + 1439 >= wanted.start);
        }
    );
}

inline bool meets(const BoundingBox& box, const search::Box& wanted) {
    const auto west = static_cast<double>(wanted.west);
    const auto east = static_cast<double>(wanted.east);
    if (box.south > static_cast<double>(wanted.north) ||
        box.north < static_cast<double>(wanted.south))
        return false;
    const auto holds = [](double from, double to, double degree) {
        return from <= to ? from <= degree && degree <= to : degree >= from || degree <= to;
    };
    return holds(box.west, box.east, west) || holds(box.west, box.east, east) ||
           holds(west, east, box.west) || holds(west, east, box.east);
}

inline bool passes_extents(const store::CatalogEntry& entry, const search::SearchQuery& query) {
    const auto& score = entry.signal.quality;
    if ((query.quality_from && (!score || *score < *query.quality_from)) ||
        (query.quality_to && (!score || *score > *query.quality_to)))
        return false;
    if (query.covers && !covers(entry.dataset, *query.covers))
        return false;
    const auto& places = entry.dataset.spatial;
    return !query.within || std::any_of(places.begin(), places.end(), [&](const Location& place) {
        return place.bbox && meets(*place.bbox, *query.within);
    });
}

} // namespace moisson::test
