// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is new in a search is told once, in the digest, from where the last one ended.
#include "house.hpp"

#include <vector>

namespace moisson::notify::testing {
namespace {

using store::testing::travel;

// Looks at nothing: says what it was asked, and answers what it is told to.
struct FakeSearch {
    std::vector<SearchWish> asked;
    std::int64_t fresh = 1;
    bool away = false;

    asio::awaitable<Result<SearchNews>> look(SearchWish wish) {
        asked.push_back(wish);
        if (away)
            co_return Error(Code::store_unavailable, "index");
        SearchNews out;
        out.fresh_total = fresh;
        if (fresh > 0)
            out.fresh.push_back({"Forages", "bf-forages", "", std::nullopt});
        out.wish = std::move(wish);
        co_return out;
    }
};

class FollowedSearches : public Notify {
protected:
    FollowedSearches() {
        search = [this](SearchWish wish) { return index.look(std::move(wish)); };
        grant(
            "awa@exemple.bf",
            Audience::subscriber,
            SubscriptionScope::search,
            "q=eau",
            MailFrequency::daily
        );
    }
    FakeSearch index;
};

TEST_F(FollowedSearches, AreToldOnceADayFromWhereTheLastMessageEnded) {
    Mailer follows = sending_mailer();
    pass(follows);
    EXPECT_TRUE(index.asked.empty()) << "nothing came since it was asked for";
    travel(world, "30 hours");
    pass(follows);
    pass(follows);
    ASSERT_EQ(index.asked.size(), 1U);
    EXPECT_EQ(index.asked[0].query, "q=eau");
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mail.kind, "digest");
    EXPECT_NE(messages()[0].mail.plain.find("Forages"), std::string::npos);
    travel(world, "54 hours");
    pass(follows);
    ASSERT_EQ(index.asked.size(), 2U);
    EXPECT_EQ(index.asked[1].since, index.asked[0].until) << "nothing twice, nothing never";
    EXPECT_EQ(messages().size(), 2U);
}

TEST_F(FollowedSearches, WithoutNewsAreNotToldAndNotLookedAtAgain) {
    index.fresh = 0;
    Mailer follows = sending_mailer();
    travel(world, "30 hours");
    pass(follows);
    pass(follows);
    EXPECT_EQ(index.asked.size(), 1U);
    EXPECT_EQ(messages().size(), 0U);
}

// Where a search ended is remembered: a digest that was taken back would never be told.
TEST_F(FollowedSearches, ThatWereWrittenBeforeAPauseArriveAfterIt) {
    Mailer mute = mailer(0);
    travel(world, "30 hours");
    pass(mute);
    ASSERT_EQ(messages().size(), 1U);
    index.fresh = 0;
    const std::int64_t person = world.number("select id from subscriber");
    ASSERT_TRUE(await(store::pause_subscriber(world.database, person, std::chrono::hours(48))));
    Mailer follows = sending_mailer();
    EXPECT_EQ(pass(follows).sent, 0);
    travel(world, "79 hours");
    EXPECT_EQ(pass(follows).sent, 1);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_NE(messages()[0].mail.plain.find("Forages"), std::string::npos);
}

TEST_F(FollowedSearches, ThatAPauseHeldArriveWhenItEndsEarly) {
    Mailer mute = mailer(0);
    travel(world, "30 hours");
    pass(mute);
    index.fresh = 0;
    const std::int64_t person = world.number("select id from subscriber");
    ASSERT_TRUE(await(store::pause_subscriber(world.database, person, std::chrono::hours(48))));
    ASSERT_TRUE(await(store::pause_subscriber(world.database, person, std::nullopt)));
    Mailer follows = sending_mailer();
    EXPECT_EQ(pass(follows).sent, 1);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_NE(messages()[0].mail.plain.find("Forages"), std::string::npos);
}

// Confirmed while an older version ran beside us.
TEST_F(FollowedSearches, WithoutABeginningBeginWhenTheyWereConfirmed) {
    world.sql().script("update subscription set searched_until = null, "
                       "confirmed_at = moisson.now() - interval '2 days'");
    Mailer follows = sending_mailer();
    travel(world, "30 hours");
    pass(follows);
    ASSERT_EQ(index.asked.size(), 1U);
    EXPECT_EQ(index.asked[0].since, std::chrono::floor<std::chrono::minutes>(index.asked[0].since));
    EXPECT_LT(index.asked[0].since, timers.now() - std::chrono::hours(47));
    EXPECT_EQ(messages().size(), 1U);
    EXPECT_EQ(world.number("select count(*) from subscription where searched_until is null"), 0);
    pass(follows);
    EXPECT_EQ(index.asked.size(), 1U);
}

TEST_F(FollowedSearches, HoldTheDigestWhileTheIndexIsAway) {
    grant("awa@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    tell(alert("links_broken", "warning", "producer"), "fired");
    index.away = true;
    Mailer follows = sending_mailer();
    travel(world, "30 hours");
    pass(follows);
    EXPECT_EQ(messages().size(), 0U);
    index.away = false;
    pass(follows);
    ASSERT_EQ(messages().size(), 1U) << "both in one message";
    EXPECT_NE(messages()[0].mail.plain.find("Forages"), std::string::npos);
    EXPECT_EQ(messages()[0].mail.episodes.size(), 1U);
}

// A process without an index that is first every day would leave the searches untold for ever.
TEST_F(FollowedSearches, LeaveTheDigestForAnHourToWhoHasTheIndex) {
    using namespace std::chrono;
    grant("awa@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    tell(alert("links_broken", "warning", "producer"), "fired");
    search = nullptr;
    Mailer blind = sending_mailer();
    const Instant slot = floor<days>(timers.now()) + days(2);
    const auto travel_to = [&](minutes after_slot) {
        const auto ahead = duration_cast<minutes>(slot + after_slot - timers.now());
        travel(world, std::to_string(ahead.count()) + " minutes");
    };
    travel_to(minutes(30));
    pass(blind);
    EXPECT_EQ(messages().size(), 0U);
    travel_to(minutes(90));
    pass(blind);
    ASSERT_EQ(messages().size(), 1U) << "nobody came";
    EXPECT_EQ(messages()[0].mail.plain.find("Forages"), std::string::npos);
}

TEST_F(FollowedSearches, AreForSubscribersAndOpenNoAlert) {
    store::GrantRequest asked;
    asked.address = "chef@exemple.bf";
    asked.audience = Audience::coordinator;
    asked.scope = SubscriptionScope::search;
    asked.value = "q=eau";
    asked.by = "test";
    const auto refused = await(store::grant_subscription(world.database, asked));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::invalid_argument);
    tell(alert("links_broken", "warning", "producer"), "fired");
    Mailer follows = sending_mailer();
    pass(follows);
    EXPECT_EQ(world.number("select count(*) from notice"), 0);
}

TEST_F(FollowedSearches, ChangesAreThoseOfTheSource) {
    const store::RecordChange record = store::testing::a_record("bf", "r", "Budget");
    const Instant now = timers.now();
    const auto in = [&](std::chrono::hours from, std::chrono::hours to) {
        return await(store::changed_datasets(world.database, now + from, now + to, 10)).value();
    };
    using std::chrono::hours;
    world.harvest("bf", {record});
    EXPECT_TRUE(in(hours(-1), hours(9)).empty()) << "what arrives is new, not changed";
    travel(world, "5 hours");
    world.harvest("bf", {store::testing::changed(record, "Budget 2027")});
    EXPECT_EQ(in(hours(-1), hours(9)).size(), 1U);
    EXPECT_TRUE(in(hours(-1), hours(4)).empty());
    EXPECT_TRUE(in(hours(6), hours(9)).empty());
}

} // namespace
} // namespace moisson::notify::testing
