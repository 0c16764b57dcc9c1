// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Held runs end by a decision (decision 2): approved as of their own id set, refused, settled by a
// later run, or by themselves when the operator lets them.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/run_decision.hpp"

#include <fmt/format.h>

namespace moisson::store::testing {
namespace {

DecisionRequest decision(RunId run, HeldVerdict verdict) {
    DecisionRequest request;
    request.run = run;
    request.verdict = verdict;
    request.by = "awa";
    request.reason = "portail refondu";
    return request;
}

// How often the portal's page, the report of its source and the rows beneath speak of the hold.
std::string told(World& world) {
    const std::string code = "MASS_DELETION_HELD";
    const auto portal = await(world.catalog->portal("bf")).value();
    const auto reports = await(world.catalog->source_reports("bf")).value();
    std::size_t rows = 0;
    for (std::optional<BacklogPlace> place = BacklogPlace(); place;) {
        const BacklogPage page = await(world.catalog->backlog("bf", *place)).value();
        for (const ReportedIssue& line : page.issues)
            rows += line.row.issue.code == Code::mass_deletion_held ? 1 : 0;
        place = page.next;
    }
    return fmt::format("{} {} {}", portal.issues.count(code), reports[0].backlog.count(code), rows);
}

std::int64_t active(World& world) {
    return world.number("select count(*) from dataset where state = 'active'");
}

TEST(HeldRun, IsApprovedAsOfItsOwnIdSet) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const HarvestRun held = hold(world, records("bf", 0, 4));
    EXPECT_TRUE(held.awaits_decision());
    EXPECT_EQ(active(world), 10) << "nothing disappears while it is held";
    // Later runs go on creating and updating: id9 comes back, id20 is new.
    std::vector<RecordChange> later = records("bf", 0, 4);
    later.push_back(records("bf", 9, 10).front());
    later.push_back(records("bf", 20, 21).front());
    hold(world, later);
    EXPECT_EQ(active(world), 11);
    const SourceSummary waiting = await(world.catalog->portal("bf")).value().sources[0];
    EXPECT_EQ(waiting.awaiting_decision->value, 3);
    EXPECT_EQ(waiting.awaiting_reason, "MASS_DELETION_HELD");

    const HarvestRun done =
        await(decide_run(world.database, decision(held.id, HeldVerdict::approved))).value();
    EXPECT_EQ(done.state, RunState::complete);
    ASSERT_TRUE(done.decision);
    EXPECT_EQ(done.decision->verdict, HeldVerdict::approved);
    EXPECT_EQ(done.decision->by, "awa");
    EXPECT_EQ(done.decision->reason, "portail refondu");
    EXPECT_EQ(done.counts.missing, 5) << "id4 to id8: the later run saw id9, and made id20";
    EXPECT_EQ(active(world), 6);
    EXPECT_EQ(
        world.text("select string_agg(remote_id, ' ' order by remote_id) from dataset "
                   "where state = 'missing'"),
        "id4 id5 id6 id7 id8"
    );
    EXPECT_EQ(world.number("select count(*) from change where cause = 'missing' and run = 2"), 5);
    EXPECT_EQ(world.number("select count(*) from absence where runs = 1 and last_seen_run = 1"), 5);
    EXPECT_EQ(
        world.text("select kind || ' ' || subject || ' ' || (payload->>'by') || ' ' || "
                   "(payload->>'missing') from event"),
        "run.approved run:2 awa 5"
    );
    // The newer question is another one: it stays.
    EXPECT_TRUE(await(world.catalog->run(RunId(3))).value().run.awaits_decision());
}

TEST(HeldRun, IsNoTroubleOfTodayOnceDecided) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const HarvestRun held = hold(world, records("bf", 0, 4));
    EXPECT_EQ(told(world), "1 1 1");
    await(decide_run(world.database, decision(held.id, HeldVerdict::approved))).value();
    EXPECT_EQ(told(world), "0 0 0");
    EXPECT_EQ(await(world.catalog->run(held.id)).value().run.issues.at("MASS_DELETION_HELD"), 1)
        << "it remains what that run met";
}

TEST(HeldRun, RefusedLeavesAllActive) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const HarvestRun held = hold(world, records("bf", 0, 4));
    const HarvestRun again = hold(world, records("bf", 0, 4));
    const std::string before = world.fingerprint();
    const HarvestRun done =
        await(decide_run(world.database, decision(held.id, HeldVerdict::refused))).value();
    EXPECT_EQ(done.state, RunState::held);
    EXPECT_FALSE(done.awaits_decision());
    EXPECT_EQ(active(world), 10);
    EXPECT_EQ(world.fingerprint(), before);
    EXPECT_EQ(world.text("select kind from event"), "run.refused");
    // The later run with the same ids asked the same.
    const auto other = await(world.catalog->run(again.id)).value().run;
    ASSERT_TRUE(other.decision);
    EXPECT_EQ(other.decision->verdict, HeldVerdict::superseded);
    EXPECT_FALSE(await(world.catalog->portal("bf")).value().sources[0].awaiting_decision);
}

TEST(HeldRun, IsDecidedOnceAndOnlyWhenHeld) {
    World world;
    world.sync({a_portal("bf")});
    const HarvestRun complete = world.harvest("bf", records("bf", 0, 10));
    const HarvestRun held = hold(world, records("bf", 0, 4));
    const auto ask = [&](RunId run) {
        return await(decide_run(world.database, decision(run, HeldVerdict::approved)));
    };
    EXPECT_EQ(ask(RunId(99)).error().code, Code::not_found);
    EXPECT_EQ(ask(complete.id).error().code, Code::invalid_argument);
    EXPECT_TRUE(ask(held.id));
    EXPECT_EQ(ask(held.id).error().code, Code::invalid_argument);
    EXPECT_EQ(world.number("select count(*) from event"), 1);
}

TEST(HeldRun, IsSettledByALaterRunThatTheBreakerLetsThrough) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const HarvestRun held = hold(world, records("bf", 0, 4));
    world.harvest("bf", records("bf", 0, 10));
    const auto settled = await(world.catalog->run(held.id)).value().run;
    ASSERT_TRUE(settled.decision);
    EXPECT_EQ(settled.decision->verdict, HeldVerdict::superseded);
    EXPECT_EQ(active(world), 10);
}

TEST(HeldRun, CountsTheRunsBeforeItThatSawTheSameIds) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const auto identical = [&](const std::vector<RecordChange>& seen) {
        const ClaimedRun run = world.claim("bf");
        await(world.harvests->commit_page(run.lease, a_page(0, seen, true))).value();
        const auto counts = await(world.harvests->compare_seen(run.lease)).value();
        RunEnd end;
        end.state = RunState::held;
        await(world.harvests->finish_run(run.lease, end)).value();
        return counts.identical_holds;
    };
    EXPECT_EQ(identical(records("bf", 0, 4)), 0);
    EXPECT_EQ(identical(records("bf", 0, 4)), 1);
    EXPECT_EQ(identical(records("bf", 0, 3)), 0) << "another set: counted anew";
    EXPECT_EQ(identical(records("bf", 0, 3)), 1);
    EXPECT_EQ(identical(records("bf", 0, 3)), 2);
}

TEST(HeldRun, ThatSawWhatSomebodyRefusedNeverApprovesItself) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const HarvestRun held = hold(world, records("bf", 0, 4));
    await(decide_run(world.database, decision(held.id, HeldVerdict::refused))).value();
    hold(world, records("bf", 0, 4));
    hold(world, records("bf", 0, 4));
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, records("bf", 0, 4), true))).value();
    EXPECT_EQ(await(world.harvests->compare_seen(run.lease)).value().identical_holds, 0);
}

TEST(HeldRun, ThatOnlyListedKeepsWhatItWantedToFetch) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    // id9 is missing, with its days of grace behind it.
    world.harvest("bf", records("bf", 0, 9));
    travel(world, "60 days");
    const ClaimedRun run = world.claim("bf");
    SettledMode mode;
    mode.mode = RunMode::inventory;
    mode.mark = "7";
    await(world.harvests->settle_mode(run.lease, mode)).value();
    PageCommit list = a_page(0, {}, true);
    for (int i = 0; i < 3; ++i)
        list.seen.push_back(all[static_cast<std::size_t>(i)].id);
    list.wanted = {{"id3", "2"}, {"id9", "2"}, {"id10", "1"}};
    await(world.harvests->commit_page(run.lease, list)).value();
    const auto listed = await(world.harvests->compare_listed(run.lease)).value();
    EXPECT_EQ(listed.vanished, 5) << "id4 to id8";
    RunEnd end;
    end.state = RunState::held;
    await(world.harvests->finish_run(run.lease, end)).value();
    const HarvestRun done =
        await(decide_run(world.database, decision(run.lease.run, HeldVerdict::approved))).value();
    EXPECT_EQ(done.counts.missing, 5);
    EXPECT_EQ(done.counts.archived, 0) << "id9 is listed: it comes back with its body";
    EXPECT_EQ(active(world), 4);
    EXPECT_EQ(world.claim("bf").past.mark, "") << "what the mark speaks of was not read";
}

TEST(HeldRun, ThatApprovesItselfSaysSo) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const HarvestRun held = hold(world, records("bf", 0, 4));
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, records("bf", 0, 4), true))).value();
    await(world.harvests->reconcile(run.lease, ArchivePolicy{})).value();
    RunEnd end;
    end.approved_because = "three complete runs in a row saw the same ids";
    const HarvestRun done = await(world.harvests->finish_run(run.lease, end)).value();
    EXPECT_EQ(done.state, RunState::complete);
    ASSERT_TRUE(done.decision);
    EXPECT_EQ(done.decision->by, "moissond");
    EXPECT_EQ(active(world), 4);
    EXPECT_EQ(world.text("select payload->>'by' from event"), "moissond");
    EXPECT_EQ(
        await(world.catalog->run(held.id)).value().run.decision->verdict,
        HeldVerdict::superseded
    );
}

TEST(HeldRun, ThatMetTooManyNewRecordsLosesNothingWhateverIsDecided) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const ClaimedRun run = world.claim("bf");
    const SourceId source = run.source;
    Arrivals found = await(world.harvests->arrivals(source)).value();
    EXPECT_FALSE(found.believed);
    EXPECT_EQ(found.known, 10);
    EXPECT_EQ(found.arrived, 0);

    await(world.harvests->commit_page(run.lease, a_page(0, records("bf", 8, 30), true))).value();
    found = await(world.harvests->arrivals(source)).value();
    EXPECT_EQ(found.known, 10);
    EXPECT_EQ(found.arrived, 20);
    RunEnd end;
    end.state = RunState::held;
    end.reason = "MASS_ARRIVAL_HELD";
    end.issues.push_back(Issue(Code::mass_arrival_held, Stage::reconcile, "20 new beside 10 known")
    );
    EXPECT_TRUE(await(world.harvests->finish_run(run.lease, end)).value().awaits_decision());
    EXPECT_EQ(
        await(world.catalog->portal("bf")).value().sources[0].awaiting_reason,
        "MASS_ARRIVAL_HELD"
    );

    const HarvestRun done =
        await(decide_run(world.database, decision(run.lease.run, HeldVerdict::approved))).value();
    EXPECT_EQ(done.state, RunState::incomplete) << "it has seen a part of the catalogue only";
    EXPECT_EQ(done.decision->verdict, HeldVerdict::approved);
    EXPECT_EQ(done.counts.missing, 0);
    EXPECT_EQ(active(world), 30);
    EXPECT_TRUE(await(world.harvests->arrivals(source)).value().believed);
    EXPECT_EQ(await(world.catalog->portal("bf")).value().issues.count("MASS_ARRIVAL_HELD"), 0U);
    // Once a run has settled, growth is looked at again.
    world.harvest("bf", records("bf", 0, 30));
    found = await(world.harvests->arrivals(source)).value();
    EXPECT_FALSE(found.believed);
    EXPECT_EQ(found.known, 30);
}

TEST(HeldRun, StaysOpenWhenOnlyArrivalsAreDecided) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const HarvestRun gone = hold(world, records("bf", 0, 4));
    const HarvestRun come = hold(world, records("bf", 0, 30), Code::mass_arrival_held);
    const HarvestRun more = hold(world, records("bf", 0, 40), Code::mass_arrival_held);
    await(decide_run(world.database, decision(more.id, HeldVerdict::refused))).value();
    EXPECT_FALSE(await(world.catalog->run(come.id)).value().run.awaits_decision());
    EXPECT_TRUE(await(world.catalog->run(gone.id)).value().run.awaits_decision());
}

// The counts of a run that sees these.
Reconciliation compared(World& world, const std::vector<RecordChange>& seen) {
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, seen, true))).value();
    const Reconciliation counts = await(world.harvests->compare_seen(run.lease)).value();
    const Reconciliation listed = await(world.harvests->compare_listed(run.lease)).value();
    EXPECT_EQ(listed.active_before, counts.active_before);
    EXPECT_EQ(listed.vanished, counts.vanished);
    RunEnd end;
    end.state = RunState::incomplete;
    await(world.harvests->finish_run(run.lease, end)).value();
    return counts;
}

TEST(HeldRun, LeavesAMendedPortalNothingThatItHasLost) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 12));
    const HarvestRun held = hold(world, records("bf", 0, 40), Code::mass_arrival_held);
    await(decide_run(world.database, decision(held.id, HeldVerdict::refused))).value();
    Reconciliation counts = compared(world, records("bf", 0, 12));
    EXPECT_EQ(counts.active_before, 12);
    EXPECT_EQ(counts.vanished, 0);
    counts = compared(world, records("bf", 0, 5));
    EXPECT_EQ(counts.active_before, 12);
    EXPECT_EQ(counts.vanished, 7) << "what is its own counts as ever";
    EXPECT_EQ(world.harvest("bf", records("bf", 0, 12)).counts.missing, 28);
}

TEST(HeldRun, OfArrivalsThatAreApprovedMakesThemCount) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 12));
    const HarvestRun held = hold(world, records("bf", 0, 40), Code::mass_arrival_held);
    await(decide_run(world.database, decision(held.id, HeldVerdict::approved))).value();
    const Reconciliation counts = compared(world, records("bf", 0, 12));
    EXPECT_EQ(counts.active_before, 40);
    EXPECT_EQ(counts.vanished, 28);
}

TEST(HeldRun, ComparesWithEverythingBeforeAnythingWasSettled) {
    World world;
    world.sync({a_portal("bf")});
    compared(world, records("bf", 0, 10));
    const Reconciliation counts = compared(world, records("bf", 0, 2));
    EXPECT_EQ(counts.active_before, 10);
    EXPECT_EQ(counts.vanished, 8);
}

TEST(HeldRun, IsNoneAfterOtherSettingsLetRecordsIn) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    // Complete, and it settles nothing.
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, records("bf", 0, 30), true))).value();
    EXPECT_FALSE(await(world.harvests->arrivals(run.source)).value().believed);
    await(world.harvests->finish_run(run.lease, RunEnd{})).value();
    EXPECT_TRUE(await(world.harvests->arrivals(run.source)).value().believed);
    world.harvest("bf", records("bf", 0, 30));
    EXPECT_FALSE(await(world.harvests->arrivals(run.source)).value().believed);
}

TEST(HeldRun, AppliesWhatTheSourceItselfDeletedOnApproval) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    const ClaimedRun run = world.claim("bf");
    PageCommit page = a_page(0, records("bf", 0, 4), true);
    page.deleted_at_source = {all[9].id};
    await(world.harvests->commit_page(run.lease, page)).value();
    EXPECT_EQ(await(world.harvests->compare_seen(run.lease)).value().vanished, 6)
        << "a deletion that the source says counts in the breaker";
    RunEnd end;
    end.state = RunState::held;
    await(world.harvests->finish_run(run.lease, end)).value();
    EXPECT_EQ(active(world), 10);
    const auto done =
        await(decide_run(world.database, decision(run.lease.run, HeldVerdict::approved))).value();
    EXPECT_EQ(done.counts.missing, 6);
    EXPECT_EQ(done.counts.archived, 1);
    EXPECT_EQ(await(world.catalog->dataset(all[9].id)).value().state, RecordState::archived);
}

} // namespace
} // namespace moisson::store::testing
