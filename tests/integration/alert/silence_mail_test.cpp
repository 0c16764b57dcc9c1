// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From a portal that is down under a silence to the mail that is sent when the silence ends: all
// the way, with the engine, the mailer and what a coordinator does.
#include "post.hpp"

namespace moisson::store::testing {
namespace {

using monitor::Answer;
using std::chrono::hours;
using std::chrono::minutes;

class SilenceMail : public ::testing::Test {
protected:
    SilenceMail() {
        with.harvest("bf", 20, "bf.example");
        with.round();
        with.wait(hours(24 * 20));
        with.sql("update run set started_at = moisson.now(), ended_at = moisson.now()");
        subscribe(with, "coord@exemple.bf", Audience::coordinator, "bf", MailFrequency::immediate);
        notify::MailOptions options;
        options.smtp.host = "127.0.0.1";
        post =
            std::make_unique<Post>(with, std::move(options), [this](const notify::Outgoing& mail) {
                sent.push_back(mail.plain);
                notify::SmtpReply reply;
                reply.outcome = DeliveryOutcome::sent;
                return reply;
            });
        live(hours(1), Answer::good);
    }
    void live(minutes time, Answer bf) {
        for (minutes done{0}; done < time; done += minutes(10)) {
            with.wait(minutes(10));
            with.probe("bf", bf);
            with.probe("ml", Answer::good);
            with.round();
            post->pass();
        }
    }

    AlertWorld with;
    std::vector<std::string> sent;
    std::unique_ptr<Post> post;
};

TEST_F(SilenceMail, APortalDownUnderASilenceIsOneMailWhenTheSilenceEnds) {
    const auto silence =
        await(with.silences->create({{"portal", "bf"}}, hours(24), "awa", "travaux")).value();
    live(hours(5), Answer::bad);
    EXPECT_EQ(with.world.text("select state || ' ' || muted from alert"), "firing silenced");
    EXPECT_TRUE(sent.empty());
    await(with.silences->end(silence.id, "awa")).value();
    live(hours(5), Answer::bad);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_NE(sent[0].find("injoignable"), std::string::npos);
    live(hours(5), Answer::good);
    ASSERT_EQ(sent.size(), 2U) << "and its end";
    EXPECT_NE(sent[1].find("Résolu (1)"), std::string::npos);
}

TEST_F(SilenceMail, WhatIsOverBeforeTheSilenceIsNoMail) {
    await(with.silences->create({{"portal", "bf"}}, hours(6), "awa", "travaux")).value();
    live(hours(4), Answer::bad);
    live(hours(4), Answer::good);
    EXPECT_TRUE(sent.empty());
}

} // namespace
} // namespace moisson::store::testing
