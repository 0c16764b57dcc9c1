// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A source that took another one's place: shown first, joined when asked, the rest left to the
// breaker of the next run.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/overlay.hpp"
#include "store/source_replacement.hpp"

#include <map>

namespace moisson::store::testing {
namespace {

// The portal "bf" with its old source "bf" and its new one "bf-1".
struct Moved {
    World world;
    Portal portal = a_portal("bf", 2);
    std::vector<RecordChange> old = records("bf", 0, 10);

    Moved() {
        old[1].dataset.uri = "https://id.example/1";
        old[2].dataset.landing_page = "https://bf.example/pages/2";
        world.sync({portal});
        world.harvest("bf", old);
    }

    // As the new software gives record `i`: other ids everywhere, other files.
    RecordChange other(std::size_t i) const {
        RecordChange record = under_new_id(old[i], "n" + std::to_string(i), "udata");
        record.dataset.remote_url += "/neuf";
        record.dataset.landing_page.clear();
        record.dataset.title.pop_back();
        record.dataset.description.clear();
        for (Distribution& file : record.dataset.distributions)
            file.url += "?neuf";
        return record;
    }

    void retire() {
        portal.sources[0].enabled = false;
        world.sync({portal});
    }

    Result<Replacement> replace(bool apply) {
        ReplacementRequest request;
        request.old_source = "bf";
        request.new_source = "bf-1";
        request.apply = apply;
        request.by = "awa";
        return await(replace_source(world.database, request));
    }

    // Four matches by four kinds of evidence, one new record.
    std::vector<RecordChange> migrated() const {
        RecordChange by_uri = other(1);
        by_uri.dataset.uri = "http://id.example/1/";
        by_uri.dataset.title.front().text = "Autre 1";
        RecordChange by_page = other(2);
        by_page.dataset.landing_page = "https://bf.example/pages/2";
        by_page.dataset.title.front().text = "Autre 2";
        RecordChange by_files = other(3);
        by_files.dataset.title.front().text = "Autre 3";
        by_files.dataset.distributions[0].url = old[3].dataset.distributions[0].url;
        by_files.dataset.distributions[1].url = old[3].dataset.distributions[1].url;
        RecordChange by_title = other(4);
        by_title.dataset.title.front().text = "TITRE  4.";
        RecordChange fresh = a_record("bf", "tout-neuf", "Tout neuf");
        return {by_uri, by_page, by_files, by_title, fresh};
    }
};

TEST(Replacement, ShowsMatchesOneToOneAndWritesNothing) {
    Moved moved;
    moved.world.harvest("bf-1", moved.migrated());
    const std::string before = moved.world.fingerprint();
    const Replacement shown = moved.replace(false).value();
    EXPECT_EQ(moved.world.fingerprint(), before);
    EXPECT_FALSE(shown.applied);
    EXPECT_EQ(shown.portal, "bf");
    std::map<std::string, std::string> pairs;
    for (const ReplacementPair& pair : shown.pairs)
        pairs[pair.old_id] = pair.new_id + " " + std::string(to_string(pair.evidence));
    const std::map<std::string, std::string> wanted =
        {{"id1", "n1 uri"}, {"id2", "n2 page"}, {"id3", "n3 files"}, {"id4", "n4 title"}};
    EXPECT_EQ(pairs, wanted);
    EXPECT_EQ(shown.shared, 0);
    EXPECT_EQ(shown.unmatched_old, 6);
    EXPECT_EQ(shown.unmatched_new, 1);
    ASSERT_TRUE(shown.obstacle);
    EXPECT_EQ(shown.obstacle->detail, "source bf is still harvested");
}

TEST(Replacement, TwoWithOneTitleMatchNobody) {
    Moved moved;
    RecordChange twin = moved.other(4);
    RecordChange other_twin = under_new_id(twin, "jumeau", "udata");
    for (Distribution& file : other_twin.dataset.distributions)
        file.url += "&jumeau";
    moved.world.harvest("bf-1", {twin, other_twin});
    EXPECT_TRUE(moved.replace(false).value().pairs.empty());
}

TEST(Replacement, JoinsTheMatchesAndLeavesTheRestToTheBreaker) {
    Moved moved;
    World& world = moved.world;
    std::vector<RecordChange> now = moved.migrated();
    world.harvest("bf-1", now);
    EXPECT_EQ(moved.replace(true).error().code, Code::invalid_argument) << "still harvested";
    moved.retire();
    const Replacement done = moved.replace(true).value();
    EXPECT_TRUE(done.applied);
    EXPECT_EQ(done.pairs.size(), 4U);
    EXPECT_EQ(world.number("select count(*) from dataset where state = 'active'"), 11);
    EXPECT_EQ(world.number("select count(*) from dataset where source = 2"), 11);
    const DatasetRecord kept = await(world.catalog->dataset(moved.old[1].id)).value();
    EXPECT_EQ(kept.slug, "bf-titre-1");
    EXPECT_EQ(kept.dataset.remote_id, "n1");
    EXPECT_EQ(id_of(world, to_string(now[0].id)), to_string(moved.old[1].id));
    EXPECT_EQ(
        world.text("select subject || ' ' || (payload->>'by') || ' ' || (payload->>'matched') || "
                   "' ' || (payload->>'unmatched') from event"),
        "source:bf awa 4 6"
    );
    // The next run of the new source finds the joined ones where they are, and misses the rest.
    for (std::size_t i = 0; i < 4; ++i)
        now[i].id = moved.old[i + 1].id;
    const ClaimedRun run = world.claim("bf-1");
    EXPECT_EQ(run.active_before, 11);
    PageCommit page = a_page(0, now, true);
    page.overlay_revision = await(world.harvests->overlays(run.source)).value().revision;
    await(world.harvests->commit_page(run.lease, std::move(page))).value();
    const Reconciliation counts = await(world.harvests->compare_seen(run.lease)).value();
    EXPECT_EQ(counts.vanished, 6);
    EXPECT_EQ(counts.renamed, 0);
    await(world.harvests->reconcile(run.lease, ArchivePolicy{})).value();
    EXPECT_EQ(await(world.harvests->finish_run(run.lease, RunEnd{})).value().counts.missing, 6);
    // Once more there is nothing left to do.
    const Replacement again = moved.replace(true).value();
    EXPECT_TRUE(again.pairs.empty());
    EXPECT_EQ(again.unmatched_old, 0);
}

TEST(Replacement, LeavesOldRecordsOfOtherSoftwareAsTheyAre) {
    Moved moved;
    World& world = moved.world;
    moved.portal.sources[1].connector = "udata";
    world.sync({moved.portal});
    const std::vector<RecordChange> now = moved.migrated();
    world.harvest("bf-1", now);
    moved.retire();
    ASSERT_TRUE(moved.replace(true).value().applied);
    // What the new software gave is mapped again by its connector, the rest by none.
    MappingVersions today(sha256("mapping 2"));
    today.own[moved.old[1].id] = sha256("own 1");
    today.own[moved.old[9].id] = sha256("own 9");
    const auto stale =
        await(world.harvests->stale_raw_records(SourceId(2), today, {}, 100)).value();
    std::map<std::string, std::string> raw;
    for (const HarvestStore::StoredRaw& record : stale)
        raw[record.remote_id] = record.raw;
    const std::map<std::string, std::string> wanted = {
        {"n1", now[0].raw},
        {"n2", now[1].raw},
        {"n3", now[2].raw},
        {"n4", now[3].raw},
        {"tout-neuf", now[4].raw}};
    EXPECT_EQ(raw, wanted);
}

TEST(Replacement, ByTheSameSoftwareElsewhereOnlyChangesHands) {
    Moved moved;
    World& world = moved.world;
    world.harvest("bf-1", moved.old);
    moved.retire();
    const Replacement done = moved.replace(true).value();
    EXPECT_EQ(done.shared, 10);
    EXPECT_TRUE(done.pairs.empty());
    EXPECT_EQ(done.unmatched_old, 0);
    EXPECT_EQ(world.number("select count(*) from dataset where source = 2"), 10);
    EXPECT_EQ(world.harvest("bf-1", moved.old).counts.missing, 0);
}

TEST(Replacement, SaysWhyNot) {
    Moved moved;
    moved.world.sync({moved.portal, a_portal("tg")});
    const auto ask = [&](const std::string& old_source, const std::string& new_source) {
        ReplacementRequest request;
        request.old_source = old_source;
        request.new_source = new_source;
        return await(replace_source(moved.world.database, request)).error();
    };
    EXPECT_EQ(ask("bf", "rien").code, Code::not_found);
    EXPECT_EQ(ask("bf", "bf").code, Code::invalid_argument);
    EXPECT_EQ(ask("bf", "tg").code, Code::invalid_argument);
    moved.retire();
    EXPECT_EQ(moved.replace(false).value().obstacle->detail, "source bf-1 was never read whole");
    EXPECT_EQ(moved.replace(true).error().code, Code::invalid_argument);
}

TEST(Replacement, TakesTheCorrectionsOfDatasetsAlong) {
    Moved moved;
    World& world = moved.world;
    world.harvest("bf-1", moved.migrated());
    // One that has a match, one that has none, and the old source itself.
    for (const std::string& name :
         {to_string(moved.old[1].id), to_string(moved.old[8].id), std::string()}) {
        OverlayRequest request;
        request.dataset = name;
        request.source_key = name.empty() ? "bf" : "";
        request.correction.field = "licence";
        request.correction.value = "etalab-2.0";
        request.correction.author = "awa";
        request.correction.reason = "confirmé";
        ASSERT_TRUE(await(add_overlay(world.database, request)));
    }
    moved.retire();
    ASSERT_TRUE(moved.replace(true));
    const SourceOverlays now = await(world.harvests->overlays(SourceId(2))).value();
    EXPECT_EQ(now.of_dataset.size(), 2U);
    EXPECT_TRUE(now.of_dataset.contains(moved.old[1].id));
    EXPECT_TRUE(now.of_dataset.contains(moved.old[8].id));
    EXPECT_TRUE(now.of_source.empty());
    EXPECT_GT(now.revision, 0) << "pages made before do not know them";
}

} // namespace
} // namespace moisson::store::testing
