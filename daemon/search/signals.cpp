// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Percentiles are counted, never sorted: 256 codes per portal.
#include "search/signals.hpp"

#include <algorithm>

namespace moisson::search {

namespace {

constexpr int minutes_per_month = 43'830;

using Codes = PopularityCounts::Codes;

std::array<float, 256> signals_of(const Codes& codes) {
    double total = 0;
    for (const std::uint32_t count : codes)
        total += count;
    std::array<float, 256> out{};
    double below = 0;
    for (std::size_t code = 0; code < codes.size(); ++code) {
        const double same = codes[code];
        const double percentile = total > 0 ? (below + same / 2) / total : 0.5;
        below += same;
        out[code] =
            static_cast<float>(ranking::popularity_weight * ranking::popularity_signal(percentile));
    }
    return out;
}

const std::array<float, 256>& no_portal() {
    static const std::array<float, 256> neutral = signals_of(Codes{});
    return neutral;
}

} // namespace

PopularityCounts count_popularity(const Segment& segment, const Tombstones& dead) {
    const FacetColumn& portals = segment.facet(Facet::portal);
    PopularityCounts out;
    out.by_set.resize(portals.sets());
    for (std::uint32_t document = 0; document < segment.size(); ++document)
        if (!is_dead(dead, document))
            ++out.by_set[portals.set_of_document[document]][segment.popularity[document]];
    return out;
}

PopularityTable make_popularity(std::span<const SegmentRef> segments) {
    std::map<std::string, Codes, std::less<>> sums;
    for (const SegmentRef& ref : segments) {
        const FacetColumn& portals = ref.segment->facet(Facet::portal);
        for (std::uint32_t set = 0; set < portals.sets(); ++set)
            for (const std::uint32_t value : portals.set(set)) {
                Codes& sum = sums[std::string(portals.values[value])];
                for (std::size_t code = 0; code < sum.size(); ++code)
                    sum[code] += ref.popularity->by_set[set][code];
            }
    }
    PopularityTable out;
    for (const auto& [portal, codes] : sums)
        out.emplace(portal, signals_of(codes));
    return out;
}

// The same for every query.
const std::array<float, Signals::months_max>& Signals::recency_by_month() {
    static const std::array<float, months_max> table = [] {
        std::array<float, months_max> out{};
        for (std::size_t month = 0; month < months_max; ++month)
            out[month] = static_cast<float>(
                ranking::recency_weight * ranking::recency_signal(static_cast<double>(month))
            );
        return out;
    }();
    return table;
}

Signals::Signals(const Segment& segment, const PopularityTable& table, std::optional<Instant> now)
    : segment_(segment), recency_(recency_by_month()) {
    const FacetColumn& portals = segment.facet(Facet::portal);
    for (std::uint32_t set = 0; set < portals.sets(); ++set) {
        const std::array<float, 256>* found = &no_portal();
        for (const std::uint32_t value : portals.set(set))
            if (const auto known = table.find(portals.values[value]); known != table.end())
                found = &known->second;
        popularity_.push_back(found);
    }
    if (now)
        now_ = to_minutes(*now);
}

SignalValues Signals::values(std::uint32_t document) const {
    SignalValues out;
    out.popularity = popularity(document);
    const Minutes modified = segment_.modified.data()[document];
    if (now_ && modified != no_date) {
        // A date in the future is as new as today.
        const std::int64_t age =
            std::max<std::int64_t>(0, std::int64_t{*now_} - modified) / minutes_per_month;
        if (age < static_cast<std::int64_t>(months_max))
            out.recency = recency_[static_cast<std::size_t>(age)];
    }
    out.original = segment_.copies.data()[document] == 0 ? ranking::original_weight : 0;
    return out;
}

} // namespace moisson::search
