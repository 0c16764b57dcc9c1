// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is said of portals, sources and hosts, and what keeps it quiet.
#include "alert/inhibition.hpp"
#include "alert/overview.hpp"
#include "builders.hpp"

#include <gtest/gtest.h>

namespace moisson::alert {
namespace {

using std::chrono::days;
using std::chrono::hours;

std::vector<AlertKind> opened(const store::AlertOverview& world) {
    std::vector<AlertKind> out;
    for (const store::AlertWrite& write : judge_overview(world, true).writes)
        out.push_back(write.episode.condition.kind);
    return out;
}
using Kinds = std::vector<AlertKind>;

TEST(AlertOverview, NothingIsSaidOfAPortalThatIsWell) {
    EXPECT_EQ(opened(a_world({a_portal()})), Kinds{});
}

TEST(AlertOverview, APortalThatIsDownSaysItOnceAndNothingElse) {
    store::AlertPortalFacts portal = a_portal();
    portal.standing.state = PortalHealth::down;
    portal.standing.since = noon - hours(1);
    portal.standing.certificate_expires = noon + days(3);
    portal.sources[0].failures = 4;
    portal.sources[0].held_run = 12;
    portal.standing.dataset_peak = 2'000;
    portal.held = 10;
    portal.baseline.emplace();
    portal.baseline->late = 5;
    portal.onboarded = false;
    store::AlertOverview world = a_world({portal, a_portal("ml", 2)});
    store::AlertHostFacts host;
    host.host = "bf.example";
    host.state = "HOST_DOWN";
    host.since = noon - days(2);
    host.datasets = 400;
    host.portal = "ml";
    host.home_of = {"bf"};
    world.hosts = {host};
    EXPECT_EQ(opened(world), Kinds{AlertKind::portal_down});
    // Its files on another host.
    world.hosts[0].host = "files.example";
    world.hosts[0].portal = "bf";
    world.hosts[0].home_of = {};
    EXPECT_EQ(opened(world), Kinds{AlertKind::portal_down});
}

TEST(AlertOverview, EachKindHasItsCondition) {
    store::AlertPortalFacts portal = a_portal();
    portal.standing.certificate_expires = noon + days(10);
    portal.sources[0].failures = 2;
    portal.sources[0].held_run = 12;
    portal.standing.dataset_peak = 2'000;
    portal.held = 10;
    portal.baseline.emplace();
    portal.baseline->late = 5;
    portal.onboarded = false;
    store::AlertOverview world = a_world({portal});
    store::AlertHostFacts host;
    host.host = "files.example";
    host.state = "HOST_MOVED";
    host.since = noon - days(2);
    host.datasets = 400;
    host.portal = "bf";
    world.hosts = {host};
    EXPECT_EQ(
        opened(world),
        (Kinds{
            AlertKind::tls_expiring,
            AlertKind::count_drop,
            AlertKind::storm,
            AlertKind::onboarding,
            AlertKind::harvest_failed,
            AlertKind::run_held,
            AlertKind::host_moved})
    );
    EXPECT_EQ(judge_overview(world, true).onboarded, std::vector<std::int64_t>{1});
}

TEST(AlertOverview, AHostThatWasDownWithTheBaselineIsToldWithIt) {
    store::AlertOverview world = a_world({a_portal()});
    store::AlertHostFacts host;
    host.host = "files.example";
    host.state = "HOST_DOWN";
    host.since = noon - days(61);
    host.datasets = 400;
    host.portal = "bf";
    world.hosts = {host};
    EXPECT_EQ(opened(world), Kinds{});
    world.hosts[0].since = noon - days(59);
    EXPECT_EQ(opened(world), Kinds{AlertKind::host_down});
    // Nobody's files: nobody's business.
    world.hosts[0].datasets = 0;
    EXPECT_EQ(opened(world), Kinds{});
}

TEST(AlertOverview, WhenNoPortalIsHeardItIsUs) {
    std::vector<store::AlertPortalFacts> portals = {a_portal(), a_portal("ml", 2)};
    for (store::AlertPortalFacts& portal : portals) {
        portal.standing.watched_until = noon - hours(1);
        portal.standing.state = PortalHealth::down;
        portal.standing.since = noon - hours(1);
    }
    EXPECT_EQ(opened(a_world(portals)), Kinds{AlertKind::checker_offline});
    // Nobody probes: silence means nothing.
    EXPECT_EQ(judge_overview(a_world(portals), false).writes.size(), 2U);
    portals[1].standing.watched_until = noon + hours(1);
    EXPECT_EQ(opened(a_world(portals)), (Kinds{AlertKind::portal_down, AlertKind::portal_down}));
}

TEST(AlertOverview, AContactThatCannotBeReachedIsToldAndSoIsThatItCanAgain) {
    store::AlertOverview world = a_world({a_portal()});
    store::AlertContactFacts contact;
    contact.scope = "organization";
    contact.value = "7d1a";
    contact.contacts = 2;
    contact.since = noon - days(1);
    contact.portal = "bf";
    contact.organization = uuid5(Uuid{}, "o");
    contact.countries = {"BF"};
    world.contacts = {contact};
    const auto writes = judge_overview(world, true).writes;
    ASSERT_EQ(writes.size(), 1U);
    const AlertCondition& seen = writes[0].episode.condition;
    EXPECT_EQ(seen.kind, AlertKind::contact_bouncing);
    EXPECT_EQ(seen.subject, "urn:moisson:contact:organization:7d1a");
    EXPECT_EQ(seen.labels.organization, contact.organization);
    EXPECT_EQ(seen.audience, AlertAudience::coordinator);
    world.episodes = {writes[0].episode};
    world.episodes[0].id = 3;
    world.contacts[0].contacts = 0;
    world.contacts[0].since.reset();
    const auto reached = judge_overview(world, true).writes;
    ASSERT_EQ(reached.size(), 1U);
    EXPECT_EQ(reached[0].episode.state, AlertState::resolved);
    EXPECT_TRUE(reached[0].events.at(0).deliver);
    // Who left or was lifted by hand was not reached.
    world.contacts.clear();
    const auto left = judge_overview(world, true).writes;
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].episode.state, AlertState::resolved);
    EXPECT_FALSE(left[0].events.at(0).deliver);
    // Nothing was wrong: nothing is opened.
    world.contacts = {contact};
    world.contacts[0].contacts = 0;
    world.episodes.clear();
    EXPECT_TRUE(judge_overview(world, true).writes.empty());
}

TEST(AlertOverview, AnEpisodeWhosePortalLeftEndsQuietlyAndAHostThatIsWellAloud) {
    store::AlertOverview world = a_world({});
    AlertEpisode episode;
    episode.id = 5;
    episode.state = AlertState::firing;
    episode.told = true;
    episode.condition.kind = AlertKind::harvest_failed;
    episode.condition.subject = source_urn("bf");
    episode.condition.labels.portal = "bf";
    world.episodes = {episode};
    const auto quiet = judge_overview(world, true).writes;
    ASSERT_EQ(quiet.size(), 1U);
    EXPECT_EQ(quiet[0].episode.state, AlertState::resolved);
    EXPECT_FALSE(quiet[0].events.at(0).deliver);
    world.episodes[0].condition.kind = AlertKind::host_down;
    world.episodes[0].condition.labels.host = "files.example";
    world.episodes[0].state = AlertState::resolving;
    world.episodes[0].resolving_since = noon - hours(1);
    EXPECT_TRUE(judge_overview(world, true).writes.at(0).events.at(0).deliver);
    // Not while its portal is away, nor in the day after.
    world.portals = {a_portal()};
    world.portals[0].recovered_at = noon - hours(2);
    const auto frozen = judge_overview(world, true).writes;
    EXPECT_EQ(frozen.at(0).episode.reason, "after_recovery");
    EXPECT_FALSE(frozen.at(0).events.at(0).deliver);
}

TEST(AlertOverview, FreshnessWaitsForWhatWasSeen) {
    store::AlertPortalFacts portal = a_portal();
    const auto why = [&] {
        return std::string(freshness_inhibition(portal, portal.sources[0], noon));
    };
    EXPECT_EQ(why(), "");
    portal.sources[0].unharvested = true;
    EXPECT_EQ(why(), "not_harvested");
    portal.sources[0].held_run = 3;
    EXPECT_EQ(why(), "run_held");
    portal.sources[0] = a_portal().sources[0];
    portal.recovered_at = noon - hours(25);
    portal.sources[0].seen = noon - hours(26);
    EXPECT_EQ(why(), "no_run_since_recovery");
    portal.recovered_at = noon - hours(23);
    EXPECT_EQ(why(), "after_recovery");
    portal.standing.state = PortalHealth::dormant;
    EXPECT_EQ(why(), "portal_dormant");
    portal.maintenance = true;
    EXPECT_EQ(why(), "portal_maintenance");
    EXPECT_EQ(std::string(link_inhibition(a_portal(), noon)), "");
    portal = a_portal();
    portal.baseline_until = noon + hours(1);
    EXPECT_EQ(why(), "baseline");
}

} // namespace
} // namespace moisson::alert
