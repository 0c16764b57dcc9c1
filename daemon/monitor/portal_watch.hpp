// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Looks at every portal now and then: its home page, and its API through its own connector, so that
// "200" with something else in it is no answer. Keeps the state, its intervals and the daily
// measures.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "kit/registry.hpp"
#include "model/portal.hpp"
#include "monitor/portal_health.hpp"
#include "store/health_store.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace moisson::monitor {

struct WatchOptions {
    // Zero: no probes.
    std::chrono::seconds probe_every = std::chrono::minutes(10);
    std::chrono::milliseconds look_every = std::chrono::seconds(5);
    std::chrono::milliseconds measure_every = std::chrono::minutes(10);
    // Portals looked at side by side.
    int workers = 4;
};

// All of it outlives the coroutines; the functions are called on their thread.
struct WatchParts {
    store::HealthStore* store = nullptr;
    const kit::Registry* registry = nullptr;
    kit::Services services;
    TimerSource* timers = nullptr;
    telemetry::Logger* log = nullptr;
    SelfGuard* guard = nullptr;
    // Asked whether we are connected when a portal is unreachable and nobody else just answered.
    std::vector<std::string> control_urls;
    // The portal as configured now; nothing when it left the configuration.
    std::function<std::optional<Portal>(const std::string& key)> portal;
    // After each probe that was believed.
    std::function<void(const std::string& key, const PortalMemory&)> observe;
};

// What an error of a request says: the portal's fault, nobody's, or a doubt.
Answer answer_of(const Error& error, bool home);

// One look at a portal: at most its home page and one probe of one of its sources.
asio::awaitable<PortalProbe> probe_portal(const WatchParts& parts, Portal portal, bool maintenance);

// Whether what a look found may be believed: it is not our own network that fails.
asio::awaitable<bool>
is_believed(const WatchParts& parts, std::string portal, std::optional<PortalLevel> level);

// One of the workers: claims, looks, records. Until cancelled.
asio::awaitable<void> watch_portals(const WatchParts& parts, WatchOptions options);

// Until cancelled.
asio::awaitable<void> measure_days(const WatchParts& parts, WatchOptions options);

} // namespace moisson::monitor
