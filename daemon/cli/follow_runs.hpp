// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Looking again and again at runs that moissond does.
#pragma once

#include "async/timer_source.hpp"
#include "cli/context.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace moisson::cli {

// Those at work, and those that ended at `since` or later, oldest first; of one source when it is
// named. Among the newest two hundred runs.
Result<std::vector<HarvestRun>>
runs_under_way(Context& context, const std::string& source, Instant since);

// On this thread.
void wait_for_next_look(Context& context, TimerSource& timers, std::chrono::milliseconds wait);

} // namespace moisson::cli
