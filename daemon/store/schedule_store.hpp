// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ScheduleStore: what the planner reads and writes of each source. When a source is due is the
// engine's rule (harvest/schedule.hpp); HarvestStore::plan_due_runs only compares times. Every
// method is one transaction on the db executor; STORE_UNAVAILABLE as everywhere.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "model/harvest_run.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct ScheduleFacts {
    SourceId source;
    std::string key;
    // By the database, which all workers share.
    Instant now{};
    // Of the first run; nothing before it.
    std::optional<Instant> anchor;
    // Nothing: to be computed.
    std::optional<Instant> next_at;
    std::optional<Instant> paused_until;
    // Fingerprint of the rule that gave next_at.
    std::string rule;
    // Failed runs in a row.
    std::int64_t failures = 0;
    std::optional<Instant> failing_since;
    std::optional<Instant> failed_at;
    std::optional<Instant> suspended_at;
};

struct ScheduleUpdate {
    SourceId source;
    // As read: somebody else was quicker when it is another one by now.
    std::optional<Instant> next_before;
    std::optional<Instant> next_at;
    RunMode next_mode = RunMode::automatic;
    std::optional<Instant> paused_until;
    std::string rule;
    // Why the source is suspended from now on; empty = it is not, or was before.
    std::string suspend_because;
};

class ScheduleStore {
public:
    ScheduleStore() = default;
    ScheduleStore(const ScheduleStore&) = delete;
    ScheduleStore& operator=(const ScheduleStore&) = delete;
    virtual ~ScheduleStore() = default;

    // Of every enabled source.
    virtual asio::awaitable<Result<std::vector<ScheduleFacts>>> facts() = 0;
    // Suspending writes an event.
    virtual asio::awaitable<Result<void>> apply(std::vector<ScheduleUpdate> updates) = 0;
};

} // namespace moisson::store
