// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Runs that do not read everything, on a scripted portal: nothing changed, a list and the bodies of
// its differences, what changed since a date.
#include "unit/harvest/scripted_portal.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

using Ids = std::vector<std::string>;

class Modes : public ::testing::Test {
protected:
    Modes() {
        bench.script->abilities.inventory = true;
        bench.script->abilities.records_per_request = 1;
        bench.script->abilities.bodies_per_request = 2;
        bench.script->pages = {{"a=1", "b=1", "c=1"}, {"d=1", "e=1", "f=1"}};
        bench.script->mark = "one";
    }

    // A run whose mode is chosen, after `last` was complete.
    void harvest() {
        store::ClaimedRun run;
        run.mode = RunMode::automatic;
        run.config_hash = "settings";
        if (!bench.store.settled.empty()) {
            run.past.last_complete = bench.clock.now();
            run.past.full_is_recent = true;
            run.past.mark = bench.store.settled.back().mark;
            run.past.mapping_version = bench.store.settled.back().mapping_version;
            run.past.config_hash = "settings";
        }
        bench.script->fetched.clear();
        bench.script->listed_pages.clear();
        bench.script->asked_by_id.clear();
        bench.harvest(std::move(run));
    }
    const store::SettledMode& settled() const { return bench.store.settled.back(); }

    Bench bench;
};

TEST_F(Modes, TheFirstRunReadsEverythingAndKeepsTheStamps) {
    harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(settled().mode, RunMode::full);
    EXPECT_EQ(settled().reason, "never read whole");
    EXPECT_EQ(settled().mark, "one");
    EXPECT_EQ(bench.store.rows["a"].stamp, "stamp of a=1");
}

TEST_F(Modes, AnUnchangedMarkEndsTheRunAfterTheProbe) {
    harvest();
    harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(settled().mode, RunMode::probe);
    EXPECT_EQ(settled().reason, "unchanged");
    EXPECT_EQ(bench.script->remembered, "one");
    EXPECT_TRUE(bench.script->fetched.empty());
    EXPECT_TRUE(bench.script->listed_pages.empty());
    EXPECT_TRUE(bench.store.pages.empty());
    EXPECT_EQ(bench.store.reconciled, 1) << "of the first run";
    EXPECT_EQ(bench.end().requests, 2) << "what the probe cost";
}

TEST_F(Modes, AnInventoryFetchesOnlyWhatDiffers) {
    harvest();
    bench.script->pages = {{"a=1", "b=2", "c=1"}, {"d=1", "e=1", "f=1", "g=1"}};
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(settled().mode, RunMode::inventory);
    EXPECT_EQ(bench.script->asked_by_id, (Ids{"b", "g"}));
    EXPECT_TRUE(bench.script->fetched.empty());
    EXPECT_EQ(bench.store.rows["b"].digest, record_of("b=2").digest);
    EXPECT_EQ(bench.store.rows["b"].stamp, "stamp of b=2");
    EXPECT_EQ(bench.store.rows.size(), 7U);
    ASSERT_EQ(bench.store.pages.size(), 3U);
    EXPECT_EQ(bench.store.pages[0].unchanged, 2);
    EXPECT_EQ(bench.store.pages[0].cursor, "list:");
    EXPECT_EQ(bench.store.pages[1].next_cursor, "bodies:0");
    EXPECT_EQ(bench.store.pages[2].cursor, "bodies:0");
    EXPECT_FALSE(bench.store.pages[2].next_cursor);
    EXPECT_EQ(bench.store.pages[2].received, 0) << "counted with the list";
    EXPECT_EQ(bench.store.reconciled, 2);
    // And then nothing differs.
    bench.script->mark = "three";
    harvest();
    EXPECT_TRUE(bench.script->asked_by_id.empty());
    EXPECT_EQ(bench.store.pages.size(), 2U);
}

// An address of ours that was written wrong takes records for our own until it is put right.
TEST_F(Modes, AnInventoryAsksAgainForWhatAnotherAddressLeftOut) {
    bench.options.own_url = "https://moisson.example/";
    bench.script->pages = {{"a=1", "b=from https://moisson.example/b"}, {"c=1", "d=1", "e=1"}};
    harvest();
    EXPECT_FALSE(bench.store.rows.contains("b"));
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(settled().mode, RunMode::inventory);
    EXPECT_TRUE(bench.script->asked_by_id.empty());
    bench.options.own_url = "https://autre.example/";
    bench.script->mark = "three";
    harvest();
    EXPECT_EQ(bench.script->asked_by_id, (Ids{"b"}));
    EXPECT_TRUE(bench.store.rows.contains("b"));
}

TEST_F(Modes, AnInventoryMissesWhatIsGone) {
    harvest();
    bench.script->pages = {{"a=1", "b=1", "c=1"}, {"d=1", "e=1"}};
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_FALSE(bench.store.rows["f"].active);
    EXPECT_TRUE(bench.script->asked_by_id.empty());
}

TEST_F(Modes, AListThatWantsNoBodyIsComparedOnceAtTheEnd) {
    harvest();
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(settled().mode, RunMode::inventory);
    EXPECT_EQ(bench.store.reconciled, 2);
    bench.script->pages = {{"a=1", "b=1"}};
    bench.script->mark = "three";
    harvest();
    EXPECT_EQ(bench.end().state, RunState::held) << "nothing else is lost by it";
    EXPECT_EQ(bench.store.lists_compared, 0);
    EXPECT_TRUE(bench.store.rows["f"].active);
}

TEST_F(Modes, TheBreakerLooksAtTheListBeforeTheFirstBody) {
    harvest();
    bench.script->pages = {{"a=2", "b=1"}, {"new=1"}};
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(bench.end().state, RunState::held);
    EXPECT_EQ(bench.store.issues(Code::mass_deletion_held), 1);
    EXPECT_TRUE(bench.script->asked_by_id.empty());
    EXPECT_TRUE(bench.script->fetched.empty());
    EXPECT_TRUE(bench.store.rows["f"].active);
    EXPECT_EQ(bench.store.reconciled, 1);
}

TEST_F(Modes, FarTooManyNewIdsOfAListAreHeldAfterTheFirstBodies) {
    bench.options.breaker.arrivals_min = 3;
    bench.options.breaker.arrivals_ratio = 1;
    harvest();
    Ids many = {"a=1", "b=1", "c=1", "d=1", "e=1", "f=1"};
    for (int i = 0; i < 250; ++i)
        many.push_back("x" + std::to_string(i) + "=1");
    bench.script->pages = {many};
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(settled().mode, RunMode::inventory);
    EXPECT_EQ(bench.end().state, RunState::held);
    EXPECT_EQ(bench.end().reason, "MASS_ARRIVAL_HELD");
    EXPECT_EQ(bench.script->asked_by_id.size(), 100U) << "a page of bodies";
    EXPECT_EQ(bench.store.rows.size(), 106U);
}

// A list is no proof of what its ids give: nothing of this one would ever be known.
TEST_F(Modes, IdsThatAreLeftOutAreNoArrivals) {
    bench.options.own_url = "https://moisson.example/";
    bench.options.breaker.arrivals_min = 3;
    bench.options.breaker.arrivals_ratio = 1;
    harvest();
    Ids many = {"a=1", "b=1", "c=1", "d=1", "e=1", "f=1"};
    for (int i = 0; i < 250; ++i) {
        const std::string id = "x" + std::to_string(i);
        many.push_back(id + "=from https://moisson.example/" + id);
    }
    bench.script->pages = {many};
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(settled().mode, RunMode::inventory);
    EXPECT_EQ(bench.script->asked_by_id.size(), 250U);
    EXPECT_EQ(bench.end().state, RunState::complete) << bench.end().reason;
    EXPECT_EQ(bench.store.rows.size(), 6U);
}

TEST_F(Modes, ANewIdForEveryRecordIsReadBeforeItIsJudged) {
    harvest();
    bench.script->pages = {{"A=1", "B=1", "C=1"}, {"D=1", "E=1", "F=1"}};
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(settled().mode, RunMode::inventory);
    EXPECT_EQ(bench.script->asked_by_id.size(), 6U) << "only the bodies tell what was renamed";
    EXPECT_EQ(bench.store.rows.size(), 12U);
    bench.script->pages = {{"A=1"}};
    bench.script->mark = "three";
    const std::size_t rows = bench.store.rows.size();
    harvest();
    EXPECT_EQ(bench.end().state, RunState::held) << "no newcomer can make up for these";
    EXPECT_EQ(bench.store.rows.size(), rows);
}

TEST_F(Modes, AListIsJudgedAgainAsBeforeTheBodiesThatAreThere) {
    harvest();
    bench.script->pages = {{"A=1", "B=1", "C=1"}, {"D=1", "E=1", "F=1"}};
    bench.script->mark = "two";
    // As the store gives back a run some of whose bodies are committed.
    store::ClaimedRun run;
    run.mode = RunMode::inventory;
    run.mode_reason = "the catalogue changed";
    run.resumed = true;
    run.past.last_complete = bench.clock.now();
    run.checkpoint.pages = 3;
    run.checkpoint.received = 6;
    run.checkpoint.cursor = "bodies:0";
    bench.store.seen.clear();
    for (const char* const name : {"A", "B", "C", "D", "E", "F"}) {
        const std::string id(name);
        bench.store.wanted.push_back({id, "stamp of " + id + "=1"});
        if (id > "D")
            continue;
        FakeHarvestStore::Row row;
        row.id = DatasetId(uuid5(Uuid{}, id));
        bench.store.rows[id] = row;
        bench.store.born.insert(row.id);
        bench.store.seen.insert(row.id);
    }
    bench.harvest(run);
    EXPECT_EQ(bench.script->asked_by_id.size(), 6U) << "they may still be those that vanished";
}

TEST_F(Modes, AFailedInventoryBecomesAFullCrawlThatTellsWhy) {
    harvest();
    bench.script->pages = {{"a=1", "b=2", "c=1"}, {"d=1", "e=1", "f=1"}};
    bench.script->mark = "two";
    bench.script->list_errors[1] = Error(Code::http_4xx, "409");
    harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(settled().mode, RunMode::full);
    EXPECT_EQ(settled().reason, "inventory failed: HTTP_4XX");
    EXPECT_TRUE(settled().forget_pages);
    EXPECT_EQ(settled().mark, "two");
    EXPECT_EQ(bench.script->fetched, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(bench.store.rows["b"].digest, record_of("b=2").digest);
    for (const auto& [id, row] : bench.store.rows)
        EXPECT_TRUE(row.active) << id;
}

TEST_F(Modes, AnInventoryShorterThanTheCountBecomesAFullCrawl) {
    harvest();
    bench.script->mark = "two";
    bench.script->abilities.ids_apart = true;
    bench.script->advertised = 7;
    bench.script->listed = Ids{"a", "b", "c", "d", "e", "f"};
    harvest();
    EXPECT_EQ(settled().mode, RunMode::full);
    EXPECT_EQ(settled().reason, "inventory of 6 of 7");
    EXPECT_EQ(bench.end().state, RunState::complete);
}

TEST_F(Modes, ManyDifferencesAreReadWhole) {
    harvest();
    bench.script->pages = {{"a=2", "b=2", "c=2"}, {"d=2", "e=2", "f=2"}};
    bench.script->mark = "two";
    bench.script->abilities.records_per_request = 3;
    bench.script->abilities.bodies_per_request = 1;
    harvest();
    EXPECT_EQ(settled().mode, RunMode::full);
    EXPECT_EQ(settled().reason, "6 of 6 differ");
    EXPECT_TRUE(bench.script->asked_by_id.empty());
    EXPECT_EQ(bench.store.rows["f"].digest, record_of("f=2").digest);
}

TEST_F(Modes, WhatGivesNoDatasetIsNotFetchedAgain) {
    bench.script->pages[1].push_back("x=private");
    harvest();
    ASSERT_TRUE(bench.store.left_out.contains("x"));
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(settled().mode, RunMode::inventory);
    EXPECT_TRUE(bench.script->asked_by_id.empty());
    bench.script->pages[1].back() = "x=public";
    bench.script->mark = "three";
    harvest();
    EXPECT_EQ(bench.script->asked_by_id, Ids{"x"});
    EXPECT_TRUE(bench.store.rows.contains("x"));
    EXPECT_FALSE(bench.store.left_out.contains("x"));
    // Hidden again: no longer there, and not asked for at every run.
    bench.script->pages[1].back() = "x=private again";
    bench.script->mark = "four";
    harvest();
    EXPECT_FALSE(bench.store.rows["x"].active);
    bench.script->mark = "five";
    harvest();
    EXPECT_TRUE(bench.script->asked_by_id.empty());
    EXPECT_FALSE(bench.store.rows["x"].active);
}

TEST_F(Modes, ABodyThatCannotBeHadIsStillListed) {
    bench.script->pages[1].push_back("broken-g=1");
    harvest();
    bench.script->pages[1].back() = "broken-g=2";
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(bench.script->asked_by_id, Ids{"broken-g"});
    EXPECT_TRUE(bench.store.rows["broken-g"].active);
    EXPECT_EQ(bench.end().state, RunState::complete);
}

TEST_F(Modes, AChangedMappingReadsEverythingAgain) {
    harvest();
    bench.script->version = 2;
    harvest();
    EXPECT_EQ(settled().mode, RunMode::full);
    EXPECT_EQ(settled().reason, "the mapping changed");
    EXPECT_TRUE(bench.script->remembered.empty()) << "its mark would not be believed";
}

TEST_F(Modes, AfterOtherSettingsNothingDisappears) {
    harvest();
    bench.script->pages = {{"a=1"}};
    store::ClaimedRun run;
    run.mode = RunMode::automatic;
    run.config_hash = "other";
    run.past.last_complete = bench.clock.now();
    run.past.full_is_recent = true;
    run.past.config_hash = "settings";
    run.past.mapping_version = settled().mapping_version;
    bench.harvest(std::move(run));
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(settled().reason, "the settings of the source changed");
    EXPECT_EQ(bench.store.reconciled, 1);
    EXPECT_EQ(bench.store.issues(Code::settings_changed), 1);
    EXPECT_EQ(bench.store.issues(Code::incomplete_crawl), 0) << "it was read whole";
    EXPECT_TRUE(bench.store.rows["f"].active);
}

TEST_F(Modes, ADeltaAsksSinceTheLastRunAndLosesNothing) {
    bench.script->abilities = kit::Abilities();
    bench.script->abilities.delta = true;
    harvest();
    bench.script->changed = {"b=2"};
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(settled().mode, RunMode::delta);
    EXPECT_EQ(bench.script->since, bench.clock.now() - std::chrono::hours(24));
    EXPECT_EQ(bench.store.rows["b"].digest, record_of("b=2").digest);
    EXPECT_EQ(bench.store.reconciled, 1) << "no base for deletions";
    EXPECT_TRUE(bench.store.rows["f"].active);
    EXPECT_EQ(settled().mark, "two") << "what a delta cannot see, the next one could not either";
}

TEST_F(Modes, ResumesInTheListAndInTheBodies) {
    harvest();
    bench.script->pages = {{"a=2", "b=1", "c=1"}, {"d=1", "e=1", "f=2"}};
    bench.script->mark = "two";
    // As the store gives back a run whose first list page is committed.
    store::ClaimedRun run;
    run.mode = RunMode::inventory;
    run.mode_reason = "the catalogue changed";
    run.resumed = true;
    run.past.last_complete = bench.clock.now();
    run.checkpoint.pages = 1;
    run.checkpoint.received = 3;
    run.checkpoint.cursor = "list:1";
    bench.store.seen = {bench.store.rows["b"].id, bench.store.rows["c"].id};
    bench.store.wanted = {{"a", "stamp of a=2"}};
    bench.store.pages.clear();
    const std::size_t settled_before = bench.store.settled.size();
    bench.harvest(run);
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(bench.store.settled.size(), settled_before) << "the mode is kept";
    EXPECT_EQ(bench.script->listed_pages, (std::vector<std::size_t>{1}));
    EXPECT_EQ(bench.script->asked_by_id, (Ids{"a", "f"}));
    EXPECT_TRUE(bench.store.rows["a"].active);
    // And one whose list is done.
    bench.script->listed_pages.clear();
    bench.script->asked_by_id.clear();
    run.checkpoint.cursor = "bodies:0";
    run.checkpoint.received = 6;
    bench.store.wanted = {{"a", "stamp of a=2"}};
    bench.harvest(run);
    EXPECT_TRUE(bench.script->listed_pages.empty());
    EXPECT_EQ(bench.script->asked_by_id, Ids{"a"});
}

TEST_F(Modes, StampsThatRecordsDoNotCarryAreLearntFromTheInventory) {
    bench.script->abilities.stamps_apart = true;
    harvest();
    EXPECT_EQ(bench.store.rows["a"].stamp, "stamp of a=1");
    EXPECT_EQ(bench.script->listed_pages, (std::vector<std::size_t>{0, 1}));
    bench.script->mark = "two";
    harvest();
    EXPECT_EQ(settled().mode, RunMode::inventory);
    EXPECT_TRUE(bench.script->asked_by_id.empty());
}

} // namespace
} // namespace moisson::testing
