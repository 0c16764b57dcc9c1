// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// run_coro: runs one coroutine to its end in a test, for at most 5 s of real time.
#pragma once

#include "async/asio.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace moisson::testing {

inline constexpr std::chrono::seconds run_coro_cap{5};

// The value of `task`, or its exception; std::runtime_error when it did not end in time. Other
// work of `context` runs beside it and stays queued afterwards. A task that waits for a pool is not
// work of `context` at every moment: hence the guard.
template <class T>
T run_coro(
    asio::io_context& context,
    asio::awaitable<T> task,
    std::chrono::milliseconds cap = run_coro_cap
) {
    std::optional<T> value;
    std::exception_ptr failure;
    bool done = false;
    auto ended = [&](std::exception_ptr error, T result) {
        failure = std::move(error);
        value.emplace(std::move(result));
        done = true;
        context.stop();
    };
    asio::co_spawn(context, std::move(task), ended);
    const auto guard = asio::make_work_guard(context);
    context.restart();
    context.run_for(cap);
    if (!done)
        throw std::runtime_error("run_coro: the coroutine did not end in time");
    if (failure)
        std::rethrow_exception(failure);
    return std::move(*value);
}

inline void run_coro(
    asio::io_context& context,
    asio::awaitable<void> task,
    std::chrono::milliseconds cap = run_coro_cap
) {
    std::exception_ptr failure;
    bool done = false;
    auto ended = [&](std::exception_ptr error) {
        failure = std::move(error);
        done = true;
        context.stop();
    };
    asio::co_spawn(context, std::move(task), ended);
    const auto guard = asio::make_work_guard(context);
    context.restart();
    context.run_for(cap);
    if (!done)
        throw std::runtime_error("run_coro: the coroutine did not end in time");
    if (failure)
        std::rethrow_exception(failure);
}

// On a context of its own.
template <class T>
T run_coro(asio::awaitable<T> task) {
    asio::io_context context(1);
    return run_coro(context, std::move(task));
}

} // namespace moisson::testing
