// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "builders.hpp"
#include "notify/webhook.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::notify::testing {
namespace {

using namespace std::chrono_literals;

// The example of the Standard Webhooks specification.
TEST(Webhook, SignaturesAreThoseOfTheSpecification) {
    const auto secret = from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    EXPECT_EQ(
        webhook_signature(
            {secret.value()},
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            "{\"test\": 2432232314}"
        ),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
    EXPECT_EQ(
        webhook_signature({"new", "old"}, "a", 1, "b").find(" v1,"),
        webhook_signature({"new"}, "a", 1, "b").size()
    ) << "both, during a rotation";
    EXPECT_TRUE(webhook_secret_text(new_webhook_secret()).starts_with("whsec_"));
}

store::WebhookEvent an_event() {
    store::WebhookEvent event;
    event.id = 42;
    event.event = "fired";
    event.at = event.since = at("2026-11-24T07:00:00Z");
    event.kind = "portal_down";
    event.severity = "critical";
    event.subject = "urn:moisson:portal:bf";
    event.portal = "bf";
    event.portal_title = "Portail \"bf\"";
    event.countries = {"BF"};
    return event;
}

TEST(Webhook, BodiesAreCloudEventsAndThin) {
    const store::WebhookBody body =
        webhook_body(an_event(), routes::PublicUrl("https://moisson.example"));
    const auto json = nlohmann::json::parse(body.body);
    EXPECT_EQ(json["specversion"], "1.0");
    EXPECT_EQ(json["id"], "evt_42");
    EXPECT_EQ(body.message_id, "evt_42");
    EXPECT_EQ(json["type"], "moisson.portal.down");
    EXPECT_EQ(json["source"], "https://moisson.example/");
    EXPECT_EQ(json["subject"], "urn:moisson:portal:bf");
    EXPECT_EQ(json["timestamp"], "2026-11-24T07:00:00Z");
    EXPECT_EQ(json["data"]["url"], "https://moisson.example/portails/bf");
    store::WebhookEvent huge = an_event();
    huge.portal_title = std::string(50'000, 'x');
    EXPECT_LE(
        webhook_body(huge, routes::PublicUrl("https://moisson.example")).body.size(),
        limits::webhook_bytes_max
    );
    EXPECT_EQ(webhook_type("links_broken", "resolved"), "moisson.link.recovered");
    EXPECT_EQ(webhook_type("storm", "resolved"), "moisson.storm.resolved");
}

TEST(Webhook, AnswersAreJudged) {
    store::WebhookDelivery delivery;
    delivery.attempts = 1;
    const auto judge = [&](int status, const net::Headers& headers = {}) {
        net::Response response;
        response.status = status;
        response.headers = headers;
        return judge_webhook(delivery, response, 0.0);
    };
    EXPECT_TRUE(judge(204).sent);
    EXPECT_EQ(judge(302).retry_after, 5s) << "a redirect is no success";
    EXPECT_EQ(judge(500).retry_after, 5s);
    EXPECT_EQ(judge(429, {{"Retry-After", "120"}}).retry_after, 120s);
    EXPECT_EQ(judge(503, {{"Retry-After", "9999999"}}).retry_after, 24h);
    EXPECT_EQ(judge(410).disable, "410 Gone");
    EXPECT_FALSE(judge(410).retry_after);
    delivery.attempts = 10;
    EXPECT_FALSE(judge(500).retry_after);
    EXPECT_NE(judge(500).disable, "") << "after about 75 hours";
    const store::WebhookResult failed =
        judge_webhook(delivery, Error(Code::ssrf_blocked, "private"), 0.0);
    EXPECT_FALSE(failed.sent);
    EXPECT_EQ(failed.error, "SSRF_BLOCKED private");
}

TEST(Webhook, ItsOwnerReadsWhyItEndedInFrench) {
    store::WebhookDelivery last;
    last.attempts = 10;
    const auto text_of = [&](const Result<net::Response>& answer) {
        const store::WebhookResult result = judge_webhook(last, answer, 0.0);
        std::string text =
            compose_webhook_end(last, result, routes::PublicUrl("https://m.example"), "M").plain;
        std::replace(text.begin(), text.end(), '\n', ' ');
        return spaced(text);
    };
    const std::string refused = text_of(Error(Code::ssrf_blocked, "webhook address"));
    EXPECT_NE(refused.find("l’adresse du webhook n’est pas permise (SSRF_BLOCKED)"), refused.npos)
        << refused;
    EXPECT_EQ(refused.find("webhook address"), refused.npos);
    const std::string unknown = text_of(Error(Code::dns_nxdomain));
    EXPECT_NE(unknown.find("(DNS_NXDOMAIN)"), unknown.npos) << unknown;
    net::Response busy;
    busy.status = 503;
    EXPECT_NE(text_of(busy).find("Dernière réponse : HTTP 503."), std::string::npos);
}

TEST(Webhook, TheScheduleLastsThreeDays) {
    std::chrono::seconds sum{0};
    int attempts = 1;
    while (const auto pause = webhook_retry(attempts, 0.0)) {
        sum += *pause;
        ++attempts;
    }
    EXPECT_EQ(attempts, 10);
    EXPECT_EQ(sum, 5s + 5min + 30min + 2h + 5h + 10h + 14h + 20h + 24h);
    EXPECT_EQ(webhook_retry(2, 0.5), 5min + 15s);
}

TEST(Webhook, HttpsUnlessTheOperatorSaysSo) {
    EXPECT_EQ(check_webhook_url("https://a.example/x", false), "");
    EXPECT_NE(check_webhook_url("http://a.example/x", false), "");
    EXPECT_EQ(check_webhook_url("http://a.example/x", true), "");
    EXPECT_NE(check_webhook_url("ftp://a.example/x", true), "");
}

} // namespace
} // namespace moisson::notify::testing
