// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Sources that cannot be read whole within their `limits.duration`.
#include "core/limits.hpp"
#include "unit/harvest/scripted_portal.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

// A portal whose pages take six seconds each, of which a run gets one: while it is written the next
// one is fetched, and that is beyond its ten.
class Rests : public ::testing::Test {
protected:
    Rests() {
        bench.script->pages = {{"a=1"}, {"b=1"}, {"c=1"}, {"d=1"}};
        bench.source.duration_max = seconds(10);
        bench.script->on_fetch = [this](std::size_t) { bench.clock.set_forward(seconds(6)); };
    }

    // The run that was given back, as the store gives it to the next worker.
    store::ClaimedRun given_back() const {
        store::ClaimedRun run;
        run.resumed = true;
        run.mode_reason = "never read whole";
        run.checkpoint.pages = static_cast<std::int64_t>(bench.store.pages.size());
        for (const store::PageCommit& page : bench.store.pages) {
            run.checkpoint.received += page.received;
            run.checkpoint.skipped += page.skipped;
        }
        run.checkpoint.cursor = bench.store.pages.back().next_cursor.value_or("");
        run.checkpoint.advertised_count = bench.script->advertised;
        return run;
    }

    Bench bench;
};

TEST_F(Rests, TheRunIsGivenBackAtItsLastPage) {
    bench.script->advertised = 4;
    bench.harvest();
    EXPECT_TRUE(bench.store.ends.empty()) << "it has neither failed nor ended";
    EXPECT_EQ(bench.store.released, 1);
    ASSERT_EQ(bench.store.pauses.size(), 1U);
    EXPECT_EQ(bench.store.pauses[0].code, Code::run_rested);
    EXPECT_EQ(bench.store.pauses[0].lasts, limits::run_rest_max);
    EXPECT_EQ(bench.store.pauses[0].in_a_row, 0);
    EXPECT_EQ(bench.store.pauses[0].detail, "1 of 4");
    EXPECT_EQ(bench.store.rows.size(), 1U);
}

TEST_F(Rests, NothingIsGoneBeforeTheJoinedWalkIsWhole) {
    bench.source.duration_max = hours(1);
    bench.script->pages.push_back({"z=1"});
    bench.harvest();
    ASSERT_EQ(bench.end().state, RunState::complete);
    bench.script->pages.pop_back();
    bench.script->advertised = 4;
    bench.source.duration_max = seconds(10);
    bench.store.ends.clear();
    bench.script->fetched.clear();
    bench.harvest();
    for (std::size_t legs = 1; legs <= 2; ++legs) {
        ASSERT_EQ(bench.store.pauses.size(), legs);
        EXPECT_TRUE(bench.store.ends.empty());
        EXPECT_EQ(bench.store.reconciled, 1) << "by the first run only";
        EXPECT_TRUE(bench.store.rows.at("z").active);
        bench.harvest(given_back());
    }
    // The third page is the last but one: it is written while the last one comes, which is beyond
    // the limit once more.
    ASSERT_EQ(bench.store.pauses.size(), 3U);
    bench.harvest(given_back());
    ASSERT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(bench.store.reconciled, 2);
    EXPECT_FALSE(bench.store.rows.at("z").active);
    EXPECT_TRUE(bench.store.rows.at("a").active) << "seen by the first leg";
    EXPECT_EQ(bench.script->fetched, (std::vector<std::size_t>{0, 1, 1, 2, 2, 3, 3}));
}

TEST_F(Rests, WhatNoRequestCouldGetIsNotForgotten) {
    bench.script->pages = {{"a=1"}, {"b=1"}};
    bench.script->skipped = 1;
    bench.harvest();
    ASSERT_EQ(bench.store.pauses.size(), 1U);
    EXPECT_EQ(bench.store.pages[0].skipped, 1);
    bench.harvest(given_back());
    ASSERT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.end().state, RunState::incomplete) << "there is no list of ids";
    EXPECT_EQ(bench.store.reconciled, 0);
}

TEST_F(Rests, LastUntilTheNextSlotOfTheSource) {
    bench.schedules = [](const Portal&, const Source&) {
        harvest::Schedule daily;
        daily.every = hours(24);
        return daily;
    };
    store::ClaimedRun run;
    run.anchor = bench.clock.now() - hours(240);
    run.claimed_at = *run.anchor + hours(44);
    bench.harvest(run);
    ASSERT_EQ(bench.store.pauses.size(), 1U);
    EXPECT_EQ(bench.store.pauses[0].lasts, hours(4) - seconds(12)) << "by the clock of the store";
    run.claimed_at = *run.anchor + hours(25);
    bench.harvest(run);
    ASSERT_EQ(bench.store.pauses.size(), 2U);
    EXPECT_EQ(bench.store.pauses[1].lasts, limits::run_rest_max);
}

TEST_F(Rests, EndWithPagesThatAreNoOneListAnyMore) {
    store::ClaimedRun run;
    run.checkpoint.age = limits::walk_age_max - limits::run_rest_max;
    bench.harvest(run);
    EXPECT_TRUE(bench.store.pauses.empty()) << "too old when it would go on";
    ASSERT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.end().state, RunState::incomplete);
    EXPECT_EQ(bench.end().reason, "RUN_DURATION_REACHED");
    EXPECT_EQ(bench.store.reconciled, 0);
    // Whatever it waited for, and however little of its own time is used.
    bench.source.duration_max = hours(12);
    run.checkpoint.age = limits::walk_age_max;
    bench.harvest(run);
    ASSERT_EQ(bench.store.ends.size(), 2U);
    EXPECT_EQ(bench.end().reason, "RUN_DURATION_REACHED");
    EXPECT_EQ(bench.store.pages.size(), 1U);
    // An operator may allow more at a time.
    bench.source.duration_max = hours(24 * 7);
    bench.harvest(run);
    EXPECT_EQ(bench.end().state, RunState::complete);
}

TEST_F(Rests, GiveWayToAPauseThatThePortalAsksFor) {
    bench.script->asks_at = 1;
    bench.script->answer = [](const net::Request&) -> Result<net::Response> {
        return Error(Code::rate_limited, "429 seconds=3500");
    };
    bench.harvest();
    ASSERT_EQ(bench.store.pauses.size(), 1U);
    EXPECT_EQ(bench.store.pauses[0].code, Code::run_paused);
    EXPECT_EQ(bench.store.pauses[0].lasts, seconds(3'500));
}

TEST_F(Rests, AreNotForAFile) {
    store::ClaimedRun run;
    run.reason = std::string(store::imported_from) + "catalogue.json";
    bench.harvest(run);
    EXPECT_TRUE(bench.store.pauses.empty());
    ASSERT_EQ(bench.store.ends.size(), 1U);
    EXPECT_EQ(bench.end().reason, "RUN_DURATION_REACHED");
}

} // namespace
} // namespace moisson::testing
