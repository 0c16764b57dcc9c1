// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Keeps alerts true: one look at portals each minute, and at the datasets of each portal now and
// then.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "core/result.hpp"
#include "store/alert_store.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

namespace moisson::alert {

struct EngineOptions {
    bool enabled = true;
    std::chrono::seconds every = std::chrono::minutes(1);
    // Between two looks at the datasets of a portal.
    std::chrono::seconds datasets_every = std::chrono::minutes(15);
    // Portals are probed (monitor.probe_every is not zero).
    bool probing = true;
};

struct RoundReport {
    std::int64_t portals_scanned = 0;
    std::int64_t sights = 0;
    std::int64_t delivered = 0;
};

// One round.
asio::awaitable<Result<RoundReport>> run_round(store::AlertStore& store, EngineOptions options);

using RoundObserver =
    std::function<void(const RoundReport&, const std::vector<store::AlertCount>&)>;

// Until cancelled. All of it outlives the coroutine; `observe` is called on its thread.
asio::awaitable<void> keep_alerts(
    store::AlertStore& store,
    TimerSource& timers,
    telemetry::Logger& log,
    EngineOptions options,
    RoundObserver observe
);

} // namespace moisson::alert
