// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Life of records, shared rows under contention, PostgreSQL going away.
#include "fixture.hpp"
#include "store/page_commit.hpp"
#include "store/raw_dictionaries.hpp"
#include "store/run_queue.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace moisson::store::testing {
namespace {

using std::chrono::seconds;

TEST(Request, TakesOverWhatWasOnlyPlanned) {
    World world;
    world.sync({a_portal("bf")});
    ASSERT_EQ(await(world.harvests->plan_due_runs()).value(), 1);
    const RunId asked = await(world.harvests->request_run("bf", RunMode::full, "x")).value();
    EXPECT_EQ(await(world.harvests->request_run("bf", RunMode::automatic, "y")).value(), asked);
    const auto run = await(world.harvests->claim_run({"a", seconds(60)})).value();
    ASSERT_TRUE(run);
    EXPECT_EQ(run->lease.run, asked);
    EXPECT_EQ(run->mode, RunMode::full) << "a wish without a mode takes none away";
    EXPECT_EQ(run->mode_reason, asked_for);
    EXPECT_EQ(world.number("select count(*) from run where planned"), 0);
    // What has begun goes on as it began.
    EXPECT_EQ(await(world.harvests->request_run("bf", RunMode::probe, "z")).value(), asked);
    EXPECT_EQ(world.text("select mode from run"), "full");
}

// A run that ends holds its row and takes its source next: who asks for a run of this source and
// held the source while it waited would make both wait for ever.
TEST(Request, HoldsNoSourceWhileItWaitsForTheOpenRun) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    Connection ending(session(world.conninfo));
    Transaction transaction(ending);
    ending.exec("select from run where id = $1 for update", Params(run.lease.run.value));
    Result<RequestedRun> asked = Error(Code::not_found, "not asked");
    std::thread asking([&] {
        Connection connection(session(world.conninfo));
        asked = request_run(connection, "bf", RunMode::full, "x", {});
    });
    const char* const waiting = "select count(*) from pg_stat_activity where wait_event_type = "
                                "'Lock' and datname = current_database()";
    for (int i = 0; i < 1'000 && world.number(waiting) == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ending.script("set local lock_timeout = '100ms'");
    EXPECT_NO_THROW(ending.script("select from source for update"));
    transaction.commit();
    asking.join();
    ASSERT_TRUE(asked.has_value()) << asked.error().detail;
    EXPECT_EQ(asked->id, run.lease.run);
}

TEST(Counters, OfARunAreLiveWhileItGoesOn) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    EXPECT_EQ(await(world.catalog->run(run.lease.run)).value().run.counts, RunCounts{});
    PageCommit first = a_page(0, {a_record("bf", "a", "A"), a_record("bf", "b", "B")});
    first.advertised_count = 30;
    first.wire_bytes = 500;
    first.issues.emplace_back(Code::bad_date, Stage::map, "x");
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, first)));
    PageCommit second = a_page(1, {a_record("bf", "c", "C")}, true);
    second.advertised_count = std::nullopt;
    second.wire_bytes = 70;
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, second)));
    const RunDetail live = await(world.catalog->run(run.lease.run)).value();
    EXPECT_EQ(live.run.state, RunState::running);
    EXPECT_EQ(live.run.counts.pages, 2);
    EXPECT_EQ(live.run.counts.received, 3);
    EXPECT_EQ(live.run.counts.created, 3);
    EXPECT_EQ(live.run.advertised_count, 30);
    EXPECT_EQ(live.run.issues.at("BAD_DATE"), 1);
    EXPECT_EQ(live.wire_bytes, 570);
    EXPECT_EQ(live.requests, 2);
    EXPECT_EQ(await(world.catalog->runs(RunQuery{})).value().runs.front().counts, live.run.counts);
    EXPECT_EQ(await(world.catalog->portal("bf")).value().last_run->counts, live.run.counts);
    const HarvestRun ended = await(world.harvests->finish_run(run.lease, RunEnd{})).value();
    EXPECT_EQ(ended.counts, live.run.counts) << "closing adds nothing twice";
    EXPECT_EQ(await(world.catalog->run(run.lease.run)).value().run.counts, ended.counts);
}

TEST(Records, GoMissingThenArchivedThenComeBack) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange stays = a_record("bf", "stays", "A");
    const RecordChange leaves = a_record("bf", "leaves", "B");
    world.harvest("bf", {stays, leaves});
    EXPECT_EQ(world.harvest("bf", {stays}).counts.missing, 1);
    EXPECT_EQ(await(world.catalog->dataset(leaves.id)).value().state, RecordState::missing);
    EXPECT_EQ(world.harvest("bf", {stays}).counts.archived, 0) << "seven days have not passed";
    world.sql().script("update absence set since = since - interval '8 days'");
    EXPECT_EQ(world.harvest("bf", {stays}).counts.archived, 1);
    EXPECT_EQ(await(world.catalog->dataset(leaves.id)).value().state, RecordState::archived);
    EXPECT_EQ(world.number("select last_seen_run from absence"), 1);
    const HarvestRun back = world.harvest("bf", {stays, leaves});
    EXPECT_EQ(back.counts.revived, 1);
    EXPECT_EQ(back.counts.created, 0);
    EXPECT_EQ(await(world.catalog->dataset(leaves.id)).value().state, RecordState::active);
    EXPECT_EQ(world.number("select count(*) from absence"), 0);
    EXPECT_EQ(
        world.text("select string_agg(cause, ' ' order by number) from change where dataset = "
                   "(select id from dataset where remote_id = 'leaves')"),
        "created missing archived revived"
    );
}

// A run that was cut short loses nothing.
std::string cut_short(World& world, std::vector<RecordChange> seen) {
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, std::move(seen)))).value();
    RunEnd end;
    end.state = RunState::incomplete;
    await(world.harvests->finish_run(run.lease, end)).value();
    return std::to_string(run.lease.run.value);
}

TEST(Records, WereLastSeenByARunHoweverLongAgo) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange a = a_record("bf", "a", "A");
    const RecordChange b = a_record("bf", "b", "B");
    const RecordChange c = a_record("bf", "c", "C");
    const RecordChange d = a_record("bf", "d", "D");
    world.harvest("bf", {a, b, c, d});
    const std::string saw_b = cut_short(world, {a, b});
    cut_short(world, {a});
    const std::string saw_d = cut_short(world, {a, d});
    cut_short(world, {a});
    EXPECT_EQ(world.harvest("bf", {a}).counts.missing, 3);
    EXPECT_EQ(
        world.text("select string_agg(d.remote_id || ' ' || a.last_seen_run, ', ' "
                   "order by d.remote_id) from absence a join dataset d on d.id = a.dataset"),
        "b " + saw_b + ", c 1, d " + saw_d
    );
}

void harvest_shared_links(
    const std::string& conninfo,
    int source,
    std::uint64_t seed,
    std::string& failure
) {
    try {
        Connection connection(session(conninfo));
        std::vector<int> order(1000);
        for (int i = 0; i < 1000; ++i)
            order[static_cast<std::size_t>(i)] = i;
        Rng random(seed);
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[random.below(i)]);
        const std::string key = "p" + std::to_string(source);
        const Rows run = connection.exec(
            "update run set state = 'running', token = 1, lease = '1 hour', lease_until = "
            "clock_timestamp() + interval '1 hour' where source = (select id from source where key "
            "= $1) "
            "returning id",
            Params(key)
        );
        Lease lease;
        lease.run = RunId(run.int64(0, 0));
        lease.token = 1;
        RawDictionaries dictionaries;
        for (int page = 0; page < 10; ++page) {
            std::vector<RecordChange> records;
            for (int i = 0; i < 20; ++i) {
                records.push_back(a_record(key, std::to_string(page * 20 + i), "Titre"));
                Dataset& dataset = records.back().dataset;
                for (int d = 0; d < 5; ++d) {
                    const int url = order[static_cast<std::size_t>((page * 20 + i) * 5 + d)];
                    dataset.distributions.push_back(dataset.distributions.front());
                    dataset.distributions.back().url =
                        "https://shared.example/" + std::to_string(url);
                }
            }
            const PageCommit filled = a_page(page, std::move(records), page == 9);
            if (!commit_page(connection, dictionaries, lease, filled))
                failure = "lease lost";
        }
    } catch (const std::exception& error) {
        failure = error.what();
    }
}

TEST(SharedRows, OfEightSourcesInAnyOrderNeverFailARun) {
    World world;
    std::vector<Portal> portals;
    for (int i = 0; i < 8; ++i)
        portals.push_back(a_portal("p" + std::to_string(i)));
    world.sync(portals);
    ASSERT_EQ(await(world.harvests->plan_due_runs()).value(), 8);
    std::vector<std::string> failures(8);
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            harvest_shared_links(
                world.conninfo,
                i,
                static_cast<std::uint64_t>(i) + 1,
                failures[static_cast<std::size_t>(i)]
            );
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const std::string& failure : failures)
        EXPECT_EQ(failure, "");
    EXPECT_EQ(world.number("select count(*) from link where host = 'shared.example'"), 1000);
    EXPECT_EQ(world.number("select count(*) from dataset"), 8 * 200);
    EXPECT_EQ(world.number("select count(*) from issue"), 0);
}

// A child process that kills itself at the fail point while it commits a page.
int commit_in_child(
    const std::string& conninfo,
    const Lease& lease,
    const PageCommit& page,
    const char* point
) {
    const pid_t child = fork();
    if (child == 0) {
        setenv("MOISSON_FAILPOINT", point, 1);
        Connection connection(session(conninfo));
        RawDictionaries dictionaries;
        static_cast<void>(commit_page(connection, dictionaries, lease, page));
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST(Crash, AtEveryFailPointOfAPageEndsInTheSameRows) {
    World undisturbed;
    undisturbed.sync({a_portal("bf")});
    std::vector<PageCommit> pages = {
        a_page(0, {a_record("bf", "a", "A"), a_record("bf", "b", "B")}),
        a_page(1, {a_record("bf", "c", "C")}, true)};
    undisturbed.harvest("bf", pages);
    const std::string expected = undisturbed.fingerprint();
    for (const char* point : {"in_copy", "before_commit", "after_commit"}) {
        World world;
        world.sync({a_portal("bf")});
        const ClaimedRun run = world.claim("bf");
        EXPECT_EQ(commit_in_child(world.conninfo, run.lease, pages[0], point), SIGKILL) << point;
        expire(world);
        ASSERT_TRUE(await(world.harvests->plan_due_runs()));
        const auto next = await(world.harvests->claim_run({"w2", seconds(60)})).value();
        ASSERT_TRUE(next);
        const bool stored = std::string_view(point) == "after_commit";
        EXPECT_EQ(next->checkpoint.pages, stored ? 1 : 0) << point;
        for (auto page = static_cast<std::size_t>(next->checkpoint.pages); page < pages.size();
             ++page)
            ASSERT_TRUE(await(world.harvests->commit_page(next->lease, pages[page])));
        const HarvestRun ended = await(world.harvests->finish_run(next->lease, RunEnd{})).value();
        EXPECT_EQ(ended.counts.created, 3) << point;
        EXPECT_EQ(ended.counts.received, 3) << point;
        EXPECT_EQ(world.fingerprint(), expected) << point;
    }
}

TEST(Outage, OfPostgresIsUnavailableAndThenWorksAgain) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    EXPECT_EQ(await(world.database.health()).state, DatabaseState::ok);
    auto& cluster = moisson::testing::PgCluster::instance();
    cluster.crash();
    const PageCommit page = a_page(0, {a_record("bf", "a", "A")}, true);
    EXPECT_EQ(
        await(world.harvests->commit_page(run.lease, page)).error().code,
        Code::store_unavailable
    );
    EXPECT_EQ(await(world.database.health()).state, DatabaseState::down);
    cluster.start();
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    EXPECT_EQ(await(world.harvests->commit_page(run.lease, page)).value().created, 1);
    cluster.stop();
    cluster.start();
    // An idle connection that was lost meanwhile is replaced before the job, not by failing it.
    EXPECT_TRUE(await(world.harvests->finish_run(run.lease, RunEnd{})));
    EXPECT_EQ(world.database.state(), DatabaseState::ok);
}

TEST(Outage, WhenStoppingAStatementIsCancelled) {
    World world;
    Database database(database_options(world.conninfo));
    std::thread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        database.stop();
    });
    std::function<Result<int>(Connection&)> slow = [](Connection& connection) -> Result<int> {
        connection.exec("select pg_sleep(30)");
        return 1;
    };
    const Steady begin = std::chrono::steady_clock::now();
    EXPECT_EQ(await(database.run<int>("slow", slow)).error().code, Code::store_unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(10));
    stopper.join();
    EXPECT_EQ(await(database.run<int>("late", slow)).error().code, Code::store_unavailable);
}

TEST(Outage, WhenStoppingAServerThatIsFrozenIsNotWaitedFor) {
    World world;
    Database database(database_options(world.conninfo));
    moisson::testing::PgCluster& cluster = moisson::testing::PgCluster::instance();
    Steady begin{};
    std::thread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        cluster.freeze();
        begin = std::chrono::steady_clock::now();
        database.stop();
    });
    // The statement is over long before its server thaws: only the answer does not come.
    std::function<Result<int>(Connection&)> slow = [](Connection& connection) -> Result<int> {
        connection.exec("select pg_sleep(1)");
        return 1;
    };
    const Code code = await(database.run<int>("slow", slow)).error().code;
    const auto took = std::chrono::steady_clock::now() - begin;
    stopper.join();
    cluster.thaw();
    EXPECT_EQ(code, Code::store_unavailable);
    EXPECT_LT(took, seconds(3));
}

} // namespace
} // namespace moisson::store::testing
