// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Nobody is written to who did not ask and confirm.
#include "house.hpp"

#include <regex>

namespace moisson::notify::testing {
namespace {

using store::OptInOutcome;

class OptIn : public Notify {
protected:
    OptInOutcome ask(const std::string& address, const std::string& client = "192.0.2.7") {
        DeskRequest asked;
        asked.address = address;
        asked.scope = SubscriptionScope::portal;
        asked.value = "bf";
        asked.client_address = client;
        return await(desk.request(asked)).value();
    }
    std::string token() {
        std::smatch found;
        const std::string text = messages().back().mail.plain;
        EXPECT_TRUE(std::regex_search(text, found, std::regex("confirmer\\?t=([A-Za-z0-9_-]+)")));
        return found[1];
    }
    std::string state() { return world.text("select state from subscription order by id desc"); }
};

TEST_F(OptIn, ATokenIsHashedHoldsForTwoDaysAndServesOnce) {
    EXPECT_EQ(ask("Awa@Exemple.BF"), OptInOutcome::queued);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mail.kind, "confirmation");
    EXPECT_EQ(messages()[0].mail.recipient, "awa@exemple.bf");
    const std::string secret = token();
    EXPECT_EQ(world.number("select count(*) from subscription where token_hash is not null"), 1);
    EXPECT_EQ(
        world.text("select encode(token_hash, 'hex') from subscription"),
        to_hex(sha256(secret))
    );
    EXPECT_EQ(world.text("select requested_from from subscription"), "192.0.2.0/24");
    EXPECT_EQ(await(desk.pending(secret)).value().label, "Portail bf");
    EXPECT_EQ(state(), "pending") << "looking changes nothing";
    EXPECT_FALSE(await(desk.confirm(secret + "x", "192.0.2.7")));
    store::testing::travel(world, "47 hours");
    EXPECT_TRUE(await(desk.confirm(secret, "2001:db8:1:2::3")));
    EXPECT_EQ(state(), "active");
    EXPECT_EQ(world.text("select confirmed_from from subscription"), "2001:db8:1::/48");
    EXPECT_EQ(world.text("select wording from subscription"), opt_in_wording);
    EXPECT_FALSE(await(desk.confirm(secret, "192.0.2.7"))) << "used";
}

TEST_F(OptIn, ATokenEndsAndTheRequestIsForgotten) {
    ask("awa@exemple.bf");
    const std::string secret = token();
    store::testing::travel(world, "49 hours");
    EXPECT_FALSE(await(desk.pending(secret)));
    EXPECT_FALSE(await(desk.confirm(secret, "192.0.2.7")));
    EXPECT_EQ(await(store::purge_unconfirmed(world.database, {})).value(), 0);
    store::testing::travel(world, "8 days");
    EXPECT_EQ(await(store::purge_unconfirmed(world.database, {})).value(), 1);
    EXPECT_EQ(world.number("select count(*) from subscriber"), 0);
    EXPECT_EQ(world.number("select count(*) from message"), 0);
}

TEST_F(OptIn, OneRequestADayForAnAddressAndFiveForAClient) {
    EXPECT_EQ(ask("a@exemple.bf", "192.0.2.1"), OptInOutcome::queued);
    EXPECT_EQ(ask("a@exemple.bf", "198.51.100.9"), OptInOutcome::too_soon);
    EXPECT_EQ(messages().size(), 1U);
    for (const char* address : {"b@exemple.bf", "c@exemple.bf", "d@exemple.bf", "e@exemple.bf"})
        EXPECT_EQ(ask(address, "192.0.2.99"), OptInOutcome::queued) << "same /24";
    EXPECT_EQ(ask("f@exemple.bf", "192.0.2.1"), OptInOutcome::too_many);
    EXPECT_EQ(messages().size(), 5U);
    store::testing::travel(world, "25 hours");
    EXPECT_EQ(ask("a@exemple.bf", "192.0.2.1"), OptInOutcome::queued) << "one more, the next day";
}

TEST_F(OptIn, WhatDoesNotExistAndWhoIsNotNamedIsRefused) {
    DeskRequest asked;
    asked.address = "awa@exemple.bf";
    asked.scope = SubscriptionScope::portal;
    asked.value = "nowhere";
    EXPECT_EQ(await(desk.request(asked)).error().code, Code::invalid_argument);
    asked.value = "bf";
    asked.audience = Audience::coordinator;
    EXPECT_EQ(await(desk.request(asked)).error().code, Code::invalid_argument);
    asked.audience = Audience::producer;
    asked.time_zone = "'; drop table subscriber; --";
    EXPECT_EQ(await(desk.request(asked)).error().code, Code::invalid_argument);
    asked.time_zone = "Africa/Lagos";
    EXPECT_TRUE(await(desk.request(asked)));
}

// Else anybody could have us write anything to anybody.
TEST_F(OptIn, TheWordsOfASearchAreToldOnlyToWhoConfirms) {
    DeskRequest asked;
    asked.address = "awa@exemple.bf";
    asked.scope = SubscriptionScope::search;
    asked.value = "q=gagnez%20sur%20casino.example";
    asked.label = "gagnez sur casino.example";
    ASSERT_TRUE(await(desk.request(asked)));
    ASSERT_EQ(messages().size(), 1U);
    const store::NewMessage mail = messages()[0].mail;
    for (const std::string& text : {mail.subject, mail.plain, mail.html})
        EXPECT_EQ(text.find("casino"), std::string::npos) << text;
    EXPECT_NE(mail.plain.find("une recherche"), std::string::npos);
    EXPECT_EQ(await(desk.pending(token())).value().label, asked.label);
}

TEST_F(OptIn, EveryZoneThatFormsOfferIsOneOfTheDatabase) {
    for (const TimeZone& zone : time_zones()) {
        const store::Rows rows = world.sql().exec(
            "select count(*) from pg_timezone_names where name = $1",
            store::Params(zone.name)
        );
        EXPECT_EQ(rows.int64(0, 0), 1) << zone.name;
    }
}

// Decision 25: the records are full of addresses; none of them is ever written to.
TEST_F(OptIn, AddressesOfMetadataGetNothing) {
    world.harvest("bf", {store::testing::a_record("bf", "r1", "Budget")});
    const std::string dataset = world.text("select id::text from dataset");
    const std::string publisher = world.text("select id::text from agent");
    ASSERT_GT(world.number("select count(*) from agent where email <> ''"), 0);
    const std::int64_t person = grant(
        "awa@exemple.bf",
        Audience::producer,
        SubscriptionScope::organization,
        publisher,
        MailFrequency::daily
    );
    const std::int64_t id = alert("dataset_overdue", "warning", "producer");
    world.sql().script(
        "update alert set dataset = '" + dataset + "', organization = '" + publisher + "'"
    );
    tell(id, "fired");
    store::testing::travel(world, "2 days");
    Mailer one = mailer(0);
    pass(one);
    EXPECT_EQ(world.number("select count(*) from message"), 1);
    EXPECT_EQ(
        world.number("select count(*) from message m where not exists (select from subscriber r "
                     "where r.id = m.subscriber and r.address = m.recipient)"),
        0
    );
    EXPECT_EQ(world.number("select count(*) from subscriber"), 1);
    EXPECT_GT(person, 0);
    EXPECT_EQ(messages()[0].mail.plain.find("x.example"), std::string::npos) << "and none is shown";
}

TEST_F(OptIn, LeavingPausingExportAndErasure) {
    const std::int64_t person = grant(
        "awa@exemple.bf",
        Audience::coordinator,
        SubscriptionScope::all,
        "",
        MailFrequency::immediate
    );
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    Mailer one = mailer(0);
    pass(one);
    ASSERT_EQ(messages().size(), 1U);
    const std::string text = await(store::export_subscriber(world.database, person)).value();
    EXPECT_NE(text.find("awa@exemple.bf"), std::string::npos);
    EXPECT_NE(text.find("portail injoignable"), std::string::npos);
    LinkTarget target;
    target.action = LinkAction::leave;
    target.subscriber = person;
    EXPECT_TRUE(await(desk.act(target)));
    EXPECT_EQ(messages()[0].state, "withheld") << "what is queued is not sent any more";
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    pass(one);
    EXPECT_EQ(messages().size(), 1U);
    EXPECT_TRUE(await(store::erase_subscriber(world.database, person)));
    for (const char* table : {"subscriber", "subscription", "notice"})
        EXPECT_EQ(
            world.sql().exec((std::string("select count(*) from ") + table).c_str()).int64(0, 0),
            0
        ) << table;
    EXPECT_EQ(world.number("select count(*) from message where recipient <> '' or plain <> ''"), 0);
}

TEST_F(OptIn, WhoSaysNotMeIsNeverWrittenToAgain) {
    const std::int64_t person = grant(
        "awa@exemple.bf",
        Audience::subscriber,
        SubscriptionScope::all,
        "",
        MailFrequency::daily
    );
    LinkTarget target;
    target.action = LinkAction::not_me;
    target.subscriber = person;
    EXPECT_TRUE(await(desk.act(target)));
    EXPECT_EQ(ask("awa@exemple.bf"), OptInOutcome::suppressed);
    EXPECT_EQ(messages().size(), 0U);
}

} // namespace
} // namespace moisson::notify::testing
