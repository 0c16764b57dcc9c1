// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Keeps the clusters up to date: the rules of daemon/cluster over what the store says has changed.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "core/result.hpp"
#include "store/cluster_store.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <cstdint>

namespace moisson::harvest {

struct ClusterOptions {
    // Pause between two looks at what waits.
    std::chrono::milliseconds look_every = std::chrono::seconds(10);
    // The walk over all datasets that finds what was missed.
    std::chrono::seconds walk_every = std::chrono::hours(24 * 7);
    // Datasets per transaction.
    int step = 1'000;
    int walk_step = 500;
};

store::ClusterRules cluster_rules();

// Until nothing waits, or somebody else is at it. The sums of all steps.
asio::awaitable<Result<store::ClusterReport>>
regroup_waiting(store::ClusterStore& store, ClusterOptions options);

// Walks over all datasets (again when `anew`), then regroups what it found. Nothing is left of the
// walk when somebody else is at it.
asio::awaitable<Result<store::ClusterReport>>
regroup_all(store::ClusterStore& store, ClusterOptions options, bool anew);

// Until cancelled. All of it outlives the coroutine.
asio::awaitable<void> keep_clusters(
    store::ClusterStore& store,
    TimerSource& timers,
    telemetry::Logger& log,
    ClusterOptions options
);

} // namespace moisson::harvest
