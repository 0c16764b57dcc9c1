// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against a simulated publication site: lists, owners, windows, modes.
#include "core/json_access.hpp"
#include "datafair/catalog.hpp"
#include "datafair/connector.hpp"
#include "datafair/pages.hpp"
#include "portals/datafair.hpp"
#include "portals/generator.hpp"
#include "support/run_coro.hpp"
#include "support/simulated_portal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace moisson::datafair {
namespace {

using testing::FakeHttpClient;
using testing::http_error;
using testing::ok;
using testing::parameter;
using testing::run_coro;
using testing::SimulatedPortal;

using CataloguePtr = std::shared_ptr<const portals::Catalogue>;

const CataloguePtr& catalogue() {
    static const CataloguePtr made = [] {
        portals::GeneratorOptions options;
        options.seed = 12;
        options.count = 320;
        options.resources = 1;
        return portals::generate(options);
    }();
    return made;
}

SimulatedPortal portal_of(portals::DataFairOptions options = {}) {
    SimulatedPortal portal;
    portal.protocol =
        portals::make_datafair(std::move(options), [](portals::Instant) { return catalogue(); });
    return portal;
}

std::unique_ptr<kit::Connector> connect(FakeHttpClient& http, int page_size = 0) {
    kit::Services services;
    services.http = &http;
    Source source;
    source.key = "essai";
    source.connector = "datafair";
    source.url = "https://df.example/data-fair/api/v1";
    source.page_size = page_size;
    return make_connector(source, services);
}

struct Crawl {
    std::map<std::string, Digest> records;
    std::vector<std::string> canonical;
    std::vector<Issue> issues;
    std::optional<std::int64_t> count;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    int pages = 0;
    std::optional<Error> error;
};

Crawl crawl(FakeHttpClient& http, int page_size = 0, bool fresh = false) {
    std::unique_ptr<kit::Connector> connector = connect(http, page_size);
    Crawl result;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    while (cursor && result.pages < 300) {
        if (fresh)
            connector = connect(http, page_size);
        Result<kit::Page> page = run_coro(connector->fetch(*cursor));
        if (page.has_error()) {
            result.error = page.error();
            return result;
        }
        ++result.pages;
        for (const kit::WireRecord& record : page->records) {
            result.records.emplace(record.remote_id, record.digest);
            result.canonical.push_back(record.canonical);
        }
        for (const Issue& issue : page->issues)
            result.issues.push_back(issue);
        result.received += page->received;
        result.skipped += page->skipped;
        if (page->advertised_count)
            result.count = page->advertised_count;
        cursor = page->next;
    }
    return result;
}

std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// A list of numbered datasets, as long as wished, with the window of the real one.
Result<net::Response> long_list(std::int64_t size, const net::Request& request) {
    if (request.url.find("/catalog/datasets") == std::string::npos)
        return http_error(Code::http_4xx, 401);
    const std::int64_t skip = number(parameter(request.url, "skip"));
    const std::int64_t rows = number(parameter(request.url, "size"));
    if (skip + rows > 10'000)
        return http_error(Code::http_4xx, 400);
    const bool newest = parameter(request.url, "sort").find("-1") != std::string::npos;
    std::string items;
    for (std::int64_t i = skip; i < std::min(size, skip + rows); ++i) {
        const std::int64_t n = newest ? size - 1 - i : i;
        items += (items.empty() ? "" : ",") + (R"({"id":"n)" + std::to_string(n) + "\"}");
    }
    return ok(R"({"count":)" + std::to_string(size) + R"(,"results":[)" + items + "]}");
}

TEST(DataFairConnector, WalksTheCatalogueOfAPublicationSiteWithItsOwners) {
    FakeHttpClient http(portal_of());
    const Crawl result = crawl(http);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 320U);
    EXPECT_EQ(result.received, 320);
    EXPECT_EQ(result.count, 320);
    EXPECT_TRUE(result.issues.empty());
    for (const std::string& canonical : result.canonical)
        EXPECT_NE(canonical.find(R"("owner":{"id":")"), std::string::npos);
}

TEST(DataFairConnector, GoesWithoutOwnersWhereTheListIsClosed) {
    portals::DataFairOptions options;
    options.datasets_open = false;
    FakeHttpClient http(portal_of(options));
    const Crawl result = crawl(http);
    ASSERT_FALSE(result.error.has_value());
    EXPECT_EQ(result.records.size(), 320U);
    for (const std::string& canonical : result.canonical)
        EXPECT_EQ(canonical.find(R"("owner")"), std::string::npos);
}

TEST(DataFairConnector, AnOwnerThatCannotBeAskedInPassingFailsThePage) {
    const SimulatedPortal portal = portal_of();
    FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        if (request.url.find("/v1/datasets?") != std::string::npos)
            return http_error(Code::http_5xx, 503);
        return portal(request);
    });
    ASSERT_TRUE(crawl(http).error.has_value());
    EXPECT_EQ(crawl(http).error->code, Code::http_5xx);
}

TEST(DataFairConnector, ReadsTheWholeListWhereThereIsNoCatalogueAndSaysSo) {
    portals::DataFairOptions options;
    options.has_catalog = false;
    FakeHttpClient http(portal_of(options));
    const Crawl result = crawl(http);
    ASSERT_FALSE(result.error.has_value());
    EXPECT_EQ(result.records.size(), 320U);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].severity, Severity::warning);
    EXPECT_EQ(parameter(http.urls.back(), "visibility"), "public");
    FakeHttpClient catalog(portal_of());
    EXPECT_EQ(crawl(catalog).records, result.records) << "the same datasets, the same digests";
}

TEST(DataFairConnector, PageSizeAndCrashesChangeNothing) {
    FakeHttpClient first(portal_of());
    FakeHttpClient second(portal_of());
    EXPECT_EQ(crawl(first, 33).records, crawl(second, 100, true).records);
}

TEST(DataFairConnector, AdvancesByWhatItReceived) {
    SimulatedPortal portal = portal_of();
    portal.tamper.rows_max = 15;
    FakeHttpClient http(portal);
    const Crawl result = crawl(http);
    EXPECT_EQ(result.records.size(), 320U);
    EXPECT_EQ(result.received, 320);
}

TEST(DataFairConnector, ReadsALongListFromBothEnds) {
    for (const std::int64_t size : {10'000, 10'001, 12'345, 20'000}) {
        FakeHttpClient http([size](const net::Request& request) { return long_list(size, request); }
        );
        const Crawl result = crawl(http, 1000);
        ASSERT_FALSE(result.error.has_value()) << result.error->detail;
        EXPECT_EQ(static_cast<std::int64_t>(result.records.size()), size);
        EXPECT_EQ(result.received, size) << "no dataset twice";
        EXPECT_TRUE(result.issues.empty());
    }
}

TEST(DataFairConnector, SaysThatAListIsLongerThanBothItsEnds) {
    FakeHttpClient http([](const net::Request& request) { return long_list(25'000, request); });
    const Crawl result = crawl(http, 1000);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 20'000U);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::limit_reached);
}

TEST(DataFairConnector, IsolatesADatasetThatBreaksItsPage) {
    SimulatedPortal portal = portal_of();
    portal.tamper.poison_rank = 77;
    FakeHttpClient http(portal);
    const Crawl result = crawl(http);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 319U);
    EXPECT_EQ(result.skipped, 1);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::http_5xx);
}

TEST(DataFairConnector, FindsTheApiFromTheSite) {
    EXPECT_EQ(
        api_candidates("https://df.example/"),
        (std::vector<std::string>{
            "https://df.example/data-fair/api/v1",
            "https://df.example/api/v1"})
    );
    EXPECT_EQ(
        api_candidates("https://df.example/s/data-fair/api/v1/catalog/datasets?size=1").front(),
        "https://df.example/s/data-fair/api/v1"
    );
    EXPECT_EQ(
        site_of("https://df.example/data-fair/api/v1/catalog/datasets"),
        "https://df.example"
    );
    const SimulatedPortal portal = portal_of();
    FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        // An older server, at the root of its host.
        net::Request moved = request;
        if (request.url.find("/data-fair/") != std::string::npos)
            return http_error(Code::http_4xx, 404);
        moved.url.insert(moved.url.find("/api/v1"), "/data-fair");
        return portal(moved);
    });
    kit::Services services;
    services.http = &http;
    Source source;
    source.key = "essai";
    source.url = "https://df.example";
    const auto connector = make_connector(source, services);
    const Result<kit::Probe> probe = run_coro(connector->probe());
    ASSERT_TRUE(probe.has_value());
    EXPECT_EQ(probe->software, "Data Fair");
    EXPECT_EQ(probe->advertised_count, 320);
    EXPECT_EQ(run_coro(connector->fetch(kit::Cursor()))->records.size(), 100U);
}

TEST(DataFairConnector, DoesNotLookElsewhereWhenTheHostFails) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return Error(Code::connect_refused, "df.example");
    });
    EXPECT_EQ(crawl(http).error->code, Code::connect_refused);
    EXPECT_EQ(http.urls.size(), 1U);
}

TEST(DataFairConnector, AnInventoryHasTheStampsOfTheRecords) {
    FakeHttpClient http(portal_of());
    const auto connector = connect(http);
    EXPECT_TRUE(connector->abilities().inventory);
    const Result<kit::InventoryPage> inventory = run_coro(connector->inventory(kit::Cursor()));
    ASSERT_TRUE(inventory.has_value());
    EXPECT_EQ(inventory->entries.size(), 320U);
    EXPECT_EQ(inventory->advertised_count, 320);
    EXPECT_FALSE(inventory->next.has_value());
    std::map<std::string, std::string> stamps;
    for (const kit::InventoryEntry& entry : inventory->entries)
        stamps[entry.remote_id] = entry.stamp;
    const Result<kit::Page> page = run_coro(connector->fetch(kit::Cursor()));
    for (const kit::WireRecord& record : page->records)
        EXPECT_EQ(stamps.at(record.remote_id), record.stamp);
    EXPECT_EQ(run_coro(connector->list_ids())->size(), 320U);
}

TEST(DataFairConnector, ADeltaStopsAtWhatIsOlder) {
    std::vector<std::string> dates;
    for (const portals::Record& record : catalogue()->records())
        dates.push_back(record.modified.substr(0, 19));
    std::sort(dates.begin(), dates.end());
    const Instant since = *from_iso8601(dates[250] + "Z");
    const auto expected = static_cast<std::size_t>(
        dates.end() - std::lower_bound(dates.begin(), dates.end(), dates[250])
    );
    FakeHttpClient http(portal_of());
    const auto connector = connect(http, 50);
    std::set<std::string> ids;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    int pages = 0;
    for (; cursor && pages < 100; ++pages) {
        Result<kit::Page> page = run_coro(connector->fetch_since(since, *cursor));
        ASSERT_TRUE(page.has_value());
        for (const kit::WireRecord& record : page->records)
            ids.insert(record.remote_id);
        EXPECT_FALSE(page->advertised_count.has_value()) << "a delta counts no catalogue";
        cursor = page->next;
    }
    EXPECT_EQ(ids.size(), expected);
    EXPECT_LE(pages, 4) << "two dates, two pages each";
}

TEST(DataFairConnector, FetchesByIdAndTellsWhatIsGone) {
    SimulatedPortal portal = portal_of();
    portal.tamper.poison_rank = 60;
    FakeHttpClient http(portal);
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < 70; ++i)
        wanted.push_back(portals::datafair_id(catalogue()->records()[i].id));
    wanted.insert(wanted.begin() + 3, "disparu");
    const Result<kit::Page> page = run_coro(connect(http)->fetch_records(wanted));
    ASSERT_TRUE(page.has_value()) << page.error().detail;
    EXPECT_EQ(page->records.size(), 69U);
    EXPECT_EQ(page->skipped, 1);
    ASSERT_EQ(page->issues.size(), 2U);
    EXPECT_EQ(page->issues[0].code, Code::not_found);
    EXPECT_EQ(page->issues[0].remote_id, "disparu");
    EXPECT_EQ(page->issues[1].code, Code::http_5xx);
}

TEST(DataFairConnector, RefusesForeignCursors) {
    FakeHttpClient http(portal_of());
    for (const char* cursor :
         {"start=x",
          "way=catalog-sideways&start=0&rows=10",
          "way=catalog-oldest&start=10000&rows=9"})
        EXPECT_EQ(
            run_coro(connect(http)->fetch(kit::Cursor{cursor})).error().code,
            Code::invalid_argument
        ) << cursor;
}

TEST(DataFairWay, ComesBackFromItsName) {
    for (const List list : {List::catalog, List::datasets})
        for (const Walk walk : {Walk::oldest, Walk::newest, Walk::updated, Walk::data}) {
            Way way;
            way.list = list;
            way.walk = walk;
            EXPECT_EQ(way_from_string(to_string(way)), way);
        }
    EXPECT_FALSE(way_from_string("catalog").has_value());
}

} // namespace
} // namespace moisson::datafair
