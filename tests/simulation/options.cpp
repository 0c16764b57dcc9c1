// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/options.hpp"

namespace moisson::simulation {

std::string_view to_string(Mutant mutant) {
    switch (mutant) {
    case Mutant::none:
        return "none";
    case Mutant::breaker_off:
        return "breaker_off";
    case Mutant::archive_at_once:
        return "archive_at_once";
    case Mutant::budgets_apart:
        return "budgets_apart";
    case Mutant::reconcile_incomplete:
        return "reconcile_incomplete";
    case Mutant::duplicate_twice:
        return "duplicate_twice";
    case Mutant::leases_for_ever:
        return "leases_for_ever";
    case Mutant::revival_off:
        return "revival_off";
    case Mutant::change_swallowed:
        return "change_swallowed";
    }
    return "none";
}

std::vector<Mutant> all_mutants() {
    return {
        Mutant::breaker_off,
        Mutant::archive_at_once,
        Mutant::budgets_apart,
        Mutant::reconcile_incomplete,
        Mutant::duplicate_twice,
        Mutant::leases_for_ever,
        Mutant::revival_off,
        Mutant::change_swallowed};
}

bool is_expected(Mutant mutant, std::string_view kind) {
    switch (mutant) {
    case Mutant::none:
        return false;
    case Mutant::breaker_off:
        return kind == "breaker";
    case Mutant::archive_at_once:
        return kind == "hasty";
    case Mutant::budgets_apart:
        return kind == "budget";
    case Mutant::reconcile_incomplete:
        return kind == "reconciled";
    case Mutant::duplicate_twice:
        return kind == "twice";
    case Mutant::leases_for_ever:
        return kind == "stuck";
    case Mutant::revival_off:
        return kind == "lost";
    case Mutant::change_swallowed:
        return kind == "follower";
    }
    return false;
}

std::int64_t WorldReport::runs_ended() const {
    std::int64_t sum = 0;
    for (const auto& [kind, count] : runs)
        sum += count;
    return sum;
}

void WorldReport::add(const WorldReport& other) {
    complaints.insert(complaints.end(), other.complaints.begin(), other.complaints.end());
    for (const auto& [kind, count] : other.runs)
        runs[kind] += count;
    requests += other.requests;
    transactions += other.transactions;
    deaths += other.deaths;
    killed_before += other.killed_before;
    freezes += other.freezes;
    resumed += other.resumed;
    records += other.records;
    seconds += other.seconds;
}

} // namespace moisson::simulation
