// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What producers propose is told to coordinators once, in a digest, unless it was read meanwhile.
#include "house.hpp"
#include "store/proposals.hpp"

#include <string>
#include <vector>

namespace moisson::notify::testing {
namespace {

using store::testing::travel;

class Proposals : public Notify {
protected:
    Proposals() {
        world.harvest("bf", {store::testing::a_record("bf", "r", "Jeu")});
        grant(
            "chef@exemple.bf",
            Audience::coordinator,
            SubscriptionScope::portal,
            "bf",
            MailFrequency::daily
        );
        grant(
            "lecteur@exemple.bf",
            Audience::subscriber,
            SubscriptionScope::portal,
            "bf",
            MailFrequency::daily
        );
    }
    void say(const std::string& code) {
        world.sql().exec(
            "insert into feedback (at, kind, dataset, value) "
            "select moisson.now(), 'frequency', id, $1 from dataset",
            store::Params(code)
        );
    }
};

TEST_F(Proposals, AreToldOnceToWhoCoordinates) {
    Mailer tells = sending_mailer();
    say("BIENNIAL");
    pass(tells);
    EXPECT_TRUE(messages().empty()) << "in a digest";
    travel(world, "30 hours");
    pass(tells);
    pass(tells);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_EQ(messages()[0].mail.recipient, "chef@exemple.bf");
    EXPECT_EQ(messages()[0].mail.kind, "digest");
    EXPECT_NE(messages()[0].mail.plain.find("BIENNIAL"), std::string::npos);
    travel(world, "54 hours");
    pass(tells);
    EXPECT_EQ(messages().size(), 1U) << "once";
    say("DECENNIAL");
    travel(world, "80 hours");
    pass(tells);
    ASSERT_EQ(messages().size(), 2U);
    EXPECT_NE(messages()[1].mail.plain.find("DECENNIAL"), std::string::npos);
    EXPECT_EQ(world.number("select count(*) from subscriber where proposals_told <> '{}'"), 1);
}

// Told of the last one, somebody is not told of all before it.
TEST_F(Proposals, OfDatasetsThatSomebodyGetsLaterAreToldThen) {
    const auto to = [&](const std::string& address) {
        std::vector<std::string> texts;
        for (const store::StoredMessage& one : messages())
            if (one.mail.recipient == address)
                texts.push_back(one.mail.plain);
        return texts;
    };
    const auto coordinates = [&](const std::string& dataset) {
        grant(
            "awa@exemple.bf",
            Audience::coordinator,
            SubscriptionScope::dataset,
            dataset,
            MailFrequency::daily
        );
    };
    world.harvest(
        "bf",
        {store::testing::a_record("bf", "r", "Jeu"), store::testing::a_record("bf", "s", "Autre")}
    );
    say("BIENNIAL");
    const std::string first = world.text("select dataset::text from feedback order by id limit 1");
    const std::string last =
        world.text("select dataset::text from feedback order by id desc limit 1");
    ASSERT_NE(first, last);
    coordinates(last);
    world.sql().exec(
        "update dataset set state = 'archived' where id = $1::uuid",
        store::Params(first)
    );
    Mailer tells = sending_mailer();
    travel(world, "30 hours");
    pass(tells);
    EXPECT_EQ(to("awa@exemple.bf").size(), 1U);
    EXPECT_EQ(to("chef@exemple.bf").size(), 1U);
    world.sql().exec(
        "update dataset set state = 'active' where id = $1::uuid",
        store::Params(first)
    );
    coordinates(first);
    travel(world, "54 hours");
    pass(tells);
    ASSERT_EQ(to("awa@exemple.bf").size(), 2U) << "another dataset";
    ASSERT_EQ(to("chef@exemple.bf").size(), 2U) << "one that came back";
    const std::string slug =
        world.text(("select slug from dataset where id = '" + last + "'").c_str());
    EXPECT_EQ(to("chef@exemple.bf")[1].find(slug), std::string::npos) << "told once";
    travel(world, "80 hours");
    pass(tells);
    EXPECT_EQ(to("awa@exemple.bf").size(), 2U);
}

TEST_F(Proposals, ThatWereRefusedMeanwhileAreNotTold) {
    say("BIENNIAL");
    store::ProposalRefusal refusal;
    refusal.dataset = world.text("select slug from dataset");
    refusal.by = "awa";
    refusal.reason = "non";
    ASSERT_TRUE(await(store::refuse_proposal(world.database, refusal)));
    Mailer tells = sending_mailer();
    travel(world, "30 hours");
    pass(tells);
    EXPECT_TRUE(messages().empty());
}

} // namespace
} // namespace moisson::notify::testing
