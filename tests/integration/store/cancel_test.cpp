// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A run that somebody ends by hand.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/run_cancel.hpp"

namespace moisson::store::testing {
namespace {

CancelRequest cancellation_of(RunId run) {
    CancelRequest request;
    request.run = run;
    request.by = "awa";
    request.reason = "the portal is too slow";
    return request;
}

TEST(Cancel, FencesOffTheWorkerAndConcludesNothing) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 6);
    world.harvest("bf", all);
    const ClaimedRun run = world.claim("bf");
    const std::vector<RecordChange> fresh = records("bf", 6, 8);
    await(world.harvests->commit_page(run.lease, a_page(0, fresh))).value();
    const HarvestRun ended =
        await(cancel_run(world.database, cancellation_of(run.lease.run))).value();
    EXPECT_EQ(ended.state, RunState::cancelled);
    EXPECT_EQ(ended.reason, "cancelled by hand");
    EXPECT_EQ(ended.counts.created, 2) << "what was committed stays";
    EXPECT_EQ(world.number("select count(*) from dataset where state = 'active'"), 8);
    const auto late = await(world.harvests->commit_page(run.lease, a_page(1, all, true)));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Code::run_cancelled);
    EXPECT_EQ(await(world.harvests->heartbeat(run.lease)).error().code, Code::run_cancelled);
    EXPECT_FALSE(await(world.harvests->finish_run(run.lease, RunEnd{})));
    EXPECT_EQ(world.number("select failures from source"), 0);
    EXPECT_EQ(
        world.text("select actor || ' ' || action || ' ' || subject from audit order by id desc "
                   "limit 1"),
        "awa run.cancelled run:" + std::to_string(run.lease.run.value)
    );
    // The source is free for another one.
    EXPECT_EQ(world.harvest("bf", all).counts.missing, 2);
}

TEST(Cancel, EndsWhatWaitsAndNothingTwice) {
    World world;
    world.sync({a_portal("bf")});
    ASSERT_EQ(await(world.harvests->plan_due_runs()).value(), 1);
    const RunId id(world.number("select id from run"));
    EXPECT_EQ(
        await(cancel_run(world.database, cancellation_of(id))).value().state,
        RunState::cancelled
    );
    EXPECT_FALSE(await(world.harvests->claim_run({"w", std::chrono::seconds(60)})).value());
    const auto again = await(cancel_run(world.database, cancellation_of(id)));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::invalid_argument);
    const auto unknown = await(cancel_run(world.database, cancellation_of(RunId(999))));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::not_found);
    EXPECT_EQ(world.number("select count(*) from audit where action = 'run.cancelled'"), 1);
}

} // namespace
} // namespace moisson::store::testing
