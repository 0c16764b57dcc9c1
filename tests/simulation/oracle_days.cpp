// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What must hold at any quiet moment: nothing hangs, nothing is forgotten, nothing comes too late.
#include "simulation/oracle.hpp"

#include <fmt/format.h>

#include <set>

namespace moisson::simulation {
namespace {

using std::chrono::hours;

// A lease that ended this long ago was seen by somebody; nobody works for a few hours at most.
constexpr hours lease_patience{12};
// The longest run, and a night in which it waits for a worker.
constexpr hours run_patience{36};
// The longest pause that a portal asks for here, and the look after it (weather.cpp, world.cpp).
constexpr hours pause_patience{5};
// The longest interval, back-off or sleep of a source, twice.
constexpr hours harvest_patience{4 * 24 + 12};
// The weekly full run sees what marks and stamps cannot tell.
constexpr hours deletion_patience = harvest_patience + hours(7 * 24);

} // namespace

void Oracle::judge_open_runs(Instant now) {
    std::set<std::string> sources;
    for (const OpenRun& run : ledger_.open_runs()) {
        const std::string name = fmt::format("run {} of {} ({})", run.id, run.source, run.state);
        if (!sources.insert(run.source).second)
            complain("stuck", now, "two open runs: " + name);
        if (run.state == "running" && !run.lease_until)
            complain("stuck", now, name + " has no lease");
        if (run.lease_until && *run.lease_until < now - lease_patience)
            complain("stuck", now, name + " has had no live lease for half a day");
        if (run.requested < now - run_patience - run.pauses * pause_patience)
            complain("stuck", now, name + " is open since " + to_iso8601(run.requested));
    }
}

void Oracle::judge_delays(const PortalLife& life, Instant now) {
    const Instant since = now - harvest_patience;
    if (since < beginning || !life.healthy(since, now))
        return;
    const bool forgives = !life.healthy(now - deletion_patience, now) ||
                          now - deletion_patience < beginning ||
                          ledger_.was_held(life.key, now - deletion_patience);
    std::map<std::pair<int, int>, int> active;
    for (const DatasetFacts& dataset : ledger_.datasets(life.key)) {
        const auto mark = read_title_mark(dataset.title);
        if (dataset.state != "active" || !mark)
            continue;
        active[{mark->number, mark->generation}] = mark->version;
        const Thing* thing = life.find(mark->number, mark->generation);
        if (!forgives && thing != nullptr && !thing->ever_shown(now - deletion_patience, now))
            complain("undead", now, fmt::format("{} {} is long gone", life.key, dataset.title));
    }
    for (const Thing& thing : life.things) {
        if (!thing.shown_throughout(since, now))
            continue;
        const std::string name = fmt::format("{} K{}g{}", life.key, thing.number, thing.generation);
        const auto found = active.find({thing.number, thing.generation});
        if (found == active.end())
            complain("lost", now, name + " has been there for days, and is not active");
        else if (!thing.said(found->second, since, now))
            complain("stale", now, fmt::format("{} is still stored as v{}", name, found->second));
    }
}

void Oracle::judge_day(Instant now) {
    judge_open_runs(now);
    const std::map<std::string, Instant> last = ledger_.last_harvests();
    for (const auto& [key, life] : lives_) {
        const Instant since = now - harvest_patience;
        const auto found = last.find(key);
        if (since >= beginning && life.healthy(since, now) &&
            (found == last.end() || found->second < since))
            complain(
                "unharvested",
                now,
                fmt::format("{} ({}) is well, and nobody has come for days", key, life.kind)
            );
        judge_delays(life, now);
    }
    if (const std::int64_t rows = ledger_.contradictions(); rows > 0)
        complain("contradiction", now, fmt::format("{} states contradict their absence", rows));
}

void Oracle::judge_end(Instant now) {
    for (const auto& [key, life] : lives_) {
        std::map<std::pair<int, int>, int> active;
        for (const DatasetFacts& dataset : ledger_.datasets(key)) {
            const auto mark = read_title_mark(dataset.title);
            if (dataset.state == "active" && mark &&
                !active.emplace(std::pair(mark->number, mark->generation), mark->version).second)
                complain("twice", now, fmt::format("{} {} in the end", key, dataset.title));
        }
        for (const Thing& thing : life.things) {
            const auto found = active.find({thing.number, thing.generation});
            const bool is_there = thing.shown_at(now);
            if (is_there != (found != active.end()))
                complain(
                    is_there ? "lost" : "undead",
                    now,
                    fmt::format("{} K{}g{} in the end", key, thing.number, thing.generation)
                );
            else if (is_there && found->second != thing.version_at(now))
                complain(
                    "stale",
                    now,
                    fmt::format("{} K{} is v{} in the end", key, thing.number, found->second)
                );
        }
    }
}

} // namespace moisson::simulation
