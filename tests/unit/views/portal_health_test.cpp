// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The health of a portal in words.
#include "views/portal_health.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moisson::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

const Instant now = *from_iso8601("2026-11-26T12:00:00Z");

TEST(PortalHealthWords, NameTheStateAndTheReason) {
    PortalStanding standing;
    EXPECT_THAT(views::health_sentence(standing, now), HasSubstr("pas encore été mesurée"));
    standing.state = PortalHealth::down;
    standing.since = now - std::chrono::hours(30);
    standing.reasons = {"HOME TIMEOUT_CONNECT", "API HTTP_5XX"};
    const std::string text = views::health_sentence(standing, now);
    EXPECT_THAT(text, HasSubstr("API"));
    EXPECT_THAT(text, HasSubstr("page d’accueil"));
    EXPECT_THAT(text, HasSubstr("25\u00a0novembre 2026"));
    for (std::size_t i = 0; i < portal_health_count; ++i)
        EXPECT_FALSE(views::health_label(static_cast<PortalHealth>(i)).empty());
}

TEST(PortalHealthWords, DoNotSayThatAPortalAnswersOfWhichNothingCanBeRead) {
    PortalStanding standing;
    standing.state = PortalHealth::degraded;
    standing.reasons = {"HOME TLS_EXPIRED", "API TLS_EXPIRED"};
    EXPECT_THAT(
        views::health_sentence(standing, now),
        AllOf(HasSubstr("ni le site ni l’API"), Not(HasSubstr("Le portail répond")))
    );
    for (const char* home : {"HOME SLOW", "API SLOW"}) {
        standing.reasons = {home, "API TLS_EXPIRED"};
        EXPECT_THAT(views::health_sentence(standing, now), HasSubstr("Le portail répond")) << home;
    }
}

TEST(PortalHealthWords, SayWhenNobodyLooksAnyMore) {
    PortalStanding standing;
    standing.state = PortalHealth::down;
    standing.since = now - std::chrono::hours(90);
    standing.probed_at = now - std::chrono::minutes(9);
    standing.watched_until = now + std::chrono::minutes(21);
    EXPECT_THAT(views::health_sentence(standing, now), Not(HasSubstr("vérifié")));
    standing.probed_at = now - std::chrono::hours(80);
    standing.watched_until = *standing.probed_at + std::chrono::minutes(30);
    const std::string text = views::health_sentence(standing, now);
    EXPECT_THAT(text, HasSubstr("vérifié depuis le"));
    EXPECT_THAT(text, HasSubstr("23\u00A0novembre 2026"));
}

TEST(PortalHealthWords, FactsAreWhatIsWorthSaying) {
    PortalStanding standing;
    EXPECT_TRUE(views::health_facts(standing, 10, now, now).empty());
    standing.newest_change = *from_iso8601("2024-03-02T00:00:00Z");
    standing.dataset_peak = 100;
    standing.certificate_expires = now + std::chrono::hours(24 * 12);
    HealthInterval up;
    up.state = PortalHealth::up;
    up.since = now - std::chrono::hours(1000);
    up.until = now - std::chrono::hours(1);
    HealthInterval down;
    down.state = PortalHealth::down;
    down.since = *up.until;
    standing.intervals = {up, down};
    const auto facts = views::health_facts(standing, 80, now, now);
    ASSERT_EQ(facts.size(), 4U);
    standing.answer_p95 = std::chrono::milliseconds(340);
    EXPECT_THAT(
        views::health_facts(standing, 80, now, now)[1],
        Pair("Temps de réponse", HasSubstr("340"))
    );
    standing.answer_p95 = std::chrono::milliseconds(4'010);
    EXPECT_THAT(
        views::health_facts(standing, 80, now, now)[1],
        Pair("Temps de réponse", HasSubstr("en 5\u00A0s au plus"))
    );
    standing.answer_p95 = std::chrono::milliseconds(4'000);
    EXPECT_THAT(
        views::health_facts(standing, 80, now, now)[1],
        Pair("Temps de réponse", HasSubstr("en 4\u00A0s au plus"))
    );
    standing.answer_p95.reset();
    // 719 of 720 hours: 99.86 % is never told as more.
    EXPECT_THAT(facts[0], Pair("Disponibilité", HasSubstr("99,8")));
    EXPECT_THAT(facts[1], Pair("Gelé depuis", HasSubstr("2\u00A0mars 2024")));
    // Not read for two years: it is we who do not know.
    EXPECT_EQ(
        views::health_facts(standing, 80, now - std::chrono::days(730), now)[1].first,
        "Dernière mise à jour connue"
    );
    EXPECT_THAT(facts[2], Pair("Catalogue en baisse", HasSubstr("20")));
    EXPECT_THAT(facts[3], Pair("Certificat TLS", HasSubstr("12")));
    standing.certificate_expires = now - std::chrono::hours(1);
    EXPECT_THAT(
        views::health_facts(standing, 80, now, now)[3],
        Pair("Certificat TLS", HasSubstr("expiré"))
    );
}

TEST(PortalHealthWords, WhatWasNeverReadIsNoHundredPercent) {
    PortalStanding standing;
    standing.state = PortalHealth::degraded;
    HealthInterval degraded;
    degraded.state = PortalHealth::degraded;
    degraded.reasons = {"API HTTP_5XX"};
    degraded.since = now - std::chrono::days(400);
    standing.intervals = {degraded};
    EXPECT_THAT(
        views::health_facts(standing, 0, std::nullopt, now)[0],
        Pair("Disponibilité", AllOf(HasSubstr("non mesurée"), HasSubstr("jamais pu être lu")))
    );
    EXPECT_THAT(
        views::health_facts(standing, 10, now, now)[0],
        Pair("Disponibilité", HasSubstr("100,0"))
    ) << "it was read before";
    HealthInterval down = degraded;
    down.state = PortalHealth::down;
    down.since = now - std::chrono::days(10);
    standing.intervals[0].until = down.since;
    standing.intervals.push_back(down);
    EXPECT_THAT(
        views::health_facts(standing, 0, std::nullopt, now)[0],
        Pair("Disponibilité", AllOf(HasSubstr("0,0"), Not(HasSubstr("100"))))
    );
    standing.intervals = {degraded};
    standing.intervals[0].state = PortalHealth::maintenance;
    EXPECT_THAT(
        views::health_facts(standing, 10, now, now)[0],
        Pair("Disponibilité", "non mesurée")
    );
}

TEST(PortalHealthWords, AShareOfTenMinutesIsNoneOfAYear) {
    PortalStanding standing;
    HealthInterval up;
    up.state = PortalHealth::up;
    up.since = now - std::chrono::minutes(10);
    standing.intervals = {up};
    EXPECT_THAT(
        views::health_facts(standing, 10, now, now)[0].second,
        AllOf(
            HasSubstr("100,0"),
            HasSubstr("depuis le 26\u00A0novembre 2026"),
            HasSubstr("(10\u00A0min\u00A000\u00A0s de mesure)"),
            Not(HasSubstr("jours"))
        )
    );
    standing.intervals[0].since = now - std::chrono::days(50);
    EXPECT_THAT(
        views::health_facts(standing, 10, now, now)[0].second,
        AllOf(HasSubstr("30"), HasSubstr("90"), Not(HasSubstr("365")), Not(HasSubstr("depuis")))
    );
}

} // namespace
} // namespace moisson::test
