// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against the simulated portal of each age: parts, fallbacks, resuming, modes.
#include "opendatasoft/connector.hpp"
#include "opendatasoft/position.hpp"
#include "portals/generator.hpp"
#include "portals/opendatasoft.hpp"
#include "support/run_coro.hpp"
#include "support/simulated_portal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace moisson::opendatasoft {
namespace {

using portals::OdsAge;
using testing::FakeHttpClient;
using testing::parameter;
using testing::run_coro;
using testing::SimulatedPortal;

using CataloguePtr = std::shared_ptr<const portals::Catalogue>;

CataloguePtr generated(std::uint64_t count) {
    portals::GeneratorOptions options;
    options.seed = 11;
    options.count = count;
    options.resources = 1;
    return portals::generate(options);
}

const CataloguePtr& small() {
    static const CataloguePtr catalogue = generated(450);
    return catalogue;
}

// More datasets than one part holds, and `at_once` of them modified in the same second.
CataloguePtr large(std::uint64_t count, std::uint64_t at_once) {
    portals::CatalogueBuilder builder(false);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string id = std::to_string(100'000'000 + i);
        portals::Record record;
        record.id = id;
        record.name = "jeu-" + id;
        const std::uint64_t second = i < at_once ? 0 : i;
        record.modified = "2024-01-0" + std::to_string(1 + second / 86'400) + "T";
        const auto two = [](std::uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        record.modified +=
            two(second / 3600 % 24) + ':' + two(second / 60 % 60) + ':' + two(second % 60);
        const bool undated = i % 500 == 499;
        if (undated)
            record.modified.clear();
        const std::string meta = undated ? "null" : "\"" + record.modified + "+00:00\"";
        const std::string text = R"({"dataset_uid":"da_)" + id + R"(","dataset_id":")" +
                                 record.name + R"(","metas":{"default":{"title":"Jeu )" + id +
                                 R"(","modified":)" + meta + "}}}";
        record.id = "da_" + id;
        builder.add(std::move(record), text);
    }
    return builder.build();
}

SimulatedPortal portal_of(CataloguePtr catalogue, portals::OpendatasoftOptions options) {
    SimulatedPortal portal;
    portal.protocol = portals::make_opendatasoft(
        std::move(options),
        [catalogue = std::move(catalogue)](portals::Instant) { return catalogue; }
    );
    return portal;
}

SimulatedPortal portal_of(OdsAge age, bool exports_open = true) {
    portals::OpendatasoftOptions options;
    options.age = age;
    options.exports_open = exports_open;
    return portal_of(small(), std::move(options));
}

SimulatedPortal recorded(CataloguePtr catalogue, OdsAge age = OdsAge::v21) {
    portals::OpendatasoftOptions options;
    options.age = age;
    options.recorded = true;
    return portal_of(std::move(catalogue), std::move(options));
}

std::unique_ptr<kit::Connector> connect(FakeHttpClient& http, int page_size = 0) {
    kit::Services services;
    services.http = &http;
    Source source;
    source.key = "essai";
    source.connector = "opendatasoft";
    source.url = "https://ods.example/api/explore/v2.1";
    source.page_size = page_size;
    return make_connector(source, services);
}

struct Crawl {
    std::map<std::string, Digest> records;
    std::vector<Issue> issues;
    std::vector<std::string> cursors;
    std::optional<std::int64_t> count;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    int pages = 0;
    std::optional<Error> error;
};

void add_page(Result<kit::Page>& page, Crawl& crawl) {
    ++crawl.pages;
    for (const kit::WireRecord& record : page->records)
        crawl.records.emplace(record.remote_id, record.digest);
    crawl.issues.insert(crawl.issues.end(), page->issues.begin(), page->issues.end());
    crawl.received += page->received;
    crawl.skipped += page->skipped;
    if (page->advertised_count)
        crawl.count = page->advertised_count;
}

// `fresh`: another connector for each page, as after crashes.
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
        add_page(page, result);
        cursor = page->next;
        if (cursor)
            result.cursors.push_back(cursor->value);
    }
    return result;
}

std::size_t asked(const FakeHttpClient& http, std::string_view path) {
    return static_cast<std::size_t>(std::count_if(
        http.urls.begin(),
        http.urls.end(),
        [&](const std::string& url) { return url.find(path) != std::string::npos; }
    ));
}

TEST(OpendatasoftConnector, CutsOneExportIntoPages) {
    FakeHttpClient http(portal_of(OdsAge::v21));
    const Crawl result = crawl(http);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 450U);
    EXPECT_EQ(result.received, 450);
    EXPECT_EQ(result.count, 450);
    EXPECT_EQ(result.pages, 3);
    EXPECT_EQ(asked(http, "/catalog/exports/json"), 1U) << "downloaded once";
    EXPECT_EQ(http.urls.size(), 2U);
    EXPECT_TRUE(result.issues.empty());
}

TEST(OpendatasoftConnector, ARunThatResumesGoesOnAfterTheLastDatasetItRead) {
    FakeHttpClient steady(portal_of(OdsAge::v21));
    FakeHttpClient crashing(portal_of(OdsAge::v21));
    const Crawl whole = crawl(steady, 100);
    const Crawl pieces = crawl(crashing, 100, true);
    EXPECT_EQ(pieces.records, whole.records);
    EXPECT_EQ(pieces.received, whole.received);
    EXPECT_EQ(asked(crashing, "/catalog/exports/json"), 5U);
}

TEST(OpendatasoftConnector, ADocumentThatChangedIsResumedAfterTheSameDataset) {
    FakeHttpClient before(portal_of(generated(450), {}));
    const auto first = connect(before, 100);
    const Result<kit::Page> page = run_coro(first->fetch(kit::Cursor()));
    // Three of the datasets that were read are gone since.
    portals::CatalogueBuilder builder(false);
    for (std::size_t i = 0; i < small()->size(); ++i) {
        const portals::Record& record = small()->records()[i];
        if (i != 3 && i != 50 && i != 70)
            builder.add(record, std::string(small()->text(record)));
    }
    FakeHttpClient after(portal_of(builder.build(), {}));
    const auto second = connect(after, 100);
    const Result<kit::Page> next = run_coro(second->fetch(*page->next));
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(
        next->records.front().remote_id,
        portals::opendatasoft_uid(small()->records()[100].id)
    );
}

TEST(OpendatasoftConnector, PageSizeAndWayOfReadingChangeNoDigest) {
    FakeHttpClient exported(portal_of(OdsAge::v21));
    FakeHttpClient listed(portal_of(OdsAge::v21, false));
    FakeHttpClient older(portal_of(OdsAge::v20));
    const Crawl first = crawl(exported, 37);
    EXPECT_EQ(crawl(listed, 100).records, first.records);
    EXPECT_EQ(crawl(older).records, first.records);
}

TEST(OpendatasoftConnector, ReadsTheListWhereTheExportIsClosed) {
    FakeHttpClient http(portal_of(OdsAge::v21, false));
    const Crawl result = crawl(http);
    EXPECT_EQ(result.records.size(), 450U);
    EXPECT_EQ(result.received, 450);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::http_4xx);
    EXPECT_EQ(result.issues[0].severity, Severity::warning);
}

TEST(OpendatasoftConnector, FindsEveryAgeOfTheApi) {
    for (const auto& [age, name] : std::vector<std::pair<OdsAge, std::string>>{
             {OdsAge::v21, "Explore v2.1"},
             {OdsAge::v20, "Explore v2.0"},
             {OdsAge::v1, "Explore v1"}}) {
        FakeHttpClient http(portal_of(age));
        const Result<kit::Probe> probe = run_coro(connect(http)->probe());
        ASSERT_TRUE(probe.has_value()) << name;
        EXPECT_EQ(probe->software, "Opendatasoft");
        EXPECT_EQ(probe->version, name);
        EXPECT_EQ(probe->advertised_count, 450);
        EXPECT_EQ(crawl(http).records.size(), 450U) << name;
    }
}

TEST(OpendatasoftConnector, ReadsALargeCatalogueInPartsThatNoWindowCuts) {
    FakeHttpClient http(recorded(large(11'000, 0)));
    const Crawl result = crawl(http, 1000);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 11'000U);
    EXPECT_EQ(result.received, 11'000) << "no dataset twice";
    EXPECT_EQ(result.count, 11'000);
    EXPECT_GE(asked(http, "/catalog/exports/json"), 6U);
    for (const std::string& url : http.urls) {
        const std::string offset = parameter(url, "offset");
        EXPECT_LT(offset.empty() ? 0 : std::stoi(offset), 10'000) << url;
    }
}

TEST(OpendatasoftConnector, OneSecondWithMoreDatasetsThanAPartHoldsIsOnePart) {
    FakeHttpClient http(recorded(large(6'000, 4'500)));
    const Crawl result = crawl(http, 2000);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 6'000U);
    EXPECT_EQ(result.received, 6'000);
}

TEST(OpendatasoftConnector, ReadsALargeOldCatalogueBelowTheWindow) {
    FakeHttpClient http(recorded(large(11'000, 0), OdsAge::v1));
    const Crawl result = crawl(http, 1000);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 11'000U);
    EXPECT_EQ(result.received, 11'000);
}

TEST(OpendatasoftConnector, HalvesThePartsOfAnExportThatIsTooLarge) {
    SimulatedPortal portal = recorded(large(3'000, 0));
    FakeHttpClient http([portal](const net::Request& request) -> Result<net::Response> {
        Result<net::Response> answer = portal(request);
        if (answer.has_value() && answer->body.size() > 60'000)
            return Error(Code::too_large, "a body beyond the limit");
        return answer;
    });
    const Crawl result = crawl(http, 1000);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 3'000U);
    EXPECT_EQ(result.received, 3'000);
}

TEST(OpendatasoftConnector, IsolatesADatasetThatBreaksTheExport) {
    SimulatedPortal portal = portal_of(OdsAge::v21);
    portal.tamper.poison_rank = 137;
    FakeHttpClient http(portal);
    const Crawl result = crawl(http);
    ASSERT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.records.size(), 449U);
    EXPECT_FALSE(result.records.contains(portals::opendatasoft_uid(small()->records()[137].id)));
    EXPECT_EQ(result.skipped, 1);
}

TEST(OpendatasoftConnector, DoesNotLookElsewhereWhenTheHostFails) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return Error(Code::dns_nxdomain, "ods.example");
    });
    EXPECT_EQ(crawl(http).error->code, Code::dns_nxdomain);
    EXPECT_EQ(http.urls.size(), 1U);
}

TEST(OpendatasoftConnector, AnInventoryIsOneLightExportWithTheStampsOfTheRecords) {
    FakeHttpClient http(portal_of(OdsAge::v21));
    const auto connector = connect(http);
    EXPECT_TRUE(connector->abilities().inventory);
    const Result<kit::InventoryPage> inventory = run_coro(connector->inventory(kit::Cursor()));
    ASSERT_TRUE(inventory.has_value());
    EXPECT_EQ(inventory->entries.size(), 450U);
    EXPECT_EQ(inventory->advertised_count, 450);
    EXPECT_FALSE(inventory->next.has_value());
    const Result<kit::Page> page = run_coro(connector->fetch(kit::Cursor()));
    std::map<std::string, std::string> stamps;
    for (const kit::InventoryEntry& entry : inventory->entries)
        stamps[entry.remote_id] = entry.stamp;
    for (const kit::WireRecord& record : page->records)
        EXPECT_EQ(stamps.at(record.remote_id), record.stamp);
}

TEST(OpendatasoftConnector, WithoutExportsAnInventoryIsReadFromThePages) {
    for (const bool old : {false, true}) {
        FakeHttpClient http(portal_of(old ? OdsAge::v1 : OdsAge::v21, false));
        const Result<std::vector<std::string>> ids = run_coro(connect(http)->list_ids());
        ASSERT_TRUE(ids.has_value());
        const std::set<std::string> different(ids->begin(), ids->end());
        EXPECT_EQ(different.size(), 450U);
        EXPECT_EQ(ids->size(), 450U);
    }
}

TEST(OpendatasoftConnector, ADeltaGivesWhatChangedSince) {
    std::vector<std::string> dates;
    for (const portals::Record& record : small()->records())
        dates.push_back(record.modified.substr(0, 19));
    std::sort(dates.begin(), dates.end());
    const Instant since = *from_iso8601(dates[440] + "Z");
    const auto expected = static_cast<std::size_t>(
        dates.end() - std::lower_bound(dates.begin(), dates.end(), dates[440])
    );
    for (const OdsAge age : {OdsAge::v21, OdsAge::v1}) {
        FakeHttpClient http(portal_of(age));
        const Result<kit::Page> page = run_coro(connect(http)->fetch_since(since, kit::Cursor()));
        ASSERT_TRUE(page.has_value());
        EXPECT_EQ(page->records.size(), expected);
        EXPECT_FALSE(page->advertised_count.has_value()) << "a delta counts no catalogue";
    }
}

TEST(OpendatasoftConnector, FetchesByIdAndTellsWhatIsGone) {
    const std::vector<portals::Record>& all = small()->records();
    for (const OdsAge age : {OdsAge::v21, OdsAge::v1}) {
        FakeHttpClient http(portal_of(age));
        std::vector<std::string> wanted;
        for (std::size_t i = 0; i < 30; ++i)
            wanted.push_back(
                age == OdsAge::v1 ? all[i].name : portals::opendatasoft_uid(all[i].id)
            );
        wanted.insert(wanted.begin() + 5, "disparu");
        const Result<kit::Page> page = run_coro(connect(http)->fetch_records(wanted));
        ASSERT_TRUE(page.has_value()) << page.error().detail;
        EXPECT_EQ(page->records.size(), 30U);
        ASSERT_EQ(page->issues.size(), 1U);
        EXPECT_EQ(page->issues[0].code, Code::not_found);
        EXPECT_EQ(page->issues[0].remote_id, "disparu");
        EXPECT_EQ(page->skipped, 0);
    }
}

TEST(OpendatasoftConnector, ABrokenDatasetAmongThoseAskedForCostsItself) {
    SimulatedPortal portal = portal_of(OdsAge::v21);
    portal.tamper.poison_rank = 4;
    FakeHttpClient http(portal);
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < 20; ++i)
        wanted.push_back(portals::opendatasoft_uid(small()->records()[i].id));
    const Result<kit::Page> page = run_coro(connect(http)->fetch_records(wanted));
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->records.size(), 19U);
    EXPECT_EQ(page->skipped, 1);
    ASSERT_EQ(page->issues.size(), 1U);
    EXPECT_EQ(page->issues[0].code, Code::http_5xx);
    EXPECT_EQ(page->issues[0].remote_id, wanted[4]);
}

} // namespace
} // namespace moisson::opendatasoft
