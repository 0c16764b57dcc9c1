// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The manual clock itself: order, exact times, thirty days in no time.
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moisson {

namespace {

asio::awaitable<void> ticker(
    testing::ManualClock& clock,
    std::chrono::hours every,
    int times,
    std::vector<Instant>& seen
) {
    for (int i = 0; i < times; ++i) {
        co_await sleep_for(clock, every);
        seen.push_back(clock.now());
    }
}

} // namespace

TEST(ManualClock, WakesSleepersInOrderAtExactlyTheirTimes) {
    asio::io_context context(1);
    testing::ManualClock clock;
    const Instant start = clock.now();
    std::vector<Instant> hourly;
    std::vector<Instant> daily;
    auto ended = [](std::exception_ptr) {};
    asio::co_spawn(context, ticker(clock, std::chrono::hours(1), 720, hourly), ended);
    asio::co_spawn(context, ticker(clock, std::chrono::hours(24), 30, daily), ended);
    clock.advance(context, std::chrono::hours(24 * 30));
    ASSERT_EQ(hourly.size(), 720U);
    ASSERT_EQ(daily.size(), 30U);
    EXPECT_EQ(hourly[99], start + std::chrono::hours(100));
    EXPECT_EQ(daily[29], start + std::chrono::hours(720));
    EXPECT_EQ(clock.now(), start + std::chrono::hours(720));
    EXPECT_EQ(clock.sleepers(), 0U);
}

TEST(ManualClock, JumpsToTheNextSleeper) {
    asio::io_context context(1);
    testing::ManualClock clock;
    const Instant start = clock.now();
    std::vector<Instant> seen;
    auto ended = [](std::exception_ptr) {};
    asio::co_spawn(context, ticker(clock, std::chrono::hours(5), 1, seen), ended);
    EXPECT_TRUE(clock.advance_to_next(context));
    EXPECT_EQ(clock.now(), start + std::chrono::hours(5));
    EXPECT_FALSE(clock.advance_to_next(context));
}

} // namespace moisson
