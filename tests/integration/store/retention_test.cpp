// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Tables stay flat, in small steps, by one worker, and nothing that is still needed goes: the floor
// of the followers, the pages of undecided runs, the slugs of purged records.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/purge.hpp"

#include <cstdio>
#include <map>

namespace moisson::store::testing {
namespace {

void age_everything(World& world) {
    world.sql().script("update run set started_at = started_at - interval '3 years', "
                       "ended_at = ended_at - interval '3 years';"
                       "update issue set at = at - interval '3 years';"
                       "update event set at = at - interval '3 years';"
                       "update change set at = at - interval '3 years'");
}

PrunePolicy small_steps() {
    PrunePolicy policy;
    policy.rows_per_step = 2;
    policy.records_per_step = 2;
    return policy;
}

TEST(Retention, KeepsTablesFlatAndTheLastRunsOfASource) {
    World world;
    world.sync({a_portal("bf")});
    for (int i = 0; i < 6; ++i) {
        std::vector<PageCommit> pages;
        pages.push_back(a_page(0, records("bf", 0, 3), true));
        pages.front().issues.emplace_back(Code::bad_date, Stage::map, "x");
        world.harvest("bf", std::move(pages));
    }
    world.sql().script("insert into event (kind, subject, at) select 'x', 'y', now() from "
                       "generate_series(1, 5)");
    age_everything(world);
    const PruneOutcome outcome = await(prune(world.database, small_steps())).value();
    EXPECT_EQ(outcome.runs, 4) << "the last two complete ones stay";
    EXPECT_EQ(outcome.events, 5);
    EXPECT_EQ(world.number("select count(*) from run"), 2);
    EXPECT_EQ(world.number("select count(*) from run_page"), 2);
    EXPECT_EQ(world.number("select count(*) from issue"), 1) << "of the last run";
    EXPECT_EQ(world.number("select count(distinct run) from issue_count"), 2);
    EXPECT_EQ(world.number("select count(*) from change"), 1) << "the head of the followers";
    EXPECT_EQ(world.number("select number from change_floor"), 2);
    // The house goes on.
    EXPECT_EQ(world.harvest("bf", records("bf", 0, 2)).counts.missing, 1);
    EXPECT_EQ(await(prune(world.database, small_steps())).value().runs, 1)
        << "the run that two newer complete ones follow";
}

TEST(Retention, LeavesTheFollowersFloorRight) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 5));
    const FeedPosition old = await(world.feed->head()).value();
    age_everything(world);
    world.harvest("bf", records("bf", 0, 8));
    const FeedPosition head = await(world.feed->head()).value();
    ASSERT_EQ(head.number.value, 8);
    EXPECT_EQ(await(prune(world.database, small_steps())).value().changes, 5);
    EXPECT_EQ(await(world.feed->after(old, 10)).error().code, Code::not_found)
        << "its very row is gone: it builds anew";
    EXPECT_EQ(await(world.feed->after(FeedPosition{}, 10)).error().code, Code::not_found);
    EXPECT_TRUE(await(world.feed->after(head, 10)));
    EXPECT_EQ(await(world.catalog->changes(ChangeNumber(4), 10)).error().code, Code::not_found);
    EXPECT_EQ(await(world.catalog->changes(ChangeNumber(5), 10)).value().size(), 3U);
}

TEST(Retention, KeepsWhatAnUndecidedRunNeeds) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 10));
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, records("bf", 0, 4), true))).value();
    RunEnd end;
    end.state = RunState::held;
    await(world.harvests->finish_run(run.lease, end)).value();
    // Runs that changed nothing about the question: of another mode, they reconcile nothing.
    for (int i = 0; i < 4; ++i) {
        const ClaimedRun later = world.claim("bf");
        await(world.harvests->commit_page(later.lease, a_page(0, records("bf", 4, 6), true)))
            .value();
        await(world.harvests->finish_run(later.lease, RunEnd{})).value();
    }
    age_everything(world);
    EXPECT_EQ(await(prune(world.database, small_steps())).value().runs, 1) << "the first one";
    EXPECT_EQ(world.number("select count(*) from run_page"), 5);
    EXPECT_EQ(world.number("select count(*) from run where state = 'held'"), 1);
}

TEST(Retention, IsDoneByOneWorkerAtATime) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records("bf", 0, 5));
    age_everything(world);
    Connection other(session(world.conninfo));
    {
        const Transaction turn(other);
        other.exec("select pg_advisory_xact_lock(3916589616287113937)");
        EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().sum(), 0);
    }
    EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().changes, 4);
}

// A portal that lives: one record changes each day, one comes, one goes, one is left out.
void live_a_day(World& world, int day) {
    travel(world, std::to_string(day) + " days");
    std::vector<RecordChange> today = records("bf", day, day + 12);
    for (RecordChange& record : today)
        record = changed(record, "Titre du jour " + std::to_string(day));
    std::vector<PageCommit> pages;
    pages.push_back(a_page(0, std::move(today), true));
    pages.front().issues.emplace_back(Code::bad_date, Stage::map, "x");
    pages.front().left_out = {{"brouillon" + std::to_string(day), "v1"}};
    world.harvest("bf", std::move(pages));
    world.sql().exec("insert into event (kind, subject, at) values ('x', 'y', moisson.now())");
}

TEST(Retention, KeepsEveryTableFlatOverManyDays) {
    World world;
    world.sync({a_portal("bf")});
    PrunePolicy policy = small_steps();
    policy.keep_changes = policy.keep_pages = policy.keep_issues = std::chrono::hours(24 * 3);
    policy.keep_runs = policy.keep_events = std::chrono::hours(24 * 5);
    policy.keep_history = policy.keep_left_out = std::chrono::hours(24 * 6);
    policy.purge_after = std::chrono::hours(24 * 4);
    const std::vector<std::string> tables = {
        "run",
        "run_page",
        "issue",
        "issue_count",
        "change",
        "event",
        "left_out",
        "dataset",
        "distribution",
        "raw_record",
        "dataset_history",
        "dataset_issue",
        "dataset_signal",
        "absence",
        "remote_id",
        "alias",
        "source_issue",
        "dictionary",
        "dictionary_work"};
    const auto counts = [&] {
        std::map<std::string, std::int64_t> out;
        for (const std::string& table : tables)
            out[table] = world.number(("select count(*) from " + table).c_str());
        return out;
    };
    std::map<std::string, std::int64_t> steady;
    for (int day = 0; day < 60; ++day) {
        live_a_day(world, day);
        EXPECT_TRUE(await(prune(world.database, policy)));
        // Archived after eight days, purged after four more.
        if (day == 25)
            steady = counts();
        else if (day > 25)
            ASSERT_EQ(counts(), steady) << "day " << day;
    }
    for (const auto& [table, count] : steady)
        std::printf("%s: %d\n", table.c_str(), static_cast<int>(count));
    for (const char* table : {"run", "change", "event", "left_out", "dataset_history", "absence"})
        EXPECT_GT(steady.at(table), 0) << table;
    // The slugs are the tombstones: the only rows that stay for ever.
    EXPECT_EQ(world.number("select count(*) from slug"), 71);
}

TEST(Retention, LetsWhatWasLeftOutBeLookedAtAgain) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<PageCommit> pages;
    pages.push_back(a_page(0, records("bf", 0, 1), true));
    pages.front().left_out = {{"brouillon", "v1"}, {"autre", "v1"}};
    world.harvest("bf", pages);
    travel(world, "179 days");
    EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().left_out, 0);
    // Said again with another stamp, it is young again.
    pages.front().left_out = {{"autre", "v2"}};
    world.harvest("bf", pages);
    travel(world, "181 days");
    EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().left_out, 1);
    const SourceId source(world.number("select id from source"));
    const auto listed =
        await(world.harvests->listed_records(source, {"brouillon", "autre"})).value();
    ASSERT_EQ(listed.size(), 1U) << "the next inventory wants the first one";
    EXPECT_EQ(listed.front().remote_id, "autre");
}

TEST(Purge, DeletesWhatHasBeenArchivedForAYearAndKeepsItsSlug) {
    World world;
    world.sync({a_portal("bf")});
    // Two of one title: the second slug has a number.
    const RecordChange gone = a_record("bf", "a", "Budget");
    const RecordChange gone_too = a_record("bf", "b", "Budget");
    const RecordChange stays = a_record("bf", "c", "Eau");
    world.harvest("bf", {gone, gone_too, stays});
    world.harvest("bf", {stays});
    world.sql().script("update absence set since = since - interval '8 days'");
    EXPECT_EQ(world.harvest("bf", {stays}).counts.archived, 2);
    const std::string slug = await(world.catalog->dataset(gone.id)).value().slug;
    const std::string second = await(world.catalog->dataset(gone_too.id)).value().slug;
    EXPECT_NE(slug, second);
    world.sql().script("update absence set archived_at = archived_at - interval '364 days'");
    EXPECT_EQ(await(prune(world.database, small_steps())).value().purged, 0)
        << "nothing is lost before";
    EXPECT_EQ(await(world.catalog->dataset(gone.id)).value().dataset.title.front().text, "Budget");
    const FeedPosition before = await(world.feed->head()).value();
    world.sql().script("update absence set archived_at = archived_at - interval '2 days'");
    EXPECT_EQ(await(prune(world.database, small_steps())).value().purged, 2);
    for (const char* table :
         {"distribution",
          "raw_record",
          "dataset_signal",
          "dataset_issue",
          "alias",
          "absence",
          "remote_id"}) {
        const std::string sql = std::string("select count(*) from ") + table +
                                (std::string_view(table) == "remote_id"
                                     ? " where remote_id in ('a', 'b')"
                                     : " where dataset not in (select id from dataset)");
        EXPECT_EQ(world.number(sql.c_str()), 0) << table;
    }
    EXPECT_EQ(world.number("select count(*) from dataset"), 1);
    EXPECT_EQ(world.number("select count(*) from change where cause = 'purged'"), 2);
    // The index forgets them.
    const FeedBatch batch = await(world.feed->after(before, 10)).value();
    ASSERT_EQ(batch.entries.size(), 2U);
    EXPECT_EQ(batch.entries[0].state, RecordState::purged);
    // Both names answer 410 for ever, by slug and by uuid.
    for (const std::string& name : {slug, second, to_string(gone.id), to_string(gone_too.id)}) {
        const auto tombstone = await(world.catalog->dataset_by_name(name)).value();
        EXPECT_EQ(tombstone.state, RecordState::purged) << name;
        EXPECT_TRUE(tombstone.archived_at) << name;
    }
    EXPECT_EQ(await(world.catalog->dataset_by_name(to_string(gone.id))).value().slug, slug);
    // A new record of that title gets another slug.
    const RecordChange newcomer = a_record("bf", "d", "Budget");
    world.harvest("bf", {stays, newcomer});
    const std::string third = await(world.catalog->dataset(newcomer.id)).value().slug;
    EXPECT_NE(third, slug);
    EXPECT_NE(third, second);
    // And one that comes back after all is found by its old name.
    EXPECT_EQ(world.harvest("bf", {stays, newcomer, gone}).counts.created, 1);
    EXPECT_EQ(await(world.catalog->dataset_by_name(slug)).value().state, RecordState::active);
}

TEST(Purge, LeavesRecordsThatCameBackAlone) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange back = a_record("bf", "a", "Budget");
    const RecordChange stays = a_record("bf", "c", "Eau");
    world.harvest("bf", {back, stays});
    world.harvest("bf", {stays});
    world.sql().script("update absence set since = since - interval '2 years'");
    world.harvest("bf", {stays});
    world.sql().script("update absence set archived_at = archived_at - interval '2 years'");
    world.harvest("bf", {back, stays});
    EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().purged, 0);
    EXPECT_EQ(await(world.catalog->dataset(back.id)).value().state, RecordState::active);
}

} // namespace
} // namespace moisson::store::testing
