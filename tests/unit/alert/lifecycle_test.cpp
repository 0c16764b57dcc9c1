// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The life of an alert: its documented table, its stories, and what holds for every story.
#include "alert/inhibition.hpp"
#include "alert/lifecycle.hpp"
#include "core/rng.hpp"
#include "unit/alert/story.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace moisson::alert {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

TEST(AlertLifecycle, EveryCellOfTheTablesIsTheDocumentedOne) {
    const std::filesystem::path file =
        std::filesystem::path(MOISSON_SOURCE_DIR) / "docs/alertes-etats.md";
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    for (const std::string& table : {lifecycle_table_text(), inhibition_table_text()})
        EXPECT_NE(text.str().find(table), std::string::npos)
            << "docs/alertes-etats.md must hold this table:\n"
            << table;
}

TEST(AlertLifecycle, FiresAfterItsTimeAndEndsAfterItsHold) {
    Story story;
    story.kind = AlertKind::portal_down;
    story.at(start, seen(Sight::present));
    EXPECT_EQ(story.open->state, AlertState::pending);
    story.at(start + minutes(29), seen(Sight::present));
    EXPECT_EQ(story.told(), 0);
    story.at(start + minutes(30), seen(Sight::present));
    EXPECT_EQ(story.told(AlertEventKind::fired), 1);
    story.at(start + minutes(60), seen(Sight::absent));
    EXPECT_EQ(story.open->state, AlertState::resolved);
    EXPECT_EQ(story.told(AlertEventKind::resolved), 1);
    story.at(start + days(31), seen(Sight::absent));
    EXPECT_FALSE(story.open);
    EXPECT_EQ(story.told(), 2);
}

TEST(AlertLifecycle, ABlipIsToldToNobody) {
    Story story;
    story.kind = AlertKind::portal_down;
    story.at(start, seen(Sight::present));
    story.at(start + minutes(10), seen(Sight::absent));
    EXPECT_FALSE(story.open);
    EXPECT_TRUE(story.events.empty());
}

TEST(AlertLifecycle, TheEndHasToHold) {
    Story story;
    story.at(start, seen(Sight::present));
    story.at(start + hours(1), seen(Sight::absent));
    EXPECT_EQ(story.open->state, AlertState::resolving);
    story.at(start + minutes(110), seen(Sight::present));
    EXPECT_EQ(story.open->state, AlertState::firing);
    story.at(start + hours(3), seen(Sight::absent));
    story.at(start + hours(4), seen(Sight::absent));
    EXPECT_EQ(story.told(AlertEventKind::fired), 1);
    EXPECT_EQ(story.told(AlertEventKind::resolved), 1);
}

TEST(AlertLifecycle, RepeatsAfterSevenThirtyAndNinetyDaysAndThenStops) {
    Story story;
    for (int day = 0; day < 400; ++day) {
        story.at(start + days(day), seen(Sight::present));
        const int expected = day < 7 ? 0 : day < 30 ? 1 : day < 90 ? 2 : 3;
        EXPECT_EQ(story.told(AlertEventKind::repeated), expected) << day;
    }
    EXPECT_EQ(story.told(), 4);
}

TEST(AlertLifecycle, RepeatsThatWereMissedAreNotMadeUpFor) {
    Story story;
    story.at(start, seen(Sight::present));
    Situation down = seen(Sight::present);
    down.inhibition = "portal_down";
    story.at(start + hours(1), down);
    for (int hour = 0; hour < 48; ++hour)
        story.at(start + days(100) + hours(hour), seen(Sight::present));
    EXPECT_EQ(story.told(AlertEventKind::repeated), 1);
    EXPECT_EQ(story.told(), 2);
}

TEST(AlertLifecycle, WithinADayItIsTheSameEpisodeAndNobodyIsTold) {
    Story story;
    story.kind = AlertKind::harvest_failed;
    story.at(start, seen(Sight::present));
    story.at(start + hours(1), seen(Sight::absent));
    const int before = story.told();
    story.at(start + hours(24), seen(Sight::present));
    EXPECT_EQ(story.open->state, AlertState::firing);
    story.at(start + hours(25), seen(Sight::absent));
    EXPECT_EQ(story.open->state, AlertState::resolving) << "its last end was none";
    story.at(start + hours(49), seen(Sight::absent));
    EXPECT_EQ(story.open->state, AlertState::resolved);
    EXPECT_EQ(story.told(), before);
    EXPECT_EQ(story.episodes, 1);
    // A day later it is another one.
    story.at(start + hours(73), seen(Sight::present));
    EXPECT_EQ(story.episodes, 2);
    EXPECT_EQ(story.told(AlertEventKind::fired), 2);
}

TEST(AlertLifecycle, WhatReopensAndStaysIsToldADayLaterOnceAndSoIsItsEnd) {
    Story story;
    story.kind = AlertKind::portal_down;
    story.at(start, seen(Sight::present));
    story.at(start + minutes(30), seen(Sight::present));
    story.at(start + hours(2), seen(Sight::absent));
    EXPECT_EQ(story.told(), 2);
    const Instant again = start + hours(3);
    for (int minute = 0; minute <= 24 * 60 + 29; ++minute)
        story.at(again + minutes(minute), seen(Sight::present));
    EXPECT_EQ(story.told(), 2);
    story.at(again + hours(24) + minutes(30), seen(Sight::present));
    EXPECT_EQ(story.told(AlertEventKind::repeated), 1);
    EXPECT_EQ(story.events.back().reason, "reopened_lasted");
    for (int hour = 25; hour < 24 * 6; ++hour)
        story.at(again + hours(hour), seen(Sight::present));
    EXPECT_EQ(story.told(), 3) << "told once, and then as any other";
    story.at(start + days(7) + hours(1), seen(Sight::present));
    EXPECT_EQ(story.events.back().reason, "still_true");
    story.at(start + days(8), seen(Sight::absent));
    EXPECT_EQ(story.told(AlertEventKind::resolved), 1);
    story.at(start + days(9), seen(Sight::absent));
    EXPECT_EQ(story.told(AlertEventKind::resolved), 2);
}

// Down 23 hours, up one, for ten days: whoever was told that it is back is told within a day and a
// half that it is not, and nothing more until the weekly word.
TEST(AlertLifecycle, WhatIsBackForAnHourADayIsToldAsOngoing) {
    Story story;
    story.kind = AlertKind::portal_down;
    const auto live = [&](int from, int to) {
        for (int minute = from * 60; minute < to * 60; minute += 10)
            story.at(
                start + minutes(minute),
                seen(minute / 60 % 24 < 23 ? Sight::present : Sight::absent)
            );
    };
    live(0, 24);
    EXPECT_EQ(story.told(AlertEventKind::fired), 1);
    EXPECT_EQ(story.told(AlertEventKind::resolved), 1);
    live(24, 60);
    EXPECT_EQ(story.told(AlertEventKind::repeated), 1);
    EXPECT_EQ(story.events.back().reason, "reopened_lasted");
    live(60, 7 * 24);
    EXPECT_EQ(story.told(), 3) << "an hour is no end";
    live(7 * 24, 10 * 24);
    EXPECT_EQ(story.told(AlertEventKind::repeated), 2);
    EXPECT_EQ(story.told(AlertEventKind::resolved), 1);
    EXPECT_EQ(story.episodes, 1);
    for (int hour = 0; hour <= 24; ++hour)
        story.at(start + days(10) + hours(hour), seen(Sight::absent));
    EXPECT_EQ(story.told(AlertEventKind::resolved), 2) << "a day is one";
}

// Down an hour each night: told the first time, then over each morning and no news.
TEST(AlertLifecycle, WhatIsDownAnHourEachNightEndsEachMorning) {
    Story story;
    story.kind = AlertKind::portal_down;
    for (int minute = 0; minute < 120 * 24 * 60; minute += 10) {
        const int hour = minute / 60 % 24;
        story.at(start + minutes(minute), seen(hour < 1 ? Sight::present : Sight::absent));
        if (hour >= 3) {
            ASSERT_EQ(story.open->state, AlertState::resolved) << minute / 60;
        }
    }
    EXPECT_EQ(story.told(AlertEventKind::fired), 1);
    EXPECT_EQ(story.told(AlertEventKind::resolved), 1);
    EXPECT_EQ(story.told(), 2) << "nor does a repeat say that it went on";
    EXPECT_EQ(story.episodes, 1);
}

TEST(AlertLifecycle, AFlapIsNotToldAtEveryTurn) {
    Story story;
    story.kind = AlertKind::portal_down;
    for (int hour = 0; hour < 24 * 6; ++hour)
        for (int minute = 0; minute < 60; minute += 30)
            story.at(
                start + hours(hour) + minutes(minute),
                seen(hour % 4 < 2 ? Sight::present : Sight::absent)
            );
    EXPECT_EQ(story.told(), 3) << "down, up, and that this was not the end";
    EXPECT_EQ(story.events.back().reason, "reopened_lasted");
}

TEST(AlertLifecycle, WhatIsInhibitedOpensNothingAndIsToldWhenThatEnds) {
    Situation down = seen(Sight::present);
    down.inhibition = "portal_down";
    Story shut;
    shut.at(start, down);
    EXPECT_FALSE(shut.open);
    Story story;
    story.at(start, seen(Sight::present));
    story.at(start + hours(1), down);
    EXPECT_EQ(story.open->reason, "portal_down");
    EXPECT_EQ(story.events.back().kind, AlertEventKind::inhibited);
    // Nothing is over because nobody can look.
    Situation gone = down;
    gone.sight = Sight::absent;
    EXPECT_EQ(story.at(start + hours(2), gone).rule, Rule::freeze);
    story.at(start + days(10), down);
    EXPECT_EQ(story.told(), 1);
    story.at(start + days(11), seen(Sight::present));
    EXPECT_EQ(story.events.back().kind, AlertEventKind::released);
    EXPECT_FALSE(story.events.back().deliver) << "it had been told before";
}

TEST(AlertLifecycle, ASilenceThatEndsTellsWhatItHid) {
    Situation hidden = seen(Sight::present);
    hidden.silence = 7;
    Story story;
    story.at(start, hidden);
    EXPECT_EQ(story.open->state, AlertState::firing);
    EXPECT_EQ(story.told(), 0);
    story.at(start + hours(5), seen(Sight::present));
    EXPECT_EQ(story.told(AlertEventKind::released), 1);
    story.at(start + hours(6), seen(Sight::absent));
    story.at(start + hours(7), seen(Sight::absent));
    EXPECT_EQ(story.told(AlertEventKind::resolved), 1);
}

TEST(AlertLifecycle, ALoneEndIsNotTold) {
    Situation hidden = seen(Sight::present);
    hidden.silence = 7;
    Story story;
    story.at(start, hidden);
    story.at(start + hours(6), seen(Sight::absent));
    story.at(start + hours(7), seen(Sight::absent));
    EXPECT_EQ(story.open->state, AlertState::resolved);
    EXPECT_EQ(story.told(), 0);
}

TEST(AlertLifecycle, SnoozedItComesBackAndAckedItKeepsQuietButTellsItsEnd) {
    Story story;
    story.at(start, seen(Sight::present));
    story.open->snoozed_until = start + days(20);
    for (int day = 1; day < 20; ++day)
        story.at(start + days(day), seen(Sight::present));
    EXPECT_EQ(story.told(), 1);
    story.at(start + days(20), seen(Sight::present));
    EXPECT_EQ(story.told(AlertEventKind::released), 1);
    story.open->acked_by = "awa";
    for (int day = 21; day < 120; ++day)
        story.at(start + days(day), seen(Sight::present));
    EXPECT_EQ(story.told(), 2);
    story.at(start + days(120), seen(Sight::absent));
    story.at(start + days(121), seen(Sight::absent));
    EXPECT_EQ(story.told(AlertEventKind::resolved), 1);
}

TEST(AlertLifecycle, WhatAStormHoldsIsToldByNobody) {
    Situation many = seen(Sight::present);
    many.hold = true;
    Story story;
    EXPECT_EQ(story.at(start, many).rule, Rule::open_held);
    EXPECT_EQ(story.events.back().kind, AlertEventKind::held);
    story.at(start + days(40), many);
    EXPECT_EQ(story.told(), 0);
}

TEST(AlertLifecycle, WorseIsToldAtOnce) {
    Story story;
    Situation worse = seen(Sight::present);
    story.at(start, worse);
    story.open->condition.level = 0;
    AlertEpisode before = *story.open;
    worse.condition = a_condition(AlertKind::tls_expiring);
    worse.condition.level = 2;
    before.condition.kind = AlertKind::tls_expiring;
    const Step out = step(before, worse, start + days(1));
    ASSERT_EQ(out.events.size(), 1U);
    EXPECT_EQ(out.events[0].reason, "worse");
    EXPECT_TRUE(out.events[0].deliver);
    EXPECT_TRUE(step(out.episode, worse, start + days(2)).events.empty());
}

TEST(AlertLifecycle, WhatSomethingWorseReplacesEndsWithoutAWord) {
    Story story;
    story.at(start, seen(Sight::present));
    Situation replaced = seen(Sight::absent);
    replaced.quiet_end = true;
    story.at(start + hours(1), replaced);
    EXPECT_EQ(story.open->state, AlertState::resolved);
    EXPECT_EQ(story.open->reason, "superseded");
    EXPECT_EQ(story.told(), 1);
}

// Whatever happens: an end is told only after a beginning and once; nothing is told while it is
// inhibited, held, silenced or snoozed; within a day of an end nothing begins anew.
TEST(AlertLifecycle, HoldsForEveryStory) {
    const std::uint64_t seed = std::getenv("MOISSON_SEED") != nullptr
                                   ? std::strtoull(std::getenv("MOISSON_SEED"), nullptr, 10)
                                   : 20261127;
    RecordProperty("seed", std::to_string(seed));
    Rng rng(seed);
    const auto kinds = all_alert_kinds();
    int told = 0;
    for (int round = 0; round < 3'000; ++round) {
        Story story;
        story.kind = kinds[rng.below(kinds.size())];
        Instant now = start;
        bool open_told = false;
        std::optional<Instant> ended;
        for (int i = 0; i < 60; ++i) {
            now += minutes(1 + rng.below(rng.below(4) == 0 ? 60 * 24 * 9 : 90));
            Situation situation;
            situation.sight = all_sights[rng.below(3)];
            if (rng.below(4) == 0)
                situation.inhibition = "portal_down";
            if (rng.below(6) == 0)
                situation.silence = 1;
            situation.hold = rng.below(8) == 0;
            situation.quiet_end = rng.below(10) == 0;
            if (story.open && rng.below(12) == 0)
                story.open->snoozed_until = now + hours(rng.below(200));
            if (story.open && rng.below(12) == 0)
                story.open->acked_by = "awa";
            if (story.open && rng.below(12) == 0)
                story.open->held = false;
            const bool snoozed =
                story.open && story.open->snoozed_until && *story.open->snoozed_until > now;
            const bool resolved = story.open && story.open->state == AlertState::resolved;
            const std::size_t before = story.events.size();
            const Step out = story.at(now, situation);
            for (std::size_t e = before; e < story.events.size(); ++e) {
                const AlertEvent& event = story.events[e];
                ASSERT_FALSE(event.reason.empty());
                if (!event.deliver)
                    continue;
                ++told;
                ASSERT_TRUE(situation.inhibition.empty());
                ASSERT_FALSE(situation.silence);
                ASSERT_FALSE(snoozed && !out.next);
                if (event.kind == AlertEventKind::resolved) {
                    ASSERT_TRUE(open_told) << "a lone end";
                    open_told = false;
                } else {
                    if (event.kind == AlertEventKind::fired && resolved) {
                        ASSERT_GE(now - *ended, hours(24)) << "told again within a day";
                    }
                    open_told = true;
                }
            }
            if (story.open) {
                if (story.open->state == AlertState::resolved && !resolved) {
                    ended = now;
                    open_told = false;
                }
                ASSERT_EQ(story.open->told, open_told);
                ASSERT_FALSE(story.open->reason.empty());
            } else {
                open_told = false;
            }
        }
    }
    EXPECT_GT(told, 3'000);
}

} // namespace
} // namespace moisson::alert
