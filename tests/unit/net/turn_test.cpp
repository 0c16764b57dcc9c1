// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Addresses that more than twenty names lead to have a budget of their own (decision 11).
#include "async/request_limit.hpp"
#include "net/turn.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace moisson::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

const boost::asio::ip::address shared = boost::asio::ip::make_address("198.51.100.7");
const boost::asio::ip::address other = boost::asio::ip::make_address("198.51.100.8");

std::string name(int number) {
    return "site" + std::to_string(number) + ".example";
}

TEST(CrowdedAddress, HasMoreThanTwentyNames) {
    CrowdedAddresses crowds;
    const Steady now{};
    for (int i = 0; i < 20; ++i)
        EXPECT_FALSE(crowds.meet(shared, name(i), now)) << i;
    EXPECT_FALSE(crowds.meet(shared, name(3), now));
    EXPECT_FALSE(crowds.meet(other, name(20), now));
    EXPECT_TRUE(crowds.meet(shared, name(20), now));
    EXPECT_TRUE(crowds.meet(shared, name(3), now));
}

TEST(CrowdedAddress, IsForgottenAfterAnHourOfSilence) {
    CrowdedAddresses crowds;
    Steady now{};
    for (int i = 0; i < 21; ++i)
        crowds.meet(shared, name(i), now);
    now += minutes(59);
    EXPECT_TRUE(crowds.meet(shared, name(0), now));
    now += minutes(60);
    EXPECT_FALSE(crowds.meet(shared, name(0), now));
}

TEST(CrowdedAddress, TakesNoMoreMemoryThanWhatWasMetLately) {
    CrowdedAddresses crowds;
    Steady now{};
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        now += std::chrono::seconds(1);
        crowds.meet(boost::asio::ip::address_v4(0x0a000000 + i), name(0), now);
    }
    EXPECT_LE(crowds.size(), CrowdedAddresses::addresses_before_sweep);
}

class AddressTurnsTest : public ::testing::Test {
protected:
    // When each of `names` got its turn at the address, all asking at once.
    std::vector<Steady::duration> turns_of(int names, double rate) {
        const Steady begin = clock_.steady_now();
        std::vector<Steady::duration> out;
        std::vector<Request> requests(static_cast<std::size_t>(names));
        std::vector<std::string> keys;
        for (int i = 0; i < names; ++i)
            keys.push_back(name(i));
        for (std::size_t i = 0; i < keys.size(); ++i) {
            requests[i].policy.rate = rate;
            asio::co_spawn(
                context_,
                turns_.wait(shared, keys[i], requests[i]),
                [this, begin, &out](const std::exception_ptr&, const std::optional<Error>& error) {
                    EXPECT_FALSE(error.has_value());
                    out.push_back(clock_.steady_now() - begin);
                }
            );
        }
        for (int i = 0; i < 1'000 && out.size() < keys.size(); ++i)
            clock_.advance_to_next(context_);
        return out;
    }

    moisson::testing::ManualClock clock_;
    asio::io_context context_{1};
    std::unique_ptr<HostBudget> budget_ = make_local_host_budget(clock_);
    AddressTurns turns_{*budget_, clock_, std::chrono::seconds(60)};
};

TEST_F(AddressTurnsTest, SpaceTheRequestsOfACrowd) {
    const std::vector<Steady::duration> turns = turns_of(31, 1.0);
    ASSERT_EQ(turns.size(), 31U);
    // Twenty were no crowd yet; the others come at ten a second.
    EXPECT_EQ(turns[19], milliseconds(0));
    EXPECT_EQ(turns[20], milliseconds(0));
    EXPECT_EQ(turns[21], milliseconds(100));
    EXPECT_EQ(turns[30], milliseconds(1'000));
}

TEST_F(AddressTurnsTest, LeaveAloneWhoHasNoRate) {
    const std::vector<Steady::duration> turns = turns_of(40, 0.0);
    ASSERT_EQ(turns.size(), 40U);
    EXPECT_EQ(turns.back(), milliseconds(0));
}

// As in the daemon: who waits for an address holds its name's place, here the only one.
TEST_F(AddressTurnsTest, NeedNoSecondPlace) {
    turns_of(40, 1.0);
    const auto limit = make_request_limit(*budget_, clock_, 1);
    AddressTurns turns{*limit, clock_, std::chrono::seconds(60)};
    Request link;
    link.policy.rate = 1;
    link.priority = HostPriority::links;
    bool ended = false;
    const auto check = [&]() -> asio::awaitable<void> {
        for (int i = 0; i < 25; ++i) {
            HostRequest own(name(i), 1.0);
            own.priority = HostPriority::links;
            const Result<HostPermit> place = co_await limit->acquire(own);
            EXPECT_TRUE(place.has_value());
            const std::string key = name(i);
            const std::optional<Error> error = co_await turns.wait(shared, key, link);
            EXPECT_FALSE(error.has_value());
        }
        ended = true;
    };
    asio::co_spawn(context_, check, [](const std::exception_ptr&) {});
    for (int i = 0; i < 1'000 && !ended; ++i)
        clock_.advance_to_next(context_);
    EXPECT_TRUE(ended);
    context_.stop();
}

TEST_F(AddressTurnsTest, SayThatTheHostIsBusyToWhoDoesNotWait) {
    turns_of(40, 1.0);
    Request hasty;
    hasty.policy.rate = 1;
    hasty.budget_wait = std::chrono::seconds(0);
    budget_->pause(shared.to_string(), clock_.now() + std::chrono::seconds(90));
    std::optional<Error> got;
    const std::string key = name(0);
    asio::co_spawn(
        context_,
        turns_.wait(shared, key, hasty),
        [&got](const std::exception_ptr&, std::optional<Error> error) { got = std::move(error); }
    );
    for (int i = 0; i < 10 && !got; ++i)
        clock_.advance_to_next(context_);
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(got->code, Code::rate_limited);
    EXPECT_TRUE(got->unasked);
}

} // namespace
} // namespace moisson::net
