// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Clusters follow what portals publish: they come, change and go with the records.
#include "cluster/group.hpp"
#include "copies.hpp"
#include "store/takedown.hpp"

namespace moisson::store::testing {
namespace {

class ClusterStory : public ::testing::Test {
protected:
    void SetUp() override { world.sync({a_portal("bf"), a_portal("hdx"), a_portal("ml")}); }

    ClusterReport regroup() { return regroup_all_waiting(*store); }
    std::int64_t news() {
        return world.number("select count(*) from change where cause = 'clustered'");
    }

    World world;
    std::unique_ptr<ClusterStore> store = make_cluster_store(world.database);
    RecordChange original = copy_of("bf", "a", "Carte sanitaire 2024");
    RecordChange other = copy_of("bf", "b", "Budget de l’État 2024");
    RecordChange copy = copy_of("hdx", "x", "Carte Sanitaire 2024");
};

TEST_F(ClusterStory, OfOnePortalThereIsNone) {
    world.harvest("bf", {original, other, copy_of("bf", "c", "Carte sanitaire 2024")});
    EXPECT_EQ(regroup().written, 0);
    EXPECT_EQ(clusters(world), Clusters{});
    EXPECT_EQ(news(), 0);
    EXPECT_EQ(world.number("select count(*) from cluster_dirty"), 0);
}

TEST_F(ClusterStory, ACopyIsShownWithItsReasonOnBothPages) {
    world.harvest("bf", {original, other});
    copy.dataset.origin_url = original.dataset.remote_url;
    world.harvest("hdx", {keyed(copy)});
    const ClusterReport report = regroup();
    EXPECT_EQ(report.written, 1);
    EXPECT_EQ(report.changed, 2);
    EXPECT_EQ(clusters(world), (Clusters{{"bf/a", "hdx/x"}}));
    for (const DatasetId id : {original.id, copy.id}) {
        const auto record = await(world.catalog->dataset(id)).value();
        ASSERT_TRUE(record.cluster);
        EXPECT_EQ(record.signal.cluster, record.cluster->id);
        EXPECT_EQ(record.cluster->canonical, original.id);
        EXPECT_EQ(record.cluster->reason, CanonicalReason::named_origin);
        ASSERT_EQ(record.cluster->members.size(), 2U);
        const ClusterMember& first = record.cluster->members.front();
        EXPECT_EQ(first.id, original.id);
        EXPECT_EQ(first.portal_title, "Portail bf");
        EXPECT_EQ(
            first.evidence,
            (std::vector<Evidence>{Evidence::republication, Evidence::same_title})
        );
        EXPECT_EQ(record.cluster->members.back().origin, original.id);
        EXPECT_EQ(provenance_of(*record.cluster, copy.id).size(), 2U);
        EXPECT_EQ(provenance_of(*record.cluster, original.id).size(), 1U);
    }
    EXPECT_FALSE(await(world.catalog->dataset(other.id)).value().cluster);
    const auto all = await(world.catalog->clusters(Uuid(), 10)).value();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().members.size(), 2U);
}

TEST_F(ClusterStory, FollowersAndTheChangeLogHearOfIt) {
    world.harvest("bf", {original});
    const FeedPosition before = await(world.feed->head()).value();
    world.harvest("hdx", {copy});
    regroup();
    const FeedBatch batch = await(world.feed->after(before, 100)).value();
    std::map<DatasetId, bool> in_cluster;
    for (const CatalogEntry& entry : batch.entries)
        in_cluster[entry.id] = entry.signal.cluster.has_value();
    EXPECT_EQ(in_cluster, (std::map<DatasetId, bool>{{original.id, true}, {copy.id, true}}));
    const auto changes = await(world.catalog->changes(before.number, 100)).value();
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes.back().cause, ChangeCause::clustered);
}

TEST_F(ClusterStory, NothingIsWrittenWhenNothingChanges) {
    world.harvest("bf", {original});
    world.harvest("hdx", {copy});
    regroup();
    const std::string head = world.text("select max(number)::text from change");
    world.harvest("hdx", {copy});
    EXPECT_EQ(world.number("select count(*) from cluster_dirty"), 0);
    // A description that changes brings the member up again, and its cluster stays as it is.
    RecordChange edited = copy;
    edited.dataset.description.front().text = "Autre description";
    edited.raw = "{\"id\":\"x\",\"v\":2}";
    edited.source_digest = sha256(edited.raw);
    world.harvest("hdx", {edited});
    const ClusterReport report = regroup();
    EXPECT_EQ(report.looked_at, 1);
    EXPECT_EQ(report.written, 0);
    EXPECT_EQ(news(), 2);
    EXPECT_NE(head, "");
}

TEST_F(ClusterStory, ADateMayMakeAnotherMemberCanonical) {
    original.dataset.issued = PartialDate{Instant(std::chrono::hours(48)), DatePrecision::day};
    copy.dataset.issued = PartialDate{Instant(std::chrono::hours(72)), DatePrecision::day};
    world.harvest("bf", {original});
    world.harvest("hdx", {copy});
    regroup();
    EXPECT_EQ(await(world.catalog->dataset(copy.id)).value().cluster->canonical, original.id);
    copy.dataset.issued = PartialDate{Instant(std::chrono::hours(24)), DatePrecision::day};
    copy.source_digest = sha256("earlier");
    world.harvest("hdx", {copy});
    EXPECT_EQ(regroup().written, 1);
    const auto record = await(world.catalog->dataset(copy.id)).value();
    EXPECT_EQ(record.cluster->canonical, copy.id);
    EXPECT_EQ(record.cluster->reason, CanonicalReason::earliest_issued);
}

TEST_F(ClusterStory, AKeyThatASourceHoldsTwiceSplitsAndJoinsAgain) {
    world.harvest("bf", {original, other});
    world.harvest("hdx", {copy});
    regroup();
    ASSERT_EQ(clusters(world), (Clusters{{"bf/a", "hdx/x"}}));
    RecordChange twin = keyed(changed(other, "Carte sanitaire 2024"));
    world.harvest("bf", {original, twin});
    const ClusterReport split = regroup();
    EXPECT_EQ(split.dissolved, 1);
    EXPECT_EQ(clusters(world), Clusters{});
    EXPECT_FALSE(await(world.catalog->dataset(copy.id)).value().cluster);
    world.harvest("bf", {original, keyed(changed(other, "Tout autre budget"))});
    regroup();
    EXPECT_EQ(clusters(world), (Clusters{{"bf/a", "hdx/x"}}));
    EXPECT_EQ(news(), 6);
}

TEST_F(ClusterStory, AKeyThatTooManyHoldJoinsNobodyAnyMore) {
    const EvidenceKey shared{KeyKind::files, uuid5(Uuid{}, "les mêmes fichiers")};
    original.keys = {shared};
    copy.keys = {shared};
    world.harvest("bf", {original});
    world.harvest("hdx", {copy});
    std::vector<RecordChange> crowd;
    for (std::size_t i = 2; i < cluster::holders_max; ++i) {
        crowd.push_back(copy_of("ml", "id" + std::to_string(i), "Jeu"));
        crowd.back().keys = {shared};
    }
    world.harvest("ml", crowd);
    regroup();
    ASSERT_EQ(clusters(world), (Clusters{{"bf/a", "hdx/x"}}));
    crowd.push_back(copy_of("ml", "id-de-trop", "Jeu"));
    crowd.back().keys = {shared};
    world.harvest("ml", crowd);
    EXPECT_EQ(regroup().dissolved, 1);
    EXPECT_EQ(clusters(world), Clusters{});
}

TEST_F(ClusterStory, ArchivedCopiesLeaveAndRevivedOnesComeBack) {
    world.harvest("bf", {original, other});
    world.harvest("hdx", {copy, copy_of("hdx", "y", "Sans rapport")});
    regroup();
    PageCommit page = a_page(0, {}, true);
    page.seen = {copy_of("hdx", "y", "").id};
    page.deleted_at_source = {copy.id};
    world.harvest("hdx", std::vector<PageCommit>{page});
    ASSERT_EQ(await(world.catalog->dataset(copy.id)).value().state, RecordState::archived);
    regroup();
    EXPECT_EQ(clusters(world), Clusters{});
    page.seen = {copy.id};
    page.deleted_at_source = {};
    world.harvest("hdx", std::vector<PageCommit>{page});
    regroup();
    EXPECT_EQ(clusters(world), (Clusters{{"bf/a", "hdx/x"}}));
}

TEST_F(ClusterStory, AMemberThatIsTakenDownIsToldOfNowhere) {
    const auto request_of = [](const RecordChange& record) {
        TakedownRequest request;
        request.name = to_string(record.id);
        request.by = "awa";
        request.reason = "données personnelles";
        return request;
    };
    RecordChange third = copy_of("ml", "y", "Carte sanitaire 2024");
    copy.dataset.origin_url = original.dataset.remote_url;
    third.dataset.origin_url = original.dataset.remote_url;
    world.harvest("bf", {original, other});
    world.harvest("hdx", {keyed(copy)});
    world.harvest("ml", {keyed(third)});
    regroup();
    ASSERT_EQ(clusters(world), (Clusters{{"bf/a", "hdx/x", "ml/y"}}));
    ASSERT_TRUE(await(take_down(world.database, request_of(original))));
    // Nobody has looked at the cluster since.
    const auto left = await(world.catalog->dataset(copy.id)).value().cluster;
    ASSERT_TRUE(left);
    EXPECT_EQ(left->members.size(), 2U);
    EXPECT_FALSE(left->canonical);
    for (const ClusterMember& member : left->members) {
        EXPECT_NE(member.id, original.id);
        EXPECT_FALSE(member.origin);
    }
    ASSERT_EQ(await(world.catalog->clusters(Uuid(), 10)).value().size(), 1U);
    ASSERT_TRUE(await(take_down(world.database, request_of(third))));
    EXPECT_FALSE(await(world.catalog->dataset(copy.id)).value().cluster)
        << "alone with hidden ones";
    EXPECT_TRUE(await(world.catalog->clusters(Uuid(), 10)).value().empty());
    regroup();
    EXPECT_EQ(clusters(world), Clusters{});
    ASSERT_TRUE(await(lift_takedown(world.database, request_of(original))));
    ASSERT_TRUE(await(lift_takedown(world.database, request_of(third))));
    regroup();
    EXPECT_EQ(clusters(world), (Clusters{{"bf/a", "hdx/x", "ml/y"}}));
    const auto back = await(world.catalog->dataset(copy.id)).value().cluster;
    ASSERT_TRUE(back);
    EXPECT_EQ(back->canonical, original.id);
}

TEST_F(ClusterStory, PurgedRecordsLeaveNoKeys) {
    world.harvest("bf", {original});
    PageCommit page = a_page(0, {}, true);
    page.deleted_at_source = {original.id};
    world.harvest("bf", std::vector<PageCommit>{page});
    travel(world, "2 years");
    ASSERT_EQ(await(prune(world.database, PrunePolicy())).value().purged, 1);
    regroup();
    EXPECT_EQ(world.number("select count(*) from cluster_key"), 0);
    EXPECT_EQ(world.number("select count(*) from cluster_dirty"), 0);
}

TEST_F(ClusterStory, RefusedRecordsOfAPageLeaveTheKeysOfOthersAlone) {
    RecordChange bad = copy_of("bf", "z", "Illisible");
    // jsonb is not at stake: a NUL fails the COPY, and the page is bisected.
    bad.dataset.licence->code = std::string("a\0b", 3);
    world.harvest("bf", {original, bad, other});
    EXPECT_EQ(world.number("select count(distinct dataset) from cluster_key"), 2);
    EXPECT_EQ(
        world.number("select count(*) from cluster_key where dataset in (select id from dataset)"),
        static_cast<std::int64_t>(original.keys.size() + other.keys.size())
    );
}

} // namespace
} // namespace moisson::store::testing
