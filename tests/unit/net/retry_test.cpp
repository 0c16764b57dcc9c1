// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Retry-After, retry decisions, challenge pages, redirect rules, proxy settings.
#include "net/challenge.hpp"
#include "net/make_http_client.hpp"
#include "net/proxy.hpp"
#include "net/redirect.hpp"
#include "net/retry.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace moisson::net {

namespace {

using std::chrono::seconds;

const Instant now = *from_iso8601("2026-11-23T08:00:00Z");

WebAddress address(const std::string& url) {
    return *parse_web_address(url);
}

Answer redirect_to(const std::string& location) {
    Answer answer;
    answer.status = 302;
    answer.headers.emplace_back("Location", location);
    return answer;
}

} // namespace

TEST(RetryAfter, ReadsSecondsAndDates) {
    EXPECT_EQ(parse_retry_after("120", now), seconds(120));
    EXPECT_EQ(parse_retry_after(" 7 ", now), seconds(7));
    EXPECT_EQ(parse_retry_after("1.5", now), seconds(1));
    EXPECT_EQ(parse_retry_after("Mon, 23 Nov 2026 08:01:30 GMT", now), seconds(90));
    EXPECT_EQ(parse_retry_after("Mon, 23 Nov 2026 07:00:00 GMT", now), seconds(0));
    EXPECT_EQ(parse_retry_after("-5", now), seconds(0));
    EXPECT_EQ(parse_retry_after("99999999999999999999", now), seconds(366 * 86'400));
    EXPECT_EQ(parse_retry_after("", now), std::nullopt);
    EXPECT_EQ(parse_retry_after("soon", now), std::nullopt);
}

TEST(Retry, DecidesByStatusAndCode) {
    for (const int status : {408, 429, 500, 502, 503, 504})
        EXPECT_TRUE(is_retryable_status(status)) << status;
    for (const int status : {400, 401, 403, 404, 409, 410, 501})
        EXPECT_FALSE(is_retryable_status(status)) << status;
    EXPECT_TRUE(is_retryable(Code::connect_reset));
    EXPECT_TRUE(is_retryable(Code::local_resources));
    EXPECT_FALSE(is_retryable(Code::tls_expired));
    EXPECT_FALSE(is_retryable(Code::ssrf_blocked));
    EXPECT_FALSE(is_retryable(Code::too_large));
    EXPECT_FALSE(is_retryable(Code::dns_nxdomain));
    EXPECT_TRUE(is_idempotent("GET"));
    EXPECT_FALSE(is_idempotent("POST"));
}

TEST(Challenge, IsRecognisedByHeaderOrPage) {
    const Headers html{{"Content-Type", "text/html; charset=UTF-8"}};
    const Headers mitigated{{"CF-Mitigated", "challenge"}};
    EXPECT_TRUE(is_challenge(403, mitigated, ""));
    EXPECT_TRUE(is_challenge(503, html, "<title>Just a moment...</title>"));
    EXPECT_FALSE(is_challenge(200, mitigated, ""));
    EXPECT_FALSE(is_challenge(403, html, "<h1>Forbidden</h1>"));
    EXPECT_FALSE(is_challenge(403, {{"Content-Type", "application/json"}}, "just a moment..."));
}

TEST(RedirectTrail, FindsLoopsAndCounts) {
    RedirectTrail trail(address("http://a.org/0"));
    WebAddress at = address("http://a.org/0");
    for (int i = 1; i <= limits::redirects; ++i) {
        const auto next = trail.next(at, redirect_to("/" + std::to_string(i)));
        ASSERT_TRUE(next.has_value());
        at = *next;
    }
    EXPECT_EQ(trail.next(at, redirect_to("/0")).error().code, Code::redirect_loop);
    EXPECT_EQ(trail.next(at, redirect_to("/more")).error().code, Code::redirect_too_many);
}

TEST(RedirectTrail, RefusesOtherSchemes) {
    RedirectTrail trail(address("http://a.org/"));
    for (const char* location : {"file:///etc/passwd", "gopher://a.org/", "data:text/html,x"})
        EXPECT_EQ(
            trail.next(address("http://a.org/"), redirect_to(location)).error().code,
            Code::ssrf_blocked
        ) << location;
}

TEST(Redirect, LeavesCredentialsAtTheirOrigin) {
    Request request("https://a.org/");
    request.policy.headers = {{"X-CKAN-API-Key", "k"}};
    request.headers = {{"Authorization", "Bearer x"}, {"Accept", "application/json"}};
    Request same = request;
    adapt_to_redirect(same, 302, address("https://a.org/"), address("https://a.org/x"));
    EXPECT_EQ(same.policy.headers.size(), 1U);
    EXPECT_EQ(same.headers.size(), 2U);
    adapt_to_redirect(request, 302, address("https://a.org/"), address("http://a.org/"));
    EXPECT_TRUE(request.policy.headers.empty());
    EXPECT_EQ(request.headers, (Headers{{"Accept", "application/json"}}));
}

TEST(Redirect, TurnsPostIntoGetWhereItShould) {
    const WebAddress here = address("https://a.org/");
    for (const int status : {301, 302, 303}) {
        Request request("https://a.org/");
        request.method = "POST";
        request.body = "{}";
        adapt_to_redirect(request, status, here, here);
        EXPECT_EQ(request.method, "GET");
        EXPECT_TRUE(request.body.empty());
    }
    Request kept("https://a.org/");
    kept.method = "POST";
    kept.body = "{}";
    adapt_to_redirect(kept, 307, here, here);
    EXPECT_EQ(kept.method, "POST");
    EXPECT_EQ(kept.body, "{}");
}

TEST(Proxy, IsReadFromItsAddress) {
    const auto proxy = parse_proxy("http://user:p%40ss@proxy.example.org:8080");
    ASSERT_TRUE(proxy.has_value());
    EXPECT_EQ(proxy->host, "proxy.example.org");
    EXPECT_EQ(proxy->port, 8080);
    EXPECT_EQ(proxy->authorization, "Basic dXNlcjpwQHNz");
    EXPECT_FALSE(parse_proxy("").has_value());
    EXPECT_THROW(parse_proxy("socks5://x"), std::invalid_argument);
}

TEST(Proxy, IsBypassedForTheListed) {
    const std::vector<std::string> list{"example.org", ".gouv.ci"};
    EXPECT_TRUE(bypasses_proxy("example.org", list));
    EXPECT_TRUE(bypasses_proxy("www.example.org", list));
    EXPECT_TRUE(bypasses_proxy("data.gouv.ci", list));
    EXPECT_FALSE(bypasses_proxy("badexample.org", list));
    EXPECT_TRUE(bypasses_proxy("anything", {"*"}));
}

TEST(RetryAfter, IsReadFromWhatTheClientSays) {
    EXPECT_EQ(
        asked_pause(Error(Code::rate_limited, "429 seconds=3500")),
        std::chrono::seconds(3'500)
    );
    EXPECT_EQ(
        asked_pause(Error(Code::rate_limited, "host paused, seconds=90")),
        std::chrono::seconds(90)
    );
    EXPECT_FALSE(asked_pause(Error(Code::rate_limited, "429")));
    EXPECT_FALSE(asked_pause(Error(Code::rate_limited, "seconds=soon")));
    EXPECT_FALSE(asked_pause(Error(Code::http_5xx, "503 seconds=90")));
}

TEST(UserAgent, SaysWhoWeAreAndWhomToAsk) {
    EXPECT_EQ(
        user_agent("0.1.0", "https://exemple.org/robot", "contact@exemple.org"),
        "Moisson/0.1.0 (+https://exemple.org/robot; contact@exemple.org)"
    );
    EXPECT_EQ(
        user_agent("0.1.0", "https://exemple.org/robot", ""),
        "Moisson/0.1.0 (+https://exemple.org/robot)"
    );
}

} // namespace moisson::net
