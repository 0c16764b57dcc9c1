// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Alerts about the datasets of one portal, and the storm breaker over them. Pure.
#pragma once

#include "alert/lifecycle.hpp"
#include "store/alert_facts.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace moisson::alert {

// What is to be looked for in that portal now; nothing before its first complete run.
std::optional<store::AlertScanRequest>
scan_of(const store::AlertPortalFacts& portal, const store::AlertOverview& facts, bool probing);

// Judges one scan. Not thread-safe; outlives neither argument.
class DatasetJudge {
public:
    DatasetJudge(
        const store::AlertPortalFacts& portal,
        const store::AlertOverview& facts,
        bool probing
    );

    // Those without an episode: all of the scan that were read, once and first.
    std::vector<store::AlertWrite> open(const std::vector<store::AlertDatasetSight>& sights);
    // Those with one, in any portions. What begins anew counts for a storm as what is new.
    std::vector<store::AlertWrite> go_on(const std::vector<store::AlertDatasetSight>& sights);

    bool storm() const { return storm_; }

private:
    Situation situation_of(const store::AlertDatasetSight& sight) const;
    Situation freshness(const store::AlertDatasetSight& sight) const;
    Situation links(const store::AlertDatasetSight& sight) const;
    Situation files(const store::AlertDatasetSight& sight) const;
    AlertCondition condition_of(const store::AlertDatasetSight& sight) const;
    void count_opening(const store::AlertDatasetSight& sight);
    bool is_storm() const;

    const store::AlertPortalFacts& portal_;
    const store::AlertOverview& facts_;
    std::map<std::int64_t, const store::AlertSourceFacts*> sources_;
    std::string above_;
    std::optional<std::int64_t> inhibitor_;
    // Of this scan, so far.
    std::int64_t opening_ = 0;
    std::set<Uuid> opening_datasets_;
    bool storm_ = false;
};

} // namespace moisson::alert
