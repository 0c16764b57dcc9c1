// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson passages --suivre: which runs it shows, from one look to the next.
#include "cli/follow_runs.hpp"
#include "core/clock.hpp"
#include "house.hpp"

#include <gtest/gtest.h>

#include <pqxx/pqxx>

namespace moisson::testing {
namespace {

void move_runs(const House& house, const std::string& assignments) {
    pqxx::connection connection(house.conninfo());
    pqxx::work work(connection);
    work.exec("set search_path = moisson");
    work.exec("update run set " + assignments);
    work.commit();
}

TEST(FollowedRuns, AreThoseAtWorkAndThoseThatEndedSince) {
    const House house(generated(10));
    ASSERT_EQ(house.run({"moissonner"}).code, 0);
    const settings::LoadedSettings loaded = settings::parse_settings(
        "db: {connection: '" + house.conninfo() + "'}\n",
        "moisson.yaml",
        settings::process_environment()
    );
    ASSERT_TRUE(loaded.ok());
    cli::Context context(loaded.settings, cli::Output{stdout, stderr});
    const Instant since = SystemClock().now() - std::chrono::hours(1);
    const auto seen = [&](const std::string& source, Instant from) {
        return cli::runs_under_way(context, source, from).value();
    };
    EXPECT_TRUE(seen("", since).empty()) << "it has not begun";
    move_runs(house, "state = 'running', started_at = moisson.now()");
    ASSERT_EQ(seen("", since).size(), 1U);
    EXPECT_EQ(seen("essai", since).front().state, RunState::running);
    EXPECT_TRUE(seen("autre", since).empty());
    // Begun and over between two looks: shown all the same.
    move_runs(house, "state = 'failed', ended_at = moisson.now()");
    ASSERT_EQ(seen("", since).size(), 1U);
    EXPECT_EQ(seen("", since).front().state, RunState::failed);
    EXPECT_TRUE(seen("", since + std::chrono::hours(2)).empty());
}

} // namespace
} // namespace moisson::testing
