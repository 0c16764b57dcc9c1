// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// with_deadline for operations without a value.
#include "async/deadline.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace moisson {

namespace {

asio::awaitable<bool> as_bool(asio::awaitable<void> operation) {
    co_await std::move(operation);
    co_return true;
}

} // namespace

asio::awaitable<void> detail::quiet_sleep(TimerSource& timers, Steady deadline) {
    try {
        co_await timers.sleep_until(deadline);
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
    }
}

asio::awaitable<bool>
with_deadline(TimerSource& timers, Steady deadline, asio::awaitable<void> operation) {
    const std::optional<bool> done =
        co_await with_deadline<bool>(timers, deadline, as_bool(std::move(operation)));
    co_return done.has_value();
}

} // namespace moisson
