// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the metrics are told of database work: trouble is trouble, an answer is an answer.
#include "fixture.hpp"

#include <condition_variable>
#include <mutex>

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

} // namespace
} // namespace moisson::store::testing
