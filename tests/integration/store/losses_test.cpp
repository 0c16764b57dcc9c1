// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a source has lost already weighs with what it loses now, until it is archived or somebody
// lets it go.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/run_decision.hpp"

namespace moisson::store::testing {
namespace {

// What a run that sees these adds up to; it settles nothing.
Reconciliation weighed(World& world, const std::vector<RecordChange>& seen) {
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, seen, true))).value();
    const Reconciliation counts = await(world.harvests->compare_seen(run.lease)).value();
    const Reconciliation listed = await(world.harvests->compare_listed(run.lease)).value();
    EXPECT_EQ(listed.missing, counts.missing);
    RunEnd end;
    end.state = RunState::incomplete;
    await(world.harvests->finish_run(run.lease, end)).value();
    return counts;
}

TEST(Losses, AddUpUntilTheyComeBackOrAreArchived) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 20));
    world.harvest("bf", records("bf", 0, 17));
    world.harvest("bf", records("bf", 0, 14));
    Reconciliation counts = weighed(world, records("bf", 0, 12));
    EXPECT_EQ(counts.vanished, 2);
    EXPECT_EQ(counts.missing, 6);
    EXPECT_EQ(counts.lost(), 8);
    EXPECT_EQ(counts.known(), 20);
    counts = weighed(world, records("bf", 2, 16));
    EXPECT_EQ(counts.vanished, 2);
    EXPECT_EQ(counts.missing, 4) << "id14 and id15 are there again";
    travel(world, "60 days");
    world.harvest("bf", records("bf", 0, 16));
    counts = weighed(world, records("bf", 0, 15));
    EXPECT_EQ(counts.vanished, 1);
    EXPECT_EQ(counts.missing, 0) << "the others are archived";
}

TEST(Losses, ThatSomebodyApprovedAreNotHeldAgain) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 20));
    world.harvest("bf", records("bf", 0, 18));
    const HarvestRun held = hold(world, records("bf", 0, 12));
    DecisionRequest request;
    request.run = held.id;
    request.verdict = HeldVerdict::approved;
    request.by = "awa";
    request.reason = "portail refondu";
    await(decide_run(world.database, request)).value();
    Reconciliation counts = weighed(world, records("bf", 0, 11));
    EXPECT_EQ(counts.vanished, 1);
    EXPECT_EQ(counts.missing, 0) << "neither the approved ones nor those before";
    world.harvest("bf", records("bf", 0, 11));
    counts = weighed(world, records("bf", 0, 10));
    EXPECT_EQ(counts.vanished, 1);
    EXPECT_EQ(counts.missing, 1) << "what went since counts as ever";
}

TEST(Losses, AreNotWhatAPortalHadInvented) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 12));
    hold(world, records("bf", 0, 40), Code::mass_arrival_held);
    EXPECT_EQ(world.harvest("bf", records("bf", 0, 12)).counts.missing, 28);
    const Reconciliation counts = weighed(world, records("bf", 0, 11));
    EXPECT_EQ(counts.vanished, 1);
    EXPECT_EQ(counts.missing, 0);
}

} // namespace
} // namespace moisson::store::testing
