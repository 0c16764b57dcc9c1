// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The race between an operation and its time, compiled once whatever the operation returns.
#include "async/deadline.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <exception>

namespace moisson {

namespace {

// A sleep that ends quietly when cancelled: losing the race is not an error.
asio::awaitable<void> quiet_sleep(TimerSource& timers, Steady deadline) {
    try {
        co_await timers.sleep_until(deadline);
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
    }
}

} // namespace

asio::awaitable<bool>
with_deadline(TimerSource& timers, Steady deadline, asio::awaitable<void> operation) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::awaitable<void> sleep = quiet_sleep(timers, deadline);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(operation), asio::deferred),
        asio::co_spawn(executor, std::move(sleep), asio::deferred)
    );
    auto [order, failure, sleep_failure] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    static_cast<void>(sleep_failure);
    if (order[0] == 0 && failure)
        std::rethrow_exception(failure);
    co_return order[0] == 0;
}

} // namespace moisson
