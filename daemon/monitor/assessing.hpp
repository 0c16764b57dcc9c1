// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Keeps what is stored about the freshness of datasets up to date: the rules of this room over
// what the store says has been harvested since.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "core/result.hpp"
#include "normalise/vocabularies.hpp"
#include "store/assessment_store.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace moisson::monitor {

struct AssessingOptions {
    // Pause between two looks for sources that had a run.
    std::chrono::milliseconds look_every = std::chrono::seconds(10);
    // Datasets per transaction.
    int step = 500;
};

struct AssessingReport {
    std::int64_t looked_at = 0;
    std::int64_t changed = 0;
};

// Keeps the vocabularies alive.
store::AssessmentRules assessment_rules(std::shared_ptr<const normalise::Vocabularies> vocabularies
);

// Until nothing waits. The sums of all steps.
asio::awaitable<Result<AssessingReport>>
assess_waiting(store::AssessmentStore& store, store::AssessmentRules rules, int step);

using AssessingObserver = std::function<void(const AssessingReport&)>;

// Until cancelled. All of it outlives the coroutine; `rules` and `observe` are asked and told on
// its thread, once a look.
asio::awaitable<void> keep_assessed(
    store::AssessmentStore& store,
    TimerSource& timers,
    telemetry::Logger& log,
    AssessingOptions options,
    std::function<store::AssessmentRules()> rules,
    AssessingObserver observe
);

} // namespace moisson::monitor
