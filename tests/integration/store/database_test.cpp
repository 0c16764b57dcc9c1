// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the metrics are told of database work: trouble is trouble, an answer is an answer. And a
// database without threads, whose transactions happen when its owner says so.
#include "fixture.hpp"

#include <boost/asio/co_spawn.hpp>

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace moisson::store::testing {
namespace {

// The outcome that the observer is told for a job.
bool observed(std::function<Result<int>(Connection&)> job) {
    std::mutex mutex;
    std::condition_variable told;
    std::optional<bool> outcome;
    DatabaseOptions options;
    options.conninfo = moisson::testing::PgCluster::instance().fresh_database();
    options.connections = 1;
    options.observe = [&](std::string_view label, std::chrono::nanoseconds, bool ok) {
        const std::scoped_lock lock(mutex);
        if (label == "job")
            outcome = ok;
        told.notify_all();
    };
    Database database(options);
    try {
        static_cast<void>(await(database.run<int>("job", std::move(job))));
    } catch (const std::exception&) {
        SUCCEED();
    }
    std::unique_lock lock(mutex);
    told.wait_for(lock, std::chrono::seconds(10), [&] { return outcome.has_value(); });
    EXPECT_TRUE(outcome.has_value());
    return outcome.value_or(false);
}

std::function<Result<int>(Connection&)> fails_with(Code code) {
    return [code](Connection&) -> Result<int> { return Error(code); };
}

TEST(DatabaseSessions, KnowWhetherAStandbyIsPreferred) {
    EXPECT_TRUE(prefers_standby("host=a,b dbname=m target_session_attrs=prefer-standby"));
    EXPECT_TRUE(prefers_standby("postgresql://a,b/m?target_session_attrs=prefer-standby"));
    EXPECT_FALSE(prefers_standby("host=a,b dbname=m target_session_attrs=read-write"));
    EXPECT_FALSE(prefers_standby("host=a dbname=m"));
    EXPECT_FALSE(prefers_standby("nothing like this"));
}

TEST(DatabaseMetric, ANoIsAnAnswer) {
    EXPECT_TRUE(observed([](Connection&) -> Result<int> { return 1; }));
    EXPECT_TRUE(observed(fails_with(Code::not_found)));
    EXPECT_TRUE(observed(fails_with(Code::run_cancelled)));
}

TEST(DatabaseMetric, TroubleIsAnError) {
    EXPECT_FALSE(observed(fails_with(Code::store_unavailable)));
    EXPECT_FALSE(observed(fails_with(Code::table_damaged)));
    EXPECT_FALSE(observed([](Connection& connection) -> Result<int> {
        connection.exec("select 1 / 0");
        return 1;
    }));
}

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

struct Threaded {
    explicit Threaded(std::chrono::milliseconds statement_timeout = seconds(60)) {
        DatabaseOptions options;
        options.conninfo = cluster.fresh_database();
        options.connections = 2;
        options.connect_timeout = seconds(2);
        options.statement_timeout = statement_timeout;
        database = std::make_unique<Database>(options);
    }
    std::optional<Code> run(std::function<Result<int>(Connection&)> job) {
        const Result<int> answer = await(database->run<int>("job", std::move(job)));
        return answer.has_value() ? std::optional<Code>() : answer.error().code;
    }
    std::optional<Code> ask(const char* sql = "select 1") {
        return run([sql](Connection& connection) -> Result<int> {
            connection.exec(sql);
            return 1;
        });
    }

    moisson::testing::PgCluster& cluster = moisson::testing::PgCluster::instance();
    std::unique_ptr<Database> database;
};

TEST(FrozenServer, IsAwayUntilItThaws) {
    Threaded one;
    ASSERT_EQ(one.ask(), std::nullopt);
    one.cluster.freeze();
    const auto begin = Clock::now();
    const std::optional<Code> first = one.ask();
    const auto waited = Clock::now() - begin;
    // Who comes later is told at once.
    const std::optional<Code> second = one.ask();
    const auto both = Clock::now() - begin;
    const DatabaseState state = one.database->state();
    one.cluster.thaw();
    EXPECT_EQ(first, Code::store_unavailable);
    EXPECT_EQ(second, Code::store_unavailable);
    EXPECT_EQ(state, DatabaseState::down);
    EXPECT_GE(waited, seconds(4));
    EXPECT_LT(waited, seconds(8));
    EXPECT_LT(both - waited, seconds(1));
    std::optional<Code> later = Code::store_unavailable;
    for (const auto end = Clock::now() + seconds(10); later && Clock::now() < end;) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        later = one.ask();
    }
    EXPECT_EQ(later, std::nullopt);
}

// 16 MiB do not fit into a socket: it is the sending that waits.
TEST(FrozenServer, IsAwayForWhoSendsToIt) {
    Threaded one;
    std::optional<Code> code = one.run([&one](Connection& connection) -> Result<int> {
        connection.script("create temp table much (t text)");
        std::string rows;
        CopyRow(rows, 1).text(std::string(std::size_t{16} << 20, 'x'));
        one.cluster.freeze();
        connection.copy_in("copy much from stdin (format binary)", rows);
        return 1;
    });
    one.cluster.thaw();
    EXPECT_EQ(code, Code::store_unavailable);
}

TEST(SlowStatement, IsNoFrozenServer) {
    Threaded one;
    EXPECT_EQ(one.ask("select pg_sleep(4)"), std::nullopt);
}

// The server answers, this session does not: stuck in its disk, or stopped.
TEST(FrozenSession, EndsWithTheLimitOfItsStatement) {
    Threaded one(seconds(1));
    std::int64_t backend = 0;
    const auto begin = Clock::now();
    const std::optional<Code> code = one.run([&backend](Connection& connection) -> Result<int> {
        backend = connection.exec("select pg_backend_pid()").int64(0, 0);
        kill(static_cast<pid_t>(backend), SIGSTOP);
        connection.exec("select 1");
        return 1;
    });
    const auto took = Clock::now() - begin;
    kill(static_cast<pid_t>(backend), SIGCONT);
    EXPECT_EQ(code, Code::store_unavailable);
    EXPECT_LT(took, seconds(12));
    EXPECT_EQ(one.ask(), std::nullopt);
}

struct Unthreaded {
    explicit Unthreaded(std::function<void(Connection&)> before = {}) {
        DatabaseOptions options;
        options.conninfo = moisson::testing::PgCluster::instance().fresh_database();
        options.connections = 0;
        options.before = std::move(before);
        database = std::make_unique<Database>(options);
    }
    // Asks for a number that the database then gives; its answer comes to `answers`.
    void ask(int number) {
        auto job = [number](Connection& connection) -> Result<int> {
            const Rows rows = connection.exec("select $1::bigint", Params(std::int64_t{number}));
            return static_cast<int>(rows.int64(0, 0));
        };
        asio::co_spawn(
            io,
            database->run<int>("number", std::move(job)),
            [this](const std::exception_ptr&, Result<int> answer) {
                answers.push_back(answer.has_value() ? *answer : -1);
            }
        );
        io.restart();
        io.poll();
    }

    asio::io_context io{1};
    std::unique_ptr<Database> database;
    std::vector<int> answers;
};

TEST(DatabaseWithoutThreads, WorksWhenTold) {
    Unthreaded one;
    EXPECT_FALSE(one.database->work_off());
    EXPECT_FALSE(one.database->has_work());
    one.ask(1);
    one.ask(2);
    EXPECT_TRUE(one.database->has_work());
    EXPECT_TRUE(one.answers.empty());
    EXPECT_TRUE(one.database->work_off());
    one.io.restart();
    one.io.poll();
    EXPECT_EQ(one.answers, (std::vector<int>{1}));
    EXPECT_TRUE(one.database->work_off());
    EXPECT_FALSE(one.database->work_off());
    one.io.restart();
    one.io.poll();
    EXPECT_EQ(one.answers, (std::vector<int>{1, 2}));
}

TEST(DatabaseJobs, BeginAfterWhatTheOwnerHasDoneToTheirSession) {
    int begun = 0;
    Unthreaded one([&begun](Connection& connection) {
        ++begun;
        connection.exec(
            "select set_config('moisson.test', $1, false)",
            Params(std::to_string(begun))
        );
    });
    std::vector<std::string> found;
    for (int i = 0; i < 2; ++i) {
        std::function<Result<std::string>(Connection&)> job = [](Connection& connection
                                                              ) -> Result<std::string> {
            return connection.exec("select current_setting('moisson.test')").str(0, 0);
        };
        asio::co_spawn(
            one.io,
            one.database->run<std::string>("look", std::move(job)),
            [&found](const std::exception_ptr&, Result<std::string> answer) {
                found.push_back(answer.has_value() ? *answer : "none");
            }
        );
        one.io.restart();
        one.io.poll();
        EXPECT_TRUE(one.database->work_off());
        one.io.restart();
        one.io.poll();
    }
    EXPECT_EQ(found, (std::vector<std::string>{"1", "2"}));
}

TEST(DatabaseWithoutThreads, RefusesWhatWaitsWhenItStops) {
    Unthreaded one;
    one.ask(1);
    one.database->stop();
    one.ask(2);
    one.io.restart();
    one.io.poll();
    EXPECT_EQ(one.answers, (std::vector<int>{-1, -1}));
}

} // namespace
} // namespace moisson::store::testing
