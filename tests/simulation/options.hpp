// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a simulated world is asked to be, and what it tells when its time is over.
#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::simulation {

// A fault planted on purpose: the oracle has to notice each of them.
enum class Mutant {
    none,
    // The breaker never holds a run.
    breaker_off,
    // Missing records are archived without grace.
    archive_at_once,
    // Every worker keeps a budget of its own per host.
    budgets_apart,
    // What an incomplete run did not see goes missing.
    reconcile_incomplete,
    // A record met again on another page becomes a second one.
    duplicate_twice,
    // No lease ever expires: what a dead worker had begun is nobody's.
    leases_for_ever,
    // What was away and comes back stays away.
    revival_off,
    // One row of the changes is never written.
    change_swallowed,
};

std::string_view to_string(Mutant mutant);
std::vector<Mutant> all_mutants();
// Whether a complaint of this kind tells that the fault was noticed.
bool is_expected(Mutant mutant, std::string_view kind);

struct WorldOptions {
    std::uint64_t seed = 1;
    int portals = 12;
    int days = 30;
    Mutant mutant = Mutant::none;
    // Every event of the engine on stderr.
    bool verbose = false;
};

// The first day of every world.
inline constexpr Instant beginning = std::chrono::sys_days(std::chrono::year(2026) / 3 / 2);

inline Instant end_of(const WorldOptions& options) {
    return beginning + std::chrono::days(options.days);
}

// A promise that was not kept.
struct Complaint {
    // "lost", "undead", "budget"...
    std::string kind;
    Instant at{};
    std::string what;
};

struct WorldReport {
    std::vector<Complaint> complaints;
    // Ended runs by "state/mode".
    std::map<std::string, std::int64_t> runs;
    std::int64_t requests = 0;
    std::int64_t transactions = 0;
    std::int64_t deaths = 0;        // workers killed
    std::int64_t killed_before = 0; // of these, before a transaction that then never happened
    std::int64_t freezes = 0;       // workers stopped for a while
    std::int64_t resumed = 0;       // runs that another worker went on with
    std::int64_t records = 0;       // that ever existed
    double seconds = 0;             // real time

    std::int64_t runs_ended() const;
    void add(const WorldReport& other);
};

} // namespace moisson::simulation
