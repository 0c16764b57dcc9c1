// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One message for what is told, whoever else is at work, and none into a pause.
#include "house.hpp"

namespace moisson::notify::testing {
namespace {

using store::testing::travel;

class TellingOnce : public Notify {
protected:
    store::Waiting the_reader() {
        auto people = await(store::waiting_people(world.database, 0, 10, true)).value();
        EXPECT_EQ(people.size(), 1U);
        return people.at(0);
    }
    // As another process would write what it has decided.
    bool write(const store::Waiting& person, const std::string& key) {
        store::Addressee to;
        to.subscriber = person.subscriber;
        to.last_digest = person.last_digest;
        to.last_immediate = person.last_immediate;
        store::NewMessage mail;
        mail.kind = "immediate";
        mail.dedup_key = sha256(key);
        mail.message_id = "<" + key + "@moisson.example>";
        mail.recipient = person.address;
        std::vector<std::int64_t> alerts;
        std::vector<std::int64_t> events;
        for (const store::Notice& one : person.notices) {
            alerts.push_back(one.alert);
            events.push_back(one.event_id);
        }
        return await(store::write_message(
                         world.database,
                         to,
                         std::move(mail),
                         std::move(alerts),
                         std::move(events)
                     ))
            .value();
    }
    std::int64_t hand_out() {
        return await(store::hand_out_events(world.database, limits::events_per_pass)).value();
    }
    std::int64_t reader() {
        return grant(
            "coord@exemple.bf",
            Audience::coordinator,
            SubscriptionScope::all,
            "",
            MailFrequency::immediate
        );
    }

    Mailer one = sending_mailer();
};

TEST_F(TellingOnce, WhatWasDecidedBeforeAnotherMessageIsDecidedAgain) {
    reader();
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    hand_out();
    const store::Waiting first = the_reader();
    tell(alert("run_held", "critical", "coordinator"), "fired");
    hand_out();
    const store::Waiting second = the_reader();
    ASSERT_EQ(second.notices.size(), 2U);
    EXPECT_TRUE(write(first, "one"));
    EXPECT_FALSE(write(second, "both")) << "its first half was told, and the hour has its message";
    EXPECT_EQ(messages().size(), 1U);
    EXPECT_EQ(world.number("select count(*) from notice where waiting"), 1);
}

TEST_F(TellingOnce, WhatEndedWhileItWasBeingWrittenIsNotSaidToGoOn) {
    reader();
    const std::int64_t down = alert("portal_down", "critical", "coordinator");
    tell(down, "fired");
    tell(alert("run_held", "critical", "coordinator"), "fired");
    hand_out();
    const store::Waiting before = the_reader();
    tell(down, "resolved");
    hand_out();
    EXPECT_FALSE(write(before, "late"));
    EXPECT_EQ(messages().size(), 0U);
    pass(one);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mail.episodes.size(), 1U) << "the other one is told";
}

TEST_F(TellingOnce, WhatWaitsInTheOutboxDoesNotArriveInAPause) {
    const std::int64_t person = reader();
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    Mailer mute = mailer(0);
    pass(mute);
    ASSERT_EQ(messages().size(), 1U);
    ASSERT_TRUE(await(store::pause_subscriber(world.database, person, std::chrono::hours(24))));
    EXPECT_EQ(pass(one).sent, 0);
    EXPECT_EQ(messages().size(), 0U);
    travel(world, "25 hours");
    EXPECT_EQ(pass(one).sent, 1) << "what goes on is told after it";
    EXPECT_EQ(messages().size(), 1U);
}

// Alerts end with the next look at the portal; a digest may be due before.
TEST_F(TellingOnce, WhatIsWithdrawnFromViewIsNamedToNobody) {
    world.harvest("bf", {store::testing::a_record("bf", "a", "Registre des plaintes")});
    grant("all@exemple.bf", Audience::subscriber, SubscriptionScope::all, "", MailFrequency::daily);
    tell(alert("links_broken", "warning", "producer"), "fired");
    world.sql().script(
        "update alert set dataset = (select id from dataset), organization = (select publisher "
        "from dataset); "
        "insert into takedown (kind, subject, scope, portal, label, ground, reason, author, at) "
        "select 'dataset', d.id, d.id, s.portal, 'x', 'law', 'x', 'x', moisson.now() "
        "from dataset d join source s on s.id = d.source"
    );
    travel(world, "30 hours");
    pass(one);
    EXPECT_EQ(messages().size(), 0U);
    world.sql().script("update takedown set lifted_at = moisson.now()");
    pass(one);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_NE(messages()[0].mail.plain.find("plaintes"), std::string::npos);
}

TEST_F(TellingOnce, AnOldMessageThatSomebodyLetsGoAgainIsSent) {
    reader();
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    Mailer mute = mailer(0);
    pass(mute);
    travel(world, "8 days");
    EXPECT_EQ(pass(one).sent, 0);
    ASSERT_EQ(messages().at(0).state, "withheld") << "no news by itself";
    ASSERT_TRUE(await(store::requeue_message(world.database, messages()[0].id)));
    EXPECT_EQ(pass(one).sent, 1);
}

} // namespace
} // namespace moisson::notify::testing
