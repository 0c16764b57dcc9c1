// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Against a real mail server: what it accepts, defers, refuses and cuts.
#include "house.hpp"
#include "integration/net/certificates.hpp"
#include "notify/bounce.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace moisson::notify::testing {
namespace {

using moisson::testing::header_of;
using moisson::testing::SmtpServer;

std::string key_pem(const moisson::testing::Identity& identity) {
    const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(
        memory.get(),
        identity.key.get(),
        nullptr,
        nullptr,
        0,
        nullptr,
        nullptr
    );
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

class Delivery : public Notify {
protected:
    // One urgent message to each.
    void write_to(const std::vector<std::string>& locals) {
        for (const std::string& local : locals)
            grant(
                local + "@exemple.bf",
                Audience::coordinator,
                SubscriptionScope::all,
                "",
                MailFrequency::immediate
            );
        tell(alert("portal_down", "critical", "coordinator"), "fired");
    }
    std::string state_of(const std::string& local) {
        for (const store::StoredMessage& one : messages())
            if (one.mail.recipient == local + "@exemple.bf")
                return one.state;
        return {};
    }
    std::string reply_of(const std::string& local) {
        for (const store::StoredMessage& one : messages())
            if (one.mail.recipient == local + "@exemple.bf")
                return one.last_reply;
        return {};
    }
    void hold_ends() { world.sql().script("update message set held_until = null"); }
};

TEST_F(Delivery, AnAcceptedMessageIsLoggedAndReadsWell) {
    const SmtpServer server;
    write_to({"ok"});
    Mailer one = mailer(server.port());
    EXPECT_EQ(pass(one).sent, 1);
    EXPECT_EQ(pass(one).sent, 0);
    const auto mails = server.mails();
    ASSERT_EQ(mails.size(), 1U);
    const auto& mail = mails[0];
    EXPECT_EQ(mail["to"][0], "ok@exemple.bf");
    EXPECT_TRUE(mail["from"].get<std::string>().starts_with("rebonds+m")) << mail["from"];
    EXPECT_EQ(header_of(mail, "Message-ID"), messages()[0].mail.message_id);
    EXPECT_EQ(header_of(mail, "Auto-Submitted"), "auto-generated");
    EXPECT_EQ(header_of(mail, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    EXPECT_TRUE(header_of(mail, "List-Unsubscribe").starts_with("<https://moisson.example/"));
    EXPECT_TRUE(header_of(mail, "Content-Type").starts_with("multipart/alternative; boundary="))
        << header_of(mail, "Content-Type");
    const auto data = mail["data"].get<std::string>();
    const std::size_t plain = data.find("Content-Type: text/plain; charset=utf-8");
    const std::size_t html = data.find("Content-Type: text/html; charset=utf-8");
    EXPECT_NE(plain, std::string::npos);
    EXPECT_LT(plain, html);
    EXPECT_NE(html, std::string::npos);
    EXPECT_EQ(data.find("=0A"), std::string::npos) << "lines end as lines of mail do";
    EXPECT_EQ(data.find("=0D"), std::string::npos);
    EXPECT_EQ(state_of("ok"), "sent");
    EXPECT_EQ(
        world.text("select outcome || ' ' || reply from delivery_log"),
        "sent 250 2.0.0 accepted"
    );
}

TEST_F(Delivery, DeferredRefusedAndCutAreToldApart) {
    const SmtpServer server;
    write_to({"ok", "defer", "hard", "refuse", "cut"});
    Mailer one = mailer(server.port());
    const MailerReport report = pass(one);
    EXPECT_EQ(report.sent, 1);
    EXPECT_EQ(report.deferred, 2);
    EXPECT_EQ(report.failed, 2);
    EXPECT_EQ(state_of("defer"), "queued");
    EXPECT_TRUE(reply_of("defer").starts_with("451")) << reply_of("defer");
    EXPECT_EQ(state_of("cut"), "queued") << reply_of("cut");
    EXPECT_EQ(state_of("refuse"), "failed");
    EXPECT_EQ(state_of("hard"), "failed");
    EXPECT_EQ(world.text("select address from subscriber where disabled <> ''"), "hard@exemple.bf");
    EXPECT_EQ(server.mails().size(), 1U);
    EXPECT_EQ(pass(one).deferred, 0) << "not before some minutes";
    store::testing::travel(world, "6 minutes");
    EXPECT_EQ(pass(one).deferred, 2);
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    store::testing::travel(world, "3 hours");
    pass(one);
    EXPECT_EQ(world.number("select count(*) from message where recipient like 'hard@%'"), 1)
        << "an address that does not exist is not written to again";
}

// It says no more: it may be the address, or ours on some list.
TEST_F(Delivery, ABareRefusalIsEvidenceAndThreeArePause) {
    const SmtpServer server;
    Mailer one = mailer(server.port());
    const auto soft = [&] {
        return world.number("select count(*) from bounce where kind = 'soft' and not forgiven "
                            "and detail = '550 go away'");
    };
    write_to({"ok"});
    ASSERT_EQ(pass(one).sent, 1) << "our mail is welcome elsewhere";
    write_to({"bare"});
    for (int i = 1; i <= 3; ++i) {
        if (i > 1)
            tell(alert("portal_down", "critical", "coordinator"), "fired");
        EXPECT_EQ(pass(one).failed, 1);
        EXPECT_EQ(soft(), i);
        EXPECT_EQ(
            world.number("select count(*) from subscriber where paused_until is not null"),
            i == 3 ? 1 : 0
        );
        store::testing::travel(world, std::to_string(2 * i) + " hours");
    }
    EXPECT_EQ(world.number("select count(*) from subscriber where disabled <> ''"), 0);
}

// Our address is on a list: no reader is silenced for that, nor by the first one after it.
TEST_F(Delivery, ABareRefusalOfAllOurMailIsAboutUs) {
    const SmtpServer server;
    Mailer one = mailer(server.port());
    write_to({"bare"});
    const auto paused = [&] {
        return world.number("select count(*) from subscriber where paused_until is not null");
    };
    for (int i = 1; i <= 3; ++i) {
        if (i > 1)
            tell(alert("portal_down", "critical", "coordinator"), "fired");
        EXPECT_EQ(pass(one).failed, 1);
        EXPECT_EQ(paused(), 0) << i;
        store::testing::travel(world, std::to_string(2 * i) + " hours");
    }
    EXPECT_EQ(world.number("select count(*) from bounce where kind = 'soft' and forgiven"), 3);
    write_to({"ok"});
    EXPECT_EQ(pass(one).sent, 1);
    EXPECT_EQ(paused(), 0) << "what came before counts for nothing";
    EXPECT_EQ(world.number("select count(*) from subscriber where disabled <> ''"), 0);
}

TEST_F(Delivery, NothingIsTriedForEver) {
    const SmtpServer server;
    write_to({"defer"});
    Mailer one = mailer(server.port());
    std::chrono::hours at{0};
    for (int i = 0; i < 40 && state_of("defer") != "failed"; ++i) {
        pass(one);
        at += std::chrono::hours(4);
        store::testing::travel(world, std::to_string(at.count()) + " hours");
    }
    EXPECT_EQ(state_of("defer"), "failed");
    EXPECT_EQ(
        world.number("select count(*) from delivery_log"),
        static_cast<std::int64_t>(limits::attempts_max)
    );
}

TEST_F(Delivery, TlsThatIsWantedAndNotOfferedIsNoReasonToSpeakInClear) {
    const SmtpServer server;
    options.smtp.security = SmtpSecurity::starttls;
    write_to({"ok"});
    Mailer one = mailer(server.port());
    EXPECT_EQ(pass(one).deferred, 1);
    EXPECT_EQ(server.mails().size(), 0U);
    EXPECT_EQ(state_of("ok"), "queued");
}

TEST_F(Delivery, StarttlsIsVerifiedAndThenAuthenticates) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("moisson-mail-" + moisson::to_string(random_uuid()));
    std::filesystem::create_directory(folder);
    moisson::testing::Wanted wanted;
    wanted.names = "IP:127.0.0.1";
    wanted.authority = true;
    const auto identity = moisson::testing::issue(wanted);
    std::ofstream(folder / "server.pem") << moisson::testing::to_pem(identity) << key_pem(identity);
    {
        const SmtpServer server(
            "--tls '" + (folder / "server.pem").string() + "' --password s3cret"
        );
        write_to({"ok"});
        options.smtp.security = SmtpSecurity::starttls;
        options.smtp.user = "moisson";
        options.smtp.password = "s3cret";
        Mailer stranger = mailer(server.port());
        EXPECT_EQ(pass(stranger).deferred, 1) << "an unknown authority";
        hold_ends();
        options.smtp.ca_file = (folder / "server.pem").string();
        options.smtp.password = "wrong";
        store::testing::travel(world, "1 hour");
        Mailer wrong = mailer(server.port());
        EXPECT_EQ(pass(wrong).deferred, 1);
        EXPECT_EQ(reply_of("ok").find("wrong"), std::string::npos) << "no password in a log";
        EXPECT_EQ(server.mails().size(), 0U);
        options.smtp.password = "s3cret";
        store::testing::travel(world, "2 hours");
        Mailer right = mailer(server.port());
        EXPECT_EQ(pass(right).sent, 1) << reply_of("ok");
        ASSERT_EQ(server.mails().size(), 1U);
        EXPECT_TRUE(server.mails()[0]["tls"].get<bool>());
    }
    std::filesystem::remove_all(folder);
}

// At least once: a crash after 250 sends again, and the reader's software sees the same Message-ID.
TEST_F(Delivery, ACrashBetween250AndTheLogRepeatsTheSameMessageId) {
    const SmtpServer server;
    write_to({"ok"});
    SmtpOptions smtp = options.smtp;
    smtp.host = "127.0.0.1";
    smtp.port = server.port();
    Mailer dies = mailer(server.port(), [smtp](const Outgoing& mail) -> SmtpReply {
        if (send_mail(smtp, mail).outcome != store::DeliveryOutcome::sent)
            throw std::logic_error("not accepted");
        throw std::runtime_error("killed");
    });
    EXPECT_THROW(pass(dies), std::runtime_error);
    EXPECT_EQ(world.number("select count(*) from delivery_log"), 0);
    Mailer next = mailer(server.port());
    EXPECT_EQ(pass(next).sent, 0) << "another worker may still have it";
    hold_ends();
    EXPECT_EQ(pass(next).sent, 1);
    const auto mails = server.mails();
    ASSERT_EQ(mails.size(), 2U);
    EXPECT_EQ(header_of(mails[0], "Message-ID"), header_of(mails[1], "Message-ID"));
}

TEST_F(Delivery, TheDayHasABudget) {
    const SmtpServer server;
    options.per_day = 2;
    write_to({"a", "b", "c"});
    Mailer one = mailer(server.port());
    EXPECT_EQ(pass(one).sent, 2);
    EXPECT_EQ(pass(one).sent, 0);
    store::testing::travel(world, "25 hours");
    EXPECT_EQ(pass(one).sent, 1);
}

TEST_F(Delivery, BouncesComeBackToTheRightPerson) {
    const SmtpServer server;
    write_to({"a", "b", "c"});
    Mailer one = mailer(server.port());
    ASSERT_EQ(pass(one).sent, 3);
    const Links* links = await(desk.links()).value();
    // About the last one to that person.
    const auto bounce = [&](const std::string& local, const std::string& status) {
        auto mails = server.mails();
        std::reverse(mails.begin(), mails.end());
        for (const auto& mail : mails) {
            if (mail["to"][0] != local + "@exemple.bf")
                continue;
            const auto report = read_bounce(
                "Action: failed\nStatus: " + status + "\nDiagnostic-Code: smtp; x\n",
                mail["from"].get<std::string>(),
                links->sealer()
            );
            return await(store::record_bounce(
                             world.database,
                             report.value().message,
                             report->kind,
                             report->status,
                             report->detail,
                             store::BounceLimits()
                         ))
                .value();
        }
        throw std::logic_error("nobody");
    };
    EXPECT_EQ(bounce("a", "5.1.1"), store::BounceEffect::disabled);
    EXPECT_EQ(world.text("select address from subscriber where disabled <> ''"), "a@exemple.bf");
    EXPECT_EQ(bounce("b", "4.2.2"), store::BounceEffect::recorded);
    EXPECT_EQ(bounce("b", "5.4.4"), store::BounceEffect::recorded);
    EXPECT_EQ(bounce("b", "4.2.2"), store::BounceEffect::recorded) << "of one message, one";
    // Our server takes the next ones: that is no word of the mailbox's.
    for (const int hours : {2, 4}) {
        store::testing::travel(world, std::to_string(hours) + " hours");
        tell(alert("portal_down", "critical", "coordinator"), "fired");
        ASSERT_EQ(pass(one).sent, 2);
        const auto effect = bounce("b", "4.2.2");
        EXPECT_EQ(effect, hours == 4 ? store::BounceEffect::paused : store::BounceEffect::recorded);
    }
    EXPECT_EQ(
        world.text("select address from subscriber where paused_until between moisson.now() + "
                   "interval '6 days' and moisson.now() + interval '8 days'"),
        "b@exemple.bf"
    );
    store::testing::travel(world, "3 days");
    EXPECT_EQ(bounce("b", "4.2.2"), store::BounceEffect::recorded) << "that lengthens no pause";
    // What leaves after the pause and comes back to nobody for days forgives them.
    store::testing::travel(world, "8 days");
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    ASSERT_EQ(pass(one).sent, 2);
    const char* const counted = "select count(*) from bounce where kind = 'soft' and not forgiven";
    EXPECT_EQ(world.number(counted), 3);
    store::testing::travel(world, "14 days");
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    ASSERT_EQ(pass(one).sent, 2);
    EXPECT_EQ(world.number(counted), 0);
    const auto complaint = read_bounce(
        "Feedback-Type: abuse\n",
        server.mails().back()["from"].get<std::string>(),
        links->sealer()
    );
    EXPECT_EQ(complaint.value().kind, store::BounceKind::complaint);
}

TEST_F(Delivery, AComplaintEndsEverythingForEver) {
    const SmtpServer server;
    write_to({"a"});
    Mailer one = mailer(server.port());
    ASSERT_EQ(pass(one).sent, 1);
    EXPECT_EQ(
        await(store::record_bounce(
                  world.database,
                  messages()[0].id,
                  store::BounceKind::complaint,
                  "",
                  "",
                  store::BounceLimits()
              ))
            .value(),
        store::BounceEffect::suppressed
    );
    store::GrantRequest again;
    again.address = "a@exemple.bf";
    again.by = "test";
    EXPECT_EQ(
        await(store::grant_subscription(world.database, again)).error().code,
        Code::invalid_argument
    );
}

} // namespace
} // namespace moisson::notify::testing
