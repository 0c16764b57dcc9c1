// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ManualClock: sleepers are timers that never expire by themselves.
#include "support/manual_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace moisson::testing {

namespace {

constexpr Instant default_start =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(8);
// Any fixed point far from the ends of the range.
constexpr Steady steady_origin = Steady(std::chrono::hours(10'000));

} // namespace

ManualClock::ManualClock() : ManualClock(default_start) {}

ManualClock::ManualClock(Instant start)
    : start_(start), steady_start_(steady_origin), steady_now_(steady_origin) {}

Instant ManualClock::now() const {
    const std::scoped_lock lock(mutex_);
    return start_ + std::chrono::duration_cast<Instant::duration>(steady_now_ - steady_start_);
}

Steady ManualClock::steady_now() const {
    const std::scoped_lock lock(mutex_);
    return steady_now_;
}

void ManualClock::move_to(Steady when) {
    const std::scoped_lock lock(mutex_);
    steady_now_ = std::max(steady_now_, when);
}

asio::awaitable<void> ManualClock::sleep_until(Steady when) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    if (when <= steady_now())
        co_return;
    asio::steady_timer timer(executor, Steady::max());
    const Key key(when, ++sequence_);
    struct Registration {
        std::map<Key, asio::steady_timer*>& sleepers;
        Key key;
        ~Registration() { sleepers.erase(key); }
    };
    sleepers_.emplace(key, &timer);
    const Registration registration{sleepers_, key};
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (steady_now() < when)
        throw boost::system::system_error(asio::error::operation_aborted);
}

void ManualClock::set_forward(std::chrono::nanoseconds duration) {
    move_to(steady_now() + std::chrono::duration_cast<Steady::duration>(duration));
    for (auto& [key, timer] : sleepers_)
        if (key.first <= steady_now())
            timer->cancel();
}

void ManualClock::drain(asio::io_context& context) {
    context.restart();
    while (context.poll() > 0)
        context.restart();
}

std::optional<Steady> ManualClock::next_sleep() const {
    if (sleepers_.empty())
        return std::nullopt;
    return sleepers_.begin()->first.first;
}

bool ManualClock::wake_next() {
    if (sleepers_.empty())
        return false;
    const auto [key, timer] = *sleepers_.begin();
    move_to(key.first);
    sleepers_.erase(sleepers_.begin());
    timer->cancel();
    return true;
}

void ManualClock::wake_until(asio::io_context& context, Steady target) {
    drain(context);
    while (!sleepers_.empty() && *next_sleep() <= target) {
        wake_next();
        drain(context);
    }
}

void ManualClock::advance(asio::io_context& context, std::chrono::nanoseconds duration) {
    const Steady target = steady_now() + std::chrono::duration_cast<Steady::duration>(duration);
    wake_until(context, target);
    move_to(target);
    drain(context);
}

bool ManualClock::advance_to_next(asio::io_context& context) {
    drain(context);
    if (sleepers_.empty())
        return false;
    const Steady next = sleepers_.begin()->first.first;
    wake_until(context, next);
    return true;
}

} // namespace moisson::testing
