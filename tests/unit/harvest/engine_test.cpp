// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every way a run can end, on a scripted portal and a store in memory.
#include "model/identity.hpp"
#include "support/run_coro.hpp"
#include "unit/harvest/scripted_portal.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::testing {
namespace {

TEST(Engine, HarvestsAllPagesInOrderAndThenChangesNothing) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}, {"c=1"}};
    bench.script->advertised = 3;
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(bench.store.rows.size(), 3U);
    ASSERT_EQ(bench.store.pages.size(), 2U);
    EXPECT_EQ(bench.store.pages[0].page, 0);
    EXPECT_EQ(bench.store.pages[0].next_cursor, "1");
    EXPECT_FALSE(bench.store.pages[1].next_cursor.has_value());
    EXPECT_EQ(bench.store.reconciled, 1);
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    for (const store::PageCommit& page : bench.store.pages)
        EXPECT_TRUE(page.changes.empty());
    EXPECT_EQ(bench.store.pages[0].unchanged, 2);
}

TEST(Engine, MapsAgainWhatChangedOrWhoseMappingChanged) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}};
    bench.harvest();
    bench.script->pages = {{"a=2", "b=1"}};
    bench.harvest();
    ASSERT_EQ(bench.store.pages[0].changes.size(), 1U);
    EXPECT_EQ(bench.store.pages[0].changes[0].dataset.remote_id, "a");
    bench.script->version = 2;
    bench.harvest();
    EXPECT_EQ(bench.store.pages[0].changes.size(), 2U);
}

TEST(Engine, KeepsAtMostTwoPagesAlive) {
    Bench bench;
    for (int i = 0; i < 20; ++i)
        bench.script->pages.push_back({"id" + std::to_string(i)});
    std::size_t most = 0;
    bench.script->on_fetch = [&](std::size_t number) {
        most = std::max(most, number + 1 - bench.store.pages.size());
    };
    bench.harvest();
    EXPECT_EQ(bench.store.pages.size(), 20U);
    EXPECT_GE(most, 1U);
    EXPECT_LE(most, 2U);
}

TEST(Engine, ABadRecordIsAnIssueAndDoesNotVanish) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1", "e=1", "f=1"}};
    bench.harvest();
    bench.script->pages = {
        {"a=unreadable", "b=1", "c=1", "d=1", "e=1", "f=1", "x=harvest-source", "y=private"}};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_TRUE(bench.store.rows["a"].active);
    EXPECT_EQ(bench.store.rows.size(), 6U);
    EXPECT_EQ(bench.store.issues(Code::bad_shape), 1);
    EXPECT_EQ(bench.store.issues(Code::not_a_dataset), 1);
    EXPECT_EQ(bench.store.issues(Code::not_published), 1);
}

TEST(Engine, OneDatasetThatLeavesGoesMissing) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1", "e=1", "f=1"}};
    bench.harvest();
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1", "e=1"}};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_FALSE(bench.store.rows["f"].active);
}

TEST(Engine, NamesWhatTheSourceDeleted) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1", "e=1", "f=1"}};
    bench.harvest();
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1", "e=private", "f=deleted", "new=deleted"}};
    bench.harvest();
    ASSERT_EQ(bench.store.pages.size(), 1U);
    const store::PageCommit& page = bench.store.pages.front();
    const std::vector<DatasetId> gone = {bench.store.rows["f"].id};
    EXPECT_EQ(page.deleted_at_source, gone) << "what is only private may come back";
    EXPECT_EQ(page.seen.size(), 4U);
}

TEST(Engine, HoldsARunThatWouldEmptyTheCatalogue) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1"}};
    bench.harvest();
    bench.script->pages = {{}};
    bench.script->advertised = 0;
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::held);
    EXPECT_EQ(bench.store.issues(Code::mass_deletion_held), 1);
    EXPECT_TRUE(bench.store.rows["a"].active);
    EXPECT_EQ(bench.store.reconciled, 1);
}

TEST(Engine, AHeldRunKeepsItsCreations) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1"}};
    bench.harvest();
    bench.script->pages = {{"a=1", "new=1"}};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::held);
    EXPECT_TRUE(bench.store.rows.contains("new"));
    EXPECT_TRUE(bench.store.rows["d"].active);
}

TEST(Engine, AnUnreachablePortalTouchesNothing) {
    Bench bench;
    bench.script->probe_error = Error(Code::dns_nxdomain, "portal.example");
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::failed);
    EXPECT_EQ(bench.end().reason, "DNS_NXDOMAIN");
    EXPECT_EQ(bench.store.reconciled, 0);
}

TEST(Engine, AFailureInTheMiddleIsIncompleteAndLosesNoRecord) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}, {"c=1"}, {"d=1"}, {"e=1"}};
    bench.harvest();
    bench.script->errors[1] = Error(Code::not_json, "HTML");
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::incomplete);
    EXPECT_EQ(bench.end().reason, "NOT_JSON");
    EXPECT_EQ(bench.store.issues(Code::incomplete_crawl), 1);
    EXPECT_TRUE(bench.store.rows["e"].active);
}

TEST(Engine, NoticesAPortalThatTurnsInCircles) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}, {"a=1", "b=1"}, {"c=1"}};
    bench.harvest();
    EXPECT_EQ(bench.end().reason, "PAGE_LOOP");
    bench.script->pages = {{"a=1", "b=1"}, {"b=1", "a=1"}, {"c=1"}};
    bench.harvest();
    EXPECT_EQ(bench.end().reason, "PAGE_STAGNANT");
    EXPECT_EQ(bench.end().state, RunState::incomplete);
}

TEST(Engine, TheSameIdOnTwoPagesChangesOnce) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "b=2"}, {"a=3", "c=1"}};
    bench.harvest();
    EXPECT_EQ(bench.store.issues(Code::dup_id), 2);
    EXPECT_EQ(bench.store.rows["a"].digest, sha256("a=1"));
    EXPECT_EQ(bench.store.rows["b"].digest, sha256("b=1"));
    EXPECT_EQ(bench.store.rows.size(), 3U);
}

TEST(Engine, OfTwoBodiesWithOneIdOnAPageTheSameIsTakenWhateverTheirOrder) {
    Bench bench;
    bench.script->pages = {{"b=2", "a=1", "b=1"}};
    bench.harvest();
    EXPECT_EQ(bench.store.rows["b"].digest, sha256("b=1")) << "the least digest";
    bench.script->pages = {{"b=1", "a=1", "b=2"}};
    bench.harvest();
    EXPECT_TRUE(bench.store.pages[0].changes.empty());
    EXPECT_EQ(bench.store.pages[0].received, 2);
    // What is stored stays, even if a lesser one joins it.
    bench.script->pages = {{"b=2", "a=1"}};
    bench.harvest();
    EXPECT_EQ(bench.store.rows["b"].digest, sha256("b=2"));
    bench.script->pages = {{"b=1", "a=1", "b=2"}};
    bench.harvest();
    EXPECT_TRUE(bench.store.pages[0].changes.empty());
}

TEST(Engine, AnIdOfBeforeAnInterruptionIsCountedOnce) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}, {"a=2", "c=1"}};
    bench.script->advertised = 3;
    bench.harvest();
    ASSERT_EQ(bench.store.issues(Code::dup_id), 1);
    // The same run, resumed by another process after its first page.
    bench.store.seen = {bench.store.rows["a"].id, bench.store.rows["b"].id};
    bench.store.pages.clear();
    store::ClaimedRun run;
    run.resumed = true;
    run.checkpoint.pages = 1;
    run.checkpoint.cursor = "1";
    run.checkpoint.received = 2;
    bench.harvest(run);
    EXPECT_EQ(bench.store.issues(Code::dup_id), 1);
    EXPECT_EQ(bench.store.rows["a"].digest, sha256("a=1"));
    EXPECT_EQ(bench.store.pages.front().received, 1);
}

TEST(Engine, ACatalogueThatShiftedDuringAnInterruptionIsNoCircle) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}, {"c=1", "d=1"}};
    bench.harvest();
    ASSERT_EQ(bench.end().state, RunState::complete);
    // Two records came before them while the run waited after its first page.
    bench.script->pages = {{"new=1", "newer=1"}, {"a=1", "b=1"}, {"c=1", "d=1"}};
    bench.store.seen = {bench.store.rows["a"].id, bench.store.rows["b"].id};
    bench.store.pages.clear();
    store::ClaimedRun run;
    run.resumed = true;
    run.checkpoint.pages = 1;
    run.checkpoint.cursor = "1";
    run.checkpoint.received = 2;
    bench.harvest(run);
    EXPECT_EQ(bench.end().state, RunState::complete) << bench.end().reason;
    ASSERT_EQ(bench.store.pages.size(), 2U);
    EXPECT_EQ(bench.store.pages[0].received, 0) << "counted before";
    EXPECT_EQ(bench.store.pages[1].received, 2);
    // What it meets twice itself is one all the same.
    bench.script->pages = {{"a=1", "b=1"}, {"a=1", "b=1"}, {"b=1", "a=1"}, {"c=1", "d=1"}};
    bench.harvest(run);
    EXPECT_EQ(bench.end().reason, "PAGE_STAGNANT");
}

TEST(Engine, AnIdOfBeforeARenameNamesNobody) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}};
    bench.harvest();
    // The dataset of "a" is called "z" at the source since.
    bench.store.rows["a"].is_former = true;
    const DatasetId renamed = bench.store.rows["a"].id;
    bench.harvest();
    ASSERT_EQ(bench.store.pages[0].changes.size(), 1U);
    EXPECT_EQ(bench.store.pages[0].changes[0].id, dataset_id_at_return(renamed, "a"));
    EXPECT_EQ(bench.store.pages[0].unchanged, 1);
}

TEST(Engine, ALyingCountIsSettledByTheListOfIds) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}};
    bench.script->advertised = 100;
    bench.script->listed = {"a", "b"};
    bench.script->abilities.ids_apart = true;
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(bench.store.issues(Code::count_mismatch), 1);
}

TEST(Engine, TheSameListAskedTwiceSettlesNoCount) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}};
    bench.script->advertised = 100;
    bench.script->listed = {"a", "b"};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::incomplete);
    EXPECT_EQ(bench.store.reconciled, 0);
}

TEST(Engine, ASkippedRecordExcusesNoOtherThatLacks) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}};
    bench.script->advertised = 100;
    bench.script->skipped = 1;
    bench.script->listed = {"a", "b", "broken"};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::incomplete);
    EXPECT_EQ(bench.store.reconciled, 0);
}

TEST(Engine, MissingPagesAreMadeUpByTheListOfIds) {
    Bench bench;
    bench.script->pages = {{"a=1"}};
    bench.script->advertised = 3;
    bench.script->listed = {"a", "b", "c"};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(bench.script->asked_by_id, (std::vector<std::string>{"b", "c"}));
    EXPECT_EQ(bench.store.rows.size(), 3U);
}

TEST(Engine, WithoutAListOfIdsALowCountIsIncomplete) {
    Bench bench;
    bench.script->pages = {{"a=1"}};
    bench.script->advertised = 3;
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::incomplete);
    EXPECT_EQ(bench.store.reconciled, 0);
}

TEST(Engine, APoisonRecordThatIsStillListedDoesNotVanish) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1", "broken=1"}};
    bench.harvest();
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1"}};
    bench.script->skipped = 1;
    bench.script->listed = {"a", "b", "c", "d", "broken"};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_TRUE(bench.store.rows["broken"].active);
    const std::vector<Issue>& told = bench.end().issues;
    const auto mismatch = std::find_if(told.begin(), told.end(), [](const Issue& issue) {
        return issue.code == Code::count_mismatch;
    });
    ASSERT_NE(mismatch, told.end());
    EXPECT_EQ(mismatch->detail, "1 skipped beside 4 received");
}

TEST(Engine, StopsAtItsLimits) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1"}, {"c=1"}, {"d=1"}};
    bench.source.records_max = 2;
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::incomplete);
    EXPECT_EQ(bench.end().reason, "LIMIT_REACHED");
    // Ids that were invented before count as well.
    bench.script->pages = {{"e=1"}, {"f=1"}, {"g=1"}};
    store::ClaimedRun run;
    run.active_before = 3;
    bench.harvest(run);
    EXPECT_EQ(bench.end().reason, "LIMIT_REACHED");
    EXPECT_TRUE(bench.store.rows.contains("e"));
    EXPECT_FALSE(bench.store.rows.contains("f"));
    // What is only met again is no growth.
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.harvest(run);
    EXPECT_NE(bench.end().reason, "LIMIT_REACHED");
    bench.script->pages = {{"a=1", "b=1"}, {"c=1"}, {"d=1"}};
    bench.source.records_max = 0;
    bench.source.duration_max = std::chrono::seconds(10);
    bench.options.leaves_for_pauses = false;
    bench.script->on_fetch = [&](std::size_t) { bench.clock.set_forward(std::chrono::seconds(6)); };
    bench.harvest();
    EXPECT_EQ(bench.end().reason, "RUN_DURATION_REACHED");
}

TEST(Engine, ResumesAfterTheLastCommittedPage) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}, {"c=1"}};
    bench.script->advertised = 3;
    store::ClaimedRun run;
    run.resumed = true;
    run.checkpoint.pages = 1;
    run.checkpoint.cursor = "1";
    run.checkpoint.received = 1;
    bench.harvest(run);
    EXPECT_EQ(bench.script->fetched, (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(bench.store.pages.front().page, 1);
    EXPECT_EQ(bench.end().state, RunState::complete);
}

TEST(Engine, ARunWhosePagesAreAllInOnlyEnds) {
    Bench bench;
    store::ClaimedRun run;
    run.resumed = true;
    run.checkpoint.pages = 3;
    run.checkpoint.pages_done = true;
    run.checkpoint.received = 3;
    run.checkpoint.advertised_count = 3;
    bench.harvest(run);
    EXPECT_TRUE(bench.script->fetched.empty());
    EXPECT_EQ(bench.end().state, RunState::complete);
}

TEST(Engine, RefusesASourceThatLeftTheConfiguration) {
    Bench bench;
    bench.source.connector = "unknown";
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::failed);
    EXPECT_EQ(bench.end().reason, "CONFIG_INVALID");
}

TEST(Engine, RemapsStoredRecordsWithoutTheNetwork) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=unreadable"}};
    bench.harvest();
    bench.store.rows["c"] = bench.store.rows["a"];
    bench.store.rows["c"].id = dataset_id_at_first_sight("portal", "script", "c");
    bench.store.rows["c"].raw = "c=unreadable";
    bench.script->version = 2;
    bench.script->fetched.clear();
    const auto engine = bench.make_engine();
    const auto report = run_coro(bench.context, engine->remap(SourceId(1), "source"));
    ASSERT_TRUE(report.has_value());
    EXPECT_EQ(report->remapped, 2);
    EXPECT_EQ(report->refused, 1);
    EXPECT_TRUE(bench.script->fetched.empty());
}

} // namespace
} // namespace moisson::testing
