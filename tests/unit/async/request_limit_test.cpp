// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Places for link checks, on a clock moved by hand.
#include "async/request_limit.hpp"
#include "async/task_group.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace moisson {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RequestLimitTest : public ::testing::Test {
protected:
    // One request that lasts `held`.
    static asio::awaitable<void>
    use(RequestLimitTest& test, std::string host, HostPriority priority, milliseconds held) {
        HostRequest request(host, 1.0);
        request.priority = priority;
        request.deadline = test.clock.steady_now() + seconds(20);
        Result<HostPermit> permit = co_await test.limit->acquire(std::move(request));
        if (!permit) {
            ++test.refused;
            co_return;
        }
        test.starts[host].push_back(
            std::chrono::duration_cast<milliseconds>(test.clock.steady_now() - test.begin)
        );
        ++test.at_work;
        test.most = std::max(test.most, test.at_work);
        co_await sleep_for(test.clock, held);
        --test.at_work;
    }
    void start(std::string host, milliseconds held, HostPriority priority = HostPriority::links) {
        asio::co_spawn(
            context,
            use(*this, std::move(host), priority, held),
            [](const std::exception_ptr&) {}
        );
    }

    testing::ManualClock clock;
    Steady begin = clock.steady_now();
    std::unique_ptr<HostBudget> budget = make_local_host_budget(clock);
    std::unique_ptr<RequestLimit> limit = make_request_limit(*budget, clock, 3);
    std::map<std::string, std::vector<milliseconds>> starts;
    int at_work = 0;
    int most = 0;
    int refused = 0;
    asio::io_context context{1};
};

TEST_F(RequestLimitTest, NoMoreThanThePlacesAreInFlight) {
    for (int i = 0; i < 30; ++i)
        start("h" + std::to_string(i), milliseconds(250));
    clock.advance(context, seconds(1));
    EXPECT_EQ(most, 3);
    EXPECT_EQ(starts.size(), 15U) << "three at a time, each a quarter of a second";
    clock.advance(context, seconds(2));
    EXPECT_EQ(starts.size(), 30U);
    EXPECT_EQ(limit->in_flight(), 0U);
    EXPECT_EQ(refused, 0);
}

// A host that waits for its pace leaves its place to others.
TEST_F(RequestLimitTest, PacesAreKeptAndHoldNoPlace) {
    for (int i = 0; i < 4; ++i)
        for (int host = 0; host < 9; ++host)
            start("h" + std::to_string(host), milliseconds(300));
    clock.advance(context, seconds(10));
    for (const auto& [host, times] : starts) {
        ASSERT_EQ(times.size(), 4U) << host;
        for (std::size_t i = 1; i < times.size(); ++i)
            EXPECT_GE(times[i] - times[i - 1], milliseconds(1'300))
                << host << ", from end to start";
    }
    EXPECT_EQ(most, 3);
}

TEST_F(RequestLimitTest, WhoWaitsForTheEndOfAPauseHoldsNoPlace) {
    for (int i = 0; i < 3; ++i) {
        limit->pause("h" + std::to_string(i), clock.now() + seconds(10));
        start("h" + std::to_string(i), milliseconds(10));
    }
    limit->pause("closed", clock.now() + std::chrono::hours(1));
    start("closed", milliseconds(10));
    start("other", milliseconds(10));
    clock.advance(context, seconds(1));
    EXPECT_EQ(starts.count("other"), 1U);
    EXPECT_EQ(limit->in_flight(), 0U);
    EXPECT_EQ(refused, 1) << "nobody waits for an hour";
    clock.advance(context, seconds(10));
    EXPECT_EQ(starts.size(), 4U);
}

TEST_F(RequestLimitTest, HarvestsAndProbesDoNotWaitForPlaces) {
    for (int i = 0; i < 3; ++i)
        start("h" + std::to_string(i), seconds(100));
    clock.advance(context, milliseconds(10));
    start("portal", milliseconds(10), HostPriority::harvest);
    start("other", milliseconds(10), HostPriority::probe);
    start("late", milliseconds(10));
    clock.advance(context, seconds(60));
    EXPECT_EQ(starts.count("portal") + starts.count("other"), 2U);
    EXPECT_EQ(starts.count("late"), 0U);
    clock.advance(context, seconds(60));
    EXPECT_EQ(starts.count("late"), 1U) << "its deadline does not count the wait for a place";
    EXPECT_EQ(refused, 0);
}

TEST_F(RequestLimitTest, WhoGivesUpLeavesItsPlace) {
    asio::cancellation_signal stop;
    asio::co_spawn(
        context,
        use(*this, "gone", HostPriority::links, seconds(100)),
        asio::bind_cancellation_slot(stop.slot(), [](const std::exception_ptr&) {})
    );
    for (int i = 0; i < 2; ++i)
        start("h" + std::to_string(i), seconds(100));
    asio::cancellation_signal stop_waiting;
    clock.advance(context, milliseconds(10));
    asio::co_spawn(
        context,
        use(*this, "waits", HostPriority::links, milliseconds(10)),
        asio::bind_cancellation_slot(stop_waiting.slot(), [](const std::exception_ptr&) {})
    );
    start("next", milliseconds(10));
    clock.advance(context, milliseconds(10));
    EXPECT_EQ(limit->in_flight(), 3U);
    stop_waiting.emit(asio::cancellation_type::terminal);
    stop.emit(asio::cancellation_type::terminal);
    clock.advance(context, milliseconds(100));
    EXPECT_EQ(starts.count("waits"), 0U);
    EXPECT_EQ(starts.count("next"), 1U);
    EXPECT_EQ(limit->in_flight(), 2U);
}

} // namespace
} // namespace moisson
