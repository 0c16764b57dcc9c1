// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Leases: who gets a run, who is fenced off, what is taken over from whom.
#include "fixture.hpp"
#include "store/page_commit.hpp"
#include "store/place.hpp"

#include <thread>

namespace moisson::store::testing {
namespace {

using std::chrono::seconds;

TEST(Lease, IsGivenToOneWorkerOnly) {
    World world;
    world.sync({a_portal("bf"), a_portal("ci")});
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 2);
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 2);
    const auto one = await(world.harvests->claim_run({"a", seconds(60)})).value();
    const auto two = await(world.harvests->claim_run({"b", seconds(60)})).value();
    const auto none = await(world.harvests->claim_run({"c", seconds(60)})).value();
    ASSERT_TRUE(one && two);
    EXPECT_NE(one->source_key, two->source_key);
    EXPECT_FALSE(none);
    const RunId again = await(world.harvests->request_run("bf", RunMode::full, "x")).value();
    EXPECT_EQ(again, one->lease.run);
}

TEST(Lease, IsAskedForByWhatTheWorkerKnowsAndByWhatHasBegun) {
    World world;
    world.sync({a_portal("bf"), a_portal("ci")});
    ASSERT_EQ(await(world.harvests->plan_due_runs()).value(), 2);
    EXPECT_FALSE(await(world.harvests->claim_run({"a", seconds(60), {"sn"}})).value());
    EXPECT_FALSE(await(world.harvests->claim_run({"a", seconds(60), {}, true})).value());
    const auto known = await(world.harvests->claim_run({"a", seconds(60), {"ci"}})).value();
    ASSERT_TRUE(known);
    EXPECT_EQ(known->source_key, "ci");
    expire(world);
    const auto begun = await(world.harvests->claim_run({"b", seconds(60), {}, true})).value();
    ASSERT_TRUE(begun);
    EXPECT_EQ(begun->lease.run, known->lease.run);
    EXPECT_FALSE(await(world.harvests->claim_run({"b", seconds(60), {"bf"}, true})).value());
}

// As a worker that was stopped in the middle of a COPY leaves it.
TEST(Lease, InATransactionThatNobodyEndsIsTakenAllTheSame) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun stopped = world.claim("bf");
    world.sql().script("update run set lease = interval '2 seconds'");
    expire(world);
    Connection hanging(session(world.conninfo));
    Transaction transaction(hanging);
    ASSERT_TRUE(renew_lease(hanging, stopped.lease));
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 0) << "it may still come to its end";
    EXPECT_FALSE(await(world.harvests->claim_run({"b", seconds(60)})).value());
    const auto patience = std::chrono::steady_clock::now() + seconds(30);
    std::optional<ClaimedRun> taken;
    while (!taken && std::chrono::steady_clock::now() < patience) {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        ASSERT_TRUE(await(world.harvests->plan_due_runs()));
        taken = await(world.harvests->claim_run({"b", seconds(60)})).value();
    }
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->lease.run, stopped.lease.run);
    EXPECT_ANY_THROW(transaction.commit());
}

TEST(Lease, OfAStoppedWorkerIsFencedOffAndItsPagesAreResumed) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun slow = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->commit_page(slow.lease, a_page(0, {a_record("bf", "a", "A")}))
    ));
    expire(world);
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 1);
    const auto next = await(world.harvests->claim_run({"other", seconds(60)})).value();
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->resumed);
    EXPECT_EQ(next->lease.run, slow.lease.run);
    EXPECT_GT(next->lease.token, slow.lease.token);
    EXPECT_EQ(next->checkpoint.pages, 1);
    EXPECT_EQ(next->checkpoint.cursor, "c1");
    EXPECT_FALSE(next->checkpoint.pages_done);
    // The first worker wakes up: nothing of it is written any more.
    const auto late =
        await(world.harvests->commit_page(slow.lease, a_page(1, {a_record("bf", "b", "B")})));
    EXPECT_EQ(late.error().code, Code::run_cancelled);
    EXPECT_EQ(await(world.harvests->heartbeat(slow.lease)).error().code, Code::run_cancelled);
    EXPECT_EQ(
        await(world.harvests->reconcile(slow.lease, ArchivePolicy{})).error().code,
        Code::run_cancelled
    );
    EXPECT_EQ(
        await(world.harvests->finish_run(slow.lease, RunEnd{})).error().code,
        Code::run_cancelled
    );
    EXPECT_EQ(world.number("select count(*) from dataset"), 1);
    EXPECT_TRUE(await(world.harvests->heartbeat(next->lease)));
}

TEST(Lease, ReleasedIsTakenOverAtOnce) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->release(run.lease, NetworkFacts())));
    EXPECT_TRUE(await(world.harvests->claim_run({"other", seconds(60)})).value()->resumed);
}

TEST(Lease, GivenBackForAPauseIsNobodysUntilItIsOver) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, a_page(0, {a_record("bf", "a", "A")})))
    );
    RunPause pause;
    pause.lasts = seconds(3'500);
    pause.in_a_row = 1;
    pause.detail = "429 seconds=3500";
    ASSERT_TRUE(await(world.harvests->release(run.lease, NetworkFacts(), pause)));
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 0) << "it waits for no worker";
    EXPECT_FALSE(await(world.harvests->claim_run({"other", seconds(60)})).value());
    EXPECT_EQ(world.number("select total from issue_count where code = 'RUN_PAUSED'"), 1)
        << "the reason is told";
    world.sql().script("update run set resume_at = resume_at - interval '3500 seconds'");
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 1);
    const auto next = await(world.harvests->claim_run({"other", seconds(60)})).value();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->lease.run, run.lease.run);
    EXPECT_TRUE(next->resumed);
    EXPECT_EQ(next->checkpoint.pages, 1);
    EXPECT_EQ(next->pauses, 1);
    // A stop that is none leaves it to anybody.
    ASSERT_TRUE(await(world.harvests->release(next->lease, NetworkFacts())));
    EXPECT_TRUE(await(world.harvests->claim_run({"other", seconds(60)})).value());
}

TEST(Lease, GivenBackForARestGoesOnAtItsSlotAndTakesIt) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    PageCommit page = a_page(0, {a_record("bf", "a", "A")});
    page.skipped = 2;
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, page)));
    world.sql().script("update source set next_at = moisson.now() + interval '3 hours'");
    RunPause rest;
    rest.code = Code::run_rested;
    rest.lasts = seconds(3 * 3'600);
    rest.in_a_row = 0;
    rest.detail = "1 of 2";
    ASSERT_TRUE(await(world.harvests->release(run.lease, NetworkFacts(), rest)));
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 0);
    EXPECT_FALSE(await(world.harvests->claim_run({"other", seconds(60)})).value());
    EXPECT_EQ(world.number("select total from issue_count where code = 'RUN_RESTED'"), 1);
    const SourceSummary resting = await(world.catalog->portal("bf")).value().sources[0];
    ASSERT_NE(resting.waiting_run(), nullptr);
    EXPECT_EQ(resting.waiting_run()->id, run.lease.run);
    EXPECT_EQ(resting.waiting_run()->resume_reason, "RUN_RESTED");
    travel(world, "4 hours");
    EXPECT_EQ(await(world.harvests->plan_due_runs()).value(), 1);
    const auto next = await(world.harvests->claim_run({"other", seconds(60)})).value();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->lease.run, run.lease.run);
    EXPECT_TRUE(next->resumed);
    EXPECT_EQ(next->pauses, 0);
    EXPECT_EQ(next->checkpoint.pages, 1);
    EXPECT_EQ(next->checkpoint.skipped, 2) << "what no request could get is not forgotten";
    EXPECT_GE(next->checkpoint.age, std::chrono::hours(4));
    EXPECT_LT(next->checkpoint.age, std::chrono::hours(5));
    ASSERT_TRUE(next->anchor);
    EXPECT_GT(next->claimed_at, *next->anchor);
    EXPECT_EQ(world.text("select coalesce(next_at::text, 'none') from source"), "none")
        << "no second run is owed for the slot";
    const SourceSummary awake = await(world.catalog->portal("bf")).value().sources[0];
    EXPECT_EQ(awake.waiting_run(), nullptr);
}

TEST(Lease, GivenBackForARestIsAskedForAndForAPauseIsNot) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, a_page(0, {a_record("bf", "a", "A")})))
    );
    RunPause pause;
    pause.lasts = seconds(3'500);
    ASSERT_TRUE(await(world.harvests->release(run.lease, NetworkFacts(), pause)));
    const auto ask = [&world] {
        return await(request_run(world.database, "bf", RunMode::automatic, "x", "awa")).value();
    };
    const RequestedRun waits = ask();
    EXPECT_EQ(waits.id, run.lease.run);
    EXPECT_TRUE(waits.resumes_at) << "its portal wants to be left alone";
    EXPECT_EQ(waits.resume_reason, "RUN_PAUSED");
    EXPECT_FALSE(await(world.harvests->claim_run({"other", seconds(60)})).value());
    world.sql().script("update run set resume_code = 'RUN_RESTED'");
    const RequestedRun goes_on = ask();
    EXPECT_EQ(goes_on.id, run.lease.run);
    EXPECT_FALSE(goes_on.resumes_at);
    const auto next = await(world.harvests->claim_run({"other", seconds(60)})).value();
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->resumed);
}

TEST(Lease, OfAnOldCheckpointBeginsAnew) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, a_page(0, {a_record("bf", "a", "A")})))
    );
    ASSERT_TRUE(await(world.harvests->release(run.lease, NetworkFacts())));
    travel(world, "25 hours");
    const auto next = await(world.harvests->claim_run({"other", seconds(60)})).value();
    ASSERT_TRUE(next);
    EXPECT_NE(next->lease.run, run.lease.run);
    EXPECT_EQ(next->checkpoint.pages, 0);
}

TEST(Lease, GivenBackTellsWhatTheNetworkSaid) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    NetworkFacts first;
    first.not_modified = 3;
    first.certificate_expires = Instant(std::chrono::seconds(1'900'000'000));
    ASSERT_TRUE(await(world.harvests->release(run.lease, first)));
    const auto resumed = await(world.harvests->claim_run({"w", std::chrono::seconds(60)})).value();
    ASSERT_TRUE(resumed);
    RunEnd end;
    end.network.not_modified = 2;
    end.network.certificate_expires = Instant(std::chrono::seconds(1'950'000'000));
    await(world.harvests->finish_run(resumed->lease, end)).value();
    const RunDetail detail = await(world.catalog->run(run.lease.run)).value();
    EXPECT_EQ(detail.not_modified, 5);
    EXPECT_EQ(detail.certificate_expires, first.certificate_expires);
}

TEST(Lease, OfAChangedSourceBeginsAnew) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, a_page(0, {a_record("bf", "a", "A")})))
    );
    ASSERT_TRUE(await(world.harvests->release(run.lease, NetworkFacts())));
    Portal portal = a_portal("bf");
    portal.sources[0].url += "/v3";
    world.sync({portal});
    const auto next = await(world.harvests->claim_run({"other", seconds(60)})).value();
    ASSERT_TRUE(next);
    EXPECT_FALSE(next->resumed);
    EXPECT_NE(next->lease.run, run.lease.run);
    EXPECT_EQ(next->checkpoint.pages, 0);
}

} // namespace
} // namespace moisson::store::testing
