// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// 2026-11-24 is a Tuesday.
#include "builders.hpp"

#include <gtest/gtest.h>

namespace moisson::notify::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const MailOptions options;

TEST(Schedule, SlotsAreInThePersonsZone) {
    const auto slot = [](std::string_view now, minutes offset, MailFrequency frequency) {
        return to_iso8601(last_slot(at(now), offset, frequency, options));
    };
    EXPECT_EQ(
        slot("2026-11-24T06:59:00Z", minutes(0), MailFrequency::weekly),
        "2026-11-17T07:00:00Z"
    );
    EXPECT_EQ(
        slot("2026-11-24T07:00:00Z", minutes(0), MailFrequency::weekly),
        "2026-11-24T07:00:00Z"
    );
    EXPECT_EQ(
        slot("2026-11-30T23:00:00Z", minutes(0), MailFrequency::weekly),
        "2026-11-24T07:00:00Z"
    );
    EXPECT_EQ(
        slot("2026-11-24T06:00:00Z", minutes(60), MailFrequency::weekly),
        "2026-11-24T06:00:00Z"
    );
    EXPECT_EQ(
        slot("2026-11-24T06:59:00Z", minutes(0), MailFrequency::daily),
        "2026-11-23T07:00:00Z"
    );
}

TEST(Schedule, ADigestWaitsForItsSlot) {
    store::Waiting who = person(at("2026-11-23T12:00:00Z"));
    who.notices = {notice(1, "fired", at("2026-11-20T10:00:00Z"), MailFrequency::weekly)};
    EXPECT_FALSE(decide(who, options)) << "Monday";
    who.now = at("2026-11-24T07:00:00Z");
    const auto telling = decide(who, options);
    ASSERT_TRUE(telling);
    EXPECT_EQ(telling->kind, "digest");
    EXPECT_EQ(telling->fresh.size(), 1U);
    who.last_digest = who.now;
    who.now += hours(3);
    EXPECT_FALSE(decide(who, options)) << "one a day";
}

TEST(Schedule, WhatProducersProposeWaitsForADigestAndIsToldWhole) {
    store::Waiting who = person(at("2026-11-23T12:00:00Z"));
    store::ProposalNotice one;
    one.id = 4;
    one.at = at("2026-11-20T10:00:00Z");
    store::ProposalNotice late = one;
    late.id = 5;
    late.at = at("2026-11-24T07:30:00Z");
    who.proposals = {one};
    EXPECT_FALSE(decide(who, options)) << "Monday";
    who.proposals = {one, late};
    who.now = at("2026-11-24T08:00:00Z");
    const auto telling = decide(who, options);
    ASSERT_TRUE(telling);
    EXPECT_EQ(telling->kind, "digest");
    EXPECT_EQ(telling->proposals.size(), 2U) << "they are read together";
    who.last_digest = who.now;
    who.proposals = {late};
    who.now += hours(24);
    EXPECT_FALSE(decide(who, options)) << "once a week";
    who.proposals[0].frequency = MailFrequency::daily;
    EXPECT_TRUE(decide(who, options));
}

TEST(Schedule, ADigestThatWasMissedGoesOutLater) {
    store::Waiting who = person(at("2026-11-26T12:00:00Z"));
    who.last_digest = at("2026-11-17T07:00:05Z");
    who.notices = {notice(1, "fired", at("2026-11-20T10:00:00Z"), MailFrequency::weekly)};
    EXPECT_TRUE(decide(who, options)) << "nobody was there on Tuesday";
    who.notices[0].at = at("2026-11-25T10:00:00Z");
    EXPECT_FALSE(decide(who, options)) << "this one waits for next Tuesday";
}

// Paris leaves summer time on 25 October: Tuesday's slot is an hour later from then on.
TEST(Schedule, AChangeOfClocksMakesNoSecondWeeklyDigest) {
    store::Waiting who = person(at("2026-10-25T06:00:00Z"));
    who.offset = minutes(60);
    who.last_digest = at("2026-10-20T05:00:30Z");
    who.notices = {notice(1, "fired", at("2026-10-20T05:30:00Z"), MailFrequency::weekly)};
    EXPECT_FALSE(decide(who, options)) << "Sunday";
    who.now = at("2026-10-27T06:00:00Z");
    EXPECT_TRUE(decide(who, options));
    // By the day there is one slot in between, whatever clocks show.
    who.now = at("2026-10-25T06:00:00Z");
    who.last_digest = at("2026-10-24T05:00:30Z");
    who.notices[0].frequency = MailFrequency::daily;
    EXPECT_TRUE(decide(who, options));
}

// Its server was away until five in the morning: the next one is not sent at midnight.
TEST(Schedule, AfterALateDigestTheNextOneKeepsItsHour) {
    store::Waiting who = person(at("2026-11-25T00:05:00Z"));
    who.last_digest = at("2026-11-24T05:00:00Z");
    who.notices = {notice(1, "fired", at("2026-11-24T06:00:00Z"), MailFrequency::daily)};
    EXPECT_FALSE(decide(who, options));
    who.now = at("2026-11-25T06:59:00Z");
    EXPECT_FALSE(decide(who, options));
    who.now = at("2026-11-25T07:00:00Z");
    EXPECT_TRUE(decide(who, options));
    who.offset = minutes(-60);
    EXPECT_FALSE(decide(who, options)) << "six o'clock where they are";
    who.now += hours(1);
    EXPECT_TRUE(decide(who, options));
}

TEST(Schedule, NothingToSayIsNoMail) {
    store::Waiting who = person(at("2026-11-24T07:00:00Z"));
    EXPECT_FALSE(decide(who, options));
    store::Notice old = notice(1, "fired", at("2026-11-10T10:00:00Z"), MailFrequency::weekly);
    old.waiting = false;
    old.told = true;
    who.notices = {old};
    EXPECT_FALSE(decide(who, options)) << "only what was told already";
    who.notices.push_back(notice(2, "resolved", at("2026-11-20T10:00:00Z"), MailFrequency::weekly));
    const auto telling = decide(who, options);
    ASSERT_TRUE(telling);
    EXPECT_EQ(telling->fresh.size(), 0U);
    EXPECT_EQ(telling->still.size(), 1U);
    EXPECT_EQ(telling->resolved.size(), 1U);
}

TEST(Schedule, UrgentMessagesWaitForOthersAndKeepTheirBudget) {
    store::Waiting who = person(at("2026-11-25T12:00:00Z"));
    who.notices = {notice(1, "fired", who.now - minutes(14), MailFrequency::immediate)};
    EXPECT_FALSE(decide(who, options)) << "others may come";
    who.now += minutes(1);
    ASSERT_TRUE(decide(who, options));
    EXPECT_EQ(decide(who, options)->kind, "immediate");
    who.last_immediate = who.now - minutes(59);
    EXPECT_FALSE(decide(who, options)) << "one an hour";
    who.now += minutes(1);
    who.notices.push_back(notice(2, "fired", who.now, MailFrequency::immediate));
    const auto both = decide(who, options);
    ASSERT_TRUE(both);
    EXPECT_EQ(both->fresh.size(), 2U) << "what waited goes together";
}

TEST(Schedule, ASearchIsLookedAtOncePerSlotUpToShortlyBeforeIt) {
    store::Waiting who = person(at("2026-11-24T06:59:00Z"));
    who.searches = {{5, "q=eau", "eau", MailFrequency::weekly, at("2026-11-19T10:00:00Z")}};
    EXPECT_TRUE(due_searches(who, options).empty()) << "before seven";
    who.now = at("2026-11-24T07:00:00Z");
    auto due = due_searches(who, options);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].subscription, 5);
    EXPECT_EQ(due[0].query, "q=eau");
    EXPECT_EQ(to_iso8601(due[0].since), "2026-11-19T10:00:00Z");
    EXPECT_EQ(to_iso8601(due[0].until), "2026-11-24T06:55:00Z");
    who.last_digest = who.now;
    EXPECT_TRUE(due_searches(who, options).empty()) << "one digest a day";
    who.last_digest.reset();
    who.searches[0].until = due[0].until;
    EXPECT_TRUE(due_searches(who, options).empty()) << "looked at";
    who.now = at("2026-11-25T07:00:00Z");
    EXPECT_TRUE(due_searches(who, options).empty()) << "weekly";
    who.searches[0].frequency = MailFrequency::daily;
    due = due_searches(who, options);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(to_iso8601(due[0].since), "2026-11-24T06:55:00Z") << "nothing falls between";
}

TEST(Schedule, ADigestWithSearchesIsLeftToWhoSearchesForAnHour) {
    store::Waiting who = person(at("2026-11-24T07:00:00Z"));
    EXPECT_FALSE(is_for_who_searches(who, options)) << "follows none";
    who.searches = {{5, "q=eau", "eau", MailFrequency::daily, at("2026-11-23T06:55:00Z")}};
    EXPECT_TRUE(is_for_who_searches(who, options));
    who.now = at("2026-11-24T07:59:59Z");
    EXPECT_TRUE(is_for_who_searches(who, options));
    who.now = at("2026-11-24T08:00:00Z");
    EXPECT_FALSE(is_for_who_searches(who, options));
    who.now = at("2026-11-24T07:30:00Z");
    who.last_digest = who.now;
    EXPECT_FALSE(is_for_who_searches(who, options)) << "it was written";
}

TEST(Schedule, ASearchWithNewsMakesADigestAndOneWithoutDoesNot) {
    store::Waiting who = person(at("2026-11-24T07:00:00Z"));
    EXPECT_FALSE(decide(who, options, {found_by_a_search(0, 0)}));
    const auto telling = decide(who, options, {found_by_a_search(0, 0), found_by_a_search(1, 0)});
    ASSERT_TRUE(telling);
    EXPECT_EQ(telling->kind, "digest");
    EXPECT_EQ(telling->searches.size(), 1U);
    who.notices = {notice(1, "fired", who.now - hours(1), MailFrequency::immediate)};
    const auto urgent = decide(who, options, {found_by_a_search(1, 0)});
    ASSERT_TRUE(urgent);
    EXPECT_EQ(urgent->kind, "immediate");
    EXPECT_TRUE(urgent->searches.empty()) << "it waits for the digest";
}

// 365 days, a change each day, urgent ones among them: nobody gets more than the budget.
TEST(Schedule, AYearKeepsTheBudget) {
    store::Waiting who = person(at("2026-01-01T00:00:00Z"));
    int digests = 0;
    std::vector<Instant> urgent;
    for (int hour = 0; hour < 365 * 24; ++hour) {
        who.now += hours(1);
        if (hour % 5 == 0)
            who.notices.push_back(notice(hour, "fired", who.now, MailFrequency::daily));
        if (hour % 7 == 0)
            who.notices.push_back(notice(hour, "fired", who.now, MailFrequency::immediate));
        const auto telling = decide(who, options);
        if (!telling)
            continue;
        const bool is_digest = telling->kind == "digest";
        digests += is_digest ? 1 : 0;
        (is_digest ? who.last_digest : who.last_immediate) = who.now;
        if (!is_digest)
            urgent.push_back(who.now);
        std::erase_if(who.notices, [&](const store::Notice& one) {
            return is_digest != (one.frequency == MailFrequency::immediate);
        });
    }
    EXPECT_GT(digests, 300);
    EXPECT_LE(digests, 365);
    for (std::size_t i = 1; i < urgent.size(); ++i)
        EXPECT_GE(urgent[i] - urgent[i - 1], hours(1));
}

} // namespace
} // namespace moisson::notify::testing
