// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// offload: runs a plain function on another pool and resumes the caller where it was.
#pragma once

#include "async/asio.hpp"

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace moisson {

namespace detail {

struct OffloadedJob {
    OffloadedJob() = default;
    OffloadedJob(const OffloadedJob&) = delete;
    OffloadedJob& operator=(const OffloadedJob&) = delete;
    virtual ~OffloadedJob() = default;
    virtual void run() = 0;
};

// What a job owns goes where it ran, not with its caller.
template <class T, class Fn>
struct ValueJob final : OffloadedJob {
    explicit ValueJob(Fn job) : waiting(std::move(job)) {}
    void run() override {
        Fn job = std::move(waiting);
        value.emplace(std::move(job)());
    }

    Fn waiting;
    std::optional<T> value;
};

template <class Fn>
struct VoidJob final : OffloadedJob {
    explicit VoidJob(Fn job) : waiting(std::move(job)) {}
    void run() override {
        Fn job = std::move(waiting);
        std::move(job)();
    }

    Fn waiting;
};

asio::awaitable<void> run_offloaded(asio::any_io_executor pool, std::shared_ptr<OffloadedJob> job);

} // namespace detail

// Calls `job()` on `pool` and returns its value (or rethrows its exception) on the caller's own
// executor. The job owns its inputs, returns values and touches no I/O object. Cancelling the
// caller neither stops the job nor loses its value: the caller learns of it at its next await, and
// database time limits belong to the database. Name the job before awaiting (rule R1):
// `auto job = [..] { .. }; co_await offload(pool, std::move(job));`
template <class Executor, class Fn>
asio::awaitable<std::invoke_result_t<Fn>> offload(Executor pool, Fn job) {
    using T = std::invoke_result_t<Fn>;
    asio::any_io_executor executor = std::move(pool);
    if constexpr (std::is_void_v<T>) {
        std::shared_ptr<detail::OffloadedJob> work =
            std::make_shared<detail::VoidJob<Fn>>(std::move(job));
        co_await detail::run_offloaded(std::move(executor), std::move(work));
    } else {
        const auto work = std::make_shared<detail::ValueJob<T, Fn>>(std::move(job));
        std::shared_ptr<detail::OffloadedJob> runnable = work;
        co_await detail::run_offloaded(std::move(executor), std::move(runnable));
        co_return std::move(*work->value);
    }
}

} // namespace moisson
