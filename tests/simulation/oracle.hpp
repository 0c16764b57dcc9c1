// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Oracle: compares the tables with the truth of the world, after every run and every day. It knows
// the rules by their words (rules.md 1, decisions 1 to 3), not by the engine's code.
#pragma once

#include "simulation/ledger.hpp"
#include "simulation/life.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace moisson::simulation {

// By source key.
using Lives = std::map<std::string, PortalLife>;

class Oracle {
public:
    using Complain = std::function<void(Complaint)>;
    // All outlive it.
    Oracle(const Lives& lives, Ledger& ledger, Complain complain)
        : lives_(lives), ledger_(ledger), complain_(std::move(complain)) {}

    // A run that just ended.
    void judge(const RunFacts& run);
    // Whatever must hold at any quiet moment.
    void judge_day(Instant now);
    // Every portal is well, and was harvested completely: the tables are the truth.
    void judge_end(Instant now);

private:
    void complain(const char* kind, Instant at, std::string what) {
        complain_({kind, at, std::move(what)});
    }
    using Datasets = std::vector<DatasetFacts>;
    void judge_presence(const RunFacts& run, const PortalLife& life, const Datasets& datasets);
    void judge_absence(const RunFacts& run, const PortalLife& life, const Datasets& datasets);
    void judge_disappearances(const RunFacts& run, const PortalLife& life);
    void judge_archived(const RunFacts& run, const PortalLife& life, const Disappearance& gone);
    void judge_open_runs(Instant now);
    void judge_delays(const PortalLife& life, Instant now);

    const Lives& lives_;
    Ledger& ledger_;
    Complain complain_;
};

} // namespace moisson::simulation
