// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What runs that do not read everything keep in the database: stamps, marks, what was left out,
// what an inventory wants.
#include "core/digest.hpp"
#include "fixture.hpp"

#include <algorithm>

namespace moisson::store::testing {
namespace {

RecordChange stamped(const std::string& id, const std::string& stamp) {
    RecordChange record = a_record("bf", id, "Titre " + id);
    record.stamp = stamp;
    return record;
}

SettledMode settled(RunMode mode, const std::string& mark) {
    SettledMode made;
    made.mode = mode;
    made.reason = "the catalogue changed";
    made.mark = mark;
    made.mapping_version = sha256("mapping");
    return made;
}

// Of each id: "dataset" or "left out", with its stamp.
std::vector<std::string> listed(World& world, const ClaimedRun& run, std::vector<std::string> ids) {
    std::vector<std::string> out;
    for (const ListedRecord& record :
         await(world.harvests->listed_records(run.source, std::move(ids))).value())
        out.push_back(
            record.remote_id + (record.dataset ? " dataset " : " left out ") + record.stamp
        );
    std::sort(out.begin(), out.end());
    return out;
}

using Texts = std::vector<std::string>;

TEST(Stamps, ComeWithBodiesAndChangeWithoutTouchingTheDataset) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {stamped("a", "1"), stamped("b", "1")});
    const ClaimedRun run = world.claim("bf");
    EXPECT_EQ(listed(world, run, {"a", "b", "c"}), (Texts{"a dataset 1", "b dataset 1"}));
    const std::string before = world.text("select xmin::text from dataset where remote_id = 'a'");
    PageCommit page = a_page(0, {}, true);
    const auto known = await(world.harvests->known_records(run.source, {"a", "b"})).value();
    for (const KnownRecord& record : known) {
        EXPECT_EQ(record.stamp, "1");
        page.seen.push_back(record.dataset);
    }
    page.restamped = {{"a", "2"}, {"nobody", "2"}};
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, page)));
    EXPECT_EQ(listed(world, run, {"a", "b"}), (Texts{"a dataset 2", "b dataset 1"}));
    EXPECT_EQ(world.text("select xmin::text from dataset where remote_id = 'a'"), before);
}

TEST(Stamps, SurviveARemapAndABodyWithoutOne) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange record = stamped("a", "1");
    world.harvest("bf", {record});
    RecordChange again = record;
    again.mapping_version = sha256("mapping 2");
    again.stamp.clear();
    const ClaimedRun run = world.claim("bf");
    EXPECT_EQ(await(world.harvests->commit_remap(run.source, {again}, {}, 0)).value().remapped, 1);
    EXPECT_EQ(listed(world, run, {"a"}), Texts{"a dataset 1"});
}

TEST(LeftOut, IsKnownUntilItBecomesADataset) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    PageCommit page = a_page(0, {stamped("a", "1")});
    page.left_out = {{"b", "1"}, {"c", "1"}, {"c", "1"}};
    page.mapping_version = sha256("mapping");
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, page)));
    EXPECT_EQ(
        listed(world, run, {"a", "b", "c"}),
        (Texts{"a dataset 1", "b left out 1", "c left out 1"})
    );
    PageCommit second = a_page(1, {stamped("b", "2")}, true);
    second.left_out = {{"a", "2"}};
    second.mapping_version = sha256("mapping");
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, second)));
    EXPECT_EQ(listed(world, run, {"a", "b"}), (Texts{"a dataset 1", "a left out 2", "b dataset 2"}))
        << "hidden since it was stored";
}

TEST(Inventory, WantsInOrderAndCountsWhatItWantsAsThere) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {stamped("a", "1"), stamped("b", "1"), stamped("c", "1")});
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->settle_mode(run.lease, settled(RunMode::inventory, "m"))));
    const auto known = await(world.harvests->known_records(run.source, {"a"})).value();
    PageCommit first = a_page(0, {});
    first.seen = {known.front().dataset};
    first.wanted = {{"new", "1"}, {"b", "2"}};
    first.received = 3;
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, first)));
    PageCommit second = a_page(1, {});
    second.wanted = {{"z", "1"}};
    second.received = 1;
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, second)));
    EXPECT_EQ(
        await(world.harvests->wanted_records(run.lease)).value(),
        (std::vector<StampedId>{{"new", "1"}, {"b", "2"}, {"z", "1"}})
    );
    const Reconciliation counts = await(world.harvests->compare_listed(run.lease)).value();
    EXPECT_EQ(counts.active_before, 3);
    EXPECT_EQ(counts.seen, 2);
    EXPECT_EQ(counts.vanished, 1);
    EXPECT_EQ(await(world.harvests->compare_seen(run.lease)).value().vanished, 2);
    // It becomes a full crawl: nothing is seen, nothing is wanted, the crawl begins.
    SettledMode full = settled(RunMode::full, "m");
    full.reason = "inventory failed: HTTP_5XX";
    full.forget_pages = true;
    ASSERT_TRUE(await(world.harvests->settle_mode(run.lease, full)));
    EXPECT_TRUE(await(world.harvests->wanted_records(run.lease)).value().empty());
    EXPECT_EQ(await(world.harvests->compare_seen(run.lease)).value().vanished, 3);
    ASSERT_TRUE(await(world.harvests->release(run.lease, NetworkFacts())));
    const auto resumed =
        await(world.harvests->claim_run({"other", std::chrono::seconds(60)})).value();
    ASSERT_TRUE(resumed);
    EXPECT_EQ(resumed->mode, RunMode::full);
    EXPECT_EQ(resumed->mode_reason, full.reason);
    EXPECT_EQ(resumed->checkpoint.pages, 2);
    EXPECT_EQ(resumed->checkpoint.received, 0);
    EXPECT_EQ(resumed->checkpoint.skipped, 0);
    EXPECT_EQ(resumed->checkpoint.cursor, "");
    EXPECT_FALSE(resumed->checkpoint.pages_done);
    EXPECT_EQ(await(world.harvests->settle_mode(run.lease, full)).error().code, Code::run_cancelled)
        << "another has the lease";
}

TEST(Inventory, CountsAsNewWhatItHasFetchedItself) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {stamped("a", "1"), stamped("b", "1")});
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->settle_mode(run.lease, settled(RunMode::inventory, "m"))));
    PageCommit list = a_page(0, {});
    list.wanted = {{"new", "1"}, {"newer", "1"}};
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, list)));
    const Reconciliation before = await(world.harvests->compare_listed(run.lease)).value();
    EXPECT_EQ(before.newcomers, 2);
    EXPECT_EQ(before.vanished, 2);
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, a_page(1, {stamped("new", "1")}))));
    const Reconciliation after = await(world.harvests->compare_listed(run.lease)).value();
    EXPECT_EQ(after.newcomers, 2) << "judged once more by whoever resumes it";
    EXPECT_EQ(after.vanished, 2);
}

// A run that is settled, commits `pages` and ends.
HarvestRun
a_run(World& world, RunMode mode, const std::string& mark, RunState state, int pages = 0) {
    const ClaimedRun run = world.claim("bf");
    EXPECT_TRUE(await(world.harvests->settle_mode(run.lease, settled(mode, mark))));
    for (int i = 0; i < pages; ++i)
        EXPECT_TRUE(await(world.harvests->commit_page(run.lease, a_page(i, {}, i + 1 == pages))));
    RunEnd end;
    end.state = state;
    end.requests = 2;
    return await(world.harvests->finish_run(run.lease, end)).value();
}

SourcePast past_of(World& world) {
    const ClaimedRun run = world.claim("bf");
    RunEnd end;
    end.state = RunState::failed;
    EXPECT_TRUE(await(world.harvests->finish_run(run.lease, end)));
    return run.past;
}

TEST(Past, IsThatOfTheLastCompleteRunThatReadTheCatalogue) {
    World world;
    world.sync({a_portal("bf")});
    EXPECT_FALSE(past_of(world).last_complete);
    a_run(world, RunMode::full, "one", RunState::complete, 1);
    SourcePast past = past_of(world);
    ASSERT_TRUE(past.last_complete);
    EXPECT_TRUE(past.full_is_recent);
    EXPECT_FALSE(past.held);
    EXPECT_EQ(past.mark, "one");
    EXPECT_EQ(past.mapping_version, sha256("mapping"));
    EXPECT_EQ(past.config_hash, world.text("select config_hash from source"));
    // Neither a probe nor a failure before the first page changes that.
    const HarvestRun probe = a_run(world, RunMode::probe, "other", RunState::complete);
    EXPECT_EQ(probe.mode, RunMode::probe);
    EXPECT_EQ(probe.mode_reason, "the catalogue changed");
    EXPECT_EQ(world.number("select requests from run order by id desc limit 1"), 2);
    EXPECT_EQ(past_of(world).mark, "one");
    a_run(world, RunMode::inventory, "two", RunState::complete, 1);
    EXPECT_EQ(past_of(world).mark, "two");
    // A run that wrote and did not complete: the tables are not the catalogue of the mark.
    a_run(world, RunMode::full, "three", RunState::incomplete, 1);
    past = past_of(world);
    EXPECT_EQ(past.mark, "");
    EXPECT_TRUE(past.last_complete);
    a_run(world, RunMode::inventory, "four", RunState::held, 1);
    EXPECT_TRUE(past_of(world).held);
    a_run(world, RunMode::full, "five", RunState::complete, 1);
    past = past_of(world);
    EXPECT_FALSE(past.held);
    EXPECT_EQ(past.mark, "five");
    world.sql().script("update run set started_at = started_at - interval '8 days'");
    EXPECT_FALSE(past_of(world).full_is_recent);
}

TEST(Mode, IsChosenLaterUnlessItWasAskedFor) {
    World world;
    world.sync({a_portal("bf")});
    ASSERT_TRUE(await(world.harvests->request_run("bf", RunMode::automatic, "test")));
    const auto run = await(world.harvests->claim_run({"w", std::chrono::seconds(60)})).value();
    EXPECT_EQ(run->mode, RunMode::automatic);
    EXPECT_EQ(run->mode_reason, "");
    ASSERT_TRUE(await(world.harvests->finish_run(run->lease, RunEnd{})));
    EXPECT_EQ(world.claim("bf").mode_reason, asked_for);
}

} // namespace
} // namespace moisson::store::testing
