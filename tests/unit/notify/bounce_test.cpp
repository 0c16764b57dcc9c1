// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "builders.hpp"
#include "notify/bounce.hpp"

#include <gtest/gtest.h>

namespace moisson::notify::testing {
namespace {

std::string report(const std::string& path, const std::string& status, const std::string& action) {
    return "From: MAILER-DAEMON@mx.example\r\nTo: " + path +
           "\r\nContent-Type: multipart/report; report-type=delivery-status\r\n\r\n--b\r\n"
           "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
           "Final-Recipient: rfc822; awa@exemple.bf\r\nAction: " +
           action + "\r\nStatus: " + status + "\r\nDiagnostic-Code: smtp; 550 " + status +
           " unknown user\r\n\r\n--b--\r\n";
}

TEST(Bounce, StatusesTellHardFromSoft) {
    const Links all = links();
    const std::string path = return_path("rebonds@moisson.example", 9, all.sealer());
    const auto kind = [&](const std::string& status, const std::string& action) {
        const auto read = read_bounce(report(path, status, action), "", all.sealer());
        return read ? std::optional(read->kind) : std::nullopt;
    };
    EXPECT_EQ(kind("5.1.1", "failed"), store::BounceKind::hard);
    EXPECT_EQ(kind("4.2.2", "failed"), store::BounceKind::soft);
    EXPECT_EQ(kind("5.4.4", "failed"), store::BounceKind::soft) << "a name that does not resolve";
    EXPECT_EQ(kind("4.4.1", "delayed"), store::BounceKind::soft);
    for (const char* const about_us : {"5.7.1", "5.7.26", "5.1.7", "5.1.8"})
        EXPECT_EQ(kind(about_us, "failed"), store::BounceKind::soft) << about_us;
    EXPECT_EQ(kind("5.2.1", "failed"), store::BounceKind::hard);
    EXPECT_EQ(kind("2.0.0", "delivered"), std::nullopt);
    const auto read = read_bounce(report(path, "5.1.1", "failed"), "", all.sealer());
    EXPECT_EQ(read->message, 9);
    EXPECT_EQ(read->status, "5.1.1");
    EXPECT_EQ(read->detail, "smtp; 550 5.1.1 unknown user");
}

TEST(Bounce, TheStatusOfAMailboxIsNotThatOfTheReport) {
    const Links all = links();
    const std::string path = return_path("rebonds@moisson.example", 9, all.sealer());
    const std::string kept = "Status: RO\r\nStatus: 2 jours\r\n";
    const auto read = read_bounce(kept + report(path, "5.1.1", "failed"), "", all.sealer());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->status, "5.1.1");
    EXPECT_EQ(read->kind, store::BounceKind::hard);
    EXPECT_FALSE(read_bounce(kept + "To: " + path + "\r\n\r\nEn congé.", "", all.sealer()));
}

TEST(Bounce, TheRecipientOfThePipeCounts) {
    const Links all = links();
    const std::string path = return_path("rebonds@moisson.example", 9, all.sealer());
    EXPECT_TRUE(read_bounce(report("x@y.example", "5.1.1", "failed"), path, all.sealer()));
    EXPECT_FALSE(read_bounce(report("x@y.example", "5.1.1", "failed"), "x@y.example", all.sealer())
    );
}

TEST(Bounce, NobodyElseCanDisableAnAddress) {
    const Links all = links();
    std::string forged = return_path("rebonds@moisson.example", 9, all.sealer());
    forged[forged.find('-') + 1] = forged[forged.find('-') + 1] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(read_bounce(report(forged, "5.1.1", "failed"), forged, all.sealer()));
    EXPECT_FALSE(read_bounce("", "", all.sealer()));
    EXPECT_FALSE(read_bounce(std::string(3'000'000, '+'), "", all.sealer()));
}

TEST(Bounce, AStatusIsNothingButThat) {
    const Links all = links();
    const std::string path = return_path("rebonds@moisson.example", 9, all.sealer());
    const auto read = read_bounce(report(path, "5.4.4 (\xE9)", "failed"), "", all.sealer());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->status, "5.4.4") << "PostgreSQL takes no broken text";
    EXPECT_EQ(read->kind, store::BounceKind::soft);
}

TEST(Bounce, WhoWritesUnsubscribeToTheReturnPathLeaves) {
    const Links all = links();
    const std::string path = return_path("rebonds@moisson.example", 9, all.sealer());
    const auto leaves = [&](const std::string& head, const std::string& recipient) {
        const std::string mail = "From: awa@exemple.bf\r\n" + head + "\r\n\r\nbonjour";
        return read_unsubscribe(mail, recipient, all.sealer());
    };
    EXPECT_EQ(leaves("Subject: unsubscribe", path), 9);
    EXPECT_EQ(leaves("To: <" + path + ">\r\nSubject: UNSUBSCRIBE ", "x@y.example"), 9);
    EXPECT_EQ(leaves("Subject: unsubscribe\r\nAuto-Submitted: no", path), 9);
    EXPECT_EQ(leaves("Subject: unsubscribe\r\nAuto-Submitted: auto-replied", path), std::nullopt);
    EXPECT_EQ(leaves("Subject: Re: unsubscribe", path), std::nullopt);
    EXPECT_EQ(leaves("Subject: unsubscribe", "rebonds@moisson.example"), std::nullopt);
    EXPECT_EQ(leaves("X: y\r\n\r\nSubject: unsubscribe", path), std::nullopt) << "quoted";
}

TEST(Bounce, AComplaintIsItsOwnKind) {
    const Links all = links();
    const std::string path = return_path("rebonds@moisson.example", 9, all.sealer());
    const auto read = read_bounce(
        "Content-Type: multipart/report; report-type=feedback-report\n\nFeedback-Type: abuse\n"
        "User-Agent: x\nOriginal-Mail-From: <" +
            path + ">\n",
        "",
        all.sealer()
    );
    ASSERT_TRUE(read);
    EXPECT_EQ(read->kind, store::BounceKind::complaint);
}

} // namespace
} // namespace moisson::notify::testing
