// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/page_commit.hpp"
#include "store/raw_dictionaries.hpp"
#include "store/record_writer.hpp"
#include "store/rename.hpp"
#include "store/staging.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace moisson::store::testing {
namespace {

TEST(Page, StoresEveryFieldOfADataset) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange record = a_record("bf", "x", "Budget de l'État");
    const HarvestRun run = world.harvest("bf", {record});
    EXPECT_EQ(run.counts.created, 1);
    const DatasetRecord stored = await(world.catalog->dataset(record.id)).value();
    EXPECT_EQ(stored.dataset, record.dataset);
    EXPECT_EQ(stored.slug, "bf-budget-de-l-etat");
    EXPECT_EQ(stored.portal_title, "Portail bf");
    EXPECT_EQ(stored.state, RecordState::active);
    EXPECT_EQ(await(world.catalog->raw_record(record.id)).value(), record.raw);
}

TEST(Page, IsFoundBySlugAliasAndUuid) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange record = a_record("bf", "x", "Budget");
    world.harvest("bf", {record});
    for (const std::string& name :
         {std::string("bf-budget"), std::string("nom-x"), to_string(record.id)})
        EXPECT_EQ(await(world.catalog->dataset_by_name(name)).value().id, record.id) << name;
    EXPECT_EQ(await(world.catalog->dataset_by_name("rien")).error().code, Code::not_found);
    EXPECT_EQ(await(world.catalog->raw_record_by_name("nom-x")).value(), record.raw);
    EXPECT_EQ(await(world.catalog->raw_record_by_name("rien")).error().code, Code::not_found);
}

TEST(Page, ThatIsUnchangedWritesNoRowOfADataset) {
    World world;
    world.sync({a_portal("bf")});
    const auto all = records("bf", 0, 20);
    world.harvest("bf", all);
    const std::string before =
        world.text("select string_agg(xmin::text || ctid::text, ',' order by id) from dataset");
    const std::int64_t changes = world.number("select count(*) from change");
    PageCommit page = a_page(0, {}, true);
    for (const RecordChange& record : all)
        page.seen.push_back(record.id);
    page.received = page.unchanged = 20;
    std::vector<PageCommit> pages;
    pages.push_back(std::move(page));
    const HarvestRun run = world.harvest("bf", std::move(pages));
    EXPECT_EQ(run.counts.unchanged, 20);
    EXPECT_EQ(run.counts.missing, 0);
    EXPECT_EQ(
        world.text("select string_agg(xmin::text || ctid::text, ',' order by id) from dataset"),
        before
    );
    EXPECT_EQ(world.number("select count(*) from change"), changes);
}

// Emptying the session's temporary tables is most of what such a page costs.
TEST(Page, ThatIsUnchangedMeetsNoTemporaryTable) {
    World world;
    world.sync({a_portal("bf")});
    const auto all = records("bf", 0, 3);
    world.harvest("bf", all);
    const ClaimedRun run = world.claim("bf");
    PageCommit page = a_page(0, {}, true);
    for (const RecordChange& record : all)
        page.seen.push_back(record.id);
    page.received = page.unchanged = 3;
    prepare_staging(world.sql());
    world.sql().exec("drop table stage_verdict");
    RawDictionaries dictionaries;
    const auto outcome = commit_page(world.sql(), dictionaries, run.lease, page);
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->created + outcome->updated + outcome->remapped + outcome->revived, 0);
    EXPECT_EQ(world.number("select count(*) from run_page where unchanged = 3"), 1);
}

TEST(Page, LocksNoAgentThatItLeavesAsItIs) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 2));
    world.harvest("bf", records("bf", 0, 4));
    EXPECT_EQ(world.text("select string_agg(key, ',') from agent"), "ministere");
    EXPECT_EQ(world.text("select xmax::text from agent"), "0");
    auto all = records("bf", 0, 4);
    for (RecordChange& record : all) {
        record = changed(record, "Autre titre");
        record.dataset.publisher.email = "autre@x.example";
    }
    world.harvest("bf", all);
    EXPECT_EQ(world.text("select email from agent"), "autre@x.example");
}

TEST(Page, StagedAgainWithoutAChangeIsNotAnUpdate) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 5));
    const HarvestRun run = world.harvest("bf", records("bf", 0, 5));
    EXPECT_EQ(run.counts.created + run.counts.updated + run.counts.remapped, 0);
    EXPECT_EQ(run.counts.unchanged, 5);
    EXPECT_EQ(world.number("select count(*) from change"), 5);
}

TEST(Page, OvertakenByARemapLeavesNothingOut) {
    World world;
    world.sync({a_portal("bf")});
    auto all = records("bf", 0, 4);
    world.harvest("bf", all);
    const ClaimedRun run = world.claim("bf");
    // Compared with what was there, then mapped again by another before the page is written.
    for (RecordChange& record : all)
        record.mapping_version = sha256("mapping 2");
    const std::vector<RecordChange> first(all.begin(), all.begin() + 3);
    const SourceId source(world.number("select id from source"));
    ASSERT_EQ(await(world.harvests->commit_remap(source, first, {}, 0)).value().remapped, 3);
    const PageOutcome page =
        await(world.harvests->commit_page(run.lease, a_page(0, all, true))).value();
    EXPECT_EQ(page.overtaken, 3);
    EXPECT_EQ(page.remapped, 1);
    const HarvestRun ended = await(world.harvests->finish_run(run.lease, RunEnd{})).value();
    EXPECT_EQ(ended.counts.unchanged, 3);
    EXPECT_EQ(ended.counts.remapped, 1);
    EXPECT_EQ(ended.counts.left_out(), 0);
}

TEST(Page, UpdatesAndRemapsAndCountsThem) {
    World world;
    world.sync({a_portal("bf")});
    auto all = records("bf", 0, 3);
    world.harvest("bf", all);
    all[0] = changed(all[0], "Autre titre");
    all[0].dataset.distributions.pop_back();
    all[1].mapping_version = sha256("mapping 2");
    const HarvestRun run = world.harvest("bf", all);
    EXPECT_EQ(run.counts.updated, 1);
    EXPECT_EQ(run.counts.remapped, 1);
    const DatasetRecord stored = await(world.catalog->dataset(all[0].id)).value();
    EXPECT_EQ(stored.dataset, all[0].dataset);
    // Frozen at first sight.
    EXPECT_EQ(stored.slug, "bf-titre-0");
    EXPECT_EQ(world.number("select count(*) from distribution"), 5);
}

TEST(Page, CommittedTwiceUnderOneRunCountsOnce) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    const PageCommit page = a_page(0, records("bf", 0, 4), true);
    const PageOutcome first = await(world.harvests->commit_page(run.lease, page)).value();
    const PageOutcome again = await(world.harvests->commit_page(run.lease, page)).value();
    EXPECT_EQ(first.created, 4);
    EXPECT_EQ(again.created, 4);
    const HarvestRun ended = await(world.harvests->finish_run(run.lease, RunEnd{})).value();
    EXPECT_EQ(ended.counts.created, 4);
    EXPECT_EQ(ended.counts.received, 4);
    EXPECT_EQ(ended.counts.pages, 1);
    EXPECT_EQ(world.number("select count(*) from change"), 4);
}

TEST(Page, LeavesOutTheRecordThatPostgresRefusesAndKeepsTheOthers) {
    World world;
    world.sync({a_portal("bf")});
    auto all = records("bf", 0, 9);
    all[4].dataset.title.front().text = std::string("nul\0ici", 7);
    all[7].dataset.modified =
        PartialDate{Instant(std::chrono::microseconds(INT64_MIN / 2)), DatePrecision::day};
    const HarvestRun run = world.harvest("bf", all);
    EXPECT_EQ(run.counts.created, 7);
    EXPECT_EQ(run.counts.refused, 2);
    EXPECT_EQ(run.issues.at("STORE_REJECTED"), 2);
    IssueQuery query;
    query.code = Code::store_rejected;
    const IssuePage issues = await(world.catalog->issues(query)).value();
    ASSERT_EQ(issues.issues.size(), 2U);
    std::vector<std::string> at = {
        issues.issues[0].issue.remote_id,
        issues.issues[1].issue.remote_id};
    std::sort(at.begin(), at.end());
    EXPECT_EQ(at, (std::vector<std::string>{"id4", "id7"}));
    EXPECT_NE(issues.issues[1].issue.detail.find("22021"), std::string::npos);
}

TEST(Staging, ThatCouldNotBePreparedIsPreparedAgain) {
    World world;
    // As on a full disk: the session lives on after the refusal.
    world.sql().exec("set default_transaction_read_only = on");
    EXPECT_THROW(prepare_staging(world.sql()), SqlError);
    world.sql().exec("set default_transaction_read_only = off");
    prepare_staging(world.sql());
    EXPECT_EQ(world.number("select count(*) from stage_verdict"), 0);
}

TEST(Slugs, OfOneTitleAreNumberedAndStayWithTheirDatasets) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> same;
    for (int i = 0; i < 5; ++i)
        same.push_back(a_record("bf", "s" + std::to_string(i), "Élections"));
    world.harvest("bf", same);
    world.harvest(
        "bf",
        {a_record("bf", "later", "Élections"), a_record("bf", "odd", "Élections 2")}
    );
    EXPECT_EQ(
        world.text("select string_agg(slug, ' ' order by slug) from dataset"),
        "bf-elections bf-elections--2 bf-elections--3 bf-elections--4 bf-elections--5 "
        "bf-elections--6 bf-elections-2"
    );
    EXPECT_EQ(
        await(world.catalog->dataset_by_name("bf-elections--6")).value().dataset.remote_id,
        "later"
    );
}

TEST(Fingerprint, DoesNotDependOnOrderOrPages) {
    World one;
    World other;
    auto all = records("bf", 0, 30);
    for (int i = 0; i < 6; ++i)
        all.push_back(a_record("bf", "same" + std::to_string(i), "Même titre"));
    one.sync({a_portal("bf")});
    other.sync({a_portal("bf")});
    one.harvest("bf", all);
    std::reverse(all.begin(), all.end());
    std::vector<PageCommit> pages;
    for (std::size_t i = 0; i < all.size(); i += 5)
        pages.push_back(a_page(
            static_cast<std::int64_t>(i / 5),
            {all.begin() + static_cast<std::ptrdiff_t>(i),
             all.begin() + static_cast<std::ptrdiff_t>(std::min(i + 5, all.size()))},
            i + 5 >= all.size()
        ));
    other.harvest("bf", std::move(pages));
    EXPECT_EQ(one.fingerprint(), other.fingerprint());
    other.harvest("bf", {changed(all[0], "Un autre")});
    EXPECT_NE(one.fingerprint(), other.fingerprint());
}

TEST(Popularity, IsKeptOutsideTheHistoryOfRecords) {
    World world;
    world.sync({a_portal("bf")});
    const auto all = records("bf", 0, 2);
    PageCommit page = a_page(0, all, true);
    page.popularity = {{all[0].id, {{"views", 40}, {"followers", 2}}}, {all[1].id, {}}};
    std::vector<PageCommit> pages;
    pages.push_back(page);
    world.harvest("bf", pages);
    EXPECT_EQ(await(world.catalog->dataset(all[0].id)).value().signal.popularity, 42);
    const FeedPosition position = await(world.feed->head()).value();
    const auto listed = await(world.catalog->changes(ChangeNumber(0), 100)).value();
    pages[0].changes.clear();
    pages[0].popularity[0].counters[0].second = 50;
    world.harvest("bf", pages);
    EXPECT_EQ(await(world.catalog->changes(ChangeNumber(0), 100)).value().size(), listed.size());
    const FeedBatch batch = await(world.feed->after(position, 100)).value();
    ASSERT_EQ(batch.entries.size(), 1U);
    EXPECT_EQ(batch.entries[0].popularity, 52);
    world.harvest("bf", pages);
    EXPECT_TRUE(await(world.feed->after(batch.position, 100)).value().entries.empty());
}

TEST(Remap, ChangesTheMappingWithoutANewDigest) {
    World world;
    world.sync({a_portal("bf")});
    auto all = records("bf", 0, 3);
    world.harvest("bf", all);
    const Digest next = sha256("mapping 2");
    const SourceId source(world.number("select id from source"));
    const auto stale =
        await(world.harvests->stale_raw_records(source, next, DatasetId{}, 2)).value();
    ASSERT_EQ(stale.size(), 2U);
    EXPECT_EQ(sha256(stale[0].raw), stale[0].source_digest);
    for (RecordChange& record : all)
        record.mapping_version = next;
    const PageOutcome outcome = await(world.harvests->commit_remap(source, all, {}, 0)).value();
    EXPECT_EQ(outcome.remapped, 3);
    EXPECT_TRUE(
        await(world.harvests->stale_raw_records(source, next, DatasetId{}, 2)).value().empty()
    );
}

// The same record as another version of its connector reads it.
RecordChange mapped_again(RecordChange record) {
    record.mapping_version = sha256("mapping 2");
    record.dataset.keywords.push_back({"fr", "relu", false});
    return record;
}

TEST(Remap, LeavesAloneWhatHasOvertakenIt) {
    World world;
    world.sync({a_portal("bf")});
    auto all = records("bf", 0, 3);
    world.harvest("bf", all);
    std::vector<RecordChange> read;
    for (const RecordChange& record : all)
        read.push_back(mapped_again(record));
    // New content and a new id, after these were read and before they are written.
    all[0] = changed(all[0], "Autre");
    all[1] = under_new_id(all[1], "neuf");
    ASSERT_EQ(world.harvest("bf", all).counts.renamed, 1);
    const SourceId source(world.number("select id from source"));
    EXPECT_EQ(await(world.harvests->commit_remap(source, read, {}, 0)).value().remapped, 1);
    EXPECT_EQ(
        world.text("select string_agg(remote_id || ' ' || title, ', ' order by remote_id) "
                   "from dataset"),
        "id0 Autre, id2 Titre 2, neuf Titre 1"
    );
    EXPECT_EQ(await(world.catalog->raw_record(read[0].id)).value(), all[0].raw);
    EXPECT_EQ(await(world.catalog->raw_record(read[1].id)).value(), all[1].raw);
}

TEST(Remap, WaitsForARenameAndWritesNothingOfTheRowThatWent) {
    World world;
    world.sync({a_portal("bf")});
    auto all = records("bf", 0, 3);
    world.harvest("bf", all);
    const SourceId source(world.number("select id from source"));
    const DatasetId old_id = all[1].id;
    all[1] = under_new_id(all[1], "neuf");
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, all, true))).value();
    // The rename is written, not yet committed, when the new row is mapped again.
    Connection renaming(session(world.conninfo));
    prepare_staging(renaming);
    prepare_renames(renaming);
    Transaction transaction(renaming);
    const std::vector<Rename> renames = {{old_id, all[1].id, IdentityEvidence::content}};
    ASSERT_EQ(apply_renames(renaming, source.value, 0, renames), 1);
    number_changes(renaming, std::nullopt);
    std::int64_t remapped = -1;
    std::thread remapping([&] {
        Connection connection(session(world.conninfo));
        RawDictionaries dictionaries;
        const std::vector<RecordChange> read = {mapped_again(all[1])};
        remapped = commit_remap(connection, dictionaries, source, read, {}, 0).value().remapped;
    });
    const char* const waiting = "select count(*) from pg_stat_activity where wait_event_type = "
                                "'Lock' and datname = current_database()";
    for (int i = 0; i < 1'000 && world.number(waiting) == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    transaction.commit();
    remapping.join();
    EXPECT_EQ(remapped, 0);
    for (const char* const table : {"distribution", "raw_record", "alias", "slug"}) {
        const std::string orphans = "select count(*) from " + std::string(table) +
                                    " where dataset not in (select id from dataset)";
        EXPECT_EQ(world.number(orphans.c_str()), 0) << table;
    }
}

} // namespace
} // namespace moisson::store::testing
