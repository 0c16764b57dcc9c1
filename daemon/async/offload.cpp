// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "async/offload.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace moisson::detail {
namespace {

asio::awaitable<void> call(std::shared_ptr<OffloadedJob> job) {
    job->run();
    co_return;
}

} // namespace

asio::awaitable<void> run_offloaded(asio::any_io_executor pool, std::shared_ptr<OffloadedJob> job) {
    // Not the caller's slot: co_spawn of Boost 1.81 would pass its cancellation on to the pool's
    // threads, beside the job, and throw it out of the pool when the job ends.
    auto token = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
    asio::awaitable<void> work = call(std::move(job));
    co_await asio::co_spawn(std::move(pool), std::move(work), std::move(token));
}

} // namespace moisson::detail
