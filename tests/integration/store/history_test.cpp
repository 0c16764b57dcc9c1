// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The history of a dataset: one entry per real change, with what changed, when and by which run.
#include "fixture.hpp"
#include "store/history.hpp"
#include "store/page_commit.hpp"
#include "store/raw_dictionaries.hpp"

#include <thread>

namespace moisson::store::testing {
namespace {

HistoryPage
history(World& world, DatasetId id, std::optional<std::int64_t> before = {}, int limit = 20) {
    HistoryQuery query;
    query.dataset = id;
    query.before = before;
    query.limit = limit;
    return await(world.catalog->history(query)).value();
}

std::vector<std::string> causes(const HistoryPage& page) {
    std::vector<std::string> out;
    for (const HistoryEntry& entry : page.entries)
        out.emplace_back(to_string(entry.cause));
    return out;
}

using Causes = std::vector<std::string>;

TEST(History, BeginsWithTheCreationAndItsRunWithoutARow) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange record = a_record("bf", "a", "Budget");
    const HarvestRun run = world.harvest("bf", {record, a_record("bf", "b", "Eau")});
    EXPECT_EQ(world.number("select count(*) from dataset_history"), 0)
        << "harvesting new ones pays nothing";
    const HistoryPage page = history(world, record.id);
    ASSERT_EQ(causes(page), Causes{"created"});
    EXPECT_EQ(page.total, 1);
    EXPECT_FALSE(page.more);
    EXPECT_EQ(page.entries.front().number, 0);
    EXPECT_EQ(page.entries.front().run, run.id);
    EXPECT_TRUE(page.entries.front().diff.empty());
    const auto stored = await(world.catalog->dataset(record.id)).value();
    EXPECT_EQ(page.entries.front().at, stored.first_seen);
    HistoryQuery unknown;
    unknown.dataset = DatasetId(random_uuid());
    EXPECT_EQ(await(world.catalog->history(unknown)).error().code, Code::not_found);
}

TEST(History, SaysWhenTheRecordWasSeenFirstAndLast) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange stays = a_record("bf", "a", "Budget");
    const RecordChange leaves = a_record("bf", "b", "Eau");
    const HarvestRun first = world.harvest("bf", {stays, leaves});
    const HarvestRun second = world.harvest("bf", {stays});
    EXPECT_EQ(history(world, stays.id).last_seen, second.started_at);
    EXPECT_EQ(history(world, leaves.id).last_seen, first.started_at);
    const auto stored = await(world.catalog->dataset(leaves.id)).value();
    EXPECT_EQ(history(world, leaves.id).first_seen, stored.first_seen);
}

TEST(History, TellsWhatChangedOnceAndBySameRun) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange first = a_record("bf", "a", "Budget");
    const RecordChange still = a_record("bf", "b", "Eau");
    world.harvest("bf", {first, still});
    RecordChange second = changed(first, "Budget 2026");
    second.dataset.keywords.push_back({"fr", "finances", false});
    second.dataset.distributions.erase(second.dataset.distributions.begin());
    const HarvestRun run = world.harvest("bf", {second, still});
    const HistoryPage page = history(world, first.id);
    ASSERT_EQ(causes(page), (Causes{"updated", "created"}));
    const HistoryEntry& entry = page.entries.front();
    EXPECT_EQ(entry.number, 1);
    EXPECT_EQ(entry.run, run.id);
    EXPECT_EQ(entry.diff, diff(first.dataset, second.dataset));
    EXPECT_EQ(entry.diff.changes.size(), 3U);
    EXPECT_EQ(entry.at, await(world.catalog->dataset(first.id)).value().changed_at);
    EXPECT_EQ(causes(history(world, still.id)), Causes{"created"});
    // The same again: nothing.
    world.harvest("bf", {second, still});
    EXPECT_EQ(history(world, first.id).total, 2);
}

TEST(History, SaysNothingOfWhatIsNotShown) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange first = a_record("bf", "a", "Budget");
    world.harvest("bf", {first});
    RecordChange touched = changed(first, "Budget");
    touched.raw = "{\"autre\":1}";
    touched.source_digest = sha256(touched.raw);
    touched.dataset.record_modified =
        PartialDate{Instant(std::chrono::seconds(1'800'000'000)), DatePrecision::second};
    EXPECT_EQ(world.harvest("bf", {touched}).counts.updated, 1) << "followers are told";
    touched.mapping_version = sha256("mapping 2");
    EXPECT_EQ(world.harvest("bf", {touched}).counts.remapped, 1);
    EXPECT_EQ(world.number("select count(*) from dataset_history"), 0);
}

TEST(History, KnowsTheWholeLifeOfARecord) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange first = a_record("bf", "a", "Budget");
    const RecordChange stays = a_record("bf", "b", "Eau");
    world.harvest("bf", {first, stays});
    const HarvestRun lost = world.harvest("bf", {stays});
    world.sql().script("update absence set since = since - interval '8 days'");
    world.harvest("bf", {stays});
    const RecordChange back = changed(first, "Budget révisé");
    world.harvest("bf", {back, stays});
    world.harvest("bf", {stays});
    // Unchanged, and back all the same.
    PageCommit page = a_page(0, {}, true);
    page.seen = {back.id, stays.id};
    std::vector<PageCommit> pages;
    pages.push_back(page);
    world.harvest("bf", std::move(pages));
    RecordChange remapped = back;
    remapped.mapping_version = sha256("mapping 2");
    remapped.dataset.themes = {"ECON"};
    const SourceId source(world.number("select id from source"));
    ASSERT_EQ(await(world.harvests->commit_remap(source, {remapped}, {}, 0)).value().remapped, 1);
    const HistoryPage all = history(world, first.id);
    EXPECT_EQ(
        causes(all),
        (Causes{"remapped", "revived", "missing", "revived", "archived", "missing", "created"})
    );
    EXPECT_FALSE(all.entries[0].run) << "no run did it";
    EXPECT_EQ(all.entries[0].diff.changes.size(), 2U) << "a theme went, another came";
    EXPECT_TRUE(all.entries[1].diff.empty());
    EXPECT_EQ(all.entries[3].diff.changes.size(), 1U) << "it came back with another title";
    EXPECT_EQ(all.entries[5].run, lost.id);
    EXPECT_EQ(all.total, 7);
    EXPECT_EQ(history(world, stays.id).total, 1);
}

TEST(History, IsPagedNewestFirst) {
    World world;
    world.sync({a_portal("bf")});
    RecordChange record = a_record("bf", "a", "0");
    for (int i = 0; i < 5; ++i)
        world.harvest("bf", {record = changed(record, std::to_string(i))});
    std::vector<std::int64_t> numbers;
    std::optional<std::int64_t> before;
    for (int pages = 0;; ++pages) {
        ASSERT_LT(pages, 4);
        const HistoryPage page = history(world, record.id, before, 2);
        EXPECT_EQ(page.total, 5);
        for (const HistoryEntry& entry : page.entries)
            numbers.push_back(entry.number);
        if (!page.more)
            break;
        before = page.entries.back().number;
    }
    EXPECT_EQ(numbers, (std::vector<std::int64_t>{4, 3, 2, 1, 0}));
}

TEST(History, KeepsTheNewestEntriesOfADataset) {
    World world;
    world.sync({a_portal("bf")});
    RecordChange record = a_record("bf", "a", "0");
    const RecordChange other = a_record("bf", "b", "0");
    world.harvest("bf", {record, other});
    world.harvest("bf", {record, changed(other, "1")});
    world.sql().exec(
        "insert into dataset_history (dataset, n, at, cause) select $1, n, moisson.now(), "
        "'updated' "
        "from generate_series(1, $2::integer) n",
        Params(record.id.uuid, history_entries_max)
    );
    world.harvest("bf", {changed(record, "nouveau"), changed(other, "1")});
    EXPECT_EQ(world.number("select min(n) from dataset_history where n > 1"), 2);
    const HistoryPage page = history(world, record.id);
    EXPECT_EQ(page.total, history_entries_max + 1);
    EXPECT_EQ(page.entries.front().number, history_entries_max + 1);
    EXPECT_EQ(history(world, other.id).total, 2) << "others keep theirs";
}

TEST(History, OfARunThatRetentionRemovedKeepsItsDate) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange record = a_record("bf", "a", "0");
    world.harvest("bf", {record});
    world.harvest("bf", {changed(record, "1")});
    world.sql().script("delete from run");
    const HistoryPage page = history(world, record.id);
    ASSERT_EQ(page.entries.size(), 2U);
    EXPECT_FALSE(page.entries[0].run);
    EXPECT_FALSE(page.entries[1].run);
}

TEST(History, MendsADamagedRecordWithoutAWord) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange record = a_record("bf", "a", "0");
    const RecordChange other = a_record("bf", "b", "0");
    world.harvest("bf", {record, other});
    world.sql().exec("update dataset set metadata = '[]' where id = $1", Params(record.id.uuid));
    const RecordChange whole = changed(record, "1");
    EXPECT_EQ(world.harvest("bf", {whole, changed(other, "1")}).counts.updated, 2);
    EXPECT_EQ(await(world.catalog->dataset(record.id)).value().dataset, whole.dataset);
    EXPECT_EQ(history(world, record.id).total, 1);
    EXPECT_EQ(history(world, other.id).total, 2);
}

TEST(History, SurvivesABisectedPage) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all;
    for (int i = 0; i < 8; ++i)
        all.push_back(a_record("bf", "id" + std::to_string(i), "0"));
    world.harvest("bf", all);
    // One that PostgreSQL refuses: the others are written in parts.
    world.sql().script("alter table dataset add constraint refuse check (title <> 'interdit')");
    for (RecordChange& record : all)
        record = changed(record, record.dataset.remote_id == "id3" ? "interdit" : "1");
    const HarvestRun run = world.harvest("bf", all);
    EXPECT_EQ(run.counts.refused, 1);
    EXPECT_EQ(world.number("select count(*) from dataset_history"), 7);
    EXPECT_EQ(
        world.number("select count(distinct dataset) from dataset_history where changes is not null"
        ),
        7
    );
}

TEST(History, OfTwoWritersAtOnceHasNoGap) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange record = a_record("bf", "a", "0");
    world.harvest("bf", {record});
    const SourceId source(world.number("select id from source"));
    constexpr int rounds = 20;
    const auto write = [&](const std::string& name) {
        Connection connection(session(world.conninfo));
        RawDictionaries dictionaries;
        for (int i = 0; i < rounds; ++i) {
            RecordChange other = record;
            other.dataset.version = name + std::to_string(i);
            other.mapping_version = sha256(other.dataset.version);
            commit_remap(connection, dictionaries, source, {other}, {}, 0).value();
        }
    };
    std::thread first(write, "a");
    std::thread second(write, "b");
    first.join();
    second.join();
    // Each entry goes on where the one before it ended.
    const HistoryPage page = history(world, record.id, {}, 100);
    ASSERT_EQ(page.total, 2 * rounds + 1);
    for (std::size_t i = 0; i + 2 < page.entries.size(); ++i)
        EXPECT_EQ(
            page.entries[i].diff.changes.at(0).before,
            page.entries[i + 1].diff.changes.at(0).after
        ) << i;
}

TEST(History, GoesWithItsDataset) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange gone = a_record("bf", "a", "0");
    const RecordChange stays = a_record("bf", "b", "0");
    world.harvest("bf", {gone, stays});
    world.harvest("bf", {changed(gone, "1"), changed(stays, "1")});
    world.harvest("bf", {changed(stays, "1")});
    world.sql().script("update absence set since = since - interval '8 days'");
    world.harvest("bf", {changed(stays, "1")});
    world.sql().script("update absence set archived_at = archived_at - interval '366 days'");
    EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().purged, 1);
    HistoryQuery query;
    query.dataset = gone.id;
    EXPECT_EQ(await(world.catalog->history(query)).error().code, Code::not_found);
    EXPECT_EQ(world.number("select count(*) from dataset_history"), 1);
}

} // namespace
} // namespace moisson::store::testing
