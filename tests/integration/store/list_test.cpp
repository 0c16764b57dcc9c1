// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lists of the API: changes by number, distributions by id, issues by source, growth by day.
#include "fixture.hpp"
#include "store/list_store.hpp"
#include "store/takedown.hpp"

#include <algorithm>

namespace moisson::store::testing {
namespace {

struct Listed {
    Listed() {
        world.sync({a_portal("bf"), a_portal("tg")});
        world.harvest("bf", {a_record("bf", "a", "Titre a"), a_record("bf", "b", "Titre b")});
        world.harvest("tg", {a_record("tg", "c", "Titre c")});
    }
    ChangePage changes(std::optional<std::int64_t> since = {}, int count = 100) {
        std::optional<ChangeNumber> number;
        if (since)
            number = ChangeNumber(*since);
        return await(store->changes(number, count)).value();
    }

    World world;
    std::unique_ptr<ListStore> store = make_list_store(world.database);
};

TEST(ListStore, ChangesComeInPagesByNumber) {
    Listed listed;
    const ChangePage all = listed.changes();
    ASSERT_EQ(all.changes.size(), 3U);
    EXPECT_FALSE(all.more);
    const ChangePage two = listed.changes({}, 2);
    EXPECT_TRUE(two.more);
    ASSERT_EQ(two.changes.size(), 2U);
    const ChangePage rest = listed.changes(two.changes.back().row.number.value);
    ASSERT_EQ(rest.changes.size(), 1U);
    EXPECT_EQ(rest.changes[0].row.number, all.changes[2].row.number);
    EXPECT_EQ(rest.changes[0].row.cause, ChangeCause::created);
    EXPECT_FALSE(rest.changes[0].removal);
    EXPECT_FALSE(rest.changes[0].slug.empty());
    EXPECT_TRUE(listed.changes(all.changes.back().row.number.value).changes.empty());
    EXPECT_FALSE(listed.changes(all.changes.back().row.number.value).unknown);
    EXPECT_TRUE(listed.changes(1'000'000).unknown) << "never given: the base was rebuilt";
}

TEST(ListStore, APageReachesToTheNewestNumberOfAnyKind) {
    Listed listed;
    const std::int64_t newest = listed.changes().changes.back().row.number.value;
    EXPECT_EQ(listed.changes().head, newest);
    listed.world.sql().exec(
        "insert into change (number, batch, dataset, cause, at) select max(number) + 5, "
        "(array_agg(batch))[1], (array_agg(dataset))[1], 'signal', moisson.now() from change"
    );
    const ChangePage page = listed.changes(newest);
    EXPECT_TRUE(page.changes.empty());
    EXPECT_FALSE(page.unknown);
    EXPECT_EQ(page.head, newest + 5);
}

TEST(ListStore, ChangesOfARunAreThoseItMadeWithTheirNames) {
    Listed listed;
    World& world = listed.world;
    const RecordChange kept = a_record("bf", "a", "Titre a");
    const HarvestRun second = world.harvest("bf", {changed(kept, "Titre nouveau")});
    world.harvest("tg", {a_record("tg", "d", "Titre d"), a_record("tg", "e", "Titre e")});
    const RunChangePage page = await(listed.store->changes_of(second.id, {})).value();
    EXPECT_FALSE(page.pruned);
    EXPECT_FALSE(page.next);
    ASSERT_EQ(page.changes.size(), 2U);
    EXPECT_EQ(page.changes[0].row.cause, ChangeCause::updated);
    EXPECT_EQ(page.changes[0].name.title, "Titre nouveau");
    EXPECT_EQ(page.changes[0].remote_id, "a");
    EXPECT_EQ(page.changes[0].row.run, second.id);
    EXPECT_EQ(page.changes[1].row.cause, ChangeCause::missing);
    EXPECT_EQ(page.changes[1].name.title, "Titre b");
    for (const ListedChange& change : listed.changes().changes)
        EXPECT_TRUE(change.row.run) << "each was seen by a run";
    RunChangePlace place;
    place.after = page.changes[0].row.number.value;
    EXPECT_EQ(await(listed.store->changes_of(second.id, place)).value().changes.size(), 1U);
    EXPECT_EQ(await(listed.store->changes_of(RunId(1'000'000), {})).error().code, Code::not_found);
    // What is hidden now has no name.
    world.sql().exec(
        "insert into takedown (kind, subject, scope, portal, label, ground, reason, author, at) "
        "select 'dataset', d.id, d.id, s.portal, 'x', 'law', 'x', 'x', moisson.now() "
        "from dataset d join source s on s.id = d.source where d.id = $1",
        Params(kept.id.uuid)
    );
    const RunChangePage hidden = await(listed.store->changes_of(second.id, {})).value();
    ASSERT_EQ(hidden.changes.size(), 2U);
    EXPECT_EQ(hidden.changes[0].name, RecordName());
    EXPECT_EQ(hidden.changes[0].remote_id, "");
    // What retention took is not told by halves.
    world.sql().exec("delete from change where number < 3");
    world.sql().exec("update change_floor set number = 2");
    EXPECT_TRUE(await(listed.store->changes_of(RunId(1), {})).value().pruned);
    EXPECT_FALSE(await(listed.store->changes_of(second.id, {})).value().pruned);
}

TEST(ListStore, ChangesOfARunAmongManyOthersComeInPages) {
    Listed listed;
    World& world = listed.world;
    const HarvestRun run = world.harvest("bf", {a_record("bf", "a", "Titre nouveau")});
    // As if another run had changed 5,000 records meanwhile.
    world.sql().exec(
        "insert into change (number, batch, dataset, cause, run, at) select max(c.number) + g, "
        "(array_agg(c.batch))[1], (array_agg(c.dataset))[1], 'updated', "
        "case when g = 5000 then $1::bigint end, "
        "(select started_at from run where id = $1::bigint) "
        "from change c cross join generate_series(1, 5000) g group by g",
        Params(run.id.value)
    );
    RunChangePlace place;
    std::size_t found = 0;
    int pages = 0;
    for (bool more = true; more; ++pages) {
        const RunChangePage page = await(listed.store->changes_of(run.id, place)).value();
        found += page.changes.size();
        more = page.next.has_value();
        if (more)
            place = *page.next;
    }
    EXPECT_EQ(found, 3U);
    EXPECT_EQ(pages, 3);
    // Whoever is in the middle of a walk hears that retention took what comes next.
    ASSERT_TRUE(place.last);
    world.sql().exec("update change_floor set number = $1", Params(place.after + 1));
    EXPECT_TRUE(await(listed.store->changes_of(run.id, place)).value().pruned);
}

TEST(ListStore, RunsComeWithWhatTheirReportsShow) {
    Listed listed;
    World& world = listed.world;
    world.sql().exec("update run set not_modified = 3 where id = 1");
    RunQuery query;
    query.limit = 1;
    const RunDetailPage newest = await(listed.store->run_details(query)).value();
    EXPECT_TRUE(newest.more);
    ASSERT_EQ(newest.runs.size(), 1U);
    EXPECT_EQ(newest.runs[0].run.source_key, "tg");
    query.before = newest.runs[0].run.id;
    const RunDetailPage older = await(listed.store->run_details(query)).value();
    EXPECT_FALSE(older.more);
    ASSERT_EQ(older.runs.size(), 1U);
    const RunDetail known = await(world.catalog->run(older.runs[0].run.id)).value();
    EXPECT_EQ(older.runs[0].run.counts, known.run.counts);
    EXPECT_EQ(older.runs[0].run.counts.created, 2);
    EXPECT_EQ(older.runs[0].requests, known.requests);
    EXPECT_EQ(older.runs[0].not_modified, 3);
    EXPECT_EQ(
        await(world.catalog->source_reports("bf")).value()[0].trend[0].detail.not_modified,
        3
    );
    query = RunQuery();
    query.source_key = "nulle-part";
    EXPECT_TRUE(await(listed.store->run_details(query)).value().runs.empty());
}

TEST(ListStore, WhoFellBehindIsTold) {
    Listed listed;
    listed.world.sql().exec("update change_floor set number = 2");
    EXPECT_TRUE(listed.changes(1).too_old);
    EXPECT_TRUE(listed.changes(1).changes.empty());
    EXPECT_FALSE(listed.changes(2).too_old);
    EXPECT_EQ(listed.changes().floor, 2);
}

TEST(ListStore, WhatIsHiddenIsARemovalFromItsFirstChangeOn) {
    Listed listed;
    const ChangePage before = listed.changes();
    const DatasetId hidden = before.changes[0].row.dataset;
    listed.world.sql().exec(
        "insert into takedown (kind, subject, scope, portal, label, ground, reason, author, at) "
        "select 'dataset', d.id, d.id, s.portal, 'x', 'law', 'x', 'x', moisson.now() "
        "from dataset d join source s on s.id = d.source where d.id = $1",
        Params(hidden.uuid)
    );
    for (const ListedChange& change : listed.changes().changes) {
        EXPECT_EQ(change.removal, change.row.dataset == hidden);
        EXPECT_EQ(change.slug.empty(), change.removal);
    }
}

TEST(ListStore, DistributionsLeadToTheirDataset) {
    Listed listed;
    const Rows rows = listed.world.sql().exec("select id, dataset from distribution limit 1");
    ASSERT_EQ(rows.size(), 1);
    const DistributionId id(rows.uuid(0, 0));
    EXPECT_EQ(await(listed.store->dataset_of(id)).value(), DatasetId(rows.uuid(0, 1)));
    const auto unknown = await(listed.store->dataset_of(DistributionId(random_uuid())));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::not_found);
}

TEST(ListStore, LinksAreReadOfSeveralDatasets) {
    Listed listed;
    const ChangePage all = listed.changes();
    std::vector<DatasetId> ids;
    for (const ListedChange& change : all.changes)
        ids.push_back(change.row.dataset);
    const std::int64_t expected =
        listed.world.number("select count(*) from distribution t join link l on l.id = t.link");
    ASSERT_GT(expected, 0);
    const auto links = await(listed.store->links(ids)).value();
    EXPECT_EQ(static_cast<std::int64_t>(links.size()), expected);
    EXPECT_EQ(links.front().state, "UNKNOWN");
}

TEST(ListStore, GrowthAndIssuesAreReadAsTheyAreStored) {
    Listed listed;
    listed.world.sql().exec("insert into daily_measure values "
                            "('2026-11-01', 'all', '', 10, 1, 2, 3, 4, 0, 0, 300, 5), "
                            "('2026-11-02', 'all', '', 12, 1, 2, 3, 4, 1, 1, 0, 0), "
                            "('2026-11-02', 'portal', 'bf', 9, 9, 0, 0, 0, 0, 0, 0, 0)");
    const auto days = await(listed.store->growth(10)).value();
    ASSERT_EQ(days.size(), 2U);
    EXPECT_EQ(days[0].day, "2026-11-01");
    EXPECT_EQ(days[0].quality, 60.0);
    EXPECT_EQ(days[1].quality, std::nullopt);
    EXPECT_EQ(days[1].freshness, (std::vector<std::int64_t>{1, 2, 3, 4, 1, 1}));
    EXPECT_EQ(await(listed.store->growth(1)).value().front().day, "2026-11-02");
    listed.world.sql().exec("delete from source_issue");
    listed.world.sql().exec("insert into source_issue (source, code, total, samples) "
                            "select id, 'UNMAPPED_LICENSE', 7, '[]' from source where key = 'bf'");
    const auto issues = await(listed.store->issues("bf")).value();
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].portal_key, "bf");
    EXPECT_EQ(issues[0].source_key, "bf");
    EXPECT_EQ(issues[0].count, 7);
    EXPECT_TRUE(await(listed.store->issues("tg")).value().empty());
}

} // namespace
} // namespace moisson::store::testing
