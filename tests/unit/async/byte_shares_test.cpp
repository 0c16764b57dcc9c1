// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Memory that several have together: who waits, who comes next, and who gives up.
#include "async/byte_shares.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <exception>
#include <map>
#include <string>
#include <utility>

namespace moisson {
namespace {

class ByteSharesTest : public ::testing::Test {
protected:
    static asio::awaitable<void> hold(ByteSharesTest& test, std::string name, std::size_t bytes) {
        ByteShare share = co_await test.shares.take(bytes);
        test.held[name] = std::move(share);
    }
    void take(std::string name, std::size_t bytes) {
        const auto ended = [](const std::exception_ptr&) {};
        asio::co_spawn(context, hold(*this, std::move(name), bytes), ended);
        run();
    }
    void run() {
        context.restart();
        context.poll();
    }
    void give_back(const std::string& name) {
        held.erase(name);
        run();
    }
    std::string holders() const {
        std::string names;
        for (const auto& [name, share] : held)
            names += name;
        return names;
    }

    asio::io_context context{1};
    ByteShares shares{100};
    std::map<std::string, ByteShare> held;
};

TEST_F(ByteSharesTest, WhoFindsTooLittleLeftWaitsForItsTurn) {
    take("a", 60);
    take("b", 40);
    take("c", 50);
    // It would fit sooner than "c", which would wait for ever then.
    take("d", 10);
    EXPECT_EQ(holders(), "ab");
    EXPECT_EQ(shares.taken(), 100U);
    EXPECT_EQ(shares.waiting(), 2U);
    give_back("b");
    EXPECT_EQ(holders(), "a");
    give_back("a");
    EXPECT_EQ(holders(), "cd");
    EXPECT_EQ(shares.taken(), 60U);
    EXPECT_EQ(shares.waiting(), 0U);
}

TEST_F(ByteSharesTest, WhatIsLargerThanAllWaitsToBeAlone) {
    take("a", 1);
    take("b", 500);
    EXPECT_EQ(holders(), "a");
    give_back("a");
    EXPECT_EQ(holders(), "b");
    take("c", 1);
    EXPECT_EQ(holders(), "b");
    give_back("b");
    EXPECT_EQ(holders(), "c");
    give_back("c");
    EXPECT_EQ(shares.taken(), 0U);
}

TEST_F(ByteSharesTest, AShareIsSettledOnceItsSizeIsKnown) {
    take("a", 90);
    take("b", 30);
    EXPECT_EQ(holders(), "a");
    held["a"].settle(70);
    run();
    EXPECT_EQ(holders(), "ab");
    held["a"].settle(120);
    EXPECT_EQ(shares.taken(), 150U);
    take("c", 1);
    give_back("a");
    EXPECT_EQ(holders(), "bc");
    EXPECT_EQ(shares.taken(), 31U);
}

TEST_F(ByteSharesTest, WhoGivesUpLeavesItsPlaceToTheNext) {
    take("a", 60);
    asio::cancellation_signal stop;
    asio::co_spawn(
        context,
        hold(*this, "b", 90),
        asio::bind_cancellation_slot(stop.slot(), [](const std::exception_ptr&) {})
    );
    run();
    EXPECT_EQ(shares.waiting(), 1U);
    stop.emit(asio::cancellation_type::terminal);
    run();
    EXPECT_EQ(shares.waiting(), 0U);
    take("c", 40);
    EXPECT_EQ(holders(), "ac");
    held.clear();
    EXPECT_EQ(shares.taken(), 0U);
}

} // namespace
} // namespace moisson
