// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Inventory, delta, single records and the list of ids.
#include "portal.hpp"
#include "support/run_coro.hpp"
#include "udata/connector.hpp"

#include <gtest/gtest.h>

#include <map>

namespace moisson::udata {
namespace {

using testing::FakeHttpClient;
using testing::run_coro;

constexpr const char* modes_site = "https://udata.example/";

struct Stand {
    explicit Stand(FakeUdata portal) : http(std::move(portal)) {
        services.http = &http;
        connector = make_connector(source_at(modes_site, 50), services);
    }
    FakeHttpClient http;
    kit::Services services;
    std::unique_ptr<kit::Connector> connector;
};

TEST(UdataModes, SaysThatItHasInventoryAndDelta) {
    Stand stand{FakeUdata{}};
    EXPECT_TRUE(stand.connector->abilities().inventory);
    EXPECT_TRUE(stand.connector->abilities().delta);
}

TEST(UdataModes, TheInventoryStampsAreThoseOfTheRecords) {
    FakeUdata portal;
    portal.page_size_max = 100;
    Stand stand{portal};
    std::map<std::string, std::string> stamps;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    while (cursor) {
        Result<kit::InventoryPage> page = run_coro(stand.connector->inventory(*cursor));
        ASSERT_TRUE(page.has_value());
        EXPECT_EQ(page->advertised_count, 250);
        for (const kit::InventoryEntry& entry : page->entries)
            stamps[entry.remote_id] = entry.stamp;
        cursor = page->next;
    }
    EXPECT_EQ(stamps.size(), 250U);
    const Result<kit::Page> bodies = run_coro(stand.connector->fetch(kit::Cursor()));
    ASSERT_EQ(bodies->records.size(), 50U);
    for (const kit::WireRecord& record : bodies->records) {
        EXPECT_FALSE(record.stamp.empty());
        EXPECT_EQ(record.stamp, stamps.at(record.remote_id));
    }
}

TEST(UdataModes, TheDeltaStopsAtTheFirstPageThatReachesBeforeTheDate) {
    Stand stand{FakeUdata{}};
    // 60 hours before the last change, plus a day of overlap: 85 records, two pages of 50.
    const Instant since =
        std::chrono::sys_days(std::chrono::days(20'454)) + std::chrono::hours(189);
    std::set<std::string> ids;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    int pages = 0;
    while (cursor) {
        Result<kit::Page> page = run_coro(stand.connector->fetch_since(since, *cursor));
        ASSERT_TRUE(page.has_value());
        for (const kit::WireRecord& record : page->records)
            ids.insert(record.remote_id);
        cursor = page->next;
        ++pages;
    }
    EXPECT_EQ(pages, 2);
    for (std::int64_t i = 165; i < 250; ++i)
        EXPECT_TRUE(ids.contains(FakeUdata::id(i))) << i;
    EXPECT_EQ(testing::parameter(stand.http.urls.back(), "sort"), "-last_update");
}

TEST(UdataModes, ADeltaOfAPortalThatCannotSortReadsEverything) {
    FakeUdata portal;
    portal.sorts = false;
    Stand stand{portal};
    const Instant since =
        std::chrono::sys_days(std::chrono::days(20'454)) + std::chrono::hours(240);
    std::size_t records = 0;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    while (cursor) {
        Result<kit::Page> page = run_coro(stand.connector->fetch_since(since, *cursor));
        ASSERT_TRUE(page.has_value());
        records += page->records.size();
        cursor = page->next;
    }
    EXPECT_EQ(records, 250U);
}

TEST(UdataModes, RecordsThatAnswer410Or404AreGone) {
    FakeUdata portal;
    portal.size = 10;
    portal.gone_from = 5;
    Stand stand{portal};
    const Result<kit::Page> page = run_coro(stand.connector->fetch_records(
        std::vector<std::string>{FakeUdata::id(1), FakeUdata::id(6), "inconnu", FakeUdata::id(2)}
    ));
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 2U);
    ASSERT_EQ(page->issues.size(), 2U);
    for (const Issue& issue : page->issues)
        EXPECT_EQ(issue.code, Code::not_found);
    EXPECT_EQ(page->issues[0].remote_id, FakeUdata::id(6));
    EXPECT_EQ(page->issues[1].remote_id, "inconnu");
}

TEST(UdataModes, TheListOfIdsHoldsWhatTheCrawlCannotShow) {
    FakeUdata portal;
    portal.poison = 40;
    portal.page_size_max = 100;
    Stand stand{portal};
    const Result<std::vector<std::string>> ids = run_coro(stand.connector->list_ids());
    ASSERT_TRUE(ids.has_value());
    EXPECT_EQ(ids->size(), 250U);
}

TEST(UdataModes, AListOfIdsThatTurnsInCirclesIsAnError) {
    FakeUdata portal;
    portal.loops = true;
    portal.page_size_max = 100;
    Stand stand{portal};
    const Result<std::vector<std::string>> ids = run_coro(stand.connector->list_ids());
    ASSERT_TRUE(ids.has_error());
    EXPECT_EQ(ids.error().code, Code::page_loop);
}

} // namespace
} // namespace moisson::udata
