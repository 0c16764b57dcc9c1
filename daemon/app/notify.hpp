// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What we tell systemd. All are no-ops outside a Type=notify unit.
#pragma once

#include "async/timer_source.hpp"

#include <string_view>

namespace moisson::app {

void notify_ready(std::string_view status);
void notify_status(std::string_view status);
void notify_reloading(const Clock& clock);
void notify_stopping();

// Feeds the watchdog at half its period as long as the io loop turns; returns at once when the unit
// has none. Until cancelled.
asio::awaitable<void> feed_watchdog(TimerSource& timers);

} // namespace moisson::app
