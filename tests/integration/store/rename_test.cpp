// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets whose id changes at their source (decision 16): renamed, not dead and born again;
// what evidence that takes, and what held runs do to it.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/run_decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace moisson::store::testing {
namespace {

TEST(Rename, KeepsUuidSlugHistoryAndResources) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    const DatasetRecord before = await(world.catalog->dataset(all[3].id)).value();
    world.sql().script("insert into dataset_signal (dataset, quality, popularity) select id, 77, 5 "
                       "from dataset where remote_id = 'id3'");
    const DatasetId old_id = all[3].id;
    all[3] = under_new_id(all[3], "neuf");
    all[3].dataset.title.front().text = "Titre revu";
    const std::string new_slug = "bf-titre-revu";

    const HarvestRun run = world.harvest("bf", all);
    EXPECT_EQ(run.counts.renamed, 1);
    EXPECT_EQ(run.counts.created, 0);
    EXPECT_EQ(run.counts.missing, 0);
    const DatasetRecord after = await(world.catalog->dataset(old_id)).value();
    EXPECT_EQ(after.state, RecordState::active);
    EXPECT_EQ(after.slug, before.slug);
    EXPECT_EQ(after.first_seen, before.first_seen);
    EXPECT_GT(after.changed_at, before.changed_at);
    EXPECT_EQ(after.dataset.remote_id, "neuf");
    EXPECT_EQ(after.dataset.title.front().text, "Titre revu");
    ASSERT_EQ(after.dataset.distributions.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(after.dataset.distributions[i].id, before.dataset.distributions[i].id);
        EXPECT_NE(
            after.dataset.distributions[i].remote_id,
            before.dataset.distributions[i].remote_id
        );
    }
    EXPECT_EQ(await(world.catalog->raw_record(old_id)).value(), all[3].raw);
    EXPECT_EQ(world.number("select quality from dataset_signal"), 77);
    // Nothing is left of the row that was made for the new id, and all its names lead to the old.
    EXPECT_EQ(world.number("select count(*) from dataset"), 10);
    EXPECT_EQ(world.number("select count(*) from distribution"), 20);
    EXPECT_EQ(world.number("select count(*) from raw_record"), 10);
    EXPECT_EQ(world.number("select count(*) from dataset where remote_id in ('id3', 'neuf')"), 1);
    for (const std::string& name : {to_string(all[3].id), new_slug, std::string("nom-neuf")}) {
        // Neither its id nor its slug: site and API redirect (views_test, pages_test, api_test).
        const DatasetRecord found = await(world.catalog->dataset_by_name(name)).value();
        EXPECT_EQ(found.id, old_id) << name;
        EXPECT_EQ(found.slug, before.slug) << name;
    }
    EXPECT_EQ(
        world.number("select count(distinct dataset) from remote_id where remote_id in "
                     "('id3', 'neuf')"),
        1
    );
    // The log is truthful: one was created and went, the other became it.
    EXPECT_EQ(
        world.text("select string_agg(cause, ' ' order by number) from change c "
                   "where run = 2 and dataset not in (select id from dataset)"),
        "created renamed"
    );
    EXPECT_EQ(
        world.text("select string_agg(remote_id || ' ' || cause, ' ') from change c join dataset d "
                   "on d.id = c.dataset where run = 2"),
        "neuf renamed"
    );
    // And the next run finds nothing to do.
    const std::string fingerprint = world.fingerprint();
    RecordChange again = all[3];
    again.id = old_id;
    all[3] = again;
    const HarvestRun quiet = world.harvest("bf", all);
    EXPECT_EQ(quiet.counts.created + quiet.counts.updated + quiet.counts.renamed, 0);
    EXPECT_EQ(world.fingerprint(), fingerprint);
}

TEST(Rename, OfAWholePortalIsNoMassDeath) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 40);
    world.harvest("bf", all);
    const std::string slugs = world.text("select string_agg(slug, ' ' order by slug) from dataset");
    for (RecordChange& record : all)
        record = under_new_id(record, "v2-" + record.dataset.remote_id);
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, all, true))).value();
    const Reconciliation counts = await(world.harvests->compare_seen(run.lease)).value();
    EXPECT_EQ(counts.active_before, 40);
    EXPECT_EQ(counts.vanished, 0);
    EXPECT_EQ(counts.renamed, 40);
    EXPECT_EQ(world.number("select count(*) from dataset"), 80) << "nothing is written by looking";
    await(world.harvests->reconcile(run.lease, ArchivePolicy{})).value();
    const HarvestRun done = await(world.harvests->finish_run(run.lease, RunEnd{})).value();
    EXPECT_EQ(done.counts.renamed, 40);
    EXPECT_EQ(done.counts.created, 0);
    EXPECT_EQ(world.number("select count(*) from dataset"), 40);
    EXPECT_EQ(world.text("select string_agg(slug, ' ' order by slug) from dataset"), slugs);
}

// Half of the records keep their ids; nobody times it, it is printed.
TEST(Rename, OfHalfOfALargeSourceTellsItsTime) {
    const char* const asked = std::getenv("MOISSON_RENAMES");
    const int count = asked == nullptr ? 1'000 : std::atoi(asked);
    World world;
    world.sync({a_portal("bf")});
    const auto pages_of = [](const std::vector<RecordChange>& all) {
        constexpr std::size_t per_page = 1'000;
        std::vector<PageCommit> pages;
        for (std::size_t from = 0; from < all.size(); from += per_page) {
            const std::size_t to = std::min(from + per_page, all.size());
            const auto number = static_cast<std::int64_t>(pages.size());
            pages.push_back(a_page(
                number,
                {all.begin() + static_cast<std::ptrdiff_t>(from),
                 all.begin() + static_cast<std::ptrdiff_t>(to)},
                to == all.size()
            ));
        }
        return pages;
    };
    std::vector<RecordChange> all = records("bf", 0, 2 * count);
    world.harvest("bf", pages_of(all));
    world.sql().script("analyze");
    for (std::size_t i = 0; i < all.size(); i += 2)
        all[i] = under_new_id(all[i], "v2-" + all[i].dataset.remote_id);
    const ClaimedRun run = world.claim("bf");
    for (PageCommit& page : pages_of(all))
        await(world.harvests->commit_page(run.lease, std::move(page))).value();
    const auto begin = std::chrono::steady_clock::now();
    const Reconciliation counts = await(world.harvests->compare_seen(run.lease)).value();
    EXPECT_EQ(counts.renamed, count);
    const auto found = std::chrono::steady_clock::now();
    await(world.harvests->reconcile(run.lease, ArchivePolicy{}, counts.renames)).value();
    const auto applied = std::chrono::steady_clock::now();
    EXPECT_EQ(await(world.harvests->finish_run(run.lease, RunEnd{})).value().counts.renamed, count);
    EXPECT_EQ(world.number("select count(*) from dataset"), 2 * count);
    const auto seconds = [](auto from, auto to) {
        return std::chrono::duration<double>(to - from).count();
    };
    fmt::print(
        "{} of {} records renamed: found in {:.2f} s, applied in {:.2f} s\n",
        count,
        2 * count,
        seconds(begin, found),
        seconds(found, applied)
    );
}

TEST(Rename, NeedsEvidenceThatOneOldAndOneNewRecordHold) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    // 0 and 1 have the same files, 2 has those of one that stays, 3 has an address of its own, 4 a
    // DOI, 5 and 6 nothing but their content, 7 nothing that comes back.
    all[1].dataset.distributions = all[0].dataset.distributions;
    all[2].dataset.distributions = all[9].dataset.distributions;
    all[3].dataset.uri = "https://id.example/Jeu/3/";
    all[4].dataset.identifiers = {"interne", "doi:10.5072/ABC.4"};
    all[5].dataset.distributions.clear();
    all[6].dataset.distributions.clear();
    world.harvest("bf", all);
    std::vector<RecordChange> next = {all[8], all[9]};
    for (std::size_t i = 0; i < 8; ++i)
        next.push_back(under_new_id(all[i], "neuf" + std::to_string(i)));
    next[2].dataset.title.front().text = "Autre titre 0";
    next[3].dataset.title.front().text = "Autre titre 1";
    next[4].dataset.title.front().text = "Autre titre 2";
    next[5].dataset.uri = "http://ID.example/jeu/3";
    next[5].dataset.distributions.clear();
    next[5].dataset.title.front().text = "Autre titre 3";
    next[6].dataset.identifiers = {"https://doi.org/10.5072/abc.4"};
    next[6].dataset.distributions.clear();
    next[6].dataset.title.front().text = "Autre titre 4";
    next[9].dataset.distributions.pop_back();
    next[9].dataset.title.front().text = "Autre titre 7";
    const HarvestRun run = world.harvest("bf", next);
    EXPECT_EQ(run.counts.renamed, 4);
    EXPECT_EQ(
        world.text("select string_agg(slug, ' ' order by slug) from dataset "
                   "where state = 'active' and remote_id like 'neuf%'"),
        "bf-autre-titre-0 bf-autre-titre-1 bf-autre-titre-2 bf-autre-titre-7 bf-titre-3 bf-titre-4 "
        "bf-titre-5 bf-titre-6"
    );
    EXPECT_EQ(run.counts.created, 4);
    EXPECT_EQ(run.counts.missing, 4);
}

TEST(Rename, IsNotAppliedByAHeldRunButOnItsApproval) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    // Three are there, two have new ids, five are gone.
    std::vector<RecordChange> few(all.begin(), all.begin() + 3);
    few.push_back(under_new_id(all[3], "neuf3"));
    few.push_back(under_new_id(all[4], "neuf4"));
    const HarvestRun held = hold(world, few);
    EXPECT_EQ(held.counts.created, 2);
    EXPECT_EQ(held.counts.renamed, 0);
    EXPECT_EQ(world.number("select count(*) from dataset where state = 'active'"), 12);
    DecisionRequest request;
    request.run = held.id;
    request.by = "awa";
    request.reason = "portail refondu";
    const HarvestRun done = await(decide_run(world.database, request)).value();
    EXPECT_EQ(done.counts.renamed, 2);
    EXPECT_EQ(done.counts.created, 0);
    EXPECT_EQ(done.counts.missing, 5);
    EXPECT_EQ(state_of(world, all[3].id), "active");
    EXPECT_EQ(id_of(world, to_string(few[3].id)), to_string(all[3].id));
    EXPECT_EQ(world.number("select count(*) from dataset where state = 'active'"), 5);
}

TEST(Rename, OnApprovalWaitsForTheRunThatIsUnderWay) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    std::vector<RecordChange> few(all.begin(), all.begin() + 3);
    few.push_back(under_new_id(all[3], "neuf3"));
    const HarvestRun held = hold(world, few);
    const ClaimedRun later = world.claim("bf");
    DecisionRequest request;
    request.run = held.id;
    request.by = "awa";
    request.reason = "vu";
    EXPECT_EQ(await(decide_run(world.database, request)).error().code, Code::invalid_argument);
    RunEnd end;
    end.state = RunState::incomplete;
    await(world.harvests->finish_run(later.lease, end)).value();
    EXPECT_EQ(await(decide_run(world.database, request)).value().counts.renamed, 1);
}

// Names of the counters of a run's report that its rows contradict.
std::vector<std::string> contradicted(World& world, RunId run) {
    std::vector<std::string> out;
    const RunReport report = await(world.catalog->run_report(run)).value();
    EXPECT_FALSE(report.checks.empty());
    for (const CountCheck& check : report.checks)
        if (!check.agrees())
            out.push_back(check.name);
    return out;
}

TEST(Rename, LeavesTheReportsOfRunsWithoutAContradiction) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    const DatasetId old_id = all[3].id;
    all[3] = under_new_id(all[3], "neuf3");
    all[7] = a_record("bf", "autre", "Autre chose");
    const HarvestRun run = world.harvest("bf", all);
    EXPECT_EQ(run.counts.renamed, 1);
    EXPECT_EQ(run.counts.created, 1);
    EXPECT_EQ(run.counts.missing, 1);
    EXPECT_EQ(contradicted(world, run.id), std::vector<std::string>());
    // Nor of the run that made the new row and did not find what it was.
    all[3].id = old_id;
    std::vector<RecordChange> few(all.begin(), all.begin() + 3);
    few.push_back(under_new_id(all[4], "neuf4"));
    const HarvestRun held = hold(world, few);
    std::vector<RecordChange> most = all;
    most[4] = few.back();
    const HarvestRun last = world.harvest("bf", most);
    EXPECT_EQ(await(world.catalog->run(held.id)).value().run.counts.renamed, 1);
    EXPECT_EQ(contradicted(world, held.id), std::vector<std::string>());
    EXPECT_EQ(contradicted(world, last.id), std::vector<std::string>());
}

TEST(Rename, FoundByARunAfterAHeldOneCorrectsTheReportOfTheFirst) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    std::vector<RecordChange> few(all.begin(), all.begin() + 3);
    few.push_back(under_new_id(all[3], "neuf3"));
    const HarvestRun held = hold(world, few);
    EXPECT_EQ(held.counts.created, 1);
    std::vector<RecordChange> most(all.begin(), all.begin() + 3);
    most.insert(most.end(), all.begin() + 4, all.end());
    most.push_back(few.back());
    const HarvestRun run = world.harvest("bf", most);
    EXPECT_EQ(run.counts.missing, 0);
    EXPECT_EQ(state_of(world, all[3].id), "active");
    const RunCounts first = await(world.catalog->run(held.id)).value().run.counts;
    EXPECT_EQ(first.created, 0);
    EXPECT_EQ(first.renamed, 1);
}

TEST(Rename, OfWhatACancelledRunMadeIsCountedOnce) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    all[3] = under_new_id(all[3], "neuf3");
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, all))).value();
    world.sql().script("update run set state = 'cancelled', ended_at = moisson.now(), "
                       "lease_until = null where state = 'running'");
    EXPECT_EQ(world.harvest("bf", all).counts.created, 0);
    const RunCounts cancelled = await(world.catalog->run(run.lease.run)).value().run.counts;
    EXPECT_EQ(cancelled.created, 0);
    EXPECT_EQ(cancelled.renamed, 1);
}

TEST(Rename, OfOneThatWasMissingOrArchivedWakesIt) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    std::vector<RecordChange> fewer(all.begin(), all.begin() + 8);
    world.harvest("bf", fewer);
    EXPECT_EQ(state_of(world, all[9].id), "missing");
    fewer.push_back(under_new_id(all[9], "neuf9"));
    EXPECT_EQ(world.harvest("bf", fewer).counts.renamed, 1);
    EXPECT_EQ(state_of(world, all[9].id), "active");
    fewer.back().id = all[9].id;
    travel(world, "60 days");
    world.harvest("bf", fewer);
    EXPECT_EQ(state_of(world, all[8].id), "archived");
    fewer.push_back(under_new_id(all[8], "neuf8"));
    EXPECT_EQ(world.harvest("bf", fewer).counts.renamed, 1);
    EXPECT_EQ(state_of(world, all[8].id), "active");
    EXPECT_EQ(world.number("select count(*) from absence"), 0);
}

TEST(Rename, IsNotWhatASwapOfIdsIs) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    // id0 and id1 change places; id2 takes the id of id3, which gets a new one.
    const auto content_of = [](const RecordChange& record, const RecordChange& id) {
        RecordChange out = under_new_id(record, id.dataset.remote_id);
        out.id = id.id;
        return out;
    };
    std::vector<RecordChange> next(all.begin() + 4, all.end());
    next.push_back(content_of(all[1], all[0]));
    next.push_back(content_of(all[0], all[1]));
    next.push_back(content_of(all[2], all[3]));
    next.push_back(under_new_id(all[3], "neuf"));
    const HarvestRun run = world.harvest("bf", next);
    EXPECT_EQ(run.counts.renamed, 0) << "the files of id2 are those of a record that stays";
    EXPECT_EQ(run.counts.updated, 3);
    EXPECT_EQ(run.counts.created, 1);
    EXPECT_EQ(run.counts.missing, 1);
    EXPECT_EQ(state_of(world, all[2].id), "missing");
}

TEST(Rename, ReachesFollowersAsOneThatGoesAndOneThatChanges) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 5);
    world.harvest("bf", all);
    const ClaimedRun run = world.claim("bf");
    const RecordChange original = all[2];
    all[2] = under_new_id(original, "neuf");
    await(world.harvests->commit_page(run.lease, a_page(0, all, true))).value();
    const FeedPosition position = await(world.feed->head()).value();
    await(world.harvests->reconcile(run.lease, ArchivePolicy{})).value();
    const FeedBatch batch = await(world.feed->after(position, 100)).value();
    ASSERT_EQ(batch.entries.size(), 2U);
    for (const CatalogEntry& entry : batch.entries) {
        if (entry.id == original.id) {
            EXPECT_EQ(entry.state, RecordState::active);
            EXPECT_EQ(entry.dataset.remote_id, "neuf");
        } else {
            EXPECT_EQ(entry.id, all[2].id);
            EXPECT_EQ(entry.state, RecordState::purged);
        }
    }
    const auto changes = await(world.catalog->changes(position.number, 10)).value();
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].cause, ChangeCause::renamed);
}

} // namespace
} // namespace moisson::store::testing
