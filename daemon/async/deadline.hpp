// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// with_deadline: gives an operation until a point in time. A failure of the operation is reported
// at once and kept ("op || timer" would wait the timer out and lose it).
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace moisson {

namespace detail {

template <class T>
asio::awaitable<void> keep(asio::awaitable<T> operation, std::shared_ptr<std::optional<T>> value) {
    T result = co_await std::move(operation);
    value->emplace(std::move(result));
}

} // namespace detail

// False when `deadline` came before the end of `operation`: it is then cancelled and awaited, so it
// must honour cancellation. Its exceptions are rethrown at once. Runs on the caller's executor,
// which is a strand or belongs to one thread. `timers` outlives the call.
asio::awaitable<bool>
with_deadline(TimerSource& timers, Steady deadline, asio::awaitable<void> operation);

// Same with the value of `operation`, or nothing: what it returns once it was told to stop is not
// its value.
template <class T>
asio::awaitable<std::optional<T>>
with_deadline(TimerSource& timers, Steady deadline, asio::awaitable<T> operation) {
    const auto value = std::make_shared<std::optional<T>>();
    asio::awaitable<void> kept = detail::keep<T>(std::move(operation), value);
    const bool in_time = co_await with_deadline(timers, deadline, std::move(kept));
    if (!in_time)
        co_return std::nullopt;
    co_return std::move(*value);
}

// Same on the real clock.
template <class T>
asio::awaitable<std::conditional_t<std::is_void_v<T>, bool, std::optional<T>>>
with_deadline(Steady deadline, asio::awaitable<T> operation) {
    SystemTimers timers;
    co_return co_await with_deadline(timers, deadline, std::move(operation));
}

} // namespace moisson
