// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Tables stay flat, in small steps, by one worker, and nothing that is still needed goes: the floor
// of the followers, the pages of undecided runs, the slugs of purged records.
#include "fixture.hpp"
#include "store/purge.hpp"

namespace moisson::store::testing {
namespace {

std::vector<RecordChange> records(int from, int to) {
    std::vector<RecordChange> out;
    for (int i = from; i < to; ++i)
        out.push_back(a_record("bf", "id" + std::to_string(i), "Titre " + std::to_string(i)));
    return out;
}

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
        pages.push_back(a_page(0, records(0, 3), true));
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
    EXPECT_EQ(world.harvest("bf", records(0, 2)).counts.missing, 1);
    EXPECT_EQ(await(prune(world.database, small_steps())).value().runs, 1)
        << "the run that two newer complete ones follow";
}

TEST(Retention, LeavesTheFollowersFloorRight) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", records(0, 5));
    const FeedPosition old = await(world.feed->head()).value();
    age_everything(world);
    world.harvest("bf", records(0, 8));
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
    world.harvest("bf", records(0, 10));
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, records(0, 4), true))).value();
    RunEnd end;
    end.state = RunState::held;
    await(world.harvests->finish_run(run.lease, end)).value();
    // Runs that changed nothing about the question: of another mode, they reconcile nothing.
    for (int i = 0; i < 4; ++i) {
        const ClaimedRun later = world.claim("bf");
        await(world.harvests->commit_page(later.lease, a_page(0, records(4, 6), true))).value();
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
    world.harvest("bf", records(0, 5));
    age_everything(world);
    Connection other(session(world.conninfo));
    {
        const Transaction turn(other);
        other.exec("select pg_advisory_xact_lock(3916589616287113937)");
        EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().sum(), 0);
    }
    EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().changes, 4);
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
