// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A portal that gives its records other ids, harvested in every mode, whole and in part, stopped
// and resumed, back and forth: no dataset dies, none is born.
#include "portals/generator.hpp"
#include "stand.hpp"
#include "support/reidentified.hpp"
#include "without.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

constexpr RunMode automatic = RunMode::automatic;

CataloguePtr renamed_catalogue(std::uint64_t count) {
    portals::GeneratorOptions options;
    options.seed = 17;
    options.count = count;
    options.countries = {"BF"};
    return portals::generate(options);
}

// Uuids, slugs and first sights: what a rename must not touch.
std::string identities(const Stand& stand) {
    return stand.value("select md5(string_agg(id || slug || first_seen, ' ' order by id)) "
                       "from dataset where state = 'active'");
}

TEST(Identity, ANewIdForEveryRecordIsAMassRename) {
    for (const RunMode mode : {RunMode::full, RunMode::inventory}) {
        const CataloguePtr all = renamed_catalogue(120);
        Stand stand(all);
        ASSERT_EQ(stand.harvest(automatic).counts.created, 120);
        const std::string before = identities(stand);
        stand.serve(with_new_ids(all, 0, 120));
        const HarvestRun run = stand.harvest(mode);
        EXPECT_EQ(run.state, RunState::complete) << to_string(mode) << ": " << run.reason;
        EXPECT_EQ(run.counts.renamed, 120) << to_string(mode);
        EXPECT_EQ(run.counts.created, 0);
        EXPECT_EQ(run.counts.missing, 0);
        EXPECT_EQ(run.counts.received, 120);
        EXPECT_EQ(run.counts.left_out(), 0);
        EXPECT_EQ(identities(stand), before);
        EXPECT_EQ(stand.summary().active, 120);
        const std::string fingerprint = stand.fingerprint();
        const HarvestRun again = stand.harvest(RunMode::full);
        EXPECT_EQ(again.counts.unchanged, 120);
        EXPECT_EQ(stand.fingerprint(), fingerprint);
    }
}

TEST(Identity, AFewNewIdsAmongDeathsAreFoundInAnInventory) {
    const CataloguePtr all = renamed_catalogue(120);
    Stand stand(all);
    ASSERT_EQ(stand.harvest(automatic).counts.created, 120);
    stand.serve(without(with_new_ids(all, 50, 56), 4));
    const HarvestRun run = stand.harvest(automatic);
    EXPECT_EQ(run.mode, RunMode::inventory) << run.mode_reason;
    EXPECT_EQ(run.state, RunState::complete) << run.reason;
    EXPECT_EQ(run.counts.renamed, 6);
    EXPECT_EQ(run.counts.created, 0);
    EXPECT_EQ(run.counts.missing, 4);
    EXPECT_EQ(run.counts.left_out(), 0);
    EXPECT_EQ(stand.summary().active, 116);
}

TEST(Identity, BackToTheOldIdsAndForthAgainIsTheSameDatasets) {
    const CataloguePtr all = renamed_catalogue(60);
    const CataloguePtr moved = with_new_ids(all, 0, 60);
    Stand stand(all);
    stand.harvest(automatic);
    const std::string before = identities(stand);
    for (const CataloguePtr& now : {moved, all, moved, all}) {
        stand.serve(now);
        const HarvestRun run = stand.harvest(RunMode::full);
        EXPECT_EQ(run.state, RunState::complete) << run.reason;
        EXPECT_EQ(run.counts.renamed, 60);
        EXPECT_EQ(run.counts.missing + run.counts.created, 0);
        EXPECT_EQ(identities(stand), before);
    }
    EXPECT_EQ(stand.harvest(RunMode::full).counts.unchanged, 60);
}

TEST(Identity, OldAndNewIdsBesideEachOtherAreTwoDatasets) {
    const CataloguePtr all = renamed_catalogue(60);
    Stand stand(all);
    stand.harvest(automatic);
    stand.serve(with_new_ids(all, 0, 3));
    ASSERT_EQ(stand.harvest(RunMode::full).counts.renamed, 3);
    portals::CatalogueBuilder both(false);
    const CataloguePtr moved = with_new_ids(all, 0, 3);
    for (const portals::Record& record : moved->records())
        both.add(record, std::string(moved->text(record)));
    for (std::size_t i = 0; i < 3; ++i)
        both.add(all->records()[i], std::string(all->text(all->records()[i])));
    stand.serve(both.build());
    const HarvestRun run = stand.harvest(RunMode::full);
    EXPECT_EQ(run.counts.created, 3);
    EXPECT_EQ(run.counts.renamed, 0);
    EXPECT_EQ(stand.summary().active, 63);
    const std::int64_t changes = stand.changes();
    EXPECT_EQ(stand.harvest(RunMode::full).counts.unchanged, 63);
    EXPECT_EQ(stand.changes(), changes);
    // Every resource has an id of its own.
    EXPECT_EQ(stand.value("select count(*) - count(distinct id) from distribution"), "0");
}

TEST(Identity, AStoppedRunFindsTheRenamesOfAllItsPages) {
    const CataloguePtr all = renamed_catalogue(120);
    for (const RunMode mode : {RunMode::full, RunMode::inventory}) {
        Stand stand(all);
        stand.harvest(automatic);
        const std::string before = identities(stand);
        stand.serve(with_new_ids(all, 0, 120));
        stand.harvest_until(mode, 2);
        const HarvestRun run = stand.resume();
        EXPECT_EQ(run.state, RunState::complete) << run.reason;
        EXPECT_EQ(run.counts.renamed, 120);
        EXPECT_EQ(run.counts.created, 0);
        EXPECT_EQ(identities(stand), before);
    }
}

TEST(Identity, AnInventoryStoppedBetweenItsBodiesEndsAsAnUndisturbedOne) {
    const CataloguePtr all = renamed_catalogue(250);
    const CataloguePtr moved = with_new_ids(all, 0, 110);
    Stand undisturbed(all);
    undisturbed.harvest(automatic);
    undisturbed.serve(moved);
    const HarvestRun whole = undisturbed.harvest(RunMode::inventory);
    ASSERT_EQ(whole.state, RunState::complete) << whole.reason;
    EXPECT_GT(whole.counts.renamed, 100);
    // Five pages of the list, then two of bodies.
    for (const int pages : {5, 6}) {
        Stand stand(all);
        stand.harvest(automatic);
        stand.serve(moved);
        stand.harvest_until(RunMode::inventory, pages);
        const HarvestRun run = stand.resume();
        EXPECT_EQ(run.mode, RunMode::inventory) << run.mode_reason;
        EXPECT_EQ(run.state, RunState::complete) << pages << ": " << run.reason;
        EXPECT_EQ(run.counts.renamed, whole.counts.renamed) << pages;
        EXPECT_EQ(run.counts.created, whole.counts.created) << pages;
        EXPECT_EQ(run.counts.missing, whole.counts.missing) << pages;
    }
}

TEST(Identity, WhatAHeldRunFoundIsAppliedByTheNextThatIsNot) {
    const CataloguePtr all = renamed_catalogue(120);
    Stand stand(all);
    stand.harvest(automatic);
    const std::string before = identities(stand);
    const CataloguePtr moved = with_new_ids(all, 60, 70);
    stand.serve(without(moved, 40));
    const HarvestRun held = stand.harvest(RunMode::full);
    EXPECT_EQ(held.state, RunState::held);
    EXPECT_EQ(held.counts.created, 10);
    EXPECT_EQ(stand.summary().active, 130);
    stand.serve(moved);
    const HarvestRun whole = stand.harvest(RunMode::full);
    EXPECT_EQ(whole.state, RunState::complete) << whole.reason;
    EXPECT_EQ(whole.counts.missing, 0);
    EXPECT_EQ(stand.summary().active, 120);
    EXPECT_EQ(identities(stand), before);
}

} // namespace
} // namespace moisson::testing
