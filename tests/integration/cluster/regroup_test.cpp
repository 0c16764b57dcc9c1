// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Steps over what changed give what all keys at once give; two workers and kill -9 change nothing.
#include "copies.hpp"
#include "store/cluster_pass.hpp"
#include "store/cluster_step.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

namespace moisson::store::testing {
namespace {

// Titles and files of a few kinds, so that keys are shared, lost and held twice.
RecordChange random_record(Rng& rng, const std::string& portal, int number, int version) {
    const std::string id = "id" + std::to_string(number);
    RecordChange record =
        a_record(portal, id, "Titre commun numéro " + std::to_string(rng.below(12)));
    record.dataset.countries = {rng.below(4) == 0 ? "ML" : "BF"};
    for (Distribution& distribution : record.dataset.distributions)
        if (rng.below(3) == 0)
            distribution.url = "https://fichiers.example/" + std::to_string(rng.below(8)) + ".csv";
    if (rng.below(5) == 0)
        record.dataset.uri = "https://id.example/jeu/" + std::to_string(rng.below(6));
    if (rng.below(6) == 0)
        record.dataset.origin_url = "https://p0.example/dataset/id" + std::to_string(rng.below(10));
    record.raw = id + " v" + std::to_string(version);
    record.source_digest = sha256(record.raw);
    return keyed(record);
}

void live_step_by_step(std::uint64_t seed) {
    World world;
    Rng rng(seed);
    std::vector<Portal> portals;
    for (int i = 0; i < 5; ++i)
        portals.push_back(a_portal("p" + std::to_string(i)));
    world.sync(portals);
    const auto store = make_cluster_store(world.database);
    std::size_t most = 0;
    for (int round = 0; round < 12; ++round) {
        const std::string portal = "p" + std::to_string(rng.below(5));
        std::vector<RecordChange> records;
        for (int number = 0; number < 12; ++number)
            if (rng.below(5) != 0)
                records.push_back(random_record(rng, portal, number, round));
        world.harvest(portal, records);
        harvest::ClusterOptions small;
        small.step = 3;
        ASSERT_TRUE(await(harvest::regroup_waiting(*store, small)));
        const Clusters stepwise = clusters(world);
        most = std::max(most, stepwise.size());
        ASSERT_EQ(await(store->check_all(harvest::cluster_rules())).value(), 0)
            << "seed " << seed << " round " << round;
    }
    EXPECT_GT(most, 2U);
}

// MOISSON_SEED replays one.
TEST(Regroup, StepByStepIsAllAtOnce) {
    const char* const given = std::getenv("MOISSON_SEED");
    live_step_by_step(
        given != nullptr ? std::strtoull(given, nullptr, 10) : std::uint64_t{random_uuid().bytes[0]}
    );
}

// A step must read names that nobody else has: they keep two datasets apart.
TEST(Regroup, NamesOfOneHolderKeepDatasetsApart) {
    live_step_by_step(29);
}

// Index entries of what waits that were read since the database began.
std::int64_t waiting_read(World& world) {
    world.sql().exec("select pg_stat_force_next_flush()");
    return world.number("select idx_tup_read from pg_stat_user_indexes "
                        "where indexrelname = 'cluster_dirty_pkey'");
}

// Its statements are planned for good after a few steps that found nothing.
TEST(Regroup, StepReadsOnlyWhatItTakes) {
    World world;
    world.sync({a_portal("bf")});
    const ClusterRules rules = harvest::cluster_rules();
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(regroup(world.sql(), rules, 10).looked_at, 0);
    world.sql().script("insert into cluster_dirty (dataset) "
                       "select gen_random_uuid() from generate_series(1, 5000)");
    const std::int64_t before = waiting_read(world);
    const ClusterReport report = regroup(world.sql(), rules, 10);
    EXPECT_EQ(report.looked_at, 10);
    EXPECT_TRUE(report.more);
    EXPECT_LT(waiting_read(world) - before, 1'000);
}

std::vector<RecordChange> many(const std::string& portal, int count) {
    std::vector<RecordChange> out;
    for (int i = 0; i < count; ++i)
        out.push_back(copy_of(portal, "id" + std::to_string(i), "Jeu commun " + std::to_string(i)));
    return out;
}

TEST(Regroup, TwoWorkersDoTheWorkOnce) {
    World world;
    world.sync({a_portal("bf"), a_portal("ml")});
    world.harvest("bf", many("bf", 200));
    world.harvest("ml", many("ml", 200));
    const auto work = [&world](std::int64_t& written) {
        Connection connection(session(world.conninfo));
        // Nothing to do may mean that the other one is at it.
        for (int idle = 0; idle < 50;) {
            const ClusterReport step = regroup(connection, harvest::cluster_rules(), 7);
            written += step.written;
            idle = step.looked_at == 0 ? idle + 1 : 0;
        }
    };
    std::int64_t first = 0;
    std::int64_t second = 0;
    std::thread beside([&] { work(second); });
    work(first);
    beside.join();
    EXPECT_EQ(first + second, 200);
    EXPECT_EQ(clusters(world).size(), 200U);
    EXPECT_EQ(world.number("select count(*) from change where cause = 'clustered'"), 400);
}

TEST(Regroup, AKilledStepLeavesAllOrNothing) {
    World world;
    world.sync({a_portal("bf"), a_portal("ml")});
    world.harvest("bf", many("bf", 5));
    world.harvest("ml", many("ml", 5));
    const pid_t child = fork();
    if (child == 0) {
        setenv("MOISSON_FAILPOINT", "in_regroup", 1);
        Connection connection(session(world.conninfo));
        static_cast<void>(regroup(connection, harvest::cluster_rules(), 100));
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(world.number("select count(*) from cluster_member"), 0);
    EXPECT_EQ(world.number("select count(*) from cluster_dirty"), 10);
    const auto store = make_cluster_store(world.database);
    EXPECT_EQ(await(harvest::regroup_waiting(*store, harvest::ClusterOptions()))->written, 5);
    EXPECT_EQ(clusters(world).size(), 5U);
}

// Clusters that a step sees only a part of are none of its business.
TEST(Regroup, AStepThatIsConnectedWithTooMuchDissolvesNothing) {
    World world;
    world.sync({a_portal("bf"), a_portal("ml")});
    world.harvest("bf", many("bf", 20));
    world.harvest("ml", many("ml", 20));
    const auto store = make_cluster_store(world.database);
    regroup_all_waiting(*store);
    ASSERT_EQ(clusters(world).size(), 20U);
    const std::int64_t changes = world.number("select count(*) from change");
    const char* const again =
        "insert into cluster_dirty (dataset) select dataset from cluster_member m "
        "join dataset d on d.id = m.dataset join source s on s.id = d.source where s.key = 'bf'";
    ClusterRules rules = harvest::cluster_rules();
    Connection connection(session(world.conninfo));
    // Two records and their copies are too much, one with its copy is not.
    rules.datasets_max = 4;
    world.sql().script(again);
    const ClusterReport fewer = regroup(connection, rules, 20);
    EXPECT_EQ(fewer.looked_at, 1);
    EXPECT_FALSE(fewer.cut);
    EXPECT_TRUE(fewer.more);
    EXPECT_EQ(fewer.dissolved, 0);
    // Not even one.
    rules.datasets_max = 1;
    for (int i = 0; i < 19; ++i) {
        const ClusterReport one = regroup(connection, rules, 20);
        EXPECT_EQ(one.looked_at, 1);
        EXPECT_TRUE(one.cut);
        EXPECT_EQ(one.written + one.dissolved, 0);
    }
    EXPECT_EQ(world.number("select count(*) from cluster_dirty"), 0);
    EXPECT_EQ(clusters(world).size(), 20U);
    EXPECT_EQ(world.number("select count(*) from change"), changes);
}

// A page that is not committed yet must not lose its turn to a step that runs meanwhile.
TEST(Regroup, APageThatCommitsAfterAStepIsLookedAtByTheNext) {
    World world;
    world.sync({a_portal("bf"), a_portal("ml")});
    world.harvest("bf", many("bf", 1));
    const auto store = make_cluster_store(world.database);
    Connection page(session(world.conninfo));
    page.script("begin");
    const DatasetId id = copy_of("bf", "id0", "").id;
    page.exec("insert into cluster_dirty (dataset) values ($1)", Params(id.uuid));
    EXPECT_EQ(regroup_all_waiting(*store).looked_at, 1);
    page.script("commit");
    EXPECT_EQ(regroup_all_waiting(*store).looked_at, 1);
}

} // namespace
} // namespace moisson::store::testing
