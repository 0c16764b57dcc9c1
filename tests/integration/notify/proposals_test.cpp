// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What producers propose is told to coordinators once, in a digest, unless it was read meanwhile.
#include "house.hpp"
#include "store/proposals.hpp"

#include <string>

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
    EXPECT_EQ(world.number("select count(*) from subscriber where proposals_told > 0"), 1);
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
