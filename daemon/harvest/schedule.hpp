// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// When the next run of a source is due, as a function of values: interval or cron expression,
// jitter, probes between runs, maintenance windows, back-off, suspension of dead sources. The slots
// are anchored: a late or long run shifts no later one, and missed ones are not made up for.
#pragma once

#include "core/time.hpp"
#include "harvest/cron.hpp"
#include "model/portal.hpp"
#include "normalise/time_zone.hpp"
#include "store/schedule_store.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace moisson::harvest {

struct SchedulePolicy {
    // The time between runs doubles with each further failure, up to this (`harvest.backoff_max`).
    std::chrono::seconds backoff_max = std::chrono::hours(24 * 7);
    // A source is dead after so many failures in a row over so long a time, and then probed now
    // and then only (`harvest.dead_*`).
    std::int64_t dead_failures = 10;
    std::chrono::seconds dead_after = std::chrono::hours(24 * 14);
    std::chrono::seconds dead_probe_every = std::chrono::hours(24 * 7);
};

// Opens whenever `cron` comes true.
struct Window {
    Cron opens;
    std::chrono::seconds duration{0};
    normalise::TimeZone zone;
};

struct Schedule {
    std::chrono::seconds every = std::chrono::hours(24);
    // In its place.
    std::optional<Cron> cron;
    normalise::TimeZone zone;
    // Of this source: the same on every process and at every start.
    std::chrono::seconds jitter{0};
    // 0 = no probes between runs.
    std::chrono::seconds probe_every{0};
    std::vector<Window> windows;
    // Changes when anything above does.
    std::string rule;
};

// Nothing for an unknown zone.
using Zones = std::function<std::optional<normalise::TimeZone>(std::string_view)>;

// The settings have been checked: what cannot be read (a zone that left the vocabulary) is UTC.
// `country_zone`: of the portal's only country, or empty.
Schedule schedule_of(
    const Portal& portal,
    const Source& source,
    const std::string& country_zone,
    const Zones& zones
);

// Where in [0, 1) the source lies in its jitter: a hash of its key.
double jitter_share(std::string_view source_key);

// First planned time after `moment` of a source anchored at `anchor`, jitter included.
Instant next_slot(const Schedule& schedule, Instant anchor, Instant moment);
// Time between two runs around `moment`.
std::chrono::seconds spacing(const Schedule& schedule, Instant moment);
// The end of the window that is open at `moment`; windows that touch are one.
std::optional<Instant> window_end(const Schedule& schedule, Instant moment);

// The time between two runs after so many failures in a row.
std::chrono::seconds
backed_off(std::chrono::seconds spacing, std::int64_t failures, const SchedulePolicy& policy);
// Why the source is to be suspended now; empty = it is not.
std::string dead_because(const store::ScheduleFacts& facts, const SchedulePolicy& policy);

struct NextRun {
    Instant at{};
    RunMode mode = RunMode::automatic;
};
// For a source that has an anchor.
NextRun
next_run(const Schedule& schedule, const store::ScheduleFacts& facts, const SchedulePolicy& policy);

// What the planner has to write; nothing when all is as it should be.
std::optional<store::ScheduleUpdate>
replan(const Schedule& schedule, const store::ScheduleFacts& facts, const SchedulePolicy& policy);

} // namespace moisson::harvest
