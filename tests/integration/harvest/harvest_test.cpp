// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A generated catalogue over HTTP, harvested again and again: nothing changes by itself, what goes
// is missed, then archived, unless too much goes at once.
#include "changed.hpp"
#include "portals/generator.hpp"
#include "stand.hpp"
#include "without.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

CataloguePtr generated(std::uint64_t count, double defects = 0) {
    portals::GeneratorOptions options;
    options.seed = 7;
    options.count = count;
    options.countries = {"BF"};
    options.defects.bad_date = defects;
    options.defects.bad_url = defects;
    options.defects.is_private = defects;
    options.defects.html_notes = defects;
    return portals::generate(options);
}

TEST(Harvest, OfAPortalThatDoesNotChangeChangesNothing) {
    Stand stand(generated(230, 0.1));
    const HarvestRun first = stand.harvest();
    ASSERT_EQ(first.state, RunState::complete) << first.reason;
    EXPECT_GT(first.counts.created, 180);
    EXPECT_EQ(first.counts.received, first.advertised_count);
    EXPECT_GT(first.counts.pages, 3);
    EXPECT_GT(first.issues.at("BAD_DATE"), 0);
    const std::string fingerprint = stand.fingerprint();
    const std::int64_t changes = stand.changes();
    const auto issues = stand.summary().issues;

    const HarvestRun second = stand.harvest();
    ASSERT_EQ(second.state, RunState::complete) << second.reason;
    EXPECT_EQ(second.counts.unchanged, first.counts.created);
    RunCounts quiet;
    quiet.pages = second.counts.pages;
    quiet.received = first.counts.received;
    quiet.unchanged = first.counts.created;
    EXPECT_EQ(second.counts, quiet);
    EXPECT_FALSE(second.issues.contains("BAD_DATE")) << "no record was mapped";
    EXPECT_EQ(stand.fingerprint(), fingerprint);
    EXPECT_EQ(stand.changes(), changes);
    EXPECT_EQ(stand.summary().issues, issues) << "what is wrong is still wrong";
    EXPECT_EQ(stand.summary().active, first.counts.created);
}

// One page at a time: the run rests after each but the last.
TEST(Harvest, GoesOnWhereItsTimeRanOut) {
    const CataloguePtr all = generated(180);
    Stand stand(all);
    stand.portal().sources.front().duration_max = std::chrono::seconds(0);
    int legs = 0;
    const auto harvest_in_legs = [&] {
        legs = 1;
        HarvestRun run = stand.harvest();
        for (; run.state == RunState::interrupted && legs < 20; ++legs) {
            EXPECT_TRUE(run.resumes_at);
            EXPECT_EQ(run.resume_reason, "RUN_RESTED");
            EXPECT_EQ(stand.summary().missing, 0) << "nothing is gone before the end";
            stand.value("update run set resume_at = now() where state = 'interrupted'");
            run = stand.resume();
        }
        return run;
    };
    const HarvestRun first = harvest_in_legs();
    ASSERT_EQ(first.state, RunState::complete) << first.reason;
    EXPECT_EQ(first.counts.created, 180);
    EXPECT_GE(legs, 4);
    EXPECT_EQ(stand.value("select count(*) from run"), "1");
    stand.serve(without(all, 6));
    const HarvestRun second = harvest_in_legs();
    ASSERT_EQ(second.state, RunState::complete) << second.reason;
    EXPECT_GE(legs, 4);
    EXPECT_EQ(second.counts.missing, 6);
    EXPECT_EQ(stand.summary().active, 174);
}

TEST(Harvest, MissesArchivesAndFindsAgainWhatLeavesThePortal) {
    const CataloguePtr all = generated(120);
    Stand stand(all);
    ASSERT_EQ(stand.harvest().counts.created, 120);
    stand.serve(without(all, 6));
    const HarvestRun second = stand.harvest();
    EXPECT_EQ(second.state, RunState::complete);
    EXPECT_EQ(second.counts.missing, 6);
    EXPECT_EQ(second.counts.archived, 0);
    stand.age_absences(8);
    const HarvestRun third = stand.harvest();
    EXPECT_EQ(third.counts.missing, 0);
    EXPECT_EQ(third.counts.archived, 6);
    EXPECT_EQ(stand.summary().archived, 6);
    stand.serve(all);
    const HarvestRun fourth = stand.harvest();
    EXPECT_EQ(fourth.counts.revived, 6);
    EXPECT_EQ(fourth.counts.created, 0);
    // Each record is counted once, so that what is left out can be told.
    EXPECT_EQ(fourth.counts.unchanged, 114);
    EXPECT_EQ(fourth.counts.received, 120);
    EXPECT_EQ(fourth.counts.left_out(), 0);
    EXPECT_EQ(stand.summary().active, 120);
}

TEST(Harvest, IsHeldWhenAQuarterOfThePortalIsGone) {
    const CataloguePtr all = generated(120);
    Stand stand(all);
    ASSERT_EQ(stand.harvest().counts.created, 120);
    const std::string before = stand.fingerprint();
    stand.serve(without(all, 30));
    const HarvestRun held = stand.harvest();
    EXPECT_EQ(held.state, RunState::held);
    EXPECT_EQ(held.issues.at("MASS_DELETION_HELD"), 1);
    EXPECT_EQ(held.counts.missing, 0);
    EXPECT_EQ(stand.summary().active, 120);
    EXPECT_EQ(stand.fingerprint(), before);
    stand.serve(all);
    EXPECT_EQ(stand.harvest().state, RunState::complete);
}

TEST(Harvest, IsHeldWhenAPortalInventsRecordsWithoutEnd) {
    const CataloguePtr all = generated(600);
    Stand stand(without(all, 580));
    stand.options().breaker.arrivals_min = 100;
    ASSERT_EQ(stand.harvest().counts.created, 20);
    stand.serve(all);
    const HarvestRun held = stand.harvest();
    EXPECT_EQ(held.state, RunState::held);
    EXPECT_EQ(held.issues.at("MASS_ARRIVAL_HELD"), 1);
    EXPECT_GT(held.counts.created, 200) << "ten times what was known";
    EXPECT_LE(held.counts.created, 300) << "and the page in flight";
    const std::int64_t there = stand.summary().active;
    // It goes on: a page of new records, and not one more.
    const HarvestRun again = stand.harvest();
    EXPECT_EQ(again.state, RunState::held);
    EXPECT_LE(stand.summary().active, there + 100);
    EXPECT_EQ(again.counts.missing, 0);
}

TEST(History, OfAChangedRecordTellsWhatChangedAndBySameRunOnce) {
    const CataloguePtr all = generated(120);
    Stand stand(all);
    stand.harvest();
    EXPECT_EQ(stand.value("select count(*) from moisson.dataset_history"), "0");
    stand.serve(changed(all, 3));
    const HarvestRun second = stand.harvest();
    ASSERT_EQ(second.counts.updated, 3);
    EXPECT_EQ(
        stand.value(
            "select count(*) || ' ' || count(distinct dataset) || ' ' || min(run) || ' ' || "
            "max(run) || ' ' || min(cause) from moisson.dataset_history"
        ),
        "3 3 " + std::to_string(second.id.value) + " " + std::to_string(second.id.value) +
            " updated"
    );
    // The title, and nothing that did not change.
    EXPECT_EQ(
        stand.value(
            "select string_agg(distinct c->>0, ' ' order by c->>0) from moisson.dataset_history h "
            "cross join json_array_elements(h.changes->'changes') c where c->>0 not like "
            "'%modified'"
        ),
        "title"
    );
    EXPECT_EQ(
        stand.value("select count(*) from moisson.dataset_history h cross join "
                    "json_array_elements(h.changes->'changes') c where c->>0 = 'title' and "
                    "c->>3 = 'Édition 1 ' || (c->>2)"),
        "3"
    );
    EXPECT_EQ(stand.harvest().counts.unchanged, 120);
    EXPECT_EQ(stand.value("select count(*) from moisson.dataset_history"), "3");
    // What goes and comes back without a change is told too.
    stand.serve(without(changed(all, 3), 2));
    stand.harvest();
    stand.serve(changed(all, 3));
    stand.harvest();
    EXPECT_EQ(
        stand.value("select string_agg(cause, ' ' order by n) from (select cause, n from "
                    "moisson.dataset_history where dataset in (select dataset from "
                    "moisson.dataset_history where cause = 'missing') and cause <> 'updated') h"),
        "missing missing revived revived"
    );
}

TEST(Remap, OfStoredRecordsAsksNoPortal) {
    Stand stand(generated(120, 0.1));
    const std::int64_t created = stand.harvest().counts.created;
    EXPECT_EQ(stand.remap().looked_at, 0) << "the mapping is the one of the harvest";
    const std::size_t requests = stand.requests();
    stand.portal().sources.front().default_licence = "cc-by-4.0";
    const harvest::RemapReport report = stand.remap();
    EXPECT_EQ(report.looked_at, created);
    EXPECT_EQ(report.remapped, created);
    EXPECT_EQ(report.refused, 0);
    EXPECT_EQ(stand.requests(), requests);
    EXPECT_EQ(stand.remap().looked_at, 0);
    // The next harvest finds everything as the remap left it.
    EXPECT_EQ(stand.harvest().counts.unchanged, created);
}

} // namespace
} // namespace moisson::testing
