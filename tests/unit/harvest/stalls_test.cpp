// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Runs that do not get on leave their slot to others, within a bound; a busy engine takes over the
// runs of the dead; an idle one asks for nothing.
#include "unit/harvest/scripted_portal.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

using namespace std::chrono_literals;

// The engine at work until the object goes.
class AtWork {
public:
    explicit AtWork(Bench& bench) : bench_(bench), engine_(bench.make_engine()) {
        asio::co_spawn(
            bench.context,
            engine_->run(),
            asio::bind_cancellation_slot(stop_.slot(), [](std::exception_ptr) {})
        );
        ManualClock::drain(bench.context);
    }
    ~AtWork() {
        stop_.emit(asio::cancellation_type::terminal);
        ManualClock::drain(bench_.context);
    }
    AtWork(const AtWork&) = delete;
    AtWork& operator=(const AtWork&) = delete;

    std::size_t active() const { return engine_->active(); }

private:
    Bench& bench_;
    std::unique_ptr<harvest::Engine> engine_;
    asio::cancellation_signal stop_;
};

void put_waiting(Bench& bench, int count) {
    store::ClaimedRun run;
    run.source_key = "source";
    for (int i = 0; i < count; ++i)
        bench.store.waiting.push_back(run);
}

TEST(Stalls, OfTheOnlySlotDelayAnotherPortalByNoMoreThanStallAfter) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.options.runs_max = 1;
    int fetches = 0;
    bench.script->on_fetch = [&](std::size_t) {
        bench.script->stuck_at.reset();
        if (++fetches == 1)
            bench.script->stuck_at = 0;
    };
    put_waiting(bench, 2);
    const AtWork engine(bench);
    EXPECT_EQ(engine.active(), 1U);
    bench.clock.advance(bench.context, 59s);
    EXPECT_EQ(bench.store.ends.size(), 0U) << "one slot, and it may only be slow";
    bench.clock.advance(bench.context, 5s);
    EXPECT_EQ(bench.store.ends.size(), 1U) << "it stalled: the other one has had its turn";
    EXPECT_EQ(engine.active(), 1U) << "and it is still given its time";
}

TEST(Stalls, OfEveryRunAreBounded) {
    Bench bench;
    bench.script->pages = {{"a=1"}};
    bench.script->stuck_at = 0;
    bench.options.runs_max = 2;
    put_waiting(bench, 50);
    const AtWork engine(bench);
    EXPECT_EQ(engine.active(), 2U);
    bench.clock.advance(bench.context, 64s);
    EXPECT_EQ(engine.active(), 4U);
    bench.clock.advance(bench.context, 30min);
    EXPECT_EQ(engine.active(), 8U) << "four times the slots, and no more";
    EXPECT_EQ(bench.store.waiting.size(), 42U);
}

TEST(Stalls, AreNotSeenInARunThatGetsOn) {
    Bench bench;
    bench.options.runs_max = 1;
    // A page every 40 s.
    for (int i = 0; i < 10; ++i)
        bench.script->pages.push_back({"id" + std::to_string(i) + "=1"});
    bench.script->slow = 40s;
    put_waiting(bench, 2);
    const AtWork engine(bench);
    bench.clock.advance(bench.context, 390s);
    EXPECT_EQ(engine.active(), 1U);
    EXPECT_EQ(bench.store.waiting.size(), 1U) << "the second one waits for the slot";
    bench.clock.advance(bench.context, 60s);
    EXPECT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.store.waiting.size(), 0U);
}

TEST(Rescue, OfWhatADeadWorkerBeganNeedsNoFreeSlot) {
    Bench bench;
    bench.options.runs_max = 2;
    for (int i = 0; i < 40; ++i)
        bench.script->pages.push_back({"id" + std::to_string(i) + "=1"});
    bench.script->slow = 40s;
    put_waiting(bench, 3);
    const AtWork engine(bench);
    ASSERT_EQ(engine.active(), 2U);
    bench.clock.advance(bench.context, 30s);
    EXPECT_EQ(engine.active(), 2U) << "what has not begun waits for a slot";
    store::ClaimedRun begun;
    begun.source_key = "source";
    begun.resumed = true;
    for (int i = 0; i < 5; ++i)
        bench.store.waiting.push_back(begun);
    bench.clock.advance(bench.context, 4s);
    EXPECT_EQ(engine.active(), 4U) << "one look finds them all";
    bench.clock.advance(bench.context, 30s);
    EXPECT_EQ(engine.active(), 4U) << "twice the slots, and no more";
    EXPECT_EQ(bench.store.waiting.size(), 4U);
}

TEST(Claims, OfAnIdleEngineAreNone) {
    Bench bench;
    const AtWork engine(bench);
    bench.clock.advance(bench.context, 60s);
    EXPECT_EQ(bench.store.looks, 21);
    EXPECT_EQ(bench.store.claims, 0);
}

TEST(Claims, FindAllThatWaitsAndAskOnceMore) {
    Bench bench;
    bench.script->pages = {{"a=1"}};
    bench.options.runs_max = 2;
    put_waiting(bench, 9);
    const AtWork engine(bench);
    EXPECT_EQ(bench.store.ends.size(), 9U) << "who ends a run goes on at once";
    const int claims = bench.store.claims;
    EXPECT_LE(claims, 12) << "one that finds nothing when a slot is free, when none is, at the end";
    bench.clock.advance(bench.context, 60s);
    EXPECT_EQ(bench.store.claims, claims);
}

TEST(Claims, OfWhatMayNotBeClaimedAreOneALook) {
    Bench bench;
    store::ClaimedRun run;
    run.source_key = "elsewhere";
    bench.store.waiting.push_back(run);
    const AtWork engine(bench);
    bench.clock.advance(bench.context, 60s);
    EXPECT_EQ(bench.store.claims, bench.store.looks);
}

asio::awaitable<void> plan_late(Bench& bench) {
    co_await sleep_for(bench.clock, 1s);
    put_waiting(bench, 1);
}

TEST(Claims, FollowTheLookThatPlanned) {
    Bench bench;
    bench.script->pages = {{"a=1"}};
    bench.script->stuck_at = 0;
    bench.options.runs_max = 1;
    bench.store.on_plan = [&bench] { return plan_late(bench); };
    const AtWork engine(bench);
    EXPECT_EQ(engine.active(), 0U);
    bench.clock.advance(bench.context, 1s);
    EXPECT_EQ(engine.active(), 1U) << "and not at the next look";
}

TEST(Claims, LeaveASourceThatIsNotConfiguredToThoseWhoKnowIt) {
    Bench bench;
    bench.script->pages = {{"a=1"}};
    store::ClaimedRun run;
    run.source_key = "elsewhere";
    bench.store.waiting.push_back(run);
    const AtWork engine(bench);
    bench.clock.advance(bench.context, 30s);
    EXPECT_EQ(bench.store.waiting.size(), 1U);
    EXPECT_TRUE(bench.store.ends.empty());
}

} // namespace
} // namespace moisson::testing
