// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// offload: runs a plain function on another pool and resumes the caller where it was.
#pragma once

#include "async/asio.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace moisson {

namespace detail {

template <class Fn>
asio::awaitable<void> run_void_job(Fn job) {
    std::move(job)();
    co_return;
}

template <class T, class Fn>
asio::awaitable<std::optional<T>> run_job(Fn job) {
    std::optional<T> value(std::move(job)());
    co_return value;
}

} // namespace detail

// Calls `job()` on `pool` and returns its value (or rethrows its exception) on the caller's own
// executor. The job owns its inputs, returns values and touches no I/O object. Cancelling the
// caller neither stops the job nor loses its value: the caller learns of it at its next await, and
// database time limits belong to the database. Name the job before awaiting (rule R1):
// `auto job = [..] { .. }; co_await offload(pool, std::move(job));`
template <class Executor, class Fn>
asio::awaitable<std::invoke_result_t<Fn>> offload(Executor pool, Fn job) {
    using T = std::invoke_result_t<Fn>;
    // Not the caller's slot: co_spawn of Boost 1.81 would pass its cancellation on to the pool's
    // threads, beside the job, and throw it out of the pool when the job ends.
    auto token = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
    if constexpr (std::is_void_v<T>) {
        asio::awaitable<void> work = detail::run_void_job<Fn>(std::move(job));
        co_await asio::co_spawn(std::move(pool), std::move(work), std::move(token));
    } else {
        asio::awaitable<std::optional<T>> work = detail::run_job<T, Fn>(std::move(job));
        std::optional<T> value =
            co_await asio::co_spawn(std::move(pool), std::move(work), std::move(token));
        co_return std::move(*value);
    }
}

} // namespace moisson
