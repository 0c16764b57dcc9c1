// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Addresses of metadata get nothing, but one message a year that somebody lets go (decision 25).
#include "house.hpp"
#include "store/invitation_store.hpp"

namespace moisson::notify::testing {
namespace {

using store::testing::travel;

class Invitations : public Notify {
protected:
    Invitations() {
        std::vector<store::RecordChange> records;
        for (int i = 0; i < 3; ++i)
            records.push_back(
                store::testing::a_record("bf", "r" + std::to_string(i), "Jeu " + std::to_string(i))
            );
        records[1].dataset.contacts[0].email = "P@X.example ";
        records[2].dataset.contacts[0].email = "pas une adresse";
        world.harvest("bf", records);
        world.sql().script(
            "insert into dataset_signal (dataset, basis, evidence, late_at, links) "
            "select id, 'declared', 'dataset', moisson.now() - interval '1 day', 'ok' from dataset "
            "on conflict (dataset) do update set basis = excluded.basis, late_at = excluded.late_at"
        );
    }
    std::vector<store::InvitationCandidate> candidates() {
        return await(store::invitation_candidates(world.database, "bf")).value();
    }
    Result<store::Invitation> invite(const std::string& address) {
        store::InvitationWish wish;
        wish.address = address;
        wish.organization = *uuid_from_string(world.text("select id::text from agent limit 1"));
        wish.by = "awa";
        wish.reason = "première prise de contact";
        return await(desk.invite(std::move(wish)));
    }
    Mailer one = mailer(0);
};

TEST_F(Invitations, OneIsWrittenWhenSomebodyLetsItGoAndNoneBefore) {
    pass(one);
    EXPECT_TRUE(messages().empty());
    const auto found = candidates();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].address, "p@x.example");
    EXPECT_EQ(found[0].organization_title, "Ministère");
    EXPECT_EQ(found[0].datasets, 2);
    EXPECT_EQ(found[0].late, 2);
    EXPECT_EQ(invite("autre@x.example").error().code, Code::not_found);
    const auto released = invite(" P@x.example");
    ASSERT_TRUE(released) << released.error().detail;
    EXPECT_TRUE(candidates().empty());
    ASSERT_EQ(messages().size(), 1U);
    const store::NewMessage mail = messages()[0].mail;
    EXPECT_EQ(mail.recipient, "p@x.example");
    EXPECT_EQ(mail.kind, "invitation");
    EXPECT_EQ(spaced(mail.subject), "[Moisson] Ministère : 2 jeux de données dans notre catalogue");
    EXPECT_NE(mail.plain.find("sont en retard"), std::string::npos);
    EXPECT_NE(mail.plain.find("/abonnements?organization="), std::string::npos);
    EXPECT_FALSE(mail.unsubscribe_url.empty());
    EXPECT_EQ(
        world.text("select actor || ' ' || subject from audit where action = 'invitation.released'"
        ),
        "awa invitation:1"
    );
    EXPECT_EQ(world.number("select count(*) from audit where detail::text like '%x.example%'"), 0);
    EXPECT_EQ(world.number("select count(*) from subscriber"), 0) << "nobody is enrolled";
}

// Decision 6: a portal that we have not seen since makes nobody late.
TEST_F(Invitations, LateIsAsOfTheLastCompleteRun) {
    world.sql().script("update dataset_signal set late_at = moisson.now() + interval '1 day'");
    travel(world, "10 days");
    world.sql().script("insert into run (source, mode, state, requested_at, started_at, ended_at) "
                       "select source, 'probe', 'complete', moisson.now(), moisson.now(), "
                       "moisson.now() from run limit 1");
    ASSERT_EQ(candidates().size(), 1U);
    EXPECT_EQ(candidates()[0].late, 0);
    world.sql().script("update run set started_at = moisson.now()");
    EXPECT_EQ(candidates()[0].late, 2);
}

TEST_F(Invitations, ASecondOneWaitsForAYear) {
    ASSERT_TRUE(invite("p@x.example"));
    EXPECT_EQ(invite("p@x.example").error().code, Code::invalid_argument);
    travel(world, "364 days");
    EXPECT_EQ(invite("p@x.example").error().code, Code::invalid_argument);
    travel(world, "367 days");
    EXPECT_EQ(candidates().size(), 1U);
    EXPECT_TRUE(invite("p@x.example"));
    EXPECT_EQ(messages().size(), 2U);
}

TEST_F(Invitations, NeitherSubscribersNorThoseWhoRefuseAreInvited) {
    ASSERT_TRUE(invite("p@x.example"));
    LinkTarget target;
    target.action = LinkAction::decline;
    target.subscriber = 1;
    ASSERT_TRUE(await(desk.act(target)));
    ASSERT_TRUE(await(desk.act(target))) << "twice is once";
    target.subscriber = 99;
    EXPECT_EQ(await(desk.act(target)).error().code, Code::not_found);
    // What was written and not sent yet is not sent.
    int sent = 0;
    Mailer sends = mailer(1, [&](const Outgoing&) {
        ++sent;
        SmtpReply reply;
        reply.outcome = store::DeliveryOutcome::sent;
        return reply;
    });
    pass(sends);
    EXPECT_EQ(sent, 0);
    EXPECT_EQ(messages()[0].state, "withheld");
    travel(world, "400 days");
    EXPECT_TRUE(candidates().empty());
    EXPECT_EQ(invite("p@x.example").error().code, Code::invalid_argument);
    world.sql().script("delete from suppression");
    grant(
        "p@x.example",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    EXPECT_TRUE(candidates().empty());
    EXPECT_EQ(invite("p@x.example").error().code, Code::invalid_argument);
}

TEST_F(Invitations, WhoLeftIsNotAskedAgain) {
    const std::int64_t person = grant(
        "p@x.example",
        Audience::producer,
        SubscriptionScope::portal,
        "bf",
        MailFrequency::weekly
    );
    ASSERT_TRUE(await(store::leave_subscription(world.database, person, std::nullopt, "form")));
    ASSERT_EQ(world.text("select state from subscription"), "left");
    EXPECT_TRUE(candidates().empty());
    EXPECT_EQ(invite("p@x.example").error().code, Code::invalid_argument);
    EXPECT_TRUE(messages().empty());
}

TEST_F(Invitations, OneThatComesBackIsAContactThatCannotBeReached) {
    ASSERT_TRUE(invite("p@x.example"));
    Mailer sends = mailer(1, [&](const Outgoing&) {
        SmtpReply reply;
        reply.outcome = store::DeliveryOutcome::sent;
        return reply;
    });
    pass(sends);
    ASSERT_EQ(messages()[0].state, "sent");
    const std::int64_t id = messages()[0].id;
    const auto effect = await(store::record_bounce(
        world.database,
        id,
        store::BounceKind::hard,
        "5.1.1",
        "no such user",
        store::BounceLimits{}
    ));
    ASSERT_TRUE(effect) << effect.error().detail;
    EXPECT_EQ(
        world.text("select scope || ' ' || contacts from bouncing_contact"),
        "organization 1"
    );
    const auto complaint = await(store::record_bounce(
        world.database,
        id,
        store::BounceKind::complaint,
        "",
        "",
        store::BounceLimits{}
    ));
    EXPECT_EQ(complaint.value(), store::BounceEffect::suppressed);
    EXPECT_EQ(world.number("select count(*) from suppression where reason = 'complaint'"), 1);
}

} // namespace
} // namespace moisson::notify::testing
