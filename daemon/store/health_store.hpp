// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HealthStore: what watching portals needs of PostgreSQL, and the daily measures. The state machine
// is the caller's (daemon/monitor). Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "model/portal_health.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct WatchedPortal {
    std::int64_t id = 0;
    std::string key;
    // A maintenance window of one of its sources is open.
    bool maintenance = false;
    // PostgreSQL's.
    Instant now{};
};

struct WatchTimes {
    // Between two probes, and after one that found something wrong.
    std::chrono::seconds every = std::chrono::minutes(10);
    std::chrono::seconds again = std::chrono::seconds(60);
    // A worker that says nothing for so long has died.
    std::chrono::seconds hold = std::chrono::minutes(5);

    // Without a probe that proves something for so long, nobody looks.
    std::chrono::seconds blind_after() const { return 3 * every; }
};

struct ProbeOutcome {
    // False: an answer that says nothing of the portal. It neither prolongs a stretch nor opens
    // one.
    bool proved = true;
    bool something_wrong = false;
    std::optional<Instant> certificate_expires;
    // Until the first byte; nothing: not measured.
    std::optional<std::chrono::milliseconds> answered_after;
};

class HealthStore {
public:
    HealthStore() = default;
    HealthStore(const HealthStore&) = delete;
    HealthStore& operator=(const HealthStore&) = delete;
    virtual ~HealthStore() = default;

    // A portal whose probe is due, taken for `times.hold`; nothing when none is. A portal seen for
    // the first time is due after `times.every`.
    virtual asio::awaitable<Result<std::optional<WatchedPortal>>> claim(WatchTimes times) = 0;
    // What follows from what is remembered is stored, with the interval it opens or closes. When
    // nobody looked for `times.blind_after()`, that stretch belongs to no state.
    virtual asio::awaitable<Result<PortalMemory>> record(
        std::int64_t portal,
        ProbeOutcome outcome,
        WatchTimes times,
        std::function<PortalMemory(PortalMemory)> next
    ) = 0;
    // The measures of today and the newest change of each portal, once a day. Returns how many
    // rows: none when they are there.
    virtual asio::awaitable<Result<std::int64_t>> measure_day() = 0;
};

} // namespace moisson::store
