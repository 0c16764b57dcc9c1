// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DatasetSignal: what is computed about a dataset after it was harvested (freshness, links,
// quality, popularity, cluster). Followed by the index, outside the record's digest and history.
#pragma once

#include "core/time.hpp"
#include "core/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::store {

struct DatasetSignal {
    // The three dates of decision 6; readers compare them with now.
    std::optional<Instant> expected_at;
    std::optional<Instant> late_at;
    std::optional<Instant> very_late_at;
    // ok | partial | broken | unverifiable, empty when never probed.
    std::string links;
    // 0-100, nothing when never scored.
    std::optional<int> quality;
    // Sum of the counters, 0 when unknown.
    std::int64_t popularity = 0;
    // "views", "followers"... sorted by name.
    std::vector<std::pair<std::string, std::int64_t>> counters;
    // Same dataset on several portals.
    std::optional<Uuid> cluster;

    bool operator==(const DatasetSignal&) const = default;
};

} // namespace moisson::store
