// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DatasetSignal: what is computed about a dataset after it was harvested (freshness, links,
// quality, popularity, cluster). Followed by the index, outside the record's digest and history.
#pragma once

#include "core/uuid.hpp"
#include "model/freshness.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::store {

// Some of all, as it was counted: a stored fraction would not compare.
struct CountedShare {
    std::int64_t some = 0;
    std::int64_t all = 0;

    std::optional<double> value() const {
        if (all <= 0)
            return std::nullopt;
        return static_cast<double>(some) / static_cast<double>(all);
    }
    bool operator==(const CountedShare&) const = default;
};

struct DatasetSignal {
    // Readers compare its dates with the last complete run (decision 6).
    FreshnessDates freshness;
    // ok | partial | broken | unverifiable, empty when never probed.
    std::string links;
    // Of `partial`: how many work, of those that proved something.
    CountedShare links_ok;
    // Files whose first bytes may be what is declared, of those that were looked at.
    CountedShare formats_right;
    // Our messages to whoever publishes it come back.
    bool contact_bounces = false;
    // 0-100, nothing when never scored.
    std::optional<int> quality;
    // Of 405, scaled to what could be judged; nothing when never scored.
    std::optional<int> mqa;
    // Sum of the counters, 0 when unknown.
    std::int64_t popularity = 0;
    // "views", "followers"... sorted by name.
    std::vector<std::pair<std::string, std::int64_t>> counters;
    // Same dataset on several portals.
    std::optional<Uuid> cluster;

    bool operator==(const DatasetSignal&) const = default;
};

} // namespace moisson::store
