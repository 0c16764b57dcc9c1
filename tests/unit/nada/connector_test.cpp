// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against a simulated NADA: pages, studies, fallbacks, inventory.
#include "nada/connector.hpp"
#include "portals/generator.hpp"
#include "portals/nada.hpp"
#include "support/crawl.hpp"
#include "support/portal_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <set>

namespace moisson::nada {
namespace {

using testing::Crawl;
using testing::portal_address;
using testing::PortalClient;
using testing::run_coro;

std::shared_ptr<const portals::Catalogue> catalogue_of(std::uint64_t count) {
    return testing::invented_catalogue(count, 11, "BJ");
}

std::shared_ptr<portals::Protocol> nada_of(std::uint64_t count, portals::NadaOptions options = {}) {
    auto catalogue = catalogue_of(count);
    return portals::make_nada(std::move(options), [catalogue](Instant) { return catalogue; });
}

Source source_of(int page_size = 0) {
    Source source;
    source.key = "essai";
    source.connector = "nada";
    source.url = std::string(portal_address);
    source.page_size = page_size;
    return source;
}

std::unique_ptr<kit::Connector> connector_of(PortalClient& http, int page_size = 0) {
    kit::Services services;
    services.http = &http;
    return make_connector(source_of(page_size), services);
}

Crawl crawl(PortalClient& http, int page_size = 0) {
    return testing::crawl([&] { return connector_of(http, page_size); });
}

TEST(NadaConnector, WalksCataloguesOfEverySizeThatIsNormalHere) {
    for (const std::uint64_t size : {0U, 1U, 2U, 15U, 22U, 32U, 107U}) {
        PortalClient http(nada_of(size));
        const Crawl result = crawl(http);
        EXPECT_FALSE(result.error.has_value());
        EXPECT_EQ(result.digests.size(), size);
        EXPECT_EQ(result.received, static_cast<std::int64_t>(size));
        EXPECT_TRUE(result.issues.empty());
    }
}

TEST(NadaConnector, GivesTheSameRecordsWhateverThePageSize) {
    PortalClient http(nada_of(60));
    const Crawl whole = crawl(http);
    for (const int size : {1, 7, 16, 100}) {
        PortalClient again(nada_of(60));
        EXPECT_EQ(crawl(again, size).digests, whole.digests) << size;
    }
    portals::NadaOptions fixed;
    fixed.ignores_page_size = true;
    PortalClient stubborn(nada_of(60, fixed));
    EXPECT_EQ(crawl(stubborn).digests, whole.digests);
}

TEST(NadaConnector, TakesRowsWhereNoStudyIsServed) {
    portals::NadaOptions old;
    old.old = true;
    PortalClient http(nada_of(23, old));
    const Crawl result = crawl(http);
    EXPECT_EQ(result.digests.size(), 23U);
    EXPECT_EQ(result.pages, 5);
    ASSERT_EQ(result.issues.size(), 1U) << "one for the installation, not one for each study";
    EXPECT_EQ(result.issues[0].severity, Severity::warning);
    std::size_t studies = 0;
    for (const std::string& url : http.urls)
        studies += url.find("/api/catalog/EXM_") != std::string::npos ? 1U : 0U;
    EXPECT_EQ(studies, 3U);
}

TEST(NadaConnector, ReadsTheCodebookWhereOnlyThatIsServed) {
    portals::NadaOptions old;
    old.old = true;
    old.serves_ddi = true;
    PortalClient http(nada_of(12, old));
    const Crawl whole = crawl(http);
    EXPECT_FALSE(whole.error.has_value());
    EXPECT_EQ(whole.digests.size(), 12U);
    EXPECT_TRUE(whole.issues.empty());
    const auto connector = connector_of(http);
    std::vector<std::string> wanted;
    for (const auto& [id, digest] : whole.digests)
        wanted.push_back(id);
    const Result<kit::Page> page = run_coro(connector->fetch_records(wanted));
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 12U);
    for (const kit::WireRecord& record : page->records) {
        EXPECT_EQ(to_hex(record.digest), whole.digests.at(record.remote_id));
        std::vector<Issue> issues;
        const Result<RawRecord> raw = connector->map(record.canonical, issues);
        ASSERT_TRUE(raw.has_value());
        EXPECT_FALSE(raw->description.empty()) << "what a row does not say";
        EXPECT_FALSE(raw->access_rights.empty()) << "what the codebook does not say";
    }
}

TEST(NadaConnector, ReadsThroughMessagesOfPhp) {
    portals::NadaOptions noisy;
    noisy.prints_messages = true;
    PortalClient http(nada_of(20, noisy));
    const Crawl result = crawl(http);
    EXPECT_EQ(result.digests.size(), 20U);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::bad_shape);
    EXPECT_EQ(result.issues[0].severity, Severity::warning);
}

TEST(NadaConnector, IsolatesAStudyThatPhpCannotEncode) {
    portals::Script script =
        portals::Script::from_text(R"({"rules":[{"when":{},"do":"poison","rank":37}]})");
    PortalClient http(nada_of(64), script);
    const Crawl result = crawl(http);
    EXPECT_FALSE(result.error.has_value()) << result.error->detail;
    EXPECT_EQ(result.digests.size(), 63U);
    EXPECT_EQ(result.skipped, 1);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::truncated);
}

TEST(NadaConnector, SaysThatAPageForHumansIsNoApi) {
    portals::NadaOptions elsewhere;
    elsewhere.base_path = "/nada";
    PortalClient http(nada_of(5, elsewhere));
    const Crawl result = crawl(http);
    ASSERT_TRUE(result.error.has_value());
    EXPECT_EQ(result.error->code, Code::http_4xx);
    EXPECT_EQ(http.urls.size(), 4U) << "every place where it may be";
}

TEST(NadaConnector, ProbesWithOneRequestAndKnowsTheCount) {
    PortalClient http(nada_of(43));
    const Result<kit::Probe> probe = run_coro(connector_of(http)->probe());
    ASSERT_TRUE(probe.has_value());
    EXPECT_EQ(probe->software, "NADA");
    EXPECT_EQ(probe->advertised_count, 43);
    EXPECT_EQ(http.urls.size(), 1U);
}

TEST(NadaConnector, InventoryListsEveryStudyWithAStampAndWithoutBodies) {
    PortalClient http(nada_of(300));
    const auto connector = connector_of(http);
    ASSERT_TRUE(connector->abilities().inventory);
    EXPECT_FALSE(connector->abilities().delta);
    std::map<std::string, std::string> stamps;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    while (cursor) {
        const Result<kit::InventoryPage> page = run_coro(connector->inventory(*cursor));
        ASSERT_TRUE(page.has_value());
        EXPECT_EQ(page->advertised_count, 300);
        for (const kit::InventoryEntry& entry : page->entries)
            stamps[entry.remote_id] = entry.stamp;
        cursor = page->next;
    }
    EXPECT_EQ(stamps.size(), 300U);
    EXPECT_EQ(http.urls.size(), 2U);
    for (const auto& [id, stamp] : stamps)
        EXPECT_FALSE(stamp.empty());
}

TEST(NadaConnector, FetchesRecordsAsTheCrawlDoesAndReportsThoseThatAreGone) {
    PortalClient http(nada_of(10));
    const Crawl whole = crawl(http);
    const std::string known = whole.digests.begin()->first;
    const std::vector<std::string> wanted{known, "EXM_parti"};
    const Result<kit::Page> page = run_coro(connector_of(http)->fetch_records(wanted));
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_EQ(to_hex(page->records[0].digest), whole.digests.at(known));
    ASSERT_EQ(page->issues.size(), 1U);
    EXPECT_EQ(page->issues[0].code, Code::not_found);
    EXPECT_EQ(page->issues[0].remote_id, "EXM_parti");
    const Result<std::vector<std::string>> ids = run_coro(connector_of(http)->list_ids());
    ASSERT_TRUE(ids.has_value());
    EXPECT_EQ(ids->size(), 10U);
}

TEST(NadaConnector, FetchesRowsByIdWhereNoStudyIsServed) {
    portals::NadaOptions old;
    old.old = true;
    PortalClient http(nada_of(12, old));
    const Crawl whole = crawl(http);
    std::vector<std::string> wanted;
    for (const auto& [id, digest] : whole.digests)
        wanted.push_back(id);
    const Result<kit::Page> page = run_coro(connector_of(http)->fetch_records(wanted));
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 12U);
    for (const kit::WireRecord& record : page->records)
        EXPECT_EQ(to_hex(record.digest), whole.digests.at(record.remote_id));
}

TEST(NadaConnector, LiesOfTheListNeitherLoseRecordsNorHang) {
    for (const char* rule :
         {R"({"do":"count","factor":0.5})",
          R"({"do":"count","plus":500})",
          R"({"do":"rows_max","rows":10})"}) {
        portals::Script script = portals::Script::from_text(
            R"({"rules":[{"when":{"operation":"search"},)" + std::string(rule).substr(1) + "]}"
        );
        PortalClient http(nada_of(90), script);
        const Crawl result = crawl(http);
        EXPECT_FALSE(result.error.has_value()) << rule;
        EXPECT_EQ(result.digests.size(), 90U) << rule;
    }
}

} // namespace
} // namespace moisson::nada
