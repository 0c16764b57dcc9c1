// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Signals: what moves a result besides its text, gently (ranking.hpp): popularity as percentile
// within its own portal, recency, and whether it is the original of a cluster.
#pragma once

#include "core/time.hpp"
#include "search/ranking.hpp"
#include "search/segment.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

// Live documents of a segment by popularity code, per set of portals of its portal column.
struct PopularityCounts {
    using Codes = std::array<std::uint32_t, 256>;
    std::vector<Codes> by_set;
};
PopularityCounts count_popularity(const Segment& segment, const Tombstones& dead);

// Per portal and popularity code the signal times its weight. Half of a portal's datasets is below
// the code of all of them: a portal that counts nothing has the percentile 0.5 everywhere.
using PopularityTable = std::map<std::string, std::array<float, 256>, std::less<>>;
PopularityTable make_popularity(std::span<const SegmentRef> segments);

struct SignalValues {
    double popularity = 0;
    double recency = 0;
    double original = 0;

    double factor() const { return 1 + popularity + recency + original; }
};

// Of one segment, for one query. `now` absent: recency says nothing.
class Signals {
public:
    Signals(const Segment& segment, const PopularityTable& table, std::optional<Instant> now);

    SignalValues values(std::uint32_t document) const;
    double popularity(std::uint32_t document) const {
        const std::uint32_t set = segment_.facet(Facet::portal).set_of_document[document];
        return (*popularity_.data()[set])[segment_.popularity.data()[document]];
    }
    double factor(std::uint32_t document) const { return values(document).factor(); }
    // With two columns only.
    double factor_at_most(std::uint32_t document) const {
        return 1 + popularity(document) + ranking::recency_weight + ranking::original_weight;
    }

private:
    static constexpr std::size_t months_max = 240;

    static const std::array<float, months_max>& recency_by_month();

    const Segment& segment_;
    // By set of the portal column.
    std::vector<const std::array<float, 256>*> popularity_;
    std::optional<Minutes> now_;
    const std::array<float, months_max>& recency_;
};

} // namespace moisson::search
