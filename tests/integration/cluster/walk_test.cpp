// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The walk over all datasets: catalogues from before clusters, keys of older rules, damage.
#include "copies.hpp"
#include "store/cluster_pass.hpp"
#include "store/takedown.hpp"

namespace moisson::store::testing {
namespace {

class WalkTest : public ::testing::Test {
protected:
    void SetUp() override {
        world.sync({a_portal("bf"), a_portal("hdx")});
        std::vector<RecordChange> originals;
        std::vector<RecordChange> copies;
        for (int i = 0; i < 25; ++i) {
            const std::string title = "Jeu commun " + std::to_string(i);
            originals.push_back(copy_of("bf", "id" + std::to_string(i), title));
            copies.push_back(copy_of("hdx", "id" + std::to_string(i), title));
        }
        world.harvest("bf", originals);
        world.harvest("hdx", copies);
    }

    ClusterReport walk(bool anew) {
        harvest::ClusterOptions options;
        options.walk_step = 7;
        return await(harvest::regroup_all(*store, options, anew)).value();
    }

    std::string keys() {
        return world.text("select md5(string_agg(k::text, ' ' order by hash, dataset)) "
                          "from cluster_key k");
    }

    World world;
    std::unique_ptr<ClusterStore> store = make_cluster_store(world.database);
};

TEST_F(WalkTest, GivesKeysToACatalogueFromBeforeClusters) {
    const std::string before_keys = keys();
    world.sql().script("delete from cluster_key; delete from cluster_dirty");
    const ClusterPass before = await(store->pass()).value();
    EXPECT_EQ(before.version, 0);
    EXPECT_FALSE(before.finished_at);
    EXPECT_EQ(walk(true).written, 25);
    EXPECT_EQ(keys(), before_keys);
    const ClusterPass after = await(store->pass()).value();
    EXPECT_EQ(after.version, cluster::evidence_version);
    EXPECT_TRUE(after.finished_at);
    EXPECT_EQ(clusters(world).size(), 25U);
}

TEST_F(WalkTest, FindsNothingWhereNothingIsWrong) {
    regroup_all_waiting(*store);
    const std::int64_t changes = world.number("select count(*) from change");
    const ClusterReport report = walk(true);
    EXPECT_EQ(report.looked_at, 0);
    EXPECT_EQ(world.number("select count(*) from change"), changes);
}

TEST_F(WalkTest, MendsKeysAndClustersThatAreWrong) {
    regroup_all_waiting(*store);
    world.sql().script(
        // A key of older rules, a cluster lost, a member forgotten.
        "update cluster_key set kind = 1 where (hash, dataset) in (select hash, dataset from "
        "cluster_key where kind = 6 limit 3);"
        "delete from cluster_member where cluster in (select id from cluster order by id limit 2);"
        "delete from cluster where id in (select id from cluster order by id limit 1);"
        "delete from cluster_member where dataset in "
        "(select dataset from cluster_member order by dataset desc limit 1)"
    );
    walk(true);
    EXPECT_EQ(clusters(world).size(), 25U);
    for (const std::set<std::string>& members : clusters(world))
        EXPECT_EQ(members.size(), 2U);
    EXPECT_EQ(world.number("select count(*) from cluster"), 25);
    EXPECT_EQ(await(store->check_all(harvest::cluster_rules())).value(), 0);
}

TEST_F(WalkTest, GoesOnWhereItWasCut) {
    world.sql().script("delete from cluster_key; delete from cluster_dirty");
    ASSERT_TRUE(await(store->begin_pass(cluster::evidence_version)));
    ASSERT_EQ(await(store->refresh_keys(harvest::cluster_rules(), 20)).value(), Walk::goes_on);
    EXPECT_EQ(world.number("select count(distinct dataset) from cluster_key"), 20);
    EXPECT_EQ(walk(false).written, 25);
    EXPECT_EQ(await(store->refresh_keys(harvest::cluster_rules(), 20)).value(), Walk::elsewhere);
}

// The keys of the record that the page replaces would come back.
TEST_F(WalkTest, WaitsForAPageThatIsBeingCommitted) {
    ASSERT_TRUE(await(store->begin_pass(cluster::evidence_version)));
    Connection page(session(world.conninfo));
    page.script("begin; update dataset set title = title where remote_id = 'id3'");
    Connection walker(session(world.conninfo));
    walker.script("set lock_timeout = '50ms'");
    EXPECT_THROW(static_cast<void>(refresh_keys(walker, harvest::cluster_rules(), 50)), SqlError);
    page.script("rollback");
    EXPECT_EQ(refresh_keys(walker, harvest::cluster_rules(), 50), Walk::goes_on);
}

TEST_F(WalkTest, BegunAnewByAnotherProcessIsNotAtItsEnd) {
    ASSERT_TRUE(await(store->begin_pass(cluster::evidence_version)));
    while (await(store->refresh_keys(harvest::cluster_rules(), 20)).value() == Walk::goes_on)
        continue;
    ASSERT_TRUE(await(store->begin_pass(cluster::evidence_version)));
    ASSERT_TRUE(await(store->check_all(harvest::cluster_rules())));
    EXPECT_FALSE(await(store->pass())->finished_at);
    walk(false);
    EXPECT_TRUE(await(store->pass())->finished_at);
}

TEST_F(WalkTest, OfALaterReleaseIsLeftAlone) {
    regroup_all_waiting(*store);
    const char* const stand = "select version || ' ' || after || ' ' || (finished_at is null) "
                              "from cluster_pass";
    world.sql().script("update cluster_pass set version = 1000, "
                       "after = '00000000-0000-0000-0000-000000000001'; delete from cluster_key");
    const std::string before = world.text(stand);
    walk(true);
    EXPECT_EQ(world.text(stand), before);
    EXPECT_EQ(world.number("select count(*) from cluster_key"), 0) << "keys by older rules";
}

// The record is read without the hidden resource: its files would be others at each walk.
TEST_F(WalkTest, LeavesTheKeysOfARecordWithAHiddenResource) {
    regroup_all_waiting(*store);
    const std::string before = keys();
    TakedownRequest request;
    request.name = to_string(copy_of("bf", "id3", "").id) + "#1";
    request.by = "awa";
    request.reason = "envoyé par erreur";
    ASSERT_TRUE(await(take_down(world.database, request)));
    walk(true);
    EXPECT_EQ(keys(), before);
}

} // namespace
} // namespace moisson::store::testing
