// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalogues in numbered pages that name no next one: read to their end, and a catalogue that is
// one document is still that.
#include "unit/dcat/made_portal.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace moisson::dcat {
namespace {

constexpr int numbered_pages = 3;

std::string numbered_page(int page) {
    return datasets((page - 1) * 10, page * 10);
}

std::size_t listed_by(kit::Connector& connector) {
    std::size_t listed = 0;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor;) {
        const Result<kit::InventoryPage> page = run_coro(connector.inventory(*cursor));
        EXPECT_TRUE(page.has_value());
        if (page.has_error())
            break;
        listed += page->entries.size();
        cursor = page->next;
    }
    return listed;
}

TEST(DcatNumberedPages, AreReadWhateverStandsBehindTheLast) {
    using Answer = std::function<Result<net::Response>(int page)>;
    const std::map<std::string, Answer> ends = {
        {"404", [](int) { return Result<net::Response>(http_error(Code::http_4xx, 404)); }},
        {"nothing", [](int) { return Result<net::Response>(ok(datasets(0, 0))); }},
        {"the last again",
         [](int) { return Result<net::Response>(ok(numbered_page(numbered_pages))); }},
        {"the last, written anew",
         [](int page) {
             const std::string stamp = "# " + std::to_string(page) + "\n";
             return Result<net::Response>(ok(stamp + numbered_page(numbered_pages)));
         }},
        {"a page for people",
         [](int) { return Result<net::Response>(ok("<!DOCTYPE html><html></html>")); }}};
    for (const auto& [name, end] : ends) {
        const Answer behind = end;
        FakeHttpClient http([behind](const net::Request& request) -> Result<net::Response> {
            const int page = page_of(request.url);
            return page > numbered_pages ? behind(page)
                                         : Result<net::Response>(ok(numbered_page(page)));
        });
        const Source source = source_at(std::string(site) + "?page=1");
        const auto connector = connector_of(http, source);
        const Crawl all = crawl(*connector);
        EXPECT_EQ(all.ids.size(), 30U) << name;
        EXPECT_EQ(all.received, 30) << name;
        EXPECT_EQ(all.skipped, 0) << name;
        EXPECT_TRUE(all.codes.empty()) << name;
        EXPECT_EQ(run_coro(connector->list_ids())->size(), 30U) << name;
        EXPECT_EQ(run_coro(connector_of(http, source)->list_ids())->size(), 30U) << name;
        EXPECT_EQ(listed_by(*connector_of(http, source)), 30U) << name;
        const Result<kit::Page> asked = run_coro(connector->fetch_records({"id25", "absent"}));
        ASSERT_TRUE(asked.has_value()) << name;
        EXPECT_EQ(asked->records.size(), 1U) << name;
    }
}

TEST(DcatNumberedPages, AreAllListedThoughOnlySomeWereRead) {
    FakeHttpClient http([](const net::Request& request) -> Result<net::Response> {
        const int page = page_of(request.url);
        return page > numbered_pages ? Result<net::Response>(http_error(Code::http_4xx, 404))
                                     : Result<net::Response>(ok(numbered_page(page)));
    });
    const auto connector = connector_of(http, source_at(std::string(site) + "?page=1"));
    const Result<kit::Page> first = run_coro(connector->fetch(kit::Cursor()));
    ASSERT_TRUE(first.has_value() && first->next);
    const Result<kit::Page> second = run_coro(connector->fetch(*first->next));
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(run_coro(connector->list_ids())->size(), 30U);
}

TEST(DcatNumberedPages, OneThatFailsIsNoEnd) {
    FakeHttpClient http([](const net::Request& request) -> Result<net::Response> {
        const int page = page_of(request.url);
        return page == 2 ? Result<net::Response>(http_error(Code::http_5xx, 503))
                         : Result<net::Response>(ok(numbered_page(page)));
    });
    const auto connector = connector_of(http, source_at(std::string(site) + "?page=1"));
    const Result<kit::Page> first = run_coro(connector->fetch(kit::Cursor()));
    ASSERT_TRUE(first.has_value() && first->next);
    EXPECT_TRUE(run_coro(connector->fetch(*first->next)).has_error());
    EXPECT_TRUE(run_coro(connector->list_ids()).has_error());
    EXPECT_TRUE(run_coro(connector_of(http, source_at(std::string(site)))->probe()).has_value());
}

// As many as servers put on a page: the second one is asked for.
TEST(DcatNumberedPages, AHundredRecordsMayBeTheFirstOfThem) {
    FakeHttpClient http([](const net::Request& request) -> Result<net::Response> {
        const int page = page_of(request.url);
        return ok(datasets((page - 1) * 100, std::max(std::min(page * 100, 250), (page - 1) * 100))
        );
    });
    EXPECT_EQ(crawl(*connector_of(http, source_at(std::string(site)))).ids.size(), 250U);
    const std::vector<std::string> asked{
        std::string(site),
        std::string(site) + "?page=2",
        std::string(site) + "?page=3",
        std::string(site) + "?page=4"};
    EXPECT_EQ(http.urls, asked);
}

TEST(DcatNumberedPages, AHundredRecordsMayBeAll) {
    for (const int status : {200, 404, 500}) {
        FakeHttpClient http([status](const net::Request& request) -> Result<net::Response> {
            if (status == 200 || page_of(request.url) == 1)
                return ok(datasets(0, 100));
            return http_error(status < 500 ? Code::http_4xx : Code::http_5xx, status);
        });
        const Source source = source_at(std::string(site));
        const auto connector = connector_of(http, source);
        const Crawl all = crawl(*connector);
        EXPECT_EQ(all.ids.size(), 100U) << status;
        EXPECT_EQ(all.received, 100) << status;
        EXPECT_EQ(all.skipped, 0) << status;
        EXPECT_TRUE(all.codes.empty()) << status;
        EXPECT_EQ(http.urls.size(), 2U) << status;
        EXPECT_EQ(run_coro(connector->list_ids())->size(), 100U) << status;
        // A server that does not look at the number, and a run that goes on after a crash.
        const Result<kit::Page> first = run_coro(connector_of(http, source)->fetch(kit::Cursor()));
        ASSERT_TRUE(first.has_value() && first->next) << status;
        const Result<kit::Page> resumed = run_coro(connector_of(http, source)->fetch(*first->next));
        ASSERT_TRUE(resumed.has_value()) << status;
        EXPECT_TRUE(resumed->records.empty()) << status;
        EXPECT_FALSE(resumed->next) << status;
    }
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return ok(datasets(0, 99));
    });
    const auto connector = connector_of(http, source_at(std::string(site)));
    EXPECT_EQ(run_coro(connector->probe())->advertised_count, 99);
    EXPECT_EQ(crawl(*connector).ids.size(), 99U);
    EXPECT_EQ(http.urls.size(), 1U);
}

} // namespace
} // namespace moisson::dcat
