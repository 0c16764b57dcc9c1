// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against a simulated catalogue service: pages, ways to ask, inventory, delta.
#include "csw/connector.hpp"
#include "csw/newest.hpp"
#include "portals/csw.hpp"
#include "portals/generator.hpp"
#include "support/crawl.hpp"
#include "support/portal_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <map>

namespace moisson::csw {
namespace {

using portals::CswOptions;
using testing::Crawl;
using testing::portal_address;
using testing::PortalClient;
using testing::run_coro;

std::shared_ptr<const portals::Catalogue> catalogue_of(std::uint64_t count) {
    return testing::invented_catalogue(count, 5, "SN");
}

std::shared_ptr<portals::Protocol> csw_of(std::uint64_t count, CswOptions options = {}) {
    auto catalogue = catalogue_of(count);
    return portals::make_csw(std::move(options), [catalogue](Instant) { return catalogue; });
}

std::unique_ptr<kit::Connector> connector_of(PortalClient& http, int page_size = 0) {
    Source source;
    source.key = "essai";
    source.connector = "csw";
    source.url = std::string(portal_address) + "/catalogue/csw";
    source.page_size = page_size;
    kit::Services services;
    services.http = &http;
    return make_connector(source, services);
}

Crawl crawl(PortalClient& http, int page_size = 0) {
    return testing::crawl([&] { return connector_of(http, page_size); });
}

TEST(CswConnector, WalksCataloguesOfEverySize) {
    for (const std::uint64_t size : {0U, 1U, 24U, 25U, 26U, 130U}) {
        PortalClient http(csw_of(size));
        const Crawl result = crawl(http);
        EXPECT_FALSE(result.error.has_value());
        EXPECT_EQ(result.digests.size(), size);
        EXPECT_EQ(result.received, static_cast<std::int64_t>(size));
        EXPECT_TRUE(result.issues.empty());
    }
}

TEST(CswConnector, GivesTheSameRecordsWhateverPagesAndRequestsLookLike) {
    PortalClient http(csw_of(60));
    const Crawl whole = crawl(http);
    ASSERT_EQ(whole.digests.size(), 60U);
    for (const int size : {1, 7, 100}) {
        PortalClient again(csw_of(60));
        EXPECT_EQ(crawl(again, size).digests, whole.digests) << size;
    }
    CswOptions strict;
    strict.allows_get = false;
    strict.allows_sort = false;
    strict.tells_schemas = false;
    strict.rows_max = 10;
    PortalClient posted(csw_of(60, strict));
    EXPECT_EQ(crawl(posted).digests, whole.digests);
    EXPECT_EQ(posted.methods.back(), "POST");
    CswOptions unsorted;
    unsorted.allows_sort = false;
    PortalClient plain(csw_of(60, unsorted));
    EXPECT_EQ(crawl(plain).digests, whole.digests);
    EXPECT_EQ(plain.urls.back().find("sortBy"), std::string::npos);
}

TEST(CswConnector, FallsBackToDublinCoreWhenTheServerHasNoIso) {
    for (const bool told : {true, false}) {
        CswOptions options;
        options.knows_iso = false;
        options.tells_schemas = told;
        PortalClient http(csw_of(30, options));
        const Crawl result = crawl(http);
        EXPECT_FALSE(result.error.has_value()) << result.error->detail;
        EXPECT_EQ(result.digests.size(), 30U);
    }
}

TEST(CswConnector, DoesNotBelieveALyingNextRecord) {
    using portals::NextRecord;
    for (const NextRecord lie :
         {NextRecord::always_zero, NextRecord::points_back, NextRecord::jumps}) {
        CswOptions options;
        options.next_record = lie;
        options.rows_max = 10;
        PortalClient http(csw_of(47, options));
        const Crawl result = crawl(http);
        EXPECT_EQ(result.digests.size(), 47U);
        EXPECT_EQ(result.received, 47);
    }
}

TEST(CswConnector, ABrokenRecordIsAnIssueAndNotAPage) {
    CswOptions options;
    options.broken_markup = "<gmd:a><gmd:b></gmd:a>";
    options.broken_rank = 12;
    PortalClient http(csw_of(40, options));
    const Crawl result = crawl(http);
    EXPECT_FALSE(result.error.has_value());
    EXPECT_EQ(result.digests.size(), 39U);
    EXPECT_EQ(result.received, 40);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::parse_xml);
    options.broken_markup = "a & b &eacute;";
    PortalClient repaired(csw_of(40, options));
    EXPECT_EQ(crawl(repaired).digests.size(), 40U);
}

TEST(CswConnector, IsolatesARecordThatTheServerCannotWrite) {
    portals::Script script = portals::Script::from_text(
        R"({"rules":[{"when":{"operation":"GetRecords"},"do":"poison","rank":17}]})"
    );
    PortalClient http(csw_of(60), script);
    const Crawl result = crawl(http);
    EXPECT_FALSE(result.error.has_value());
    EXPECT_EQ(result.digests.size(), 59U);
    EXPECT_EQ(result.skipped, 1);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::http_5xx);
}

TEST(CswConnector, SaysThatAPageForHumansIsNoService) {
    CswOptions options;
    options.path = "/ailleurs";
    PortalClient http(csw_of(5, options));
    const Crawl result = crawl(http);
    ASSERT_TRUE(result.error.has_value());
    EXPECT_EQ(result.error->code, Code::http_4xx);
    EXPECT_LE(http.urls.size(), 5U);
}

TEST(CswConnector, ProbeKnowsTitleVersionAndCount) {
    CswOptions options;
    options.title = "Géoportail & cie";
    PortalClient http(csw_of(33, options));
    const Result<kit::Probe> probe = run_coro(connector_of(http)->probe());
    ASSERT_TRUE(probe.has_value());
    EXPECT_EQ(probe->title, "Géoportail & cie");
    EXPECT_EQ(probe->version, "2.0.2");
    EXPECT_EQ(probe->advertised_count, 33);
    EXPECT_LE(http.urls.size(), 4U)
        << "capabilities, a way, the count, what a later probe compares";
}

TEST(CswConnector, InventoryListsEveryRecordWithAStampThatFollowsTheRecord) {
    const auto stamps_of = [](std::shared_ptr<portals::Protocol> protocol) {
        PortalClient http(std::move(protocol));
        const auto connector = connector_of(http);
        std::map<std::string, std::string> stamps;
        std::optional<kit::Cursor> cursor = kit::Cursor();
        while (cursor) {
            const Result<kit::InventoryPage> page = run_coro(connector->inventory(*cursor));
            EXPECT_TRUE(page.has_value());
            if (page.has_error())
                break;
            for (const kit::InventoryEntry& entry : page->entries)
                stamps[entry.remote_id] = entry.stamp;
            cursor = page->next;
        }
        EXPECT_LE(http.urls.size(), 5U);
        return stamps;
    };
    const auto first = stamps_of(csw_of(450));
    EXPECT_EQ(first.size(), 450U);
    EXPECT_EQ(first, stamps_of(csw_of(450)));
    portals::GeneratorOptions later;
    later.seed = 5;
    later.count = 450;
    later.countries = {"SN"};
    later.changes = 0.1;
    later.day = 3;
    const auto catalogue = portals::generate(later);
    const auto second =
        stamps_of(portals::make_csw({}, [catalogue](Instant) { return catalogue; }));
    std::size_t changed = 0;
    for (const auto& [id, stamp] : first)
        changed += second.at(id) != stamp ? 1U : 0U;
    EXPECT_GT(changed, 50U);
    EXPECT_LT(changed, 250U);
}

TEST(CswConnector, AMarkIsWhatChangedLastWhereTheServiceCanTell) {
    portals::GeneratorOptions options;
    options.seed = 5;
    options.count = 450;
    options.countries = {"SN"};
    options.changes = 0.05;
    const auto mark_on = [&options](std::int64_t day, const CswOptions& service) {
        options.day = day;
        const auto catalogue = portals::generate(options);
        PortalClient http(portals::make_csw(service, [catalogue](Instant) { return catalogue; }));
        const Result<kit::Probe> probe = run_coro(connector_of(http)->probe());
        EXPECT_TRUE(probe.has_value());
        return probe.has_value() ? probe->mark : std::string();
    };
    const std::string third = mark_on(3, {});
    EXPECT_TRUE(third.starts_with("450 2026-01-0")) << third;
    EXPECT_EQ(mark_on(3, {}), third);
    EXPECT_NE(mark_on(4, {}), third);
    CswOptions posted;
    posted.allows_get = false;
    // The way to ask is told at its end.
    const auto content = [](const std::string& mark) { return mark.substr(0, mark.rfind(' ')); };
    EXPECT_EQ(content(mark_on(3, posted)), content(third));
    // Dates without a time: all records of the newest day.
    CswOptions dublin_core;
    dublin_core.knows_iso = false;
    const std::string by_day = mark_on(3, dublin_core);
    EXPECT_FALSE(by_day.empty());
    EXPECT_NE(mark_on(4, dublin_core), by_day);
    CswOptions unsorted;
    unsorted.allows_sort = false;
    EXPECT_EQ(mark_on(3, unsorted), "");
    CswOptions unfiltered;
    unfiltered.filters = false;
    EXPECT_EQ(mark_on(3, unfiltered), "");
    // All of it at once, also where nothing can be sorted or filtered.
    options.count = 200;
    const std::string small = mark_on(3, {});
    EXPECT_TRUE(small.starts_with("200 - ")) << small;
    EXPECT_EQ(mark_on(3, {}), small);
    EXPECT_NE(mark_on(4, {}), small);
    EXPECT_TRUE(mark_on(3, unsorted).starts_with("200 - "));
}

TEST(CswConnector, AnUnchangedServiceIsSeenToBeInOneOrTwoRequests) {
    portals::GeneratorOptions options;
    options.seed = 5;
    options.countries = {"SN"};
    options.changes = 0.5;
    const auto requests_on = [&options](std::int64_t day, const CswOptions& service, auto check) {
        options.day = day;
        const auto catalogue = portals::generate(options);
        PortalClient http(portals::make_csw(service, [catalogue](Instant) { return catalogue; }));
        const auto connector = connector_of(http);
        check(*connector);
        return http.urls.size();
    };
    CswOptions posted;
    posted.allows_get = false;
    for (const std::uint64_t count : {33U, 450U})
        for (const CswOptions& service : {CswOptions(), posted}) {
            options.count = count;
            std::string mark;
            std::size_t reported = 0;
            const std::size_t first = requests_on(3, service, [&](kit::Connector& connector) {
                const Result<kit::Probe> probe = run_coro(connector.probe());
                ASSERT_TRUE(probe.has_value());
                mark = probe->mark;
                reported = static_cast<std::size_t>(probe->requests);
            });
            ASSERT_FALSE(mark.empty());
            EXPECT_EQ(reported, first) << "what it cost is told";
            const std::size_t again = requests_on(3, service, [&](kit::Connector& connector) {
                connector.remember(mark);
                const Result<kit::Probe> probe = run_coro(connector.probe());
                ASSERT_TRUE(probe.has_value());
                EXPECT_EQ(probe->mark, mark);
                EXPECT_EQ(probe->advertised_count, static_cast<std::int64_t>(count));
            });
            EXPECT_EQ(again, count == 33U ? 1U : 2U);
            requests_on(4, service, [&](kit::Connector& connector) {
                connector.remember(mark);
                const Result<kit::Probe> probe = run_coro(connector.probe());
                ASSERT_TRUE(probe.has_value());
                EXPECT_NE(probe->mark, mark);
                EXPECT_FALSE(probe->mark.empty()) << "asked from the start";
            });
        }
}

TEST(CswConnector, AMarkThatItDidNotWriteIsNotAskedAbout) {
    for (const std::string_view mark :
         {"",
          "450",
          "450 2026-01-03 abc",
          "450 2026-01-03 abc xgs0",
          "450 <ogc> abc igs0",
          "x - abc igs0",
          "450 - abc igs",
          "450 - abc igs0 1"})
        EXPECT_FALSE(mark_from_string(mark)) << mark;
    const auto whole = mark_from_string("33 - abc dpu2");
    ASSERT_TRUE(whole);
    EXPECT_EQ(to_string(*whole), "33 - abc dpu2");
    EXPECT_EQ(whole->endpoint, 2U);
}

TEST(CswConnector, DeltaGivesWhatChangedSince) {
    portals::GeneratorOptions options;
    options.seed = 5;
    options.count = 200;
    options.countries = {"SN"};
    options.changes = 0.05;
    options.day = 4;
    const auto catalogue = portals::generate(options);
    const auto since = Instant(options.epoch + std::chrono::days(1));
    std::size_t expected = 0;
    for (const portals::Record& record : catalogue->records())
        expected += record.modified >= portals::ckan_date(since) ? 1U : 0U;
    ASSERT_GT(expected, 10U);
    ASSERT_LT(expected, 150U);
    for (const bool get : {true, false}) {
        CswOptions service;
        service.allows_get = get;
        PortalClient http(portals::make_csw(service, [catalogue](Instant) { return catalogue; }));
        const auto connector = connector_of(http);
        ASSERT_TRUE(connector->abilities().delta);
        std::map<std::string, int> seen;
        std::optional<kit::Cursor> cursor = kit::Cursor();
        while (cursor) {
            const Result<kit::Page> page = run_coro(connector->fetch_since(since, *cursor));
            ASSERT_TRUE(page.has_value());
            for (const kit::WireRecord& record : page->records)
                ++seen[record.remote_id];
            cursor = page->next;
        }
        EXPECT_EQ(seen.size(), expected);
    }
}

TEST(CswConnector, FetchesRecordsAsTheCrawlDoesAndReportsThoseThatAreGone) {
    PortalClient http(csw_of(45));
    const Crawl whole = crawl(http);
    std::vector<std::string> wanted;
    for (const auto& [id, digest] : whole.digests)
        wanted.push_back(id);
    wanted.push_back("parti");
    const Result<kit::Page> page = run_coro(connector_of(http)->fetch_records(wanted));
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 45U);
    for (const kit::WireRecord& record : page->records)
        EXPECT_EQ(to_hex(record.digest), whole.digests.at(record.remote_id));
    ASSERT_EQ(page->issues.size(), 1U);
    EXPECT_EQ(page->issues[0].code, Code::not_found);
    EXPECT_EQ(page->issues[0].remote_id, "parti");
    const Result<std::vector<std::string>> ids = run_coro(connector_of(http)->list_ids());
    ASSERT_TRUE(ids.has_value());
    EXPECT_EQ(ids->size(), 45U);
}

TEST(CswConnector, LiesOfTheListNeitherLoseRecordsNorHang) {
    for (const char* rule :
         {R"({"do":"count","factor":0.5})",
          R"({"do":"count","plus":500})",
          R"({"do":"rows_max","rows":10})"}) {
        portals::Script script = portals::Script::from_text(
            R"({"rules":[{"when":{"operation":"GetRecords"},)" + std::string(rule).substr(1) + "]}"
        );
        PortalClient http(csw_of(60), script);
        const Crawl result = crawl(http);
        EXPECT_FALSE(result.error.has_value()) << rule;
        EXPECT_LE(result.pages, 30) << rule;
        if (std::string_view(rule).find("0.5") == std::string_view::npos)
            EXPECT_EQ(result.digests.size(), 60U) << rule;
    }
}

TEST(CswConnector, RefusesACursorOfAnother) {
    PortalClient http(csw_of(5));
    const auto connector = connector_of(http);
    for (const char* cursor : {"x", "way=s&start=0&rows=10", "way=igs&start=0&rows=0"})
        EXPECT_EQ(
            run_coro(connector->fetch(kit::Cursor{cursor})).error().code,
            Code::invalid_argument
        ) << cursor;
}

} // namespace
} // namespace moisson::csw
