// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Sleeping: the real timers and the two helpers everybody calls.
#include "async/timer_source.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace moisson {

Instant SystemTimers::now() const {
    return clock_.now();
}

Steady SystemTimers::steady_now() const {
    return clock_.steady_now();
}

asio::awaitable<void> SystemTimers::sleep_until(Steady when) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, when);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> sleep_until(TimerSource& timers, Steady when) {
    return timers.sleep_until(when);
}

asio::awaitable<void> sleep_for(TimerSource& timers, std::chrono::nanoseconds duration) {
    const Steady when =
        timers.steady_now() + std::chrono::duration_cast<Steady::duration>(duration);
    return timers.sleep_until(when);
}

} // namespace moisson
