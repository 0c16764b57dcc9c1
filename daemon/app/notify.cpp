// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// sd_notify(3).
#include "app/notify.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <cstdint>
#include <string>

namespace moisson::app {
namespace {

void tell(const std::string& message) {
    sd_notify(0, message.c_str());
}

} // namespace

void notify_ready(std::string_view status) {
    tell(fmt::format("READY=1\nSTATUS={}", status));
}

void notify_status(std::string_view status) {
    tell(fmt::format("STATUS={}", status));
}

void notify_reloading(const Clock& clock) {
    const auto now = clock.steady_now().time_since_epoch();
    tell(fmt::format(
        "RELOADING=1\nMONOTONIC_USEC={}",
        std::chrono::duration_cast<std::chrono::microseconds>(now).count()
    ));
}

void notify_stopping() {
    tell("STOPPING=1\nSTATUS=Arrêt en cours");
}

asio::awaitable<void> feed_watchdog(TimerSource& timers) {
    std::uint64_t period_us = 0;
    if (sd_watchdog_enabled(0, &period_us) <= 0)
        co_return;
    const std::chrono::microseconds half(static_cast<std::int64_t>(period_us / 2));
    for (;;) {
        tell("WATCHDOG=1");
        co_await sleep_for(timers, half);
    }
}

} // namespace moisson::app
