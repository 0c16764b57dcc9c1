// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TaskGroup: joins, cancels, keeps the first error, never loses a child.
#include "async/deadline.hpp"
#include "async/task_group.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace moisson {

namespace {

using std::chrono::seconds;

asio::awaitable<void>
work(TimerSource& timers, seconds duration, std::string name, std::vector<std::string>& log) {
    try {
        co_await sleep_for(timers, duration);
        log.push_back(name);
    } catch (const boost::system::system_error&) {
        log.push_back(name + " cancelled");
        throw;
    }
}

asio::awaitable<void> fail(TimerSource& timers, seconds after, std::string why) {
    co_await sleep_for(timers, after);
    throw std::runtime_error(why);
}

asio::awaitable<void> nothing() {
    co_return;
}

// Ends without having waited for anything.
asio::awaitable<void> cancel_all(TaskGroup& group) {
    group.cancel();
    co_return;
}

asio::awaitable<void> cancel_all_in_time(TaskGroup& group, TimerSource& timers) {
    const Steady deadline = timers.steady_now() + seconds(1);
    co_await with_deadline(timers, deadline, cancel_all(group));
}

asio::awaitable<void> join(TaskGroup& group) {
    co_await group.join();
}

struct Joined {
    bool done = false;
    std::exception_ptr failure;
    std::string what() const {
        try {
            if (failure)
                std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            return error.what();
        }
        return "";
    }
};

} // namespace

class TaskGroupTest : public ::testing::Test {
protected:
    void start_join() {
        auto ended = [this](std::exception_ptr failure) {
            joined.done = true;
            joined.failure = std::move(failure);
        };
        asio::co_spawn(
            context,
            join(group),
            asio::bind_cancellation_slot(signal.slot(), std::move(ended))
        );
    }

    asio::io_context context{1};
    testing::ManualClock clock;
    TaskGroup group{context.get_executor()};
    asio::cancellation_signal signal;
    std::vector<std::string> log;
    Joined joined;
};

TEST_F(TaskGroupTest, JoinWaitsForTheLastChild) {
    group.spawn(work(clock, seconds(1), "a", log));
    group.spawn(work(clock, seconds(3), "b", log));
    start_join();
    clock.advance(context, seconds(2));
    EXPECT_FALSE(joined.done);
    EXPECT_EQ(group.size(), 1U);
    clock.advance(context, seconds(1));
    EXPECT_TRUE(joined.done);
    EXPECT_EQ(joined.what(), "");
    EXPECT_EQ(log, (std::vector<std::string>{"a", "b"}));
}

TEST_F(TaskGroupTest, FirstErrorWinsAndStopsTheSiblings) {
    group.spawn(work(clock, seconds(10), "slow", log));
    group.spawn(fail(clock, seconds(1), "first"));
    group.spawn(fail(clock, seconds(2), "second"));
    start_join();
    clock.advance(context, seconds(1));
    EXPECT_TRUE(joined.done);
    EXPECT_EQ(joined.what(), "first");
    EXPECT_EQ(log, std::vector<std::string>{"slow cancelled"});
}

TEST_F(TaskGroupTest, CancellationIsNoFailure) {
    group.spawn(work(clock, seconds(10), "slow", log));
    start_join();
    clock.advance(context, seconds(1));
    group.cancel();
    testing::ManualClock::drain(context);
    EXPECT_TRUE(joined.done);
    EXPECT_EQ(joined.what(), "");
    EXPECT_EQ(log, std::vector<std::string>{"slow cancelled"});
}

TEST_F(TaskGroupTest, ACancelledJoinTakesTheChildrenWithIt) {
    group.spawn(work(clock, seconds(10), "slow", log));
    start_join();
    clock.advance(context, seconds(1));
    signal.emit(asio::cancellation_type::terminal);
    testing::ManualClock::drain(context);
    EXPECT_TRUE(joined.done);
    EXPECT_NE(joined.what(), "");
    EXPECT_EQ(group.size(), 0U);
    EXPECT_EQ(log, std::vector<std::string>{"slow cancelled"});
}

TEST_F(TaskGroupTest, AChildOfACancelledGroupIsCancelledToo) {
    group.cancel();
    group.spawn(work(clock, seconds(10), "late", log));
    start_join();
    testing::ManualClock::drain(context);
    EXPECT_TRUE(joined.done);
    EXPECT_EQ(log, std::vector<std::string>{"late cancelled"});
}

TEST_F(TaskGroupTest, AChildMayCancelItsOwnGroup) {
    group.spawn(work(clock, seconds(10), "sibling", log));
    group.spawn(cancel_all(group));
    start_join();
    testing::ManualClock::drain(context);
    EXPECT_TRUE(joined.done);
    EXPECT_EQ(joined.what(), "");
    EXPECT_EQ(log, std::vector<std::string>{"sibling cancelled"});
}

TEST_F(TaskGroupTest, AChildMayCancelItsOwnGroupUnderADeadline) {
    group.spawn(work(clock, seconds(10), "sibling", log));
    group.spawn(cancel_all_in_time(group, clock));
    start_join();
    testing::ManualClock::drain(context);
    EXPECT_TRUE(joined.done);
    EXPECT_EQ(joined.what(), "");
    EXPECT_EQ(log, std::vector<std::string>{"sibling cancelled"});
}

TEST_F(TaskGroupTest, ChildrenThatEndAtOnceAreForgotten) {
    for (int i = 0; i < 100; ++i)
        group.spawn(nothing());
    start_join();
    testing::ManualClock::drain(context);
    EXPECT_TRUE(joined.done);
    EXPECT_EQ(group.size(), 0U);
}

TEST_F(TaskGroupTest, JoinWithACapGivesUp) {
    group.spawn(work(clock, seconds(10), "slow", log));
    const Steady deadline = SystemClock().steady_now() + std::chrono::milliseconds(20);
    EXPECT_FALSE(testing::run_coro(context, group.join_until(deadline)));
    EXPECT_EQ(group.size(), 1U);
    group.cancel();
    testing::ManualClock::drain(context);
    EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroupDeathTest, DiesWithChildren) {
    ::testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_DEATH(
        {
            asio::io_context context(1);
            testing::ManualClock clock;
            std::vector<std::string> log;
            TaskGroup group(context.get_executor());
            group.spawn(work(clock, seconds(1), "orphan", log));
            context.poll();
        },
        ""
    );
}

} // namespace moisson
