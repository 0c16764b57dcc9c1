// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Renamed datasets later in life: ids that come back, crashes in the middle, purges; and resources
// that keep their ids when their names change.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/comparison.hpp"
#include "store/overlay.hpp"
#include "store/reconcile.hpp"
#include "store/record_writer.hpp"
#include "store/rename.hpp"
#include "store/takedown.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace moisson::store::testing {
namespace {

using std::chrono::seconds;

// Each ANALYZE writes to the catalogue and makes the session plan anew.
TEST(Rename, OfFewRecordsIsAnalyzedOnceASession) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    all[3] = under_new_id(all[3], "neuf");
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, all, true))).value();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(compare_seen(world.sql(), run.lease).value().renamed, 1);
    for (const char* const table : {"stage_side", "stage_clue"}) {
        const std::string count = "select analyze_count from pg_stat_all_tables where relid = "
                                  "'pg_temp." +
                                  std::string(table) + "'::regclass";
        EXPECT_EQ(world.number(count.c_str()), 1) << table;
    }
}

TEST(Rename, IsTakenBackWhenTheOldIdReturnsAlone) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    const RecordChange original = all[3];
    all[3] = under_new_id(original, "neuf");
    world.harvest("bf", all);
    const KnownRecord former =
        await(world.harvests->known_records(SourceId(1), {"id3"})).value().at(0);
    EXPECT_TRUE(former.is_former);
    EXPECT_EQ(former.dataset, original.id);
    EXPECT_FALSE(await(world.harvests->known_records(SourceId(1), {"neuf"})).value()[0].is_former);
    EXPECT_TRUE(await(world.harvests->listed_records(SourceId(1), {"id3"})).value().empty());
    // Other files and another title: the id alone tells.
    RecordChange back = changed(original, "Tout autre chose");
    back.id = dataset_id_at_return(original.id, "id3");
    back.dataset.distributions.pop_back();
    all[3] = back;
    const HarvestRun run = world.harvest("bf", all);
    EXPECT_EQ(run.counts.renamed, 1);
    EXPECT_EQ(run.counts.missing, 0);
    EXPECT_EQ(id_of(world, to_string(back.id)), to_string(original.id));
    EXPECT_EQ(await(world.catalog->dataset(original.id)).value().dataset.remote_id, "id3");
    EXPECT_FALSE(await(world.harvests->known_records(SourceId(1), {"id3"})).value()[0].is_former);
    EXPECT_TRUE(await(world.harvests->known_records(SourceId(1), {"neuf"})).value()[0].is_former);
}

TEST(Rename, LeavesTwoDatasetsWhenBothIdsLive) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    const RecordChange original = all[3];
    all[3] = under_new_id(original, "neuf");
    world.harvest("bf", all);
    all[3].id = original.id;
    RecordChange back = original;
    back.id = dataset_id_at_return(original.id, "id3");
    all.push_back(back);
    const HarvestRun run = world.harvest("bf", all);
    EXPECT_EQ(run.counts.renamed, 0);
    EXPECT_EQ(run.counts.created, 1);
    EXPECT_EQ(await(world.catalog->dataset(original.id)).value().dataset.remote_id, "neuf");
    EXPECT_EQ(await(world.catalog->dataset(back.id)).value().dataset.remote_id, "id3");
    const std::string fingerprint = world.fingerprint();
    world.harvest("bf", all);
    EXPECT_EQ(world.fingerprint(), fingerprint) << "the two do not take turns";
}

TEST(Rename, IsNotToldByADoiThatRecordsWhichStayCiteToo) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    for (const std::size_t i : {0U, 1U, 2U})
        all[i].dataset.identifiers = {"doi:10.5072/publication.7"};
    all[3].dataset.identifiers = {"doi:10.5072/jeu.3"};
    world.harvest("bf", all);
    // One that cites the publication goes, another one comes; 3 is alone with its DOI.
    std::vector<RecordChange> next(all.begin() + 1, all.end());
    next[2] = under_new_id(all[3], "neuf3");
    next.push_back(under_new_id(all[0], "neuf0"));
    for (const std::size_t i : {2U, 9U}) {
        next[i].dataset.title.front().text = "Autre titre " + std::to_string(i);
        next[i].dataset.distributions.clear();
    }
    const HarvestRun run = world.harvest("bf", next);
    EXPECT_EQ(run.counts.renamed, 1);
    EXPECT_EQ(run.counts.created, 1);
    EXPECT_EQ(run.counts.missing, 1);
    EXPECT_EQ(state_of(world, all[0].id), "missing");
    EXPECT_EQ(id_of(world, "nom-neuf3"), to_string(all[3].id));
}

TEST(Rename, IsNotWhatARunSawSideBySide) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    // One set of files, described in two languages; no run has settled anything yet.
    all[1].dataset.distributions = all[0].dataset.distributions;
    const ClaimedRun first = world.claim("bf");
    await(world.harvests->commit_page(first.lease, a_page(0, all))).value();
    RunEnd end;
    end.state = RunState::incomplete;
    await(world.harvests->finish_run(first.lease, end)).value();
    all.erase(all.begin());
    // One that is really renamed meanwhile still is.
    all[4] = under_new_id(all[4], "neuf");
    const HarvestRun run = world.harvest("bf", all);
    EXPECT_EQ(run.counts.renamed, 1);
    EXPECT_EQ(run.counts.missing, 1);
    EXPECT_EQ(state_of(world, all[0].id), "active");
    EXPECT_EQ(await(world.catalog->dataset(all[0].id)).value().dataset.remote_id, "id1");
    EXPECT_EQ(world.text("select remote_id from dataset where state = 'missing'"), "id0");
}

// Kills itself where told.
int reconcile_in_child(const std::string& conninfo, const Lease& lease, const char* where) {
    const pid_t child = fork();
    if (child == 0) {
        setenv("MOISSON_FAILPOINT", where, 1);
        Connection connection(session(conninfo));
        static_cast<void>(reconcile(connection, lease, ArchivePolicy{}));
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST(Rename, SurvivesACrashAndIsAppliedOnce) {
    std::string undisturbed;
    for (const char* where : {"", "in_rename", "in_reconcile"}) {
        World world;
        world.sync({a_portal("bf")});
        std::vector<RecordChange> all = records("bf", 0, 10);
        world.harvest("bf", all);
        all[3] = under_new_id(all[3], "neuf3");
        all.pop_back();
        ClaimedRun run = world.claim("bf");
        await(world.harvests->commit_page(run.lease, a_page(0, all, true))).value();
        if (*where != '\0') {
            ASSERT_EQ(reconcile_in_child(world.conninfo, run.lease, where), SIGKILL) << where;
            EXPECT_EQ(world.number("select count(*) from dataset"), 11) << where;
            world.sql().script("update run set lease_until = clock_timestamp() - interval '1 "
                               "second' where state = 'running'");
            await(world.harvests->plan_due_runs()).value();
            run = *await(world.harvests->claim_run({"w2", seconds(60)})).value();
        }
        await(world.harvests->reconcile(run.lease, ArchivePolicy{})).value();
        // The acknowledgement may be lost: once more.
        EXPECT_EQ(await(world.harvests->compare_seen(run.lease)).value().renamed, 0);
        await(world.harvests->reconcile(run.lease, ArchivePolicy{})).value();
        const HarvestRun done = await(world.harvests->finish_run(run.lease, RunEnd{})).value();
        EXPECT_EQ(done.counts.renamed, 1) << where;
        EXPECT_EQ(done.counts.created, 0) << where;
        EXPECT_EQ(done.counts.missing, 1) << where;
        EXPECT_EQ(world.number("select count(*) from change where cause = 'renamed'"), 2) << where;
        if (undisturbed.empty())
            undisturbed = world.fingerprint();
        EXPECT_EQ(world.fingerprint(), undisturbed) << where;
    }
}

TEST(Rename, TakesTheTimeItTakes) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 5);
    world.harvest("bf", all);
    all[3] = under_new_id(all[3], "neuf3");
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, all, true))).value();
    world.sql().script(
        "create or replace function moisson.now() returns timestamptz language plpgsql as "
        "'begin perform pg_sleep(1); return pg_catalog.now(); end'"
    );
    SessionOptions limited = session(world.conninfo);
    limited.statement_timeout = std::chrono::milliseconds(800);
    Connection connection(limited);
    EXPECT_EQ(compare_seen(connection, run.lease).value().renamed, 1);
    EXPECT_TRUE(reconcile(connection, run.lease, ArchivePolicy{}));
    EXPECT_EQ(world.number("select count(*) from dataset"), 5);
}

TEST(Rename, LeavesATombstoneForEachSlugWhenPurged) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 5);
    world.harvest("bf", all);
    const DatasetId old_id = all[4].id;
    all[4] = under_new_id(all[4], "neuf");
    all[4].dataset.title.front().text = "Titre revu";
    world.harvest("bf", all);
    all.pop_back();
    world.harvest("bf", all);
    travel(world, "60 days");
    world.harvest("bf", all);
    travel(world, "500 days");
    ASSERT_EQ(await(prune(world.database, PrunePolicy{})).value().purged, 1);
    for (const std::string& slug : {"bf-titre-4", "bf-titre-revu"}) {
        const auto buried = await(world.catalog->dataset_by_name(slug)).value();
        EXPECT_EQ(buried.state, RecordState::purged) << slug;
        EXPECT_EQ(buried.id, old_id) << slug;
    }
    EXPECT_EQ(world.number("select count(*) from remote_id"), 4);
}

void correct(World& world, DatasetId id) {
    OverlayRequest request;
    request.dataset = to_string(id);
    request.correction.field = "licence";
    request.correction.value = "etalab-2.0";
    request.correction.author = "awa";
    request.correction.reason = "confirmé";
    ASSERT_TRUE(await(add_overlay(world.database, request)));
}

void hide(World& world, const std::string& name) {
    TakedownRequest request;
    request.name = name;
    request.by = "awa";
    request.reason = "données personnelles";
    ASSERT_TRUE(await(take_down(world.database, request)));
}

TEST(Rename, TakesAlongWhatHangsOnEitherRecord) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    all[3].keys = {{KeyKind::title, uuid5(Uuid{}, "ancienne clef")}};
    world.harvest("bf", all);
    all[3] = changed(all[3], "Titre revu");
    const SourceId source = world.harvest("bf", all).source;
    // Of 3 to 6 the old or the new record is corrected, hidden, or both; of 6 a resource.
    correct(world, all[3].id);
    hide(world, to_string(all[4].id));
    hide(world, to_string(all[5].id));
    std::vector<RecordChange> next = all;
    for (std::size_t i = 3; i < 7; ++i)
        next[i] = under_new_id(all[i], "neuf" + std::to_string(i));
    next[3].keys = {{KeyKind::title, uuid5(Uuid{}, "nouvelle clef")}};
    const ClaimedRun run = world.claim("bf");
    PageCommit page = a_page(0, next, true);
    page.overlay_revision = await(world.harvests->overlays(source)).value().revision;
    ASSERT_FALSE(await(world.harvests->commit_page(run.lease, page)).value().outdated);
    hide(world, to_string(next[3].id));
    correct(world, next[4].id);
    hide(world, to_string(next[5].id));
    hide(world, to_string(next[6].id) + "#1");
    const std::int64_t revision = await(world.harvests->overlays(source)).value().revision;
    await(world.harvests->reconcile(run.lease, ArchivePolicy{})).value();
    EXPECT_EQ(await(world.harvests->finish_run(run.lease, RunEnd{})).value().counts.renamed, 4);

    const SourceOverlays overlays = await(world.harvests->overlays(source)).value();
    EXPECT_EQ(overlays.of_dataset.size(), 2U);
    EXPECT_TRUE(overlays.of_dataset.contains(all[3].id));
    EXPECT_TRUE(overlays.of_dataset.contains(all[4].id));
    EXPECT_GT(overlays.revision, revision) << "pages and remaps of before are made again";
    for (const std::size_t i : {3U, 4U, 5U})
        EXPECT_TRUE(await(world.catalog->dataset(all[i].id)).value().takedown) << i;
    EXPECT_FALSE(await(world.catalog->dataset(all[6].id)).value().takedown);
    EXPECT_EQ(
        world.number("select count(*) from takedown t join distribution d on d.id = t.subject "
                     "and d.dataset = t.scope where t.kind = 'distribution'"),
        1
    );
    EXPECT_EQ(
        world.text("select string_agg(h.cause, ' ' order by h.n) from dataset_history h "
                   "join dataset d on d.id = h.dataset where d.remote_id = 'neuf3'"),
        "updated renamed"
    );
    EXPECT_EQ(
        world.text("select string_agg(hash::text, ' ') from cluster_key"),
        to_string(uuid5(Uuid{}, "nouvelle clef"))
    );
    for (const char* const table :
         {"dataset_history",
          "cluster_key",
          "distribution",
          "raw_record",
          "dataset_issue",
          "dataset_signal",
          "alias",
          "slug",
          "remote_id",
          "absence"}) {
        const std::string orphans = "select count(*) from " + std::string(table) +
                                    " where dataset not in (select id from dataset)";
        EXPECT_EQ(world.number(orphans.c_str()), 0) << table;
    }
}

TEST(Rename, EndsNoCorrectionInTheHistory) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    all[3].dataset.corrections = {{"licence", "", "etalab-2.0", "confirmé"}};
    world.harvest("bf", all);
    all[3].dataset.corrections.clear();
    all[3] = under_new_id(all[3], "neuf");
    all[3].dataset.title.front().text = "Titre revu";
    EXPECT_EQ(world.harvest("bf", all).counts.renamed, 1);
    const std::string told =
        world.text("select changes::text from dataset_history where cause = 'renamed'");
    EXPECT_NE(told.find("Titre revu"), std::string::npos) << told;
    EXPECT_EQ(told.find("corrections"), std::string::npos) << told;
}

TEST(Rename, OfWhatAPurgeTookMeanwhileLeavesTheNewRecord) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 3);
    world.harvest("bf", all);
    const std::string before = world.fingerprint();
    Connection connection(session(world.conninfo));
    prepare_staging(connection);
    prepare_renames(connection);
    Transaction transaction(connection);
    const DatasetId purged(random_uuid());
    EXPECT_EQ(apply_renames(connection, 1, 0, {{purged, all[1].id, IdentityEvidence::content}}), 0);
    number_changes(connection, std::nullopt);
    transaction.commit();
    EXPECT_EQ(state_of(world, all[1].id), "active");
    EXPECT_EQ(world.fingerprint(), before);
}

TEST(Resources, KeepTheirIdsByOwnIdByUrlAndByPlace) {
    World world;
    world.sync({a_portal("bf")});
    RecordChange record = a_record("bf", "id0", "Titre");
    auto& files = record.dataset.distributions;
    files.push_back(files[1]);
    files[2].remote_id.clear();
    files[2].url = "https://bf.example/trois.csv";
    files[2].title = {{"fr", "Trois", false}};
    for (std::size_t i = 0; i < files.size(); ++i)
        files[i].id = DistributionId(uuid5(Uuid{}, "old " + std::to_string(i)));
    world.harvest("bf", {record});
    const auto ids = [&] {
        std::vector<DistributionId> out;
        for (const Distribution& one :
             await(world.catalog->dataset(record.id)).value().dataset.distributions)
            out.push_back(one.id);
        return out;
    };
    const std::vector<DistributionId> before = ids();
    // Other names for all: the first keeps its own id at another URL, the second its URL under
    // another own id, the third only its place and title.
    RecordChange next = changed(record, "Titre 2");
    auto& now = next.dataset.distributions;
    for (std::size_t i = 0; i < now.size(); ++i)
        now[i].id = DistributionId(uuid5(Uuid{}, "new " + std::to_string(i)));
    now[0].url = "https://bf.example/autre.csv";
    now[1].remote_id = "tout-autre";
    now[2].url = "https://bf.example/quatre.csv";
    world.harvest("bf", {next});
    EXPECT_EQ(ids(), before);
    // A resource that has nothing of an old one is new, whatever its place.
    next = changed(next, "Titre 3");
    next.dataset.distributions[1].remote_id = "nouveau";
    next.dataset.distributions[1].url = "https://bf.example/nouveau.csv";
    next.dataset.distributions[1].id = DistributionId(uuid5(Uuid{}, "third"));
    world.harvest("bf", {next});
    EXPECT_EQ(ids()[0], before[0]);
    EXPECT_NE(ids()[1], before[1]);
    EXPECT_EQ(ids()[2], before[2]);
}

} // namespace
} // namespace moisson::store::testing
