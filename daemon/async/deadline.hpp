// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// with_deadline: gives an operation until a point in time. A failure of the operation is reported
// at once and kept ("op || timer" would wait the timer out and lose it).
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace moisson {

namespace detail {

template <class T>
asio::awaitable<std::optional<T>> boxed(asio::awaitable<T> operation) {
    std::optional<T> value(co_await std::move(operation));
    co_return value;
}

// A sleep that ends quietly when cancelled: losing the race is not an error.
asio::awaitable<void> quiet_sleep(TimerSource& timers, Steady deadline);

} // namespace detail

// The value of `operation`, or nothing when `deadline` came first: the operation is then cancelled
// and awaited, so it must honour cancellation. Its exceptions are rethrown at once. Runs on the
// caller's executor, which is a strand or belongs to one thread. `timers` outlives the call.
template <class T>
asio::awaitable<std::optional<T>>
with_deadline(TimerSource& timers, Steady deadline, asio::awaitable<T> operation) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::awaitable<std::optional<T>> boxed = detail::boxed<T>(std::move(operation));
    asio::awaitable<void> sleep = detail::quiet_sleep(timers, deadline);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(boxed), asio::deferred),
        asio::co_spawn(executor, std::move(sleep), asio::deferred)
    );
    auto [order, failure, value, sleep_failure] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (order[0] == 0 && failure)
        std::rethrow_exception(failure);
    // What the operation returns once it was told to stop is not its value.
    if (order[0] == 0)
        co_return std::move(value);
    co_return std::nullopt;
}

// Same for an operation without a value: false when the deadline came first.
asio::awaitable<bool>
with_deadline(TimerSource& timers, Steady deadline, asio::awaitable<void> operation);

// Same on the real clock.
template <class T>
asio::awaitable<std::conditional_t<std::is_void_v<T>, bool, std::optional<T>>>
with_deadline(Steady deadline, asio::awaitable<T> operation) {
    SystemTimers timers;
    co_return co_await with_deadline(timers, deadline, std::move(operation));
}

} // namespace moisson
