// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What runs ask of a portal when little or nothing changed, on PostgreSQL; the simulator counts.
#include "changed.hpp"
#include "portals/datajson.hpp"
#include "portals/generator.hpp"
#include "portals/udata.hpp"
#include "stand.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace moisson::testing {
namespace {

constexpr RunMode chosen = RunMode::automatic;

CataloguePtr modes_catalogue(std::uint64_t count, double defects = 0) {
    portals::GeneratorOptions options;
    options.seed = 13;
    options.count = count;
    options.countries = {"BF"};
    options.defects.is_private = defects;
    return portals::generate(options);
}

TEST(Modes, AnUnchangedPortalCostsTwoRequestsAndWritesNothing) {
    Stand stand(modes_catalogue(230));
    const HarvestRun first = stand.harvest(chosen);
    ASSERT_EQ(first.state, RunState::complete) << first.reason;
    EXPECT_EQ(first.mode, RunMode::full);
    EXPECT_EQ(first.mode_reason, "never read whole");
    const std::string fingerprint = stand.fingerprint();
    const std::int64_t changes = stand.changes();
    const std::size_t asked = stand.requests();
    const HarvestRun second = stand.harvest(chosen);
    EXPECT_EQ(second.state, RunState::complete) << second.reason;
    EXPECT_EQ(second.mode, RunMode::probe);
    EXPECT_EQ(second.mode_reason, "unchanged");
    EXPECT_EQ(second.counts, RunCounts());
    EXPECT_EQ(stand.requests() - asked, 2U);
    EXPECT_EQ(stand.fingerprint(), fingerprint);
    EXPECT_EQ(stand.changes(), changes);
    EXPECT_EQ(stand.summary().active, 230);
}

TEST(Modes, OneChangedRecordCostsTheListAndOneBody) {
    const CataloguePtr all = modes_catalogue(230);
    Stand stand(all);
    ASSERT_EQ(stand.harvest(chosen).counts.created, 230);
    stand.serve(changed(all, 1));
    const std::size_t asked = stand.requests();
    const HarvestRun second = stand.harvest(chosen);
    EXPECT_EQ(second.state, RunState::complete) << second.reason;
    EXPECT_EQ(second.mode, RunMode::inventory);
    EXPECT_EQ(second.mode_reason, "the catalogue changed");
    EXPECT_EQ(second.counts.received, 230);
    EXPECT_EQ(second.counts.unchanged, 229);
    EXPECT_EQ(second.counts.updated, 1);
    // Pages of 50 is what this portal gives; the probe asks twice.
    EXPECT_EQ(stand.requests_with("fl=", asked), 5U);
    EXPECT_EQ(stand.requests() - asked, 2U + 5U + 1U);
    // The same as a full run makes of it.
    const std::string fingerprint = stand.fingerprint();
    const HarvestRun full = stand.harvest(RunMode::full);
    EXPECT_EQ(full.mode_reason, "asked for");
    EXPECT_EQ(full.counts.unchanged, 230);
    EXPECT_EQ(stand.fingerprint(), fingerprint);
    EXPECT_EQ(stand.harvest(chosen).mode, RunMode::probe);
}

TEST(Modes, AnInventoryMissesArchivesAndRevives) {
    const CataloguePtr all = modes_catalogue(120);
    Stand stand(all);
    ASSERT_EQ(stand.harvest(chosen).counts.created, 120);
    stand.serve(without(all, 6));
    const HarvestRun fewer = stand.harvest(chosen);
    EXPECT_EQ(fewer.mode, RunMode::inventory);
    EXPECT_EQ(fewer.counts.missing, 6);
    stand.age_absences(8);
    EXPECT_EQ(stand.harvest(RunMode::inventory).counts.archived, 6);
    stand.serve(all);
    const HarvestRun back = stand.harvest(chosen);
    EXPECT_EQ(back.mode, RunMode::inventory);
    EXPECT_EQ(back.counts.revived, 6);
    EXPECT_EQ(back.counts.updated, 0);
    EXPECT_EQ(stand.summary().active, 120);
}

TEST(Modes, TheBreakerHoldsBeforeTheFirstBody) {
    const CataloguePtr all = modes_catalogue(120);
    Stand stand(all);
    ASSERT_EQ(stand.harvest(chosen).counts.created, 120);
    stand.serve(without(changed(all, 40), 30));
    const std::size_t asked = stand.requests();
    const HarvestRun held = stand.harvest(chosen);
    EXPECT_EQ(held.state, RunState::held);
    EXPECT_EQ(held.mode, RunMode::inventory);
    EXPECT_EQ(held.issues.at("MASS_DELETION_HELD"), 1);
    EXPECT_EQ(held.counts.updated, 0);
    EXPECT_EQ(stand.requests() - asked, 2U + 2U) << "the probe and the list";
    EXPECT_EQ(stand.summary().active, 120);
    // While it is held, later runs create and update (decision 2).
    const HarvestRun later = stand.harvest(chosen);
    EXPECT_EQ(later.mode_reason, "the run before was held");
    EXPECT_EQ(later.state, RunState::held);
    EXPECT_EQ(later.counts.updated, 10);
    EXPECT_EQ(stand.summary().active, 120);
    // The catalogue of the last complete run again: what the held run wrote must be seen.
    stand.serve(all);
    const HarvestRun whole = stand.harvest(chosen);
    EXPECT_EQ(whole.state, RunState::complete) << whole.reason;
    EXPECT_EQ(whole.counts.updated, 10);
    EXPECT_EQ(stand.harvest(chosen).mode, RunMode::probe);
}

TEST(Modes, AStoppedInventoryGoesOnInItsListAndInItsBodies) {
    const CataloguePtr all = modes_catalogue(230);
    const CataloguePtr later = changed(all, 110);
    // Five pages of the list, then two of bodies.
    for (const int pages : {1, 3, 5, 6}) {
        Stand stand(all);
        stand.harvest(chosen);
        stand.serve(later);
        stand.harvest_until(RunMode::inventory, pages);
        const std::size_t asked = stand.requests();
        const HarvestRun resumed = stand.resume();
        EXPECT_EQ(resumed.state, RunState::complete) << pages << ": " << resumed.reason;
        EXPECT_EQ(resumed.mode, RunMode::inventory);
        EXPECT_EQ(resumed.counts.updated, 110) << pages;
        EXPECT_EQ(resumed.counts.received, 230) << pages;
        if (pages >= 5)
            EXPECT_EQ(stand.requests_with("fl=", asked), 0U) << "the list is done";
        // A full crawl finds everything as the resumed run left it.
        const std::string fingerprint = stand.fingerprint();
        EXPECT_EQ(stand.harvest(RunMode::full).counts.unchanged, 230) << pages;
        EXPECT_EQ(stand.fingerprint(), fingerprint) << pages;
    }
}

TEST(Modes, AChangedMappingAndChangedSettingsReadEverything) {
    Stand stand(modes_catalogue(60));
    ASSERT_EQ(stand.harvest(chosen).counts.created, 60);
    stand.portal().sources.front().default_licence = "cc-by-4.0";
    const HarvestRun mapped = stand.harvest(chosen);
    EXPECT_EQ(mapped.mode, RunMode::full);
    EXPECT_EQ(mapped.mode_reason, "the mapping changed");
    EXPECT_EQ(mapped.counts.remapped, 60);
    EXPECT_EQ(stand.harvest(chosen).mode, RunMode::probe);
    stand.portal().sources.front().filters["tag"].include = {"rien-de-tel"};
    const HarvestRun filtered = stand.harvest(chosen);
    EXPECT_EQ(filtered.mode_reason, "the settings of the source changed");
    EXPECT_EQ(filtered.state, RunState::complete) << filtered.reason;
    EXPECT_EQ(filtered.counts.missing, 0);
    EXPECT_EQ(filtered.issues.at("SETTINGS_CHANGED"), 1);
    EXPECT_EQ(filtered.issues.count("INCOMPLETE_CRAWL"), 0U) << "it was read whole";
    EXPECT_EQ(stand.summary().active, 60);
    // With the same settings again, what is gone is gone: too much to be believed.
    EXPECT_EQ(stand.harvest(RunMode::full).state, RunState::held);
}

TEST(Modes, AnOverdueFullRunComesBeforeEverything) {
    Stand stand(modes_catalogue(60));
    stand.portal().sources.front().full_every = std::chrono::seconds(1);
    ASSERT_EQ(stand.harvest(chosen).counts.created, 60);
    std::this_thread::sleep_for(std::chrono::milliseconds(1'100));
    EXPECT_EQ(stand.harvest(chosen).mode_reason, "full run due");
}

TEST(Modes, APortalThatCannotListFieldsIsReadWholeAndSaysWhy) {
    const CataloguePtr all = modes_catalogue(60);
    Stand stand(all, [](portals::CatalogueAt catalogue) {
        portals::CkanOptions options;
        options.fl_allowed = false;
        return portals::make_ckan(options, std::move(catalogue));
    });
    ASSERT_EQ(stand.harvest(chosen).counts.created, 60);
    stand.serve(changed(all, 1));
    const HarvestRun run = stand.harvest(chosen);
    EXPECT_EQ(run.state, RunState::complete) << run.reason;
    EXPECT_EQ(run.mode, RunMode::full);
    EXPECT_EQ(run.mode_reason, "inventory failed: HTTP_4XX");
    EXPECT_EQ(run.counts.updated, 1);
    EXPECT_EQ(run.counts.received, 60);
}

TEST(Modes, WhatIsNoDatasetIsAskedForOnce) {
    const CataloguePtr all = modes_catalogue(230, 0.1);
    Stand stand(all);
    const std::int64_t created = stand.harvest(chosen).counts.created;
    ASSERT_LT(created, 230);
    const std::size_t asked = stand.requests();
    const HarvestRun again = stand.harvest(RunMode::inventory);
    EXPECT_EQ(again.counts.unchanged, created);
    EXPECT_EQ(again.counts.left_out(), 230 - created);
    EXPECT_EQ(stand.requests() - asked, 2U + 5U);
}

TEST(Modes, ADeltaOfACkanBringsWhatChanged) {
    const CataloguePtr all = modes_catalogue(120);
    Stand stand(all);
    ASSERT_EQ(stand.harvest(chosen).counts.created, 120);
    // Later than any run of this test.
    CataloguePtr later = changed(all, 3);
    portals::CatalogueBuilder builder(false);
    for (const portals::Record& record : later->records()) {
        portals::Record copy = record;
        if (copy.modified.starts_with("2026-02-01"))
            copy.modified.replace(0, 4, "2099");
        builder.add(std::move(copy), std::string(later->text(record)));
    }
    stand.serve(builder.build());
    const HarvestRun run = stand.harvest(RunMode::delta);
    EXPECT_EQ(run.state, RunState::complete) << run.reason;
    EXPECT_EQ(run.mode, RunMode::delta);
    EXPECT_EQ(run.counts.updated, 3);
    EXPECT_EQ(run.counts.received, 3);
    EXPECT_EQ(stand.summary().active, 120);
    EXPECT_EQ(stand.harvest(chosen).mode, RunMode::inventory) << "a delta sees no deletion";
}

TEST(Modes, AnUnchangedUdataAndAnUnchangedDocumentCostOneOrTwoRequests) {
    const CataloguePtr all = modes_catalogue(60);
    Stand udata(all, [](portals::CatalogueAt catalogue) {
        return portals::make_udata(
            portals::UdataOptions(),
            portals::as_udata(std::move(catalogue))
        );
    });
    ASSERT_EQ(udata.harvest(chosen).counts.created, 60);
    std::size_t asked = udata.requests();
    EXPECT_EQ(udata.harvest(chosen).mode, RunMode::probe);
    EXPECT_EQ(udata.requests() - asked, 2U);
    udata.serve(changed(all, 1));
    const HarvestRun one = udata.harvest(chosen);
    EXPECT_EQ(one.mode, RunMode::inventory) << one.mode_reason;
    EXPECT_EQ(one.counts.updated, 1);

    Stand document(all, [](portals::CatalogueAt catalogue) {
        return portals::make_datajson(portals::DatajsonOptions(), std::move(catalogue));
    });
    ASSERT_EQ(document.harvest(chosen).counts.created, 60);
    asked = document.requests();
    EXPECT_EQ(document.harvest(chosen).mode, RunMode::probe);
    EXPECT_EQ(document.requests() - asked, 1U);
    EXPECT_EQ(document.last_status(), 304);
    document.serve(changed(all, 1));
    asked = document.requests();
    const HarvestRun edited = document.harvest(chosen);
    EXPECT_EQ(edited.mode, RunMode::inventory) << edited.mode_reason;
    EXPECT_EQ(edited.counts.updated, 1);
    EXPECT_EQ(edited.counts.unchanged, 59);
    EXPECT_EQ(document.requests() - asked, 1U) << "the document is its own inventory";
}

} // namespace
} // namespace moisson::testing
