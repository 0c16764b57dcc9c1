// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The full crawl against portals made of a function: paging, caps, lies, bisection.
#include "kit/paging.hpp"
#include "portal.hpp"
#include "support/run_coro.hpp"
#include "udata/api.hpp"
#include "udata/connector.hpp"

#include <gtest/gtest.h>

namespace moisson::udata {
namespace {

using testing::FakeHttpClient;
using testing::run_coro;

constexpr const char* site = "https://udata.example/";

TEST(UdataConnector, ReadsEveryPageInOrderOfCreationAndFollowsNoLink) {
    FakeHttpClient http{FakeUdata{}};
    const Crawl got = crawl(http, source_at(site));
    EXPECT_FALSE(got.error);
    EXPECT_EQ(got.ids.size(), 250U);
    EXPECT_EQ(got.pages, 3);
    for (const std::string& url : http.urls) {
        EXPECT_TRUE(url.starts_with("https://udata.example/api/1/datasets/?page=")) << url;
        EXPECT_EQ(testing::parameter(url, "sort"), "created");
    }
}

TEST(UdataConnector, FindsTheApiBelowThePathAtTheRootAndBehindPastedAddresses) {
    for (const char* url :
         {"https://udata.example/fr/",
          "https://udata.example/fr/datasets/?q=x",
          "https://udata.example/api/2/datasets/",
          "https://udata.example/api/1/"}) {
        FakeHttpClient http{FakeUdata{}};
        EXPECT_EQ(crawl(http, source_at(url)).ids.size(), 250U) << url;
    }
}

TEST(UdataConnector, TakesTheCapOfTheServerSaidOrSilent) {
    for (const bool silent : {false, true}) {
        FakeUdata portal;
        portal.page_size_max = 20;
        portal.silent_cap = silent;
        FakeHttpClient http{portal};
        const Crawl got = crawl(http, source_at(site));
        EXPECT_FALSE(got.error);
        EXPECT_EQ(got.ids.size(), 250U) << silent;
        EXPECT_EQ(got.received, 250);
    }
}

TEST(UdataConnector, ATotalThatIsTooSmallHidesNothing) {
    FakeUdata portal;
    portal.told = 120;
    FakeHttpClient http{portal};
    EXPECT_EQ(crawl(http, source_at(site, 50)).ids.size(), 250U);
}

TEST(UdataConnector, ATotalThatIsTooLargeEndsWithTheList) {
    FakeUdata portal;
    portal.told = 400;
    FakeHttpClient http{portal};
    const Crawl got = crawl(http, source_at(site, 50));
    EXPECT_FALSE(got.error);
    EXPECT_EQ(got.ids.size(), 250U);
}

TEST(UdataConnector, RecordsDroppedAfterCountingHideNoOther) {
    FakeUdata portal;
    portal.hidden = 30;
    FakeHttpClient http{portal};
    const Crawl got = crawl(http, source_at(site, 50));
    EXPECT_FALSE(got.error);
    EXPECT_EQ(got.ids.size(), 220U);
}

TEST(UdataConnector, APoisonedRecordOfASmallPortalCostsOnlyItself) {
    FakeUdata portal;
    portal.size = 30;
    portal.poison = 3;
    FakeHttpClient http{portal};
    const Crawl got = crawl(http, source_at(site));
    EXPECT_FALSE(got.error);
    EXPECT_EQ(got.ids.size(), 29U);
}

TEST(UdataConnector, APortalThatRefusesTheSecondPageIsNotAtItsEnd) {
    FakeUdata portal;
    FakeHttpClient http{[portal](const net::Request& request) -> Result<net::Response> {
        if (testing::parameter(request.url, "page") != "1")
            return testing::http_error(Code::http_4xx, 404);
        return portal(request);
    }};
    const Crawl got = crawl(http, source_at(site, 50));
    EXPECT_EQ(got.ids.size(), 50U);
    ASSERT_TRUE(got.error);
    EXPECT_EQ(got.error->code, Code::http_4xx);
}

TEST(UdataConnector, LeavesOutOnlyThePoisonedRecord) {
    for (const std::int64_t cap : {1'000, 20}) {
        for (const std::int64_t poison : {0, 17, 133, 249}) {
            FakeUdata portal;
            portal.poison = poison;
            portal.page_size_max = cap;
            FakeHttpClient http{portal};
            const Crawl got = crawl(http, source_at(site));
            EXPECT_FALSE(got.error) << cap << " " << poison << " " << got.error->detail;
            EXPECT_EQ(got.ids.size(), 249U) << cap << " " << poison;
            EXPECT_EQ(got.received, 249) << cap << " " << poison;
            EXPECT_EQ(got.skipped, 1);
            EXPECT_FALSE(got.ids.contains(FakeUdata::id(poison)));
        }
    }
}

TEST(UdataConnector, APortalThatFailsEverywhereIsAnErrorAndNotAPoison) {
    FakeHttpClient http{[](const net::Request&) -> Result<net::Response> {
        return testing::http_error(Code::http_5xx, 503);
    }};
    const Crawl got = crawl(http, source_at(site));
    ASSERT_TRUE(got.error);
    EXPECT_EQ(got.error->code, Code::http_5xx);
    EXPECT_LT(http.urls.size(), 20U);
}

TEST(UdataConnector, ReadsAPortalThatRefusesToSortAndSaysSo) {
    FakeUdata portal;
    portal.sorts = false;
    FakeHttpClient http{portal};
    const Crawl got = crawl(http, source_at(site));
    EXPECT_EQ(got.ids.size(), 250U);
    ASSERT_EQ(got.issues.size(), 1U);
    EXPECT_EQ(got.issues.front().code, Code::http_4xx);
    EXPECT_EQ(got.issues.front().severity, Severity::warning);
}

TEST(UdataConnector, PagesOfALoopHaveTheSameDigest) {
    FakeUdata portal;
    portal.loops = true;
    FakeHttpClient http{portal};
    kit::Services services;
    services.http = &http;
    const auto connector = make_connector(source_at(site), services);
    const Result<kit::Page> first = run_coro(connector->fetch(kit::Cursor()));
    ASSERT_TRUE(first.has_value() && first->next);
    const Result<kit::Page> second = run_coro(connector->fetch(*first->next));
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(first->body_digest, second->body_digest);
}

TEST(UdataConnector, FilteredPagesAreNoLoop) {
    FakeHttpClient http{FakeUdata{}};
    kit::Services services;
    services.http = &http;
    Source source = source_at(site, 50);
    source.filters["tag"].include = {"absent"};
    const auto connector = make_connector(source, services);
    const Result<kit::Page> first = run_coro(connector->fetch(kit::Cursor()));
    ASSERT_TRUE(first.has_value() && first->next);
    const Result<kit::Page> second = run_coro(connector->fetch(*first->next));
    ASSERT_TRUE(second.has_value());
    EXPECT_TRUE(first->records.empty());
    EXPECT_EQ(first->received, 50);
    EXPECT_NE(first->body_digest, second->body_digest);
}

TEST(UdataConnector, ProbeTellsSoftwareVersionTitleAndCount) {
    for (const bool has_site : {true, false}) {
        FakeUdata portal;
        portal.has_site = has_site;
        FakeHttpClient http{portal};
        kit::Services services;
        services.http = &http;
        const Result<kit::Probe> probe =
            run_coro(make_connector(source_at(site), services)->probe());
        ASSERT_TRUE(probe.has_value());
        EXPECT_EQ(probe->software, "udata");
        EXPECT_EQ(probe->version, has_site ? "17.6.0" : "");
        EXPECT_EQ(probe->title, has_site ? "Données d'essai" : "");
        EXPECT_EQ(probe->advertised_count, 250);
    }
}

TEST(UdataApi, SitesAndCandidates) {
    EXPECT_EQ(site_of("https://x.org/fr/api/1/datasets/?page=2"), "https://x.org/fr");
    EXPECT_EQ(site_of("https://x.org"), "https://x.org");
    EXPECT_EQ(
        api_candidates("https://x.org/fr/"),
        (std::vector<std::string>{"https://x.org/fr/api/1/", "https://x.org/api/1/"})
    );
}

} // namespace
} // namespace moisson::udata
