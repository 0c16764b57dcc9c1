// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of states, and what must hold whatever is seen (decisions 4 and 5).
#include "core/rng.hpp"
#include "monitor/link_schedule.hpp"
#include "monitor/link_state.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace moisson::monitor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Instant story_start{std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)};

Observation seen(LinkCode code, Instant at, bool get = true) {
    return Observation(code, at, get);
}

LinkMemory
after_story(const std::vector<std::pair<LinkCode, hours>>& story, Guard guard = Guard::none) {
    LinkMemory memory;
    for (const auto& [code, at] : story)
        memory = transit(memory, seen(code, story_start + at), guard).memory;
    return memory;
}

TEST(LinkState, EveryCellOfTheTableIsTheDocumentedOne) {
    const std::filesystem::path file =
        std::filesystem::path(MOISSON_SOURCE_DIR) / "docs/liens-etats.md";
    const std::string table = link_table_text();
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_NE(text.str().find(table), std::string::npos)
        << "docs/liens-etats.md must hold this table:\n"
        << table;
}

TEST(LinkState, CellsThatDecisionFiveNames) {
    EXPECT_EQ(rule_of(LinkState::ok, LinkClass::hard, Guard::none), LinkRule::doubt);
    EXPECT_EQ(rule_of(LinkState::suspect, LinkClass::soft, Guard::none), LinkRule::confirm);
    EXPECT_EQ(rule_of(LinkState::suspect, LinkClass::hard, Guard::host_down), LinkRule::wait_host);
    EXPECT_EQ(
        rule_of(LinkState::suspect, LinkClass::hard, Guard::host_moved),
        LinkRule::wait_moved
    );
    EXPECT_EQ(rule_of(LinkState::broken, LinkClass::positive, Guard::none), LinkRule::recover);
    EXPECT_EQ(rule_of(LinkState::recovering, LinkClass::soft, Guard::none), LinkRule::relapse);
    EXPECT_EQ(rule_of(LinkState::ok, LinkClass::fault, Guard::self), LinkRule::break_now);
    for (const LinkState state : all_link_states) {
        EXPECT_EQ(rule_of(state, LinkClass::neutral, Guard::none), LinkRule::abstain);
        EXPECT_EQ(rule_of(state, LinkClass::soft, Guard::self), LinkRule::wait_self);
        EXPECT_EQ(rule_of(state, LinkClass::excluded, Guard::none), LinkRule::exclude);
    }
}

// Its outage ends; another failure begins another.
TEST(LinkState, WhatIsLeftOutIsNoLongerBroken) {
    LinkMemory memory =
        after_story({{LinkCode::http_404, hours(0)}, {LinkCode::http_404, hours(24)}});
    ASSERT_TRUE(memory.broken_since);
    const LinkMemory left =
        transit(memory, seen(LinkCode::robots_denied, story_start + hours(48)), Guard::none).memory;
    EXPECT_EQ(left.state, LinkState::skipped);
    EXPECT_FALSE(left.broken_since);
}

TEST(LinkState, TwoHardFailuresADayApartBreak) {
    EXPECT_EQ(after_story({{LinkCode::http_404, hours(0)}}).state, LinkState::suspect);
    EXPECT_EQ(
        after_story({{LinkCode::http_404, hours(0)}, {LinkCode::http_404, hours(23)}}).state,
        LinkState::suspect
    );
    EXPECT_EQ(
        after_story({{LinkCode::http_404, hours(0)}, {LinkCode::http_404, hours(24)}}).state,
        LinkState::broken
    );
}

TEST(LinkState, TheLastHardFailureIsSeenByGet) {
    LinkMemory memory = after_story({{LinkCode::http_404, hours(0)}});
    memory = transit(memory, seen(LinkCode::http_404, story_start + hours(24), false), Guard::none)
                 .memory;
    EXPECT_EQ(memory.state, LinkState::suspect);
}

TEST(LinkState, SoftFailuresNeedThreeOverAThirtySixHours) {
    EXPECT_EQ(
        after_story({{LinkCode::http_5xx, hours(0)},
                     {LinkCode::timeout_ttfb, hours(24)},
                     {LinkCode::http_5xx, hours(35)}}
        ).state,
        LinkState::suspect
    );
    EXPECT_EQ(
        after_story({{LinkCode::http_5xx, hours(0)},
                     {LinkCode::timeout_ttfb, hours(24)},
                     {LinkCode::http_5xx, hours(36)}}
        ).state,
        LinkState::broken
    );
}

TEST(LinkState, OnePositiveEndsADoubt) {
    const LinkMemory memory = after_story(
        {{LinkCode::ok, hours(0)}, {LinkCode::http_404, hours(1)}, {LinkCode::ok, hours(2)}}
    );
    EXPECT_EQ(memory.state, LinkState::ok);
    EXPECT_EQ(memory.failures, 0);
}

TEST(LinkState, RecoveryIsConfirmedAnHourLater) {
    const std::vector<std::pair<LinkCode, hours>> broken = {
        {LinkCode::http_410, hours(0)},
        {LinkCode::http_410, hours(24)},
        {LinkCode::ok, hours(48)}};
    LinkMemory memory = after_story(broken);
    EXPECT_EQ(memory.state, LinkState::recovering);
    const Instant back = story_start + hours(48);
    EXPECT_EQ(
        transit(memory, seen(LinkCode::ok, back + minutes(59)), Guard::none).memory.state,
        LinkState::recovering
    );
    EXPECT_EQ(
        transit(memory, seen(LinkCode::ok, back + hours(1)), Guard::none).memory.state,
        LinkState::ok
    );
    const LinkMemory again =
        transit(memory, seen(LinkCode::http_410, back + hours(1)), Guard::none).memory;
    EXPECT_EQ(again.state, LinkState::broken);
    EXPECT_EQ(again.broken_since, story_start + hours(24)) << "the same outage";
}

TEST(LinkState, NeutralsRestrictAfterAFortnightWithoutAPositive) {
    const auto story = [](hours last) {
        return after_story(
            {{LinkCode::forbidden_403, hours(0)},
             {LinkCode::forbidden_403, hours(7 * 24)},
             {LinkCode::forbidden_403, last}}
        );
    };
    EXPECT_EQ(story(hours(14 * 24 - 1)).state, LinkState::unknown);
    EXPECT_EQ(story(hours(14 * 24)).state, LinkState::restricted);
    LinkMemory lately = after_story({{LinkCode::ok, hours(0)}});
    for (const int day : {1, 8, 20})
        lately = transit(
                     lately,
                     seen(LinkCode::forbidden_403, story_start + hours(24 * day)),
                     Guard::none
        )
                     .memory;
    EXPECT_EQ(lately.state, LinkState::ok) << "a positive in the last 30 days";
}

TEST(LinkState, AStaticFaultBreaksAtOnce) {
    EXPECT_EQ(after_story({{LinkCode::url_invalid, hours(0)}}).state, LinkState::broken);
    EXPECT_EQ(after_story({{LinkCode::scheme_unsupported, hours(0)}}).state, LinkState::broken);
}

TEST(LinkState, ADoubtCountsAsWhatTheLinkWas) {
    EXPECT_EQ(standing_of(after_story({{LinkCode::http_404, hours(0)}})), "");
    EXPECT_EQ(
        standing_of(after_story({{LinkCode::ok, hours(0)}, {LinkCode::http_404, hours(1)}})),
        "ok"
    );
}

// Decision 5: what proves nothing counts no failure, breaks and mends nothing; it restricts after
// three of them over two weeks, when nothing worked for thirty days.
void expect_neutral(const LinkMemory& before, const LinkMemory& after, Instant now) {
    EXPECT_EQ(after.failures, before.failures);
    EXPECT_EQ(after.hard_failures, before.hard_failures);
    EXPECT_EQ(after.first_failure, before.first_failure);
    EXPECT_EQ(after.last_positive, before.last_positive);
    if (after.state == before.state)
        return;
    EXPECT_EQ(after.state, LinkState::restricted);
    EXPECT_NE(before.state, LinkState::broken);
    EXPECT_NE(before.state, LinkState::skipped);
    EXPECT_GE(after.neutrals, 3);
    ASSERT_TRUE(after.first_neutral);
    EXPECT_GE(now - *after.first_neutral, hours(24 * 14));
    if (after.last_positive)
        EXPECT_GE(now - *after.last_positive, hours(24 * 30));
}

// Random stories, 20,000 steps: what holds whatever comes. In every other one most of what is seen
// proves nothing, or nothing would ever be restricted.
TEST(LinkState, WhatHoldsWhateverIsSeen) {
    Rng rng(20261126);
    const auto codes = all_link_codes();
    std::vector<LinkCode> neutrals;
    for (const LinkCode code : codes)
        if (class_of(code) == LinkClass::neutral)
            neutrals.push_back(code);
    int restricted = 0;
    for (int story = 0; story < 400; ++story) {
        LinkMemory memory;
        Instant now = story_start;
        for (int step = 0; step < 50; ++step) {
            now += minutes(1 + static_cast<int>(rng.below(40 * 60)));
            const bool proves = story % 2 == 0 || rng.below(20) == 0;
            const LinkCode code =
                proves ? codes[rng.below(codes.size())] : neutrals[rng.below(neutrals.size())];
            const Guard guard = all_guards[rng.below(all_guards.size())];
            const LinkClass kind = class_of(code);
            const bool get = rng.below(2) == 0;
            const Transition out = transit(memory, seen(code, now, get), guard);
            const LinkState before = memory.state;
            const LinkState state = out.memory.state;
            ASSERT_EQ(out.changed, before != state);
            if (kind == LinkClass::neutral)
                expect_neutral(memory, out.memory, now);
            if (before != state && state == LinkState::restricted)
                ++restricted;
            if (guard == Guard::self && kind != LinkClass::fault)
                ASSERT_EQ(out.memory, memory) << "as if nothing had been seen";
            if ((guard == Guard::host_down || guard == Guard::host_moved) &&
                (kind == LinkClass::hard || kind == LinkClass::soft))
                ASSERT_EQ(state, before);
            if (state == LinkState::broken && before == LinkState::suspect &&
                kind != LinkClass::fault) {
                ASSERT_GE(now - *memory.first_failure, hours(24));
                ASSERT_GE(out.memory.failures, 2);
            }
            if (state == LinkState::broken && kind != LinkClass::fault)
                ASSERT_TRUE(
                    before == LinkState::broken || before == LinkState::suspect ||
                    before == LinkState::recovering
                );
            ASSERT_FALSE(HasFailure()) << to_string(code);
            memory = out.memory;
        }
    }
    EXPECT_GT(restricted, 20);
}

TEST(LinkSchedule, WhatChangesSeldomIsLookedAtSeldom) {
    ScheduleInput in;
    in.memory.state = LinkState::ok;
    in.code = LinkCode::ok;
    in.now = story_start;
    in.random = 0.5;
    const auto wait = [&](hours still_for) {
        in.last_change = story_start - still_for;
        return next_probe(in) - story_start;
    };
    EXPECT_EQ(wait(hours(1)), hours(12));
    EXPECT_EQ(wait(hours(13)), hours(24));
    EXPECT_EQ(wait(hours(48)), hours(7 * 24));
    EXPECT_EQ(wait(hours(24 * 90)), hours(30 * 24));
}

TEST(LinkSchedule, ConfirmationsAreNeverEarly) {
    ScheduleInput in;
    in.memory.state = LinkState::suspect;
    in.memory.first_failure = story_start;
    in.code = LinkCode::http_404;
    Rng rng(7);
    for (const auto& [elapsed, due] :
         {std::pair(hours(0), hours(1)), {hours(2), hours(6)}, {hours(7), hours(24)}}) {
        in.now = story_start + elapsed;
        for (int i = 0; i < 50; ++i) {
            in.random = rng.unit();
            EXPECT_GE(next_probe(in), story_start + due);
        }
    }
}

TEST(LinkSchedule, RetryAfterIsKeptWithinAWeek) {
    ScheduleInput in;
    in.memory.state = LinkState::unknown;
    in.code = LinkCode::rate_limited_429;
    in.now = story_start;
    in.retry_after = std::chrono::hours(48);
    EXPECT_EQ(next_probe(in) - story_start, hours(48));
    in.retry_after = std::chrono::hours(24 * 365);
    EXPECT_EQ(next_probe(in) - story_start, hours(7 * 24));
}

} // namespace
} // namespace moisson::monitor
