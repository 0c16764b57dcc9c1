// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against portals made of a function: paging, fallbacks, bisection.
#include "ckan/actions.hpp"
#include "ckan/connector.hpp"
#include "core/json_access.hpp"
#include "kit/paging.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <set>

namespace moisson::ckan {
namespace {

using testing::FakeHttpClient;
using testing::http_error;
using testing::ok;
using testing::parameter;
using testing::run_coro;

constexpr std::int64_t none = -1;

// A CKAN of numbered packages with the weaknesses of real ones.
struct Ckan {
    std::int64_t size = 250;
    std::int64_t rows_max = 1000;
    std::int64_t poison = none;
    // First records, counted but not shown by the search.
    std::int64_t hidden = 0;
    std::string base = "https://ckan.example/api/3/action/";
    // What the server bears in one answer.
    std::int64_t rows_borne = 1'000'000;
    bool sorts_by_date = true;
    bool has_search = true;
    bool has_status = true;
    Code failure = Code::http_5xx;

    static std::int64_t number(std::string_view text) {
        std::int64_t value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }

    static std::string id(std::int64_t i) { return "id" + std::to_string(1'000'000 + i); }

    std::string packages(std::int64_t start, std::int64_t rows) const {
        std::string out;
        for (std::int64_t i = start; i < std::min(size, start + rows); ++i)
            out += (out.empty() ? "" : ",") +
                   (R"({"id":")" + id(i) + R"(","name":"slug)" + std::to_string(i) +
                    R"(","metadata_modified":"2026-01-01T00:00:00.123456"})");
        return out;
    }

    Result<net::Response> operator()(const net::Request& request) const {
        const std::string_view url = request.url;
        if (!url.starts_with(base))
            return http_error(Code::http_4xx, 404);
        const std::string_view action = url.substr(base.size(), url.find('?') - base.size());
        if (action == "status_show" && has_status)
            return ok(R"({"success":true,"result":{"ckan_version":"2.9.5","site_title":"Essai"}})");
        if (action == "package_search" && has_search)
            return search(url);
        if (action == "current_package_list_with_resources") {
            const std::int64_t start = number(parameter(url, "offset"));
            return ok(
                R"({"success":true,"result":[[)" +
                packages(start, number(parameter(url, "limit"))) + "]]}"
            );
        }
        if (action == "package_list")
            return ok(R"({"success":true,"result":["slug0","slug1"]})");
        if (action == "package_show" && parameter(url, "id") == id(1))
            return ok(R"({"success":true,"result":{"id":")" + id(1) + R"(","title":"un"}})");
        return http_error(Code::http_4xx, 404);
    }

    Result<net::Response> search(std::string_view url) const {
        const std::int64_t start = number(parameter(url, "start"));
        const std::int64_t rows = std::min(rows_max, number(parameter(url, "rows")));
        if (rows > rows_borne)
            return Error(Code::timeout_total, "slow");
        if (!sorts_by_date && parameter(url, "sort") == "metadata_modified desc")
            return http_error(Code::http_4xx, 409);
        if (poison != none && poison >= start && poison < start + rows)
            return Error(failure, "500 Solr");
        if (const std::string fq = parameter(url, "fq"); fq.find(id(0)) != std::string::npos)
            return ok(
                R"({"success":true,"result":{"count":1,"results":[)" + packages(0, 1) + "]}}"
            );
        return ok(
            R"({"success":true,"result":{"count":)" + std::to_string(size) + R"(,"results":[)" +
            packages(std::max(start, hidden), rows) + "]}}"
        );
    }
};

Source source_at(std::string url, int page_size = 0) {
    Source source;
    source.key = "essai";
    source.connector = "ckan";
    source.url = std::move(url);
    source.page_size = page_size;
    return source;
}

struct Crawl {
    std::set<std::string> ids;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    int pages = 0;
    std::vector<Issue> issues;
    std::optional<Error> error;
};

Crawl crawl(FakeHttpClient& http, const Source& source) {
    kit::Services services;
    services.http = &http;
    const std::unique_ptr<kit::Connector> connector = make_connector(source, services);
    Crawl result;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    while (cursor && result.pages < 200) {
        Result<kit::Page> page = run_coro(connector->fetch(*cursor));
        if (page.has_error()) {
            result.error = page.error();
            return result;
        }
        for (const kit::WireRecord& record : page->records)
            result.ids.insert(record.remote_id);
        result.received += page->received;
        result.skipped += page->skipped;
        for (const Issue& issue : page->issues)
            result.issues.push_back(issue);
        ++result.pages;
        cursor = page->next;
    }
    return result;
}

TEST(CkanConnector, WalksTheWholeCatalogue) {
    FakeHttpClient http((Ckan()));
    const Crawl result = crawl(http, source_at("https://ckan.example/", 100));
    EXPECT_EQ(result.ids.size(), 250U);
    EXPECT_EQ(result.received, 250);
    EXPECT_EQ(result.pages, 3);
    EXPECT_EQ(parameter(http.urls.front(), "sort"), "id asc");
}

TEST(CkanConnector, AdvancesByWhatItReceivedWhenTheServerLowersRows) {
    Ckan ckan;
    ckan.rows_max = 30;
    FakeHttpClient http(ckan);
    const Crawl result = crawl(http, source_at("https://ckan.example", 100));
    EXPECT_EQ(result.ids.size(), 250U);
    EXPECT_EQ(result.received, 250);
}

TEST(CkanConnector, IsolatesAPoisonRecordInFewRequests) {
    Ckan ckan;
    ckan.size = 1000;
    ckan.poison = 137;
    FakeHttpClient http(ckan);
    const Crawl result = crawl(http, source_at("https://ckan.example", 1000));
    EXPECT_EQ(result.ids.size(), 999U);
    EXPECT_FALSE(result.ids.contains(Ckan::id(137)));
    EXPECT_EQ(result.skipped, 1);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::http_5xx);
    // 1 + 2 log2(1000).
    EXPECT_LE(http.urls.size(), 22U);
}

TEST(CkanConnector, GivesUpEarlyWhenEveryRequestFails) {
    int requests = 0;
    FakeHttpClient http([&](const net::Request&) -> Result<net::Response> {
        ++requests;
        return http_error(Code::http_5xx, 500);
    });
    const Crawl result = crawl(http, source_at("https://ckan.example", 1000));
    ASSERT_TRUE(result.error.has_value());
    EXPECT_EQ(result.error->code, Code::http_5xx);
    EXPECT_LE(requests, 24);
}

TEST(CkanConnector, DoesNotBisectWhatIsNoFaultOfARecord) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return Error(Code::dns_nxdomain, "ckan.example");
    });
    const Crawl result = crawl(http, source_at("https://ckan.example"));
    EXPECT_EQ(result.error->code, Code::dns_nxdomain);
    EXPECT_EQ(http.urls.size(), 1U);
}

TEST(CkanConnector, FindsTheApiUnderASubPathAndUnderItsOldAddress) {
    Ckan ckan;
    ckan.base = "https://ckan.example/data/api/3/action/";
    FakeHttpClient below(ckan);
    EXPECT_EQ(crawl(below, source_at("https://ckan.example/data/")).ids.size(), 250U);
    ckan.base = "https://ckan.example/api/action/";
    FakeHttpClient old(ckan);
    EXPECT_EQ(crawl(old, source_at("https://ckan.example")).ids.size(), 250U);
    ckan.base = "https://ckan.example/api/3/action/";
    FakeHttpClient root(ckan);
    EXPECT_EQ(crawl(root, source_at("https://ckan.example/fr/")).ids.size(), 250U);
}

TEST(CkanConnector, UsesTheListOfDkanWhenThereIsNoSearch) {
    Ckan ckan;
    ckan.has_search = false;
    FakeHttpClient http(ckan);
    const Crawl result = crawl(http, source_at("https://ckan.example"));
    EXPECT_FALSE(result.error.has_value());
    EXPECT_EQ(result.ids.size(), 250U);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::http_4xx);
    EXPECT_EQ(result.issues[0].severity, Severity::warning);
}

TEST(CkanConnector, AsksTheListWhenTheSearchShowsLessThanItCounts) {
    Ckan ckan;
    ckan.hidden = 2;
    FakeHttpClient http(ckan);
    kit::Services services;
    services.http = &http;
    const auto connector = make_connector(source_at("https://ckan.example"), services);
    const Result<std::vector<std::string>> ids = run_coro(connector->list_ids());
    ASSERT_TRUE(ids.has_value());
    const std::set<std::string> found(ids->begin(), ids->end());
    EXPECT_EQ(found.size(), 250U);
    EXPECT_TRUE(found.contains("slug0"));
    EXPECT_TRUE(found.contains("slug1"));
}

TEST(CkanConnector, GivesNoListThatHasAPageWithoutReadableIds) {
    Source source = source_at("https://ckan.example");
    source.filters["organization"].include = {"insd"};
    for (const bool from_the_start : {true, false}) {
        FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
            const bool first = parameter(request.url, "start") == "0";
            const std::string entry = first && !from_the_start ? R"({"id":"a","name":"a"})" : "{}";
            return ok(R"({"success":true,"result":{"count":2,"results":[)" + entry + "]}}");
        });
        kit::Services services;
        services.http = &http;
        const auto connector = make_connector(source, services);
        const Result<std::vector<std::string>> ids = run_coro(connector->list_ids());
        ASSERT_TRUE(ids.has_error()) << from_the_start;
        EXPECT_EQ(ids.error().code, Code::incomplete_crawl);
    }
}

TEST(CkanConnector, APortalThatIgnoresTheFiltersFloodsNobody) {
    Ckan ckan;
    FakeHttpClient http(ckan);
    Source source = source_at("https://ckan.example", 100);
    source.filters["organization"].include = {"insd"};
    const Crawl result = crawl(http, source);
    ASSERT_FALSE(result.error);
    EXPECT_TRUE(result.ids.empty());
    EXPECT_EQ(result.received, 250) << "counted before our filters";
    ASSERT_FALSE(result.issues.empty());
    for (const Issue& issue : result.issues) {
        EXPECT_EQ(issue.code, Code::filter_ignored);
        EXPECT_TRUE(issue.remote_id.empty());
    }
    EXPECT_EQ(result.issues.front().detail, "100 of 100");
}

TEST(CkanConnector, ProbeFallsBackToTheSearch) {
    for (const bool has_status : {true, false}) {
        Ckan ckan;
        ckan.has_status = has_status;
        FakeHttpClient http(ckan);
        kit::Services services;
        services.http = &http;
        const auto connector = make_connector(source_at("https://ckan.example"), services);
        const Result<kit::Probe> probe = run_coro(connector->probe());
        ASSERT_TRUE(probe.has_value());
        EXPECT_EQ(probe->advertised_count, 250);
        EXPECT_EQ(probe->version, has_status ? "2.9.5" : "");
    }
}

TEST(CkanConnector, ProbeMarksTheCountAndTheNewestChange) {
    for (const bool sorts : {true, false}) {
        Ckan ckan;
        ckan.sorts_by_date = sorts;
        FakeHttpClient http(ckan);
        kit::Services services;
        services.http = &http;
        const auto connector = make_connector(source_at("https://ckan.example"), services);
        const Result<kit::Probe> probe = run_coro(connector->probe());
        ASSERT_TRUE(probe.has_value());
        EXPECT_EQ(probe->advertised_count, 250);
        EXPECT_EQ(probe->mark, sorts ? "250 2026-01-01T00:00:00 " + Ckan::id(0) : "");
        EXPECT_EQ(probe->requests, sorts ? 2 : 3);
    }
}

// Entries of the whole inventory, and how many requests it took.
std::pair<std::size_t, int> inventory_of(Ckan ckan) {
    FakeHttpClient http(ckan);
    kit::Services services;
    services.http = &http;
    const auto connector = make_connector(source_at("https://ckan.example"), services);
    std::set<std::string> ids;
    int requests = 0;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor && requests < 1'000;) {
        Result<kit::InventoryPage> page = run_coro(connector->inventory(*cursor));
        if (page.has_error())
            return {0, requests};
        for (const kit::InventoryEntry& entry : page->entries) {
            EXPECT_EQ(entry.stamp, "2026-01-01T00:00:00");
            EXPECT_TRUE(entry.alias.starts_with("slug"));
            ids.insert(entry.remote_id);
        }
        requests += page->requests;
        cursor = page->next;
    }
    return {ids.size(), requests};
}

TEST(CkanConnector, InventoryAsksForAsMuchAsThePortalGives) {
    Ckan ckan;
    ckan.size = 30'000;
    EXPECT_EQ(inventory_of(ckan), (std::pair<std::size_t, int>{30'000, 30}));
    ckan.rows_max = 100'000;
    const auto [entries, requests] = inventory_of(ckan);
    EXPECT_EQ(entries, 30'000U);
    EXPECT_LT(requests, 22) << "pages grow where they may";
    ckan.rows_borne = 300;
    ckan.size = 1'000;
    const auto [borne, more] = inventory_of(ckan);
    EXPECT_EQ(borne, 1'000U) << "and are halved where they fail";
    EXPECT_LE(more, 10);
    ckan.rows_borne = 50;
    EXPECT_EQ(inventory_of(ckan).first, 0U);
}

TEST(CkanConnector, ListsIdsAndFetchesThemOneByOneWhenTheQueryFails) {
    FakeHttpClient http((Ckan()));
    kit::Services services;
    services.http = &http;
    const auto connector = make_connector(source_at("https://ckan.example"), services);
    const Result<std::vector<std::string>> ids = run_coro(connector->list_ids());
    ASSERT_TRUE(ids.has_value());
    EXPECT_EQ(ids->size(), 250U);
    const std::vector<std::string> wanted{Ckan::id(0), Ckan::id(1), "gone"};
    const Result<kit::Page> page = run_coro(connector->fetch_records(wanted));
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 2U);
    EXPECT_EQ(page->records[1].remote_id, Ckan::id(1));
    ASSERT_EQ(page->issues.size(), 1U);
    EXPECT_EQ(page->issues[0].code, Code::not_found);
    EXPECT_EQ(page->issues[0].remote_id, "gone");
}

TEST(CkanConnector, ResumesFromACursorAlone) {
    FakeHttpClient http((Ckan()));
    kit::Services services;
    services.http = &http;
    const Source source = source_at("https://ckan.example", 100);
    const auto first = make_connector(source, services);
    const Result<kit::Page> page = run_coro(first->fetch(kit::Cursor()));
    const auto second = make_connector(source, services);
    const Result<kit::Page> next = run_coro(second->fetch(*page->next));
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(next->records.front().remote_id, Ckan::id(100));
    const Result<kit::Page> bad = run_coro(second->fetch(kit::Cursor{"start=x"}));
    EXPECT_EQ(bad.error().code, Code::invalid_argument);
}

TEST(CkanActions, KeepTheSiteAddressAsConfigured) {
    EXPECT_EQ(site_of("https://a.example/data/api/3/action/"), "https://a.example/data");
    EXPECT_EQ(site_of("https://a.example/?x=1"), "https://a.example");
    EXPECT_EQ(
        api_candidates("https://a.example/api/action").front(),
        "https://a.example/api/action/"
    );
    EXPECT_EQ(api_candidates("https://a.example/dkan").back(), "https://a.example/api/3/action/");
}

} // namespace
} // namespace moisson::ckan
