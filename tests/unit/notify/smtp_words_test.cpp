// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Addresses we write to, and what a server's answer means.
#include "notify/smtp.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace moisson::notify {
namespace {

using store::DeliveryOutcome;

TEST(Address, IsMadeOneWay) {
    EXPECT_EQ(normal_address(" Awa.Diop+x@Exemple.SN "), "awa.diop+x@exemple.sn");
    EXPECT_EQ(normal_address("awa@1.exemple.xn--p1ai"), "awa@1.exemple.xn--p1ai");
    for (const char* bad :
         {"",
          "awa",
          "@exemple.sn",
          "awa@",
          "awa@sn",
          "a wa@exemple.sn",
          "awa@exemple..sn",
          "awa@-exemple.sn",
          "awa@exemple.sn\r\nBcc: x@y.z",
          "awa@a@exemple.sn",
          ".awa@exemple.sn",
          "a..b@exemple.sn",
          "<awa@exemple.sn>",
          "awa@exemple.sn,x@y.z",
          "é@exemple.sn",
          "awa@127.0.0.1",
          "awa@exemple.123",
          "awa@0x7f.0x1",
          "awa@[127.0.0.1]",
          "awa@[IPv6:::1]"})
        EXPECT_FALSE(normal_address(bad)) << bad;
}

TEST(Lines, OfAMailEndWithBoth) {
    EXPECT_EQ(with_mail_line_ends("a\n\nb\r\nc\n"), "a\r\n\r\nb\r\nc\r\n");
    EXPECT_EQ(with_mail_line_ends(""), "");
}

TEST(Reply, OnlyARefusalOfTheMessageIsFinal) {
    struct Case {
        bool accepted;
        int code;
        const char* stage;
        const char* text;
        DeliveryOutcome outcome;
        std::optional<store::BounceKind> bounce;
    };
    constexpr auto none = std::nullopt;
    constexpr auto hard = store::BounceKind::hard;
    constexpr auto soft = store::BounceKind::soft;
    const Case cases[] = {
        {true, 250, "DATA", "250 ok", DeliveryOutcome::sent, none},
        {false, 0, "", "connection refused", DeliveryOutcome::deferred, none},
        {false, 554, "", "554 go away", DeliveryOutcome::deferred, none},
        {false, 535, "", "535 5.7.8 bad password", DeliveryOutcome::deferred, none},
        {false, 451, "RCPT", "451 4.7.1 greylisted", DeliveryOutcome::deferred, none},
        {false, 550, "RCPT", "550 5.1.1 no such user", DeliveryOutcome::failed, hard},
        {false, 550, "RCPT", "550 go away", DeliveryOutcome::failed, soft},
        {false, 550, "RCPT", "550 5.7.1 blocked by policy", DeliveryOutcome::failed, none},
        {false, 550, "RCPT", "550 5.4.4 no route", DeliveryOutcome::deferred, none},
        {false, 554, "DATA", "554 5.6.0 not like this", DeliveryOutcome::failed, none},
        {false, 550, "MAIL", "550 5.1.8 sender", DeliveryOutcome::failed, none},
        {false, 421, "DATA", "421 closing", DeliveryOutcome::deferred, none},
        {false, 550, "DATA", "550 go away", DeliveryOutcome::failed, none},
        {false, 554, "RCPT", "554 relay access denied", DeliveryOutcome::failed, none},
        {false, 550, "RCPT", "550 5.2.1 disabled", DeliveryOutcome::failed, hard},
        {false, 550, "RCPT", "550 5.1.8 who is the sender", DeliveryOutcome::failed, none},
    };
    for (const Case& one : cases) {
        const SmtpReply reply = judge_reply(one.accepted, one.code, one.stage, one.text);
        EXPECT_EQ(reply.outcome, one.outcome) << one.text;
        EXPECT_EQ(reply.bounce, one.bounce) << one.text;
    }
}

} // namespace
} // namespace moisson::notify
