// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// with_deadline: the value, the failure at once, the expiry, the cancellation.
#include "async/deadline.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace moisson {

namespace {

asio::awaitable<int> answer_after(TimerSource& timers, std::chrono::milliseconds delay) {
    co_await sleep_for(timers, delay);
    co_return 42;
}

asio::awaitable<int> fail_after(TimerSource& timers, std::chrono::milliseconds delay) {
    co_await sleep_for(timers, delay);
    throw std::invalid_argument("broken");
}

asio::awaitable<void> wait_forever(TimerSource& timers, bool& cancelled) {
    try {
        co_await timers.sleep_until(Steady::max());
    } catch (const boost::system::system_error& error) {
        cancelled = error.code() == asio::error::operation_aborted;
        throw;
    }
}

asio::awaitable<std::optional<int>>
bounded(TimerSource& timers, asio::awaitable<int> operation, std::chrono::milliseconds limit) {
    const Steady deadline = timers.steady_now() + limit;
    co_return co_await with_deadline(timers, deadline, std::move(operation));
}

asio::awaitable<bool>
bounded_wait(TimerSource& timers, bool& cancelled, std::chrono::milliseconds limit) {
    const Steady deadline = timers.steady_now() + limit;
    co_return co_await with_deadline(timers, deadline, wait_forever(timers, cancelled));
}

} // namespace

TEST(WithDeadline, ReturnsTheValueThatComesInTime) {
    SystemTimers timers;
    using std::chrono::milliseconds;
    const auto value = testing::run_coro(
        bounded(timers, answer_after(timers, milliseconds(1)), milliseconds(2'000))
    );
    EXPECT_EQ(value, 42);
}

TEST(WithDeadline, ReportsAFailureAtOnceAndKeepsIt) {
    SystemTimers timers;
    using std::chrono::milliseconds;
    const Steady begun = timers.steady_now();
    EXPECT_THROW(
        testing::run_coro(bounded(timers, fail_after(timers, milliseconds(5)), milliseconds(3'000))
        ),
        std::invalid_argument
    );
    EXPECT_LT(timers.steady_now() - begun, milliseconds(500));
}

TEST(WithDeadline, CancelsTheOperationWhenTimeIsUp) {
    SystemTimers timers;
    bool cancelled = false;
    const bool done =
        testing::run_coro(bounded_wait(timers, cancelled, std::chrono::milliseconds(10)));
    EXPECT_FALSE(done);
    EXPECT_TRUE(cancelled);
}

TEST(WithDeadline, ObeysTheInjectedClock) {
    asio::io_context context(1);
    testing::ManualClock clock;
    std::optional<std::optional<int>> outcome;
    auto ended = [&outcome](std::exception_ptr, std::optional<int> value) { outcome = value; };
    using std::chrono::milliseconds;
    asio::co_spawn(
        context,
        bounded(clock, answer_after(clock, milliseconds(5'000)), milliseconds(3'000)),
        ended
    );
    clock.advance(context, milliseconds(2'999));
    EXPECT_FALSE(outcome.has_value());
    clock.advance(context, milliseconds(1));
    ASSERT_TRUE(outcome.has_value());
    EXPECT_FALSE(outcome->has_value());
    EXPECT_EQ(clock.sleepers(), 0U);
}

TEST(WithDeadline, PassesTheCallersCancellationOn) {
    asio::io_context context(1);
    testing::ManualClock clock;
    asio::cancellation_signal signal;
    bool cancelled = false;
    std::exception_ptr failure;
    auto ended = [&failure](std::exception_ptr error, bool) { failure = error; };
    asio::co_spawn(
        context,
        bounded_wait(clock, cancelled, std::chrono::hours(1)),
        asio::bind_cancellation_slot(signal.slot(), ended)
    );
    testing::ManualClock::drain(context);
    signal.emit(asio::cancellation_type::terminal);
    testing::ManualClock::drain(context);
    EXPECT_TRUE(cancelled);
    EXPECT_TRUE(failure != nullptr);
}

} // namespace moisson
