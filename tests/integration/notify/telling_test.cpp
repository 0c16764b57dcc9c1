// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From alert events to messages: who, when, once.
#include "house.hpp"

namespace moisson::notify::testing {
namespace {

using store::testing::travel;

class TellingTest : public Notify {
protected:
    void coordinator(const std::string& address = "coord@exemple.bf") {
        grant(
            address,
            Audience::coordinator,
            SubscriptionScope::country,
            "BF",
            MailFrequency::immediate
        );
    }
    Mailer one = sending_mailer();
};

TEST_F(TellingTest, AnOutageIsTwoMessagesToTheCoordinatorAndNoneToTheProducer) {
    coordinator();
    grant(
        "producer@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::daily
    );
    const std::int64_t down = alert("portal_down", "critical", "coordinator");
    tell(down, "fired");
    for (int i = 0; i < 50; ++i)
        tell(alert("dataset_overdue", "warning", "producer"), "inhibited", false);
    pass(one);
    travel(world, "48 hours");
    pass(one);
    tell(down, "resolved");
    pass(one);
    pass(one);
    const auto sent = messages();
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(spaced(sent[0].mail.subject), "[Moisson] 1 portail injoignable – Portail bf");
    EXPECT_EQ(spaced(sent[1].mail.subject), "[Moisson] 1 alerte résolue – Portail bf");
    EXPECT_EQ(sent[0].mail.recipient, "coord@exemple.bf");
    EXPECT_EQ(sent[0].mail.episodes, sent[1].mail.episodes);
    EXPECT_NE(sent[0].mail.message_id, sent[1].mail.message_id);
}

TEST_F(TellingTest, AFlapThatEndedBeforeItWasToldIsNotTold) {
    options.group_wait = std::chrono::minutes(15);
    Mailer waits = mailer(0);
    coordinator();
    const std::int64_t down = alert("portal_down", "critical", "coordinator");
    tell(down, "fired");
    pass(waits);
    tell(down, "resolved");
    travel(world, "1 hour");
    pass(waits);
    EXPECT_EQ(messages().size(), 0U);
}

TEST_F(TellingTest, ScopesChooseAndAudiencesKeepApart) {
    coordinator();
    grant(
        "ci@exemple.ci",
        Audience::coordinator,
        SubscriptionScope::country,
        "CI",
        MailFrequency::immediate
    );
    grant("all@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    tell(alert("links_broken", "warning", "producer"), "fired");
    travel(world, "30 hours");
    pass(one);
    const auto sent = messages();
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].mail.recipient, "coord@exemple.bf");
    EXPECT_EQ(sent[0].mail.kind, "immediate");
    EXPECT_EQ(sent[1].mail.recipient, "all@exemple.bf");
    EXPECT_EQ(sent[1].mail.kind, "digest");
}

TEST_F(TellingTest, WhatWasMutedSinceWaits) {
    grant("all@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    const std::int64_t broken = alert("links_broken", "warning", "producer");
    const std::int64_t down = alert("portal_down", "critical", "coordinator");
    tell(broken, "fired");
    pass(one);
    world.sql().exec(
        "update alert set inhibited_by = $1, muted = 'inhibited' where id = $2",
        store::Params(down, broken)
    );
    travel(world, "30 hours");
    pass(one);
    EXPECT_EQ(messages().size(), 0U) << "a digest in an outage names none of what is below";
    world.sql().script("update alert set inhibited_by = null, muted = ''");
    pass(one);
    EXPECT_EQ(messages().size(), 1U);
}

TEST_F(TellingTest, WhatASilenceOrAStormHidIsToldWhenItEnds) {
    coordinator();
    tell(alert("portal_down", "critical", "coordinator"), "released");
    tell(alert("count_drop", "critical", "coordinator"), "approved");
    tell(alert("run_held", "critical", "coordinator"), "released", false);
    pass(one);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mail.episodes.size(), 2U);
}

TEST_F(TellingTest, WhatEndedWithoutAWordIsNotTold) {
    grant("all@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    const std::int64_t late = alert("dataset_overdue", "info", "producer");
    tell(late, "fired");
    pass(one);
    tell(late, "resolved", false);
    tell(alert("dataset_very_overdue", "warning", "producer"), "fired");
    travel(world, "30 hours");
    pass(one);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mail.episodes.size(), 1U);
    EXPECT_EQ(world.number("select count(*) from notice where waiting"), 0);
}

TEST_F(TellingTest, WhatIsVeryLateIsToldToCoordinatorsToo) {
    coordinator();
    tell(alert("dataset_overdue", "info", "producer"), "fired");
    tell(alert("dataset_very_overdue", "warning", "producer"), "fired");
    travel(world, "8 days");
    pass(one);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mail.kind, "digest");
    EXPECT_EQ(messages()[0].mail.episodes.size(), 1U);
}

TEST_F(TellingTest, WhatNobodyMendedIsHandedToCoordinatorsWithItsEnd) {
    coordinator();
    grant(
        "producer@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    const std::int64_t broken = alert("links_broken", "warning", "producer");
    tell(broken, "fired");
    travel(world, "8 days");
    pass(one);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mail.recipient, "producer@exemple.bf");
    EXPECT_EQ(messages()[0].mail.plain.find("Le producteur a été prévenu"), std::string::npos);
    travel(world, "90 days");
    tell(broken, "repeated");
    world.sql().script("update alert_event set reason = 'handed_over' where event = 'repeated'");
    travel(world, "98 days");
    pass(one);
    ASSERT_EQ(messages().size(), 3U);
    const auto sent = messages();
    EXPECT_EQ(sent[1].mail.recipient, "coord@exemple.bf");
    EXPECT_NE(sent[1].mail.html.find("Le producteur a été prévenu."), std::string::npos);
    EXPECT_EQ(sent[2].mail.recipient, "producer@exemple.bf");
    tell(broken, "resolved");
    travel(world, "106 days");
    pass(one);
    EXPECT_EQ(messages().size(), 5U) << "both are told that it is over";
}

TEST_F(TellingTest, AProducerWhoseMessageNeverLeftWasNotTold) {
    coordinator();
    grant(
        "producer@exemple.bf",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    Mailer mute = mailer(0);
    const std::int64_t broken = alert("links_broken", "warning", "producer");
    tell(broken, "fired");
    travel(world, "8 days");
    pass(mute);
    ASSERT_EQ(messages().size(), 1U);
    ASSERT_EQ(messages()[0].mail.recipient, "producer@exemple.bf");
    tell(broken, "repeated");
    world.sql().script("update alert_event set reason = 'handed_over' where event = 'repeated'");
    travel(world, "16 days");
    pass(mute);
    ASSERT_EQ(messages().size(), 3U);
    EXPECT_EQ(messages()[1].mail.recipient, "coord@exemple.bf");
    EXPECT_EQ(messages()[1].mail.html.find("Le producteur a été prévenu"), std::string::npos);
}

TEST_F(TellingTest, WhatOneLeftIsNotToldThroughAnotherSubscription) {
    const std::int64_t person = grant(
        "all@exemple.bf",
        Audience::subscriber,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::daily
    );
    const std::int64_t left = world.number("select id from subscription order by id desc limit 1");
    grant(
        "all@exemple.bf",
        Audience::subscriber,
        SubscriptionScope::country,
        "CI",
        MailFrequency::daily
    );
    tell(alert("links_broken", "warning", "producer"), "fired");
    pass(one);
    ASSERT_TRUE(await(store::leave_subscription(world.database, person, left, "form")));
    travel(world, "30 hours");
    pass(one);
    EXPECT_EQ(messages().size(), 0U);
    tell(alert("links_broken", "warning", "producer"), "fired");
    travel(world, "60 hours");
    pass(one);
    EXPECT_EQ(messages().size(), 0U) << "nor what comes after";
}

TEST_F(TellingTest, OldMessagesAndClosedAlertsAreForgotten) {
    coordinator();
    const std::int64_t old = alert("portal_down", "critical", "coordinator");
    tell(old, "fired");
    Mailer mute = mailer(0);
    pass(mute);
    tell(old, "resolved");
    ASSERT_EQ(messages().size(), 1U);
    world.sql().exec(
        "update alert set state = 'closed', closed_at = moisson.now() where id = $1",
        store::Params(old)
    );
    const std::int64_t open = alert("portal_down", "critical", "coordinator");
    store::NotifyRetention keep;
    EXPECT_EQ(await(store::purge_old_messages(world.database, keep)).value(), 0);
    travel(world, "366 days");
    EXPECT_EQ(await(store::purge_old_messages(world.database, keep)).value(), 1);
    EXPECT_EQ(world.number("select count(*) from alert"), 2);
    travel(world, "731 days");
    EXPECT_EQ(await(store::purge_old_messages(world.database, keep)).value(), 1);
    EXPECT_EQ(world.number("select id from alert"), open);
    EXPECT_EQ(world.number("select count(*) from alert_event"), 0);
    EXPECT_EQ(world.number("select count(*) from notice"), 0);
}

TEST_F(TellingTest, TwoMailersTellOnce) {
    coordinator();
    Mailer other = mailer(0);
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    asio::io_context context;
    int done = 0;
    for (Mailer* each : {&one, &other})
        asio::co_spawn(context, each->pass(), [&](const std::exception_ptr&, auto) { ++done; });
    context.run();
    EXPECT_EQ(done, 2);
    pass(one);
    EXPECT_EQ(messages().size(), 1U);
}

TEST_F(TellingTest, APauseHoldsAndTheDayAfterTellsWhatIsStillTrue) {
    const std::int64_t person = grant(
        "all@exemple.bf",
        Audience::subscriber,
        SubscriptionScope::all,
        "",
        MailFrequency::daily
    );
    ASSERT_TRUE(await(store::pause_subscriber(world.database, person, std::chrono::hours(24 * 30)))
    );
    tell(alert("links_broken", "warning", "producer"), "fired");
    travel(world, "10 days");
    pass(one);
    EXPECT_EQ(messages().size(), 0U);
    travel(world, "32 days");
    pass(one);
    EXPECT_EQ(messages().size(), 1U);
}

TEST_F(TellingTest, AChangedFrequencyMovesWhatWaits) {
    const std::int64_t person = grant(
        "all@exemple.bf",
        Audience::subscriber,
        SubscriptionScope::all,
        "",
        MailFrequency::weekly
    );
    tell(alert("links_broken", "warning", "producer"), "fired");
    pass(one);
    EXPECT_EQ(world.text("select frequency from notice"), "weekly");
    const std::int64_t id = world.number("select id from subscription");
    ASSERT_TRUE(await(store::change_frequency(world.database, person, id, MailFrequency::daily)));
    EXPECT_EQ(world.text("select frequency from notice"), "daily");
    travel(world, "25 hours");
    pass(one);
    EXPECT_EQ(messages().size(), 1U) << "the next day";
}

TEST_F(TellingTest, ADigestThatWaitsIsFollowedByNoOther) {
    grant("all@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    options.per_day = 0;
    Mailer spent = sending_mailer();
    for (const char* const when : {"30 hours", "54 hours", "78 hours"}) {
        tell(alert("links_broken", "warning", "producer"), "fired");
        travel(world, when);
        pass(spent);
    }
    EXPECT_EQ(messages().size(), 1U) << "nothing is sent, so nothing is heaped up";
    EXPECT_EQ(pass(one).sent, 1);
    travel(world, "126 hours");
    EXPECT_EQ(pass(one).sent, 1) << "all that happened meanwhile is one message";
    EXPECT_EQ(world.number("select count(*) from notice where waiting"), 0);
}

TEST_F(TellingTest, WithoutAServerEachDigestIsWrittenAndTheLastIsSentOnceThereIsOne) {
    grant("all@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    Mailer mute = mailer(0);
    for (const char* const when : {"30 hours", "54 hours", "78 hours"}) {
        tell(alert("links_broken", "warning", "producer"), "fired");
        travel(world, when);
        pass(mute);
    }
    EXPECT_EQ(messages().size(), 3U) << "all can be read";
    EXPECT_EQ(pass(one).sent, 1);
    EXPECT_EQ(messages()[2].state, "sent");
    EXPECT_EQ(world.number("select count(*) from message where state = 'withheld'"), 2);
}

TEST_F(TellingTest, WhatIsTooOldToBeSentHoldsNobodyBack) {
    grant("all@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    options.per_day = 0;
    Mailer mute = sending_mailer();
    tell(alert("links_broken", "warning", "producer"), "fired");
    travel(world, "30 hours");
    pass(mute);
    tell(alert("links_broken", "warning", "producer"), "fired");
    travel(world, "20 days");
    pass(mute);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].state, "withheld");
    EXPECT_EQ(pass(one).sent, 1);
}

TEST_F(TellingTest, WithoutAServerNothingIsSentAndAllCanBeRead) {
    coordinator();
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    Mailer mute = mailer(0);
    const MailerReport report = pass(mute);
    EXPECT_EQ(report.written, 1);
    EXPECT_EQ(report.sent, 0);
    EXPECT_EQ(messages()[0].state, "queued");
    EXPECT_EQ(world.number("select count(*) from delivery_log"), 0);
}

} // namespace
} // namespace moisson::notify::testing
