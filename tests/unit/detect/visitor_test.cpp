// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A visit is polite whatever the site does.
#include "detect/detector.hpp"
#include "detect/visitor.hpp"
#include "support/fake_http_client.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::detect {
namespace {

using testing::FakeHttpClient;
using testing::http_error;
using testing::ManualClock;
using testing::ok;
using testing::run_coro;

net::Response page(const net::Request& request, std::string body) {
    net::Response response = ok(std::move(body));
    response.url = request.url;
    return response;
}

Detection look(FakeHttpClient& site, const std::string& address, VisitOptions options = {}) {
    static const kit::Registry empty;
    ManualClock clock;
    DetectorParts parts;
    parts.http = &site;
    parts.timers = &clock;
    parts.registry = &empty;
    return run_coro(detect(parts, address, options));
}

TEST(Visitor, AsksNoAddressTwice) {
    FakeHttpClient site([](const net::Request& request) { return page(request, "bonjour"); });
    ManualClock clock;
    Visitor visitor(site, clock, VisitOptions());
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(run_coro(visitor.get_api("https://a.tg/x"))->body, "bonjour");
    EXPECT_EQ(visitor.requests(), 1);
    EXPECT_EQ(site.urls.size(), 1U);
}

TEST(Visitor, LeavesADeadHostAlone) {
    FakeHttpClient site([](const net::Request&) { return Error(Code::dns_nxdomain, "a.tg"); });
    ManualClock clock;
    Visitor visitor(site, clock, VisitOptions());
    for (const char* url : {"https://a.tg/1", "https://a.tg/2", "https://a.tg/3"})
        EXPECT_EQ(run_coro(visitor.get_api(url)).error().code, Code::dns_nxdomain);
    EXPECT_EQ(site.urls.size(), 1U);
}

TEST(Visitor, StopsAfterThreeRefusalsAndTwoSilences) {
    for (const auto& [code, asked] :
         {std::pair{Code::blocked_waf, 3U}, std::pair{Code::timeout_first_byte, 2U}}) {
        const Error error(code, "403");
        FakeHttpClient site([&error](const net::Request&) { return error; });
        ManualClock clock;
        Visitor visitor(site, clock, VisitOptions());
        for (int i = 0; i < 10; ++i)
            run_coro(visitor.get_api("https://a.tg/" + std::to_string(i))).has_error();
        EXPECT_EQ(site.urls.size(), asked) << to_string(code);
    }
}

TEST(Visitor, KeepsItsBoundOfRequestsAndTime) {
    FakeHttpClient site([](const net::Request& request) { return page(request, "{}"); });
    ManualClock clock;
    VisitOptions options;
    options.requests_max = 4;
    Visitor few(site, clock, options);
    for (int i = 0; i < 10; ++i)
        run_coro(few.get_api("https://a.tg/" + std::to_string(i))).has_error();
    EXPECT_EQ(site.urls.size(), 4U);
    EXPECT_EQ(run_coro(few.get_api("https://a.tg/z")).error().code, Code::limit_reached);
    Visitor late(site, clock, VisitOptions());
    clock.set_forward(VisitOptions().time_max);
    EXPECT_EQ(run_coro(late.get_api("https://a.tg/y")).error().code, Code::limit_reached);
    EXPECT_EQ(site.urls.size(), 4U);
}

TEST(Visitor, ObeysRobotsForPagesAndTakesItsTime) {
    double rate = 0;
    FakeHttpClient site([&rate](const net::Request& request) {
        rate = request.policy.rate;
        const bool robots = request.url.ends_with("/robots.txt");
        return page(request, robots ? "User-agent: *\nDisallow: /prive\nCrawl-delay: 4\n" : "page");
    });
    ManualClock clock;
    Visitor visitor(site, clock, VisitOptions());
    EXPECT_TRUE(run_coro(visitor.get_document("https://a.tg/")).has_value());
    EXPECT_DOUBLE_EQ(rate, 0.25);
    EXPECT_EQ(
        run_coro(visitor.get_document("https://a.tg/prive/x")).error().code,
        Code::robots_denied
    );
    EXPECT_FALSE(visitor.robots_allows("https://a.tg/prive/x"));
    // robots.txt and the page; nothing was asked of what is forbidden.
    EXPECT_EQ(site.urls.size(), 2U);
}

TEST(Visitor, NamesACertificateFaultAndLooksBehindIt) {
    FakeHttpClient site([](const net::Request& request) -> Result<net::Response> {
        if (request.policy.verify_tls)
            return Error(Code::tls_incomplete_chain, "a.tg");
        return page(request, "derrière");
    });
    ManualClock clock;
    Visitor visitor(site, clock, VisitOptions());
    EXPECT_EQ(run_coro(visitor.get_api("https://a.tg/"))->body, "derrière");
    EXPECT_EQ(visitor.tls().fault, Code::tls_incomplete_chain);
    // A configured source keeps its own word on TLS.
    VisitOptions configured;
    configured.keep_policy = true;
    Visitor strict(site, clock, configured);
    EXPECT_EQ(run_coro(strict.get_api("https://a.tg/")).error().code, Code::tls_incomplete_chain);
}

TEST(Detection, SaysWhyADeadNameIsDead) {
    FakeHttpClient site([](const net::Request&) { return Error(Code::dns_nxdomain, "a.bf"); });
    const Detection detection = look(site, "data.exemple.bf");
    EXPECT_EQ(detection.verdict, Verdict::unreachable);
    EXPECT_EQ(detection.error->code, Code::dns_nxdomain);
    // With and without "www.", and without TLS; nothing else.
    EXPECT_EQ(detection.requests, 3);
}

TEST(Detection, FindsTheOtherFrontDoor) {
    FakeHttpClient site([](const net::Request& request) -> Result<net::Response> {
        if (request.url.starts_with("https://www."))
            return Error(Code::dns_nxdomain, "www");
        if (request.url.find("/server/api") != std::string::npos)
            return page(request, R"({"dspaceName":"Archives","dspaceVersion":"DSpace 7.6"})");
        return http_error(Code::http_4xx, 404);
    });
    const Detection detection = look(site, "https://www.donnees.exemple.ci");
    EXPECT_EQ(detection.home, "https://donnees.exemple.ci/");
    EXPECT_EQ(detection.verdict, Verdict::recognised);
    EXPECT_EQ(detection.label, "DSpace");
    EXPECT_EQ(detection.version, "DSpace 7.6");
}

TEST(Detection, TriesPlainHttpOnTheSamePortWhenNoSchemeWasGiven) {
    FakeHttpClient site([](const net::Request& request) -> Result<net::Response> {
        if (request.url.starts_with("https:"))
            return Error(Code::tls_handshake, "plain");
        return http_error(Code::http_4xx, 404);
    });
    const Detection detection = look(site, "donnees.exemple.td:8080/geo");
    EXPECT_EQ(detection.home, "http://donnees.exemple.td:8080/geo");
    EXPECT_EQ(detection.verdict, Verdict::nothing);
}

TEST(Detection, NamesASoftwareThatNothingReads) {
    FakeHttpClient site([](const net::Request& request) -> Result<net::Response> {
        if (request.url.ends_with(".tg/"))
            return page(request, "<html><title>SDG</title><script src=open-sdg.js>Open SDG</html>");
        return http_error(Code::http_4xx, 404);
    });
    const Detection detection = look(site, "https://odd.exemple.tg");
    EXPECT_EQ(detection.verdict, Verdict::recognised);
    EXPECT_EQ(detection.software, "opensdg");
    EXPECT_EQ(detection.title, "SDG");
    EXPECT_TRUE(detection.source_url.empty());
}

TEST(Detection, IsBoundedOnASiteThatAnswersAPageToEverything) {
    FakeHttpClient site([](const net::Request& request) {
        return page(request, "<!doctype html><html><body>Bienvenue</body></html>");
    });
    const Detection detection = look(site, "https://data.exemple.bf/a/b/c");
    EXPECT_EQ(detection.verdict, Verdict::nothing);
    EXPECT_TRUE(detection.page_everywhere);
    EXPECT_LE(detection.requests, VisitOptions().requests_max);
    const std::vector<std::string>& urls = site.urls;
    for (const std::string& url : urls)
        EXPECT_EQ(std::count(urls.begin(), urls.end(), url), 1) << url;
}

TEST(Detection, RefusesAddressesThatAreNone) {
    FakeHttpClient site([](const net::Request&) { return Error(Code::internal_error); });
    for (const char* address : {"", "ftp://a.tg", "https://"}) {
        const Detection detection = look(site, address);
        EXPECT_EQ(detection.verdict, Verdict::unreachable) << address;
        EXPECT_TRUE(detection.error) << address;
        EXPECT_EQ(detection.requests, 0) << address;
    }
}

} // namespace
} // namespace moisson::detect
