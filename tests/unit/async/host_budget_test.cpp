// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The in-process host budget, on a clock moved by hand.
#include "async/host_budget.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moisson {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Event {
    std::string name;
    milliseconds at;
    bool operator==(const Event&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Event& event) {
    return out << event.name << "@" << event.at.count();
}

} // namespace

class HostBudgetTest : public ::testing::Test {
protected:
    HostRequest request(double rate = 1.0) const { return HostRequest("example.org", rate); }

    void note(std::string name) {
        log.push_back(Event{
            std::move(name),
            std::chrono::duration_cast<milliseconds>(clock.steady_now() - start)});
    }

    // Acquires, holds for a while, gives back.
    static asio::awaitable<void>
    use(HostBudgetTest& test, HostRequest request, std::string name, milliseconds held) {
        Result<HostPermit> permit = co_await test.budget->acquire(std::move(request));
        if (!permit) {
            test.note(
                name + " " + std::string(to_string(permit.error().code)) + " " +
                permit.error().detail
            );
            co_return;
        }
        test.note(std::move(name));
        co_await sleep_for(test.clock, held);
    }

    void start_use(HostRequest wanted, std::string name, milliseconds held = milliseconds(0)) {
        auto ended = [](std::exception_ptr) {};
        asio::co_spawn(
            context,
            use(*this, std::move(wanted), std::move(name), held),
            asio::bind_cancellation_slot(signal.slot(), ended)
        );
    }

    // Without a cancellation slot: the others must not share the one of the cancelled.
    void start_plain(HostRequest wanted, std::string name, milliseconds held = milliseconds(0)) {
        auto ended = [](std::exception_ptr) {};
        asio::co_spawn(context, use(*this, std::move(wanted), std::move(name), held), ended);
    }

    testing::ManualClock clock;
    Steady start = clock.steady_now();
    std::unique_ptr<HostBudget> budget = make_local_host_budget(clock);
    asio::cancellation_signal signal;
    std::vector<Event> log;
    // Destroyed first: suspended coroutines use the members above.
    asio::io_context context{1};
};

TEST_F(HostBudgetTest, SpacesRequestsByTheRateInOrder) {
    for (const char* name : {"a", "b", "c"})
        start_plain(request(2.0), name);
    clock.advance(context, seconds(5));
    const std::vector<Event> expected{
        {"a", milliseconds(0)},
        {"b", milliseconds(500)},
        {"c", milliseconds(1'000)}};
    EXPECT_EQ(log, expected);
}

TEST_F(HostBudgetTest, LetsOneRequestAtATimeThrough) {
    start_plain(request(10.0), "slow", seconds(3));
    start_plain(request(10.0), "next");
    clock.advance(context, seconds(5));
    const std::vector<Event> expected{{"slow", milliseconds(0)}, {"next", milliseconds(3'000)}};
    EXPECT_EQ(log, expected);
}

TEST_F(HostBudgetTest, HostsDoNotWaitForEachOther) {
    start_plain(request(), "a", seconds(60));
    start_plain(HostRequest("example.net", 1.0), "b");
    testing::ManualClock::drain(context);
    EXPECT_EQ(log.size(), 2U);
}

TEST_F(HostBudgetTest, ServesProbesBeforeHarvestBeforeLinks) {
    start_plain(request(), "running", milliseconds(100));
    testing::ManualClock::drain(context);
    HostRequest links = request();
    links.priority = HostPriority::links;
    HostRequest probe = request();
    probe.priority = HostPriority::probe;
    probe.may_overtake = false;
    start_plain(links, "links");
    start_plain(request(), "harvest");
    start_plain(probe, "probe");
    clock.advance(context, seconds(5));
    const std::vector<Event> expected{
        {"running", milliseconds(0)},
        {"probe", milliseconds(1'000)},
        {"harvest", milliseconds(2'000)},
        {"links", milliseconds(3'000)}};
    EXPECT_EQ(log, expected);
}

TEST_F(HostBudgetTest, TwoRequestsOfAProbeGoAheadOnceInTenMinutes) {
    HostRequest probe = request();
    probe.priority = HostPriority::probe;
    start_plain(request(), "page", seconds(700));
    for (const char* name : {"home", "api", "third"})
        start_plain(probe, name);
    start_plain(request(), "next page");
    testing::ManualClock::drain(context);
    const std::vector<Event> ahead{
        {"page", milliseconds(0)},
        {"home", milliseconds(0)},
        {"api", milliseconds(0)}};
    EXPECT_EQ(log, ahead);
    clock.advance(context, seconds(601));
    start_plain(probe, "later");
    testing::ManualClock::drain(context);
    ASSERT_EQ(log.size(), 4U) << "a new look";
    EXPECT_EQ(log.back().name, "later");
    clock.advance(context, seconds(110));
    ASSERT_EQ(log.size(), 6U);
    EXPECT_EQ(log[4].name, "third");
    EXPECT_EQ(log[5].name, "next page");
}

TEST_F(HostBudgetTest, WhoWasOvertakenKeepsThePace) {
    HostRequest probe = request();
    probe.priority = HostPriority::probe;
    start_plain(request(), "page", milliseconds(900));
    clock.advance(context, milliseconds(900));
    start_plain(probe, "home");
    start_plain(request(), "next page");
    clock.advance(context, seconds(3));
    const std::vector<Event> expected{
        {"page", milliseconds(0)},
        {"home", milliseconds(900)},
        {"next page", milliseconds(1'900)}};
    EXPECT_EQ(log, expected);
}

TEST_F(HostBudgetTest, NoProbeGoesAheadOfAPause) {
    HostRequest probe = request();
    probe.priority = HostPriority::probe;
    probe.deadline = clock.steady_now() + seconds(30);
    start_plain(request(), "page");
    testing::ManualClock::drain(context);
    budget->pause("example.org", clock.now() + seconds(1'200));
    start_plain(probe, "home");
    testing::ManualClock::drain(context);
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log[1].name, "home RATE_LIMITED host paused, seconds=1200");
}

TEST_F(HostBudgetTest, HonoursAPauseAlsoWithoutARate) {
    budget->pause("example.org", clock.now() + seconds(90));
    start_plain(request(), "limited");
    start_plain(request(0), "unlimited");
    clock.advance(context, seconds(89));
    EXPECT_TRUE(log.empty());
    clock.advance(context, seconds(1));
    EXPECT_EQ(log.size(), 2U);
}

TEST_F(HostBudgetTest, SaysAtOnceThatAPauseIsBeyondTheDeadline) {
    budget->pause("example.org", clock.now() + seconds(7'200));
    HostRequest wanted = request();
    wanted.deadline = clock.steady_now() + seconds(3'600);
    start_plain(wanted, "a");
    testing::ManualClock::drain(context);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0].name, "a RATE_LIMITED host paused, seconds=7200");
}

TEST_F(HostBudgetTest, SaysThatItWasNotTheServerThatRefused) {
    HostRequest wanted = request();
    wanted.pause_max = seconds(300);
    const Steady now = clock.steady_now();
    const std::optional<Error> refused = hopeless(wanted, now + seconds(301), now);
    ASSERT_TRUE(refused.has_value());
    EXPECT_TRUE(refused->unasked);
    EXPECT_FALSE(hopeless(wanted, now + seconds(300), now));
}

TEST_F(HostBudgetTest, SaysAtOnceThatAPauseIsLongerThanWhoAsksWouldWait) {
    HostRequest wanted = request();
    wanted.pause_max = seconds(300);
    budget->pause("example.org", clock.now() + seconds(301));
    start_plain(wanted, "hasty");
    testing::ManualClock::drain(context);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0].name, "hasty RATE_LIMITED host paused, seconds=301");
    clock.advance(context, seconds(1));
    start_plain(wanted, "patient");
    clock.advance(context, seconds(300));
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log[1].name, "patient");
}

TEST_F(HostBudgetTest, StopsWaitingAtTheDeadline) {
    start_plain(request(), "long", seconds(100));
    HostRequest wanted = request();
    wanted.deadline = clock.steady_now() + seconds(10);
    start_plain(wanted, "late");
    clock.advance(context, seconds(20));
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log[1].name, "late TIMEOUT_TOTAL waiting for the host's turn");
    EXPECT_EQ(log[1].at, seconds(10));
}

TEST_F(HostBudgetTest, TheSlowerOfRateAndCrawlDelayHolds) {
    budget->set_crawl_delay("example.org", seconds(5));
    start_plain(request(100.0), "a");
    start_plain(request(100.0), "b");
    clock.advance(context, seconds(10));
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log[1].at, seconds(5));
}

TEST_F(HostBudgetTest, ACancelledWaiterGivesItsPlaceUp) {
    start_plain(request(), "first", milliseconds(500));
    testing::ManualClock::drain(context);
    start_use(request(), "cancelled");
    testing::ManualClock::drain(context);
    start_plain(request(), "second");
    testing::ManualClock::drain(context);
    signal.emit(asio::cancellation_type::terminal);
    clock.advance(context, seconds(3));
    const std::vector<Event> expected{{"first", milliseconds(0)}, {"second", milliseconds(1'000)}};
    EXPECT_EQ(log, expected);
}

TEST_F(HostBudgetTest, WithoutARateNothingWaits) {
    for (int i = 0; i < 50; ++i)
        start_plain(request(0), "x", seconds(60));
    testing::ManualClock::drain(context);
    EXPECT_EQ(log.size(), 50U);
}

} // namespace moisson
