// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What would be said twice, too soon, or after it was answered.
#include "alert/datasets.hpp"
#include "alert/inhibition.hpp"
#include "alert/overview.hpp"
#include "builders.hpp"
#include "unit/alert/story.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace moisson::alert {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

std::vector<AlertKind> said_of(const store::AlertPortalFacts& portal) {
    std::vector<AlertKind> out;
    for (const store::AlertWrite& write : judge_overview(a_world({portal}), true).writes)
        out.push_back(write.episode.condition.kind);
    return out;
}

AlertEpisode told_before(AlertKind kind, std::string subject) {
    AlertEpisode out;
    out.id = 7;
    out.state = AlertState::firing;
    out.firing_since = out.pending_since = noon - days(3);
    out.told = true;
    out.condition = a_condition(kind);
    out.condition.subject = std::move(subject);
    return out;
}

TEST(Restraint, ARepeatOfTheDayOnWhichItGetsWorseIsLeftOut) {
    Situation expiring = seen(Sight::present, AlertKind::tls_expiring);
    std::optional<AlertEpisode> open;
    int told = 0;
    const auto at = [&](Instant now, int level) {
        expiring.condition.level = level;
        const Step out = step(open, expiring, now);
        open = out.episode;
        for (const AlertEvent& event : out.events)
            told += event.deliver ? 1 : 0;
    };
    at(start + minutes(3), 0);
    EXPECT_EQ(told, 1);
    for (int minute = 0; minute < 10; ++minute)
        at(start + days(7) + minutes(minute), 1);
    EXPECT_EQ(told, 2) << "14 days left, and a week later: once";
    at(start + days(29), 1);
    EXPECT_EQ(told, 2);
    at(start + days(31), 1);
    EXPECT_EQ(told, 3);
}

TEST(Restraint, WhatReopenedIsNotToldSoonerBecauseSomethingLetGoOfIt) {
    Story story;
    story.kind = AlertKind::harvest_failed;
    story.at(start, seen(Sight::present));
    story.at(start + hours(1), seen(Sight::absent));
    ASSERT_EQ(story.told(), 2);
    story.at(start + hours(2), seen(Sight::present));
    Situation down = seen(Sight::present);
    down.inhibition = "portal_down";
    story.at(start + hours(3), down);
    story.at(start + hours(5), seen(Sight::present));
    EXPECT_EQ(story.events.back().kind, AlertEventKind::released);
    for (int hour = 6; hour < 26; ++hour)
        story.at(start + hours(hour), seen(Sight::present));
    EXPECT_EQ(story.told(), 2);
    story.at(start + hours(26), seen(Sight::present));
    EXPECT_EQ(story.told(), 3);
    EXPECT_EQ(story.events.back().reason, "reopened_lasted");
}

TEST(Restraint, ACatalogueThatIsNoLongerSmallerThanItWasIsNoNews) {
    Story story;
    story.kind = AlertKind::count_drop;
    story.at(start, seen(Sight::present));
    story.at(start + days(80), seen(Sight::absent));
    EXPECT_EQ(story.told(AlertEventKind::fired), 1);
    EXPECT_EQ(story.told(AlertEventKind::resolved), 0) << "its peak may be 90 days ago";
}

TEST(Restraint, AStartWithoutAnAnswerYetIsNoLostNetwork) {
    Story story;
    story.kind = AlertKind::checker_offline;
    story.at(start, seen(Sight::present));
    story.at(start + minutes(2), seen(Sight::absent));
    EXPECT_TRUE(story.events.empty());
    story.at(start + minutes(10), seen(Sight::present));
    story.at(start + minutes(15), seen(Sight::present));
    EXPECT_EQ(story.told(AlertEventKind::fired), 1);
}

TEST(Restraint, WhatBeginsAnewTogetherIsAStormToo) {
    const store::AlertOverview world = a_world({a_portal()});
    std::vector<store::AlertDatasetSight> sights;
    for (int i = 0; i < 120; ++i) {
        store::AlertDatasetSight& sight = sights.emplace_back();
        sight.dataset = uuid5(Uuid{}, "again" + std::to_string(i));
        sight.source = 1;
        sight.kind = AlertKind::dataset_overdue;
        sight.late_at = noon - days(3);
        sight.very_late_at = noon + days(30);
        AlertEpisode past = told_before(sight.kind, dataset_urn(sight.dataset));
        past.state = AlertState::resolved;
        past.resolved_at = noon - days(20);
        past.told = false;
        sight.episode = past;
    }
    DatasetJudge judge(world.portals[0], world, true);
    EXPECT_TRUE(judge.open({}).empty());
    const std::vector<store::AlertDatasetSight> some(sights.begin(), sights.begin() + 40);
    const std::vector<store::AlertDatasetSight> rest(sights.begin() + 40, sights.end());
    EXPECT_EQ(judge.go_on(some).size(), 80U) << "one closed and one opened each";
    EXPECT_FALSE(judge.storm());
    int opened_now = 0;
    for (const store::AlertWrite& write : judge.go_on(rest)) {
        if (write.episode.id != 0)
            continue;
        ++opened_now;
        EXPECT_TRUE(write.episode.held);
        EXPECT_FALSE(write.events.at(0).deliver);
    }
    EXPECT_EQ(opened_now, 80);
    EXPECT_TRUE(judge.storm());
    // Within a day it is the same episode, which is told to nobody.
    for (store::AlertDatasetSight& sight : sights)
        sight.episode->resolved_at = noon - hours(2);
    DatasetJudge flap(world.portals[0], world, true);
    flap.go_on(sights);
    EXPECT_FALSE(flap.storm());
}

TEST(Restraint, FailedRunsOfAnOutageHaveADayAfterIt) {
    store::AlertPortalFacts portal = a_portal();
    portal.away_since = noon - hours(50);
    portal.recovered_at = noon - hours(2);
    portal.sources[0].failures = 6;
    portal.sources[0].failing_since = noon - hours(51) + minutes(10);
    EXPECT_EQ(said_of(portal), std::vector<AlertKind>{});
    portal.recovered_at = noon - hours(25);
    EXPECT_EQ(said_of(portal), std::vector<AlertKind>{AlertKind::harvest_failed});
    portal.recovered_at = noon - hours(2);
    portal.sources[0].failing_since = noon - days(9);
    EXPECT_EQ(said_of(portal), std::vector<AlertKind>{AlertKind::harvest_failed})
        << "it failed long before";
}

TEST(Restraint, AHeldRunThatAsksWhatWasRefusedIsNotToldAgain) {
    store::AlertPortalFacts portal = a_portal();
    portal.sources[0].held_run = 12;
    EXPECT_EQ(said_of(portal), std::vector<AlertKind>{AlertKind::run_held});
    portal.sources[0].held_refused_before = true;
    EXPECT_EQ(said_of(portal), std::vector<AlertKind>{});
    EXPECT_EQ(freshness_inhibition(portal, portal.sources[0], noon), by_held_run);
}

TEST(Restraint, ACertificateThatHasEndedEndsOnNoLaterDay) {
    store::AlertPortalFacts portal = a_portal();
    const auto days_said = [&portal] {
        const auto writes = judge_overview(a_world({portal}), true).writes;
        const auto evidence = json::parse(writes.at(0).episode.condition.evidence);
        return json::integer(evidence.value(), "days").value_or(-1);
    };
    portal.standing.certificate_expires = noon + hours(30);
    EXPECT_EQ(days_said(), 1);
    portal.standing.certificate_expires = noon - minutes(1);
    EXPECT_EQ(days_said(), 0);
}

TEST(Restraint, AHostThatNobodyNamesAnyMoreIsNotSaidToBeBack) {
    store::AlertOverview world = a_world({a_portal()});
    world.episodes = {told_before(AlertKind::host_down, host_urn("files.example"))};
    world.episodes[0].condition.labels.host = "files.example";
    store::AlertHostFacts host;
    host.host = "files.example";
    host.state = "HOST_DOWN";
    host.since = noon - days(4);
    world.hosts = {host};
    const auto writes = judge_overview(world, true).writes;
    ASSERT_EQ(writes.size(), 1U);
    EXPECT_EQ(writes[0].episode.state, AlertState::resolved);
    EXPECT_FALSE(writes[0].events.at(0).deliver);
}

TEST(Restraint, WhatWasSaidOfThePortalThatIsWatchedNoMoreIsClosed) {
    store::AlertOverview world = a_world({});
    const Uuid dataset = uuid5(Uuid{}, "left");
    world.episodes = {told_before(AlertKind::dataset_overdue, dataset_urn(dataset))};
    world.episodes[0].condition.labels.dataset = dataset;
    auto writes = judge_overview(world, true).writes;
    ASSERT_EQ(writes.size(), 1U);
    EXPECT_EQ(writes[0].episode.state, AlertState::closed);
    EXPECT_TRUE(writes[0].episode.closed_at);
    ASSERT_EQ(writes[0].events.size(), 1U);
    EXPECT_EQ(writes[0].events[0].kind, AlertEventKind::resolved);
    EXPECT_FALSE(writes[0].events[0].deliver);
    world.episodes[0].state = AlertState::resolved;
    world.episodes[0].resolved_at = noon - days(2);
    writes = judge_overview(world, true).writes;
    ASSERT_EQ(writes.size(), 1U);
    EXPECT_EQ(writes[0].episode.state, AlertState::closed);
    EXPECT_TRUE(writes[0].events.empty());
}

} // namespace
} // namespace moisson::alert
