// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portals that want to be left alone for longer than a worker waits.
#include "core/limits.hpp"
#include "unit/harvest/scripted_portal.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

using std::chrono::seconds;

// A portal of two pages that asks for a pause before the second one, and what it was asked with.
class Pauses : public ::testing::Test {
protected:
    Pauses() {
        bench.script->pages = {{"a=1"}, {"b=1"}};
        bench.script->asks_at = 1;
        bench.script->answer = [this](const net::Request& request) -> Result<net::Response> {
            patience.push_back(request.pause_max);
            Error error(Code::rate_limited, detail);
            error.unasked = detail.starts_with("host paused");
            return error;
        };
    }

    Bench bench;
    std::string detail = "429 seconds=3500";
    std::vector<std::optional<seconds>> patience;
};

TEST_F(Pauses, ALongOneGivesTheRunBackAtItsLastPage) {
    bench.harvest();
    ASSERT_EQ(patience.size(), 1U);
    EXPECT_EQ(patience[0], limits::pause_in_place_max) << "nobody waits for it in place";
    EXPECT_TRUE(bench.store.ends.empty()) << "it has neither failed nor ended";
    EXPECT_EQ(bench.store.released, 1);
    ASSERT_EQ(bench.store.pauses.size(), 1U);
    EXPECT_EQ(bench.store.pauses[0].lasts, seconds(3'500));
    EXPECT_EQ(bench.store.pauses[0].in_a_row, 1);
    EXPECT_EQ(bench.store.pauses[0].detail, "429 seconds=3500");
    EXPECT_EQ(bench.store.rows.size(), 1U) << "the page before it is kept";
}

TEST_F(Pauses, ThatAnotherRunMetCountAsWell) {
    detail = "host paused, seconds=900";
    bench.harvest();
    ASSERT_EQ(bench.store.pauses.size(), 1U);
    EXPECT_EQ(bench.store.pauses[0].lasts, seconds(900));
}

TEST_F(Pauses, AConnectorThatGoesOnWithoutTheAnswerLosesNothing) {
    bench.script->swallows = true;
    bench.harvest();
    EXPECT_EQ(bench.store.pauses.size(), 1U);
    EXPECT_FALSE(bench.store.rows.contains("b")) << "half a page";
    EXPECT_TRUE(bench.store.ends.empty());
}

TEST_F(Pauses, AShortOneThatNeverEndsIsAFailure) {
    detail = "429 seconds=60";
    bench.harvest();
    EXPECT_TRUE(bench.store.pauses.empty());
    ASSERT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.end().state, RunState::incomplete);
    EXPECT_EQ(bench.end().reason, "RATE_LIMITED");
}

TEST_F(Pauses, OfMoreThanAnHourEndTheRun) {
    detail = "429 seconds=86400";
    bench.harvest();
    EXPECT_TRUE(bench.store.pauses.empty());
    ASSERT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.end().reason, "RATE_LIMITED");
}

TEST_F(Pauses, OfAnyLengthThatOnlyAnotherRunMetPutThisOneOff) {
    detail = "host paused, seconds=86000";
    bench.script->asks_at = 0;
    for (const int before : {0, 2}) {
        store::ClaimedRun run;
        run.pauses = before;
        bench.store.pauses.clear();
        bench.harvest(run);
        EXPECT_TRUE(bench.store.ends.empty()) << "it has not failed";
        ASSERT_EQ(bench.store.pauses.size(), 1U);
        EXPECT_EQ(bench.store.pauses[0].lasts, seconds(86'000));
        EXPECT_EQ(bench.store.pauses[0].in_a_row, before) << "it has asked for nothing";
    }
    detail = "host paused, seconds=9999999";
    bench.harvest();
    EXPECT_EQ(bench.store.pauses.back().lasts, limits::pause_away_max);
}

TEST_F(Pauses, AreCountedUntilAPageComes) {
    bench.script->asks_at = 0;
    store::ClaimedRun run;
    run.pauses = 1;
    bench.harvest(run);
    ASSERT_EQ(bench.store.pauses.size(), 1U);
    EXPECT_EQ(bench.store.pauses[0].in_a_row, 2);
    bench.script->asks_at = 1;
    bench.harvest(run);
    ASSERT_EQ(bench.store.pauses.size(), 2U);
    EXPECT_EQ(bench.store.pauses[1].in_a_row, 1);
}

TEST_F(Pauses, AreSatOutOnceNoPageComesBetweenThem) {
    store::ClaimedRun run;
    run.pauses = 2;
    bench.harvest(run);
    ASSERT_EQ(patience.size(), 1U);
    EXPECT_FALSE(patience[0]) << "as long as the client waits";
    EXPECT_TRUE(bench.store.pauses.empty());
    ASSERT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.end().reason, "RATE_LIMITED");
}

} // namespace
} // namespace moisson::testing
