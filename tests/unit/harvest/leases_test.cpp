// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Leases, lost databases and stops in the middle of a run.
#include "unit/harvest/scripted_portal.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

TEST(Leases, ALostLeaseStopsTheRunAndWritesNothing) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.script->stuck_at = 1;
    bench.script->on_fetch = [&](std::size_t number) { bench.store.lease_lost = number == 1; };
    bench.harvest();
    EXPECT_TRUE(bench.store.ends.empty());
    EXPECT_EQ(bench.store.released, 0);
    EXPECT_EQ(bench.store.heartbeats, 1);
}

TEST(Leases, ARunIsKeptAliveByItsHeart) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.script->stuck_at = 1;
    bench.source.duration_max = std::chrono::hours(2000);
    store::ClaimedRun run;
    bench.harvest(run);
    EXPECT_GT(bench.store.heartbeats, 1000);
}

TEST(Leases, AShortAbsenceOfTheDatabaseIsWaitedFor) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.store.away = 3;
    bench.harvest();
    ASSERT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(bench.store.rows.size(), 2U);
}

TEST(Leases, ADatabaseThatStaysAwayEndsTheWorkBeforeTheLeaseDoes) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.store.away = 1'000'000;
    bench.store.heart_away = true;
    const Steady begun = bench.clock.steady_now();
    bench.harvest();
    EXPECT_TRUE(bench.store.ends.empty());
    EXPECT_EQ(bench.store.released, 1);
    EXPECT_LE(bench.clock.steady_now() - begun, std::chrono::seconds(120));
}

TEST(Leases, AStopInTheMiddleGivesTheLeaseBack) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.script->stuck_at = 1;
    store::ClaimedRun run;
    run.source_key = "source";
    bench.store.waiting.push_back(run);
    const auto engine = bench.make_engine();
    asio::cancellation_signal stop;
    bool done = false;
    auto ended = [&](std::exception_ptr) { done = true; };
    asio::co_spawn(bench.context, engine->run(), asio::bind_cancellation_slot(stop.slot(), ended));
    ManualClock::drain(bench.context);
    EXPECT_EQ(engine->active(), 1U);
    stop.emit(asio::cancellation_type::terminal);
    ManualClock::drain(bench.context);
    EXPECT_TRUE(done);
    EXPECT_EQ(engine->active(), 0U);
    EXPECT_EQ(bench.store.released, 1);
    EXPECT_TRUE(bench.store.ends.empty());
    EXPECT_EQ(bench.store.rows.size(), 1U);
}

TEST(Leases, OnePortalThatHangsDoesNotStopAnother) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.options.runs_max = 2;
    int fetches = 0;
    // The first run to fetch hangs for ever, the second one goes on.
    bench.script->on_fetch = [&](std::size_t) {
        bench.script->stuck_at.reset();
        if (++fetches == 1)
            bench.script->stuck_at = 0;
    };
    store::ClaimedRun run;
    run.source_key = "source";
    bench.store.waiting.push_back(run);
    bench.store.waiting.push_back(run);
    const auto engine = bench.make_engine();
    asio::cancellation_signal stop;
    auto ended = [](std::exception_ptr) {};
    asio::co_spawn(bench.context, engine->run(), asio::bind_cancellation_slot(stop.slot(), ended));
    ManualClock::drain(bench.context);
    EXPECT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(engine->active(), 1U);
    stop.emit(asio::cancellation_type::terminal);
    ManualClock::drain(bench.context);
}

} // namespace
} // namespace moisson::testing
