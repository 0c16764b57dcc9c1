// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A bell wakes all who wait, once, and nobody misses it.
#include "async/bell.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <memory>

namespace moisson {
namespace {

class BellTest : public ::testing::Test {
protected:
    static asio::awaitable<void> sleep(BellTest& test, std::uint64_t seen) {
        co_await test.bell->wait(seen);
        ++test.woken;
    }
    void wait(std::uint64_t seen) {
        const auto ended = [](const std::exception_ptr&) {};
        asio::co_spawn(context, sleep(*this, seen), ended);
        run();
    }
    void run() {
        context.restart();
        context.poll();
    }

    asio::io_context context{1};
    std::unique_ptr<Bell> bell = std::make_unique<Bell>();
    int woken = 0;
};

TEST_F(BellTest, WakesAllWhoWaitOnce) {
    for (int i = 0; i < 24; ++i)
        wait(bell->rung());
    EXPECT_EQ(woken, 0);
    bell->ring();
    run();
    EXPECT_EQ(woken, 24);
    bell->ring();
    run();
    EXPECT_EQ(woken, 24);
}

TEST_F(BellTest, ARingBetweenTheLookAndTheWaitIsNotMissed) {
    const std::uint64_t seen = bell->rung();
    bell->ring();
    wait(seen);
    EXPECT_EQ(woken, 1);
    wait(bell->rung());
    EXPECT_EQ(woken, 1);
}

TEST_F(BellTest, WhoGivesUpIsNotWoken) {
    asio::cancellation_signal signal;
    std::exception_ptr failure;
    const auto ended = [&failure](const std::exception_ptr& error) { failure = error; };
    asio::co_spawn(
        context,
        sleep(*this, bell->rung()),
        asio::bind_cancellation_slot(signal.slot(), ended)
    );
    run();
    signal.emit(asio::cancellation_type::terminal);
    run();
    EXPECT_EQ(woken, 1) << "it returns, and what it awaits next throws";
    EXPECT_FALSE(failure);
    bell->ring();
    run();
    EXPECT_EQ(woken, 1);
}

TEST_F(BellTest, WhoWaitsOutlivesIt) {
    wait(bell->rung());
    bell.reset();
    run();
    EXPECT_EQ(woken, 0);
}

} // namespace
} // namespace moisson
