// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// When sources are due, as rows: next_at, windows, failures, sleep, run-now, and whose turn it is.
#include "fixture.hpp"

namespace moisson::store::testing {
namespace {

using namespace std::chrono_literals;

class Planner {
public:
    explicit Planner(World& world) : world_(world), store_(make_schedule_store(world.database)) {}

    ScheduleFacts facts(const std::string& key) {
        for (ScheduleFacts& facts : await(store_->facts()).value())
            if (facts.key == key)
                return facts;
        throw std::logic_error("no such source");
    }
    // The next run in so long, by the database's clock.
    void
    due_in(const std::string& key, std::chrono::seconds time, RunMode mode = RunMode::automatic) {
        const ScheduleFacts now = facts(key);
        ScheduleUpdate update;
        update.source = now.source;
        update.next_before = now.next_at;
        update.failures_before = now.failures;
        update.next_at = now.now + time;
        update.next_mode = mode;
        update.rule = "test";
        apply(update);
    }
    void apply(const ScheduleUpdate& update) { await(store_->apply({update})).value(); }
    std::int64_t waiting() { return await(world_.harvests->plan_due_runs()).value(); }

private:
    World& world_;
    std::unique_ptr<ScheduleStore> store_;
};

HarvestRun fail(World& world, const std::string& source = "bf") {
    const auto run = await(world.harvests->claim_run({"w", 60s})).value();
    EXPECT_TRUE(run && run->source_key == source);
    RunEnd end;
    end.state = RunState::failed;
    end.reason = "DNS_NXDOMAIN";
    return await(world.harvests->finish_run(run->lease, end)).value();
}

TEST(Schedule, PlansWhenTheTimeHasComeAndThenAsksForTheNextOne) {
    World world;
    Planner planner(world);
    world.sync({a_portal("bf")});
    world.harvest("bf", std::vector<RecordChange>{});
    EXPECT_EQ(planner.waiting(), 0) << "asked for by hand: anchored, the engine says when";
    EXPECT_TRUE(planner.facts("bf").anchor);
    EXPECT_FALSE(planner.facts("bf").next_at);
    planner.due_in("bf", 24h);
    EXPECT_EQ(planner.waiting(), 0);
    EXPECT_EQ(
        *await(world.catalog->portal("bf")).value().sources[0].next_due,
        *planner.facts("bf").next_at
    );
    travel(world, "25 hours");
    EXPECT_EQ(planner.waiting(), 1);
    EXPECT_FALSE(planner.facts("bf").next_at) << "to be computed again";
    EXPECT_EQ(await(world.harvests->claim_run({"w", 60s})).value()->mode, RunMode::automatic);
}

TEST(Schedule, AsksForAFullRunWhenTheLastOneIsTooOldAndForProbesBetween) {
    World world;
    Planner planner(world);
    world.sync({a_portal("bf")});
    world.harvest("bf", std::vector<RecordChange>{});
    planner.due_in("bf", -1s, RunMode::probe);
    EXPECT_EQ(planner.waiting(), 1);
    const auto probe = await(world.harvests->claim_run({"w", 60s})).value();
    EXPECT_EQ(probe->mode, RunMode::probe);
    await(world.harvests->finish_run(probe->lease, RunEnd{})).value();
    // A probe reads no catalogue.
    const auto source = await(world.catalog->portal("bf")).value().sources[0];
    EXPECT_EQ(source.last_complete_run->id.value, 1);
    travel(world, "8 days");
    planner.due_in("bf", -1s);
    EXPECT_EQ(planner.waiting(), 1);
    EXPECT_EQ(await(world.harvests->claim_run({"w", 60s})).value()->mode, RunMode::automatic);
}

TEST(Schedule, OfTwoPlannersOnlyOneMovesTheTime) {
    World world;
    Planner planner(world);
    world.sync({a_portal("bf")});
    world.harvest("bf", std::vector<RecordChange>{});
    const ScheduleFacts seen = planner.facts("bf");
    planner.due_in("bf", 1h);
    const auto first = planner.facts("bf").next_at;
    ScheduleUpdate late;
    late.source = seen.source;
    late.next_before = seen.next_at;
    late.next_at = seen.now + 5h;
    planner.apply(late);
    EXPECT_EQ(planner.facts("bf").next_at, first);
}

TEST(Window, KeepsPlannedRunsWaitingAndForgivesFailures) {
    World world;
    Planner planner(world);
    world.sync({a_portal("bf")});
    ScheduleUpdate pause;
    pause.source = planner.facts("bf").source;
    pause.paused_until = planner.facts("bf").now + 2h;
    planner.apply(pause);
    EXPECT_EQ(planner.waiting(), 0) << "not even the first run";
    // Asked for by hand it runs; that it fails is no news.
    await(world.harvests->request_run("bf", RunMode::full, "test")).value();
    fail(world);
    EXPECT_EQ(planner.facts("bf").failures, 0);
    EXPECT_TRUE(await(world.catalog->portal("bf")).value().sources[0].paused_until);
    // A planned run that was waiting when the window opened waits on.
    world.sql().script("update source set next_at = moisson.now(), paused_until = null");
    EXPECT_EQ(planner.waiting(), 1);
    world.sql().script("update source set paused_until = moisson.now() + interval '1 hour'");
    EXPECT_FALSE(await(world.harvests->claim_run({"w", 60s})).value());
    travel(world, "3 hours");
    EXPECT_TRUE(await(world.harvests->claim_run({"w", 60s})).value());
}

TEST(Failures, AreCountedPutToSleepAndForgottenByItselfOrByHand) {
    World world;
    Planner planner(world);
    world.sync({a_portal("bf")});
    ASSERT_EQ(planner.waiting(), 1);
    fail(world);
    planner.due_in("bf", -1s);
    ASSERT_EQ(planner.waiting(), 1);
    fail(world);
    ScheduleFacts ill = planner.facts("bf");
    EXPECT_EQ(ill.failures, 2);
    EXPECT_FALSE(ill.next_at) << "a failure moves the next run";
    ASSERT_TRUE(ill.failing_since && ill.failed_at);
    EXPECT_LE(*ill.failing_since, *ill.failed_at);
    ScheduleUpdate sleep;
    sleep.source = ill.source;
    sleep.failures_before = ill.failures;
    sleep.next_at = ill.now - 1s;
    sleep.next_mode = RunMode::probe;
    sleep.suspend_because = "2 failures in 0 days";
    planner.apply(sleep);
    auto source = await(world.catalog->portal("bf")).value().sources[0];
    EXPECT_TRUE(source.suspended_at);
    EXPECT_EQ(source.suspended_reason, "2 failures in 0 days");
    EXPECT_EQ(source.failures, 2);
    // A probe that fails changes nothing; one that succeeds wakes it, and a run is due at once.
    ASSERT_EQ(planner.waiting(), 1);
    fail(world);
    EXPECT_TRUE(planner.facts("bf").suspended_at);
    planner.due_in("bf", -1s);
    ASSERT_EQ(planner.waiting(), 1);
    const auto probe = await(world.harvests->claim_run({"w", 60s})).value();
    EXPECT_EQ(probe->mode, RunMode::probe);
    EXPECT_EQ(probe->reason, "does it answer again");
    await(world.harvests->finish_run(probe->lease, RunEnd{})).value();
    EXPECT_FALSE(planner.facts("bf").suspended_at);
    EXPECT_EQ(planner.facts("bf").failures, 0);
    ASSERT_EQ(planner.waiting(), 1);
    EXPECT_EQ(await(world.harvests->claim_run({"w", 60s})).value()->mode, RunMode::automatic);
    EXPECT_EQ(
        world.text("select string_agg(kind, ' ' order by id) from event"),
        "source.suspended source.revived"
    );
}

TEST(Failures, SayNothingOfASourceWhenSomethingWasShortHere) {
    World world;
    Planner planner(world);
    world.sync({a_portal("bf")});
    ASSERT_EQ(planner.waiting(), 1);
    fail(world);
    planner.due_in("bf", -1s);
    ASSERT_EQ(planner.waiting(), 1);
    const auto run = await(world.harvests->claim_run({"w", 60s})).value();
    RunEnd end;
    end.state = RunState::incomplete;
    end.reason = to_string(Code::local_resources);
    await(world.harvests->finish_run(run->lease, end)).value();
    EXPECT_EQ(planner.facts("bf").failures, 1) << "neither one more, nor alive again";
}

TEST(Failures, AreForgottenWhenSomebodyAsksOrTheSourceIsAnother) {
    World world;
    Planner planner(world);
    world.sync({a_portal("bf")});
    ASSERT_EQ(planner.waiting(), 1);
    fail(world);
    world.sql().script("update source set suspended_at = moisson.now(), suspended_reason = 'x'");
    await(world.harvests->request_run("bf", RunMode::full, "test")).value();
    EXPECT_EQ(planner.facts("bf").failures, 0);
    EXPECT_FALSE(planner.facts("bf").suspended_at);
    fail(world);
    EXPECT_EQ(planner.facts("bf").failures, 1);
    world.sync({a_portal("bf")});
    EXPECT_EQ(planner.facts("bf").failures, 1) << "the same source";
    Portal moved = a_portal("bf");
    moved.sources[0].url += "/v3";
    EXPECT_EQ(planner.waiting(), 0);
    world.sync({moved});
    EXPECT_EQ(planner.facts("bf").failures, 0);
    EXPECT_EQ(planner.waiting(), 1) << "who mends an address wants to know";
}

TEST(Turns, GoToThePortalWithTheFewestRuns) {
    World world;
    world.sync({a_portal("big", 5), a_portal("small")});
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 6);
    const auto first = await(world.harvests->claim_run({"w", 60s})).value();
    const auto second = await(world.harvests->claim_run({"w", 60s})).value();
    const auto third = await(world.harvests->claim_run({"w", 60s})).value();
    ASSERT_TRUE(first && second && third);
    EXPECT_TRUE(first->source_key.starts_with("big"));
    EXPECT_EQ(second->source_key, "small") << "five runs of the big one were planned before it";
    EXPECT_TRUE(third->source_key.starts_with("big"));
    // Two of one portal at most, however many slots are free.
    EXPECT_FALSE(await(world.harvests->claim_run({"w", 60s})).value());
    await(world.harvests->finish_run(first->lease, RunEnd{})).value();
    EXPECT_TRUE(await(world.harvests->claim_run({"w", 60s})).value());
}

} // namespace
} // namespace moisson::store::testing
