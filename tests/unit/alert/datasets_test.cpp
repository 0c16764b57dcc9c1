// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Alerts about datasets: lateness and its levels, broken links and their hosts, seasons, storms.
#include "alert/datasets.hpp"
#include "alert/season.hpp"
#include "builders.hpp"

#include <gtest/gtest.h>

namespace moisson::alert {
namespace {

using std::chrono::days;
using Sight1 = store::AlertDatasetSight;

Sight1 late(int number) {
    Sight1 out;
    out.dataset = uuid5(Uuid{}, std::to_string(number));
    out.source = 1;
    out.kind = AlertKind::dataset_overdue;
    out.late_at = noon - days(3);
    out.very_late_at = noon + days(30);
    out.frequency = "MONTHLY";
    return out;
}

class Datasets : public ::testing::Test {
protected:
    std::vector<store::AlertWrite> open(const std::vector<Sight1>& sights) {
        world = a_world({portal});
        DatasetJudge judge(world.portals[0], world, true);
        auto out = judge.open(sights);
        storm = judge.storm();
        return out;
    }
    std::vector<Sight1> many(int count) {
        std::vector<Sight1> out;
        for (int i = 0; i < count; ++i)
            out.push_back(late(i));
        return out;
    }

    store::AlertPortalFacts portal = a_portal();
    store::AlertOverview world;
    bool storm = false;
};

TEST_F(Datasets, OneThatIsLateIsToldToItsProducer) {
    const auto writes = open({late(1)});
    ASSERT_EQ(writes.size(), 1U);
    EXPECT_EQ(writes[0].episode.condition.audience, AlertAudience::producer);
    EXPECT_TRUE(writes[0].events.at(0).deliver);
    EXPECT_FALSE(storm);
}

TEST_F(Datasets, ManyAtOnceAreAStorm) {
    open(many(50));
    EXPECT_FALSE(storm);
    const auto writes = open(many(51));
    EXPECT_TRUE(storm);
    ASSERT_EQ(writes.size(), 51U);
    for (const store::AlertWrite& write : writes) {
        EXPECT_TRUE(write.episode.held);
        EXPECT_FALSE(write.events.at(0).deliver);
    }
    // The same, drop by drop.
    portal.opened_lately = 50;
    open(many(1));
    EXPECT_TRUE(storm);
}

TEST_F(Datasets, ATenthOfAPortalIsAStormButNotAHandful) {
    portal.datasets = 100;
    open(many(10));
    EXPECT_FALSE(storm);
    open(many(11));
    EXPECT_TRUE(storm);
    portal.datasets = 8;
    open(many(5));
    EXPECT_FALSE(storm);
}

TEST_F(Datasets, WhatComesAfterAStormWaitsWithIt) {
    portal.held = 60;
    const auto writes = open({late(1)});
    EXPECT_TRUE(writes.at(0).episode.held);
}

TEST_F(Datasets, TheWorseLevelTakesThePlaceOfTheOther) {
    Sight1 sight = late(1);
    sight.episode = open({sight}).at(0).episode;
    sight.episode->id = 1;
    sight.very_late_at = noon - days(1);
    DatasetJudge judge(world.portals[0], world, true);
    const auto writes = judge.go_on({sight});
    ASSERT_EQ(writes.size(), 1U);
    EXPECT_EQ(writes[0].episode.reason, "superseded");
    EXPECT_FALSE(writes[0].events.at(0).deliver);
    sight.episode.reset();
    sight.kind = AlertKind::dataset_very_overdue;
    EXPECT_TRUE(open({sight}).at(0).events.at(0).deliver);
}

TEST_F(Datasets, LinksThatTheirHostExplainsOpenNothing) {
    Sight1 sight = late(1);
    sight.kind = AlertKind::links_broken;
    sight.links = 3;
    sight.broken = 2;
    sight.broken_by_host = 2;
    EXPECT_TRUE(open({sight}).empty());
    sight.broken_by_host = 1;
    EXPECT_EQ(open({sight}).size(), 1U);
}

TEST_F(Datasets, OneThatLostItsFilesIsToldAndSoIsTheirReturn) {
    Sight1 sight = late(1);
    sight.kind = AlertKind::no_resources;
    EXPECT_TRUE(open({sight}).empty()) << "it never had any";
    sight.emptied_at = noon - days(1);
    const auto writes = open({sight});
    ASSERT_EQ(writes.size(), 1U);
    EXPECT_EQ(writes[0].episode.condition.audience, AlertAudience::producer);
    EXPECT_NE(writes[0].episode.condition.evidence.find("2026-10-31"), std::string::npos);
    portal.sources[0].held_run = 5;
    EXPECT_TRUE(open({sight}).empty()) << "what a held run says is not sure";
    portal = a_portal();
    world = a_world({portal});
    sight.episode = writes[0].episode;
    sight.episode->id = 1;
    sight.emptied_at.reset();
    DatasetJudge judge(world.portals[0], world, true);
    const auto back = judge.go_on({sight});
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].episode.state, AlertState::resolved);
    EXPECT_TRUE(back[0].events.at(0).deliver);
}

TEST_F(Datasets, NothingOpensWhileThePortalIsDown) {
    portal.standing.state = PortalHealth::down;
    EXPECT_TRUE(open(many(200)).empty());
    EXPECT_FALSE(storm);
    const auto asked = scan_of(portal, world, true);
    ASSERT_TRUE(asked);
    EXPECT_FALSE(asked->sources.at(0).new_freshness || asked->sources.at(0).new_links);
}

TEST_F(Datasets, OneThatLeftEndsWithoutAWord) {
    Sight1 sight = late(1);
    sight.episode = open({sight}).at(0).episode;
    sight.gone = true;
    DatasetJudge judge(world.portals[0], world, true);
    const auto writes = judge.go_on({sight});
    EXPECT_EQ(writes.at(0).episode.state, AlertState::resolved);
    EXPECT_FALSE(writes.at(0).events.at(0).deliver);
}

std::vector<std::int64_t> months(std::initializer_list<std::pair<int, int>> dates) {
    std::vector<std::int64_t> out;
    for (const auto& [year, month] : dates)
        out.push_back(year * 12 + month - 1);
    return out;
}

TEST(AlertSeason, IsTheShortestStretchThatHoldsAllUpdates) {
    // A harvest: October to January, over two winters.
    const auto season =
        season_of(months({{2024, 10}, {2024, 12}, {2025, 1}, {2025, 11}, {2026, 1}}));
    EXPECT_EQ(season, (Season{9, 4}));
    EXPECT_TRUE(in_season(*season, Instant(std::chrono::sys_days(std::chrono::year(2026) / 10 / 1)))
    );
    EXPECT_TRUE(in_season(*season, Instant(std::chrono::sys_days(std::chrono::year(2026) / 2 / 27)))
    );
    EXPECT_FALSE(in_season(*season, Instant(std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)))
    );
    EXPECT_FALSE(
        in_season(*season, Instant(std::chrono::sys_days(std::chrono::year(2026) / 9 / 30)))
    );
}

TEST(AlertSeason, NeedsUpdatesAndYearsAndIsNoWholeYear) {
    EXPECT_FALSE(season_of(months({{2024, 10}, {2025, 10}, {2026, 10}})));
    EXPECT_FALSE(season_of(months({{2025, 1}, {2025, 2}, {2025, 3}, {2025, 4}})));
    EXPECT_FALSE(season_of(months({{2024, 1}, {2024, 5}, {2025, 9}, {2026, 1}})));
    EXPECT_EQ(season_of(months({{2023, 6}, {2024, 6}, {2025, 6}, {2026, 6}})), (Season{5, 1}));
}

TEST_F(Datasets, OffSeasonNobodyIsLate) {
    Sight1 sight = late(1);
    sight.months = months({{2024, 3}, {2024, 4}, {2025, 3}, {2025, 5}});
    EXPECT_TRUE(open({sight}).empty()) << "in November";
    sight.months = months({{2024, 10}, {2024, 11}, {2025, 10}, {2025, 12}});
    EXPECT_EQ(open({sight}).size(), 1U);
}

} // namespace
} // namespace moisson::alert
