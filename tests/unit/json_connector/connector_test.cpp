// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against APIs made of a function: each way of paging, details, faults.
#include "json/connector.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace moisson::paths {
namespace {

using testing::FakeHttpClient;
using testing::http_error;
using testing::ok;
using testing::parameter;
using testing::run_coro;

std::int64_t number(std::string_view text, std::int64_t fallback) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc{} ? value : fallback;
}

// A list of `size` items; at most 40 a page whatever is asked.
struct Api {
    std::int64_t size = 100;
    bool tells_total = true;
    std::string gone;
    std::string foreign_next;
    // Every page that holds this entry fails.
    std::int64_t poison = -1;

    std::string entries(std::int64_t start, std::int64_t rows) const {
        std::string out;
        for (std::int64_t i = start; i < std::min(size, start + rows); ++i)
            out +=
                (out.empty() ? "" : ",") + (R"({"id":")" + std::to_string(i)) + R"(","nom":"n"})";
        return out;
    }

    Result<net::Response> operator()(const net::Request& request) const {
        const std::string_view url = request.url;
        if (url.find("/fiche/") != std::string_view::npos) {
            const std::string id(url.substr(url.rfind('/') + 1));
            if (id == gone)
                return http_error(Code::http_4xx, 404);
            return ok(R"({"fiche":{"id":")" + id + R"(","resume":"de )" + id + R"("}})");
        }
        const std::int64_t rows = std::min<std::int64_t>(40, number(parameter(url, "n"), 40));
        const std::int64_t page = number(parameter(url, "page"), 1);
        const std::int64_t start = number(parameter(url, "debut"), (page - 1) * rows);
        if (poison >= start && poison < start + rows)
            return http_error(Code::http_5xx, 500);
        std::string body = "{";
        if (tells_total)
            body += R"("meta":{"total":)" + std::to_string(size) + "},";
        if (!foreign_next.empty())
            body += R"("suite":")" + foreign_next + "\",";
        else if (start + rows < size)
            body += R"("suite":"/api/liste?debut=)" + std::to_string(start + rows) + "\",";
        return ok(body + R"("jeux":{"liste":[)" + entries(start, rows) + "]}}");
    }
};

Source source_of(std::string list, JsonPaging paging) {
    Source source;
    source.key = "essai";
    source.connector = "json";
    source.url = "https://api.example";
    source.json.list = {std::move(list)};
    source.json.paging = paging;
    source.json.items = "jeux.liste";
    source.json.total = "meta.total";
    source.json.next = "suite";
    source.json.fields["title"] = {"nom"};
    return source;
}

struct Crawl {
    std::vector<std::string> ids;
    std::vector<std::string> canonical;
    std::vector<Issue> issues;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    int requests = 0;
    std::optional<Error> error;
};

Crawl crawl(FakeHttpClient& http, const Source& source) {
    kit::Services services;
    services.http = &http;
    const auto connector = make_connector(source, services);
    Crawl result;
    const Result<kit::Probe> probe = run_coro(connector->probe());
    if (probe.has_error()) {
        result.error = probe.error();
        return result;
    }
    int pages = 0;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor && pages < 50; ++pages) {
        Result<kit::Page> page = run_coro(connector->fetch(*cursor));
        if (page.has_error()) {
            result.error = page.error();
            return result;
        }
        for (const kit::WireRecord& record : page->records) {
            result.ids.push_back(record.remote_id);
            result.canonical.push_back(record.canonical);
        }
        result.issues.insert(result.issues.end(), page->issues.begin(), page->issues.end());
        result.received += page->received;
        result.skipped += page->skipped;
        result.requests += page->requests;
        cursor = page->next;
    }
    return result;
}

TEST(JsonConnector, StepsOverTheEntryThatBreaksItsPage) {
    Api api;
    api.poison = 57;
    FakeHttpClient http(api);
    const Source source = source_of("/api/liste?debut={offset}&n={size}", JsonPaging::offset);
    const Crawl result = crawl(http, source);
    ASSERT_FALSE(result.error) << result.error->detail;
    EXPECT_EQ(result.ids.size(), 99U);
    EXPECT_EQ(std::set<std::string>(result.ids.begin(), result.ids.end()).size(), 99U);
    EXPECT_EQ(std::count(result.ids.begin(), result.ids.end(), "57"), 0);
    EXPECT_EQ(result.received, 99);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].detail, "record number 58");
    kit::Services services;
    services.http = &http;
    const auto connector = make_connector(source, services);
    EXPECT_EQ(run_coro(connector->list_ids()).error().code, Code::incomplete_crawl);
    // A page whose length cannot be asked for cannot be split.
    EXPECT_TRUE(crawl(http, source_of("/api/liste?page={page}", JsonPaging::page)).error);
}

TEST(JsonConnector, StepsOverTheEntryThatBreaksItsNumberedPage) {
    const Source source = source_of("/api/liste?page={page}&n={size}", JsonPaging::page);
    // On a page that the server has cut to forty entries, and on the last one.
    for (const std::int64_t poison : {57, 99}) {
        Api api;
        api.poison = poison;
        FakeHttpClient http(api);
        const Crawl result = crawl(http, source);
        ASSERT_FALSE(result.error) << result.error->detail;
        EXPECT_EQ(result.ids.size(), 99U);
        const std::set<std::string> ids(result.ids.begin(), result.ids.end());
        EXPECT_EQ(ids.size(), 99U);
        EXPECT_FALSE(ids.contains(std::to_string(poison)));
        ASSERT_EQ(result.issues.size(), 1U);
        EXPECT_EQ(result.issues[0].detail, "record number " + std::to_string(poison + 1));
    }
    // Nothing told yet how long the pages of this server are: pieces would be other entries.
    Api first;
    first.poison = 10;
    FakeHttpClient http(first);
    const Crawl cut = crawl(http, source);
    ASSERT_TRUE(cut.error);
    EXPECT_EQ(cut.error->code, Code::http_5xx);
    Source forty = source;
    forty.page_size = 40;
    EXPECT_EQ(crawl(http, forty).ids.size(), 99U);
}

TEST(JsonConnector, WalksEveryKindOfPagingOnce) {
    const struct {
        const char* list;
        JsonPaging paging;
        std::size_t expected;
        std::size_t requests;
    } cases[] = {
        {"/api/liste?page={page}&n={size}", JsonPaging::page, 100, 3},
        {"/api/liste?debut={offset}&n={size}", JsonPaging::offset, 100, 3},
        {"/api/liste", JsonPaging::next, 100, 3},
        {"https://api.example/api/liste", JsonPaging::none, 40, 1}};
    for (const auto& one : cases) {
        FakeHttpClient http((Api()));
        const Crawl result = crawl(http, source_of(one.list, one.paging));
        EXPECT_FALSE(result.error.has_value()) << one.list;
        const std::set<std::string> ids(result.ids.begin(), result.ids.end());
        EXPECT_EQ(ids.size(), one.expected) << one.list;
        EXPECT_EQ(result.ids.size(), one.expected) << one.list;
        EXPECT_EQ(http.urls.size(), one.requests) << one.list << ": the probe's page is not lost";
        EXPECT_EQ(result.requests, static_cast<int>(one.requests)) << one.list;
    }
}

TEST(JsonConnector, KeepsWhatPassesTheFiltersAndCountsAll) {
    FakeHttpClient http((Api()));
    Source source = source_of("/api/liste?page={page}&n={size}", JsonPaging::page);
    source.json.fields["publisher"] = {"id"};
    source.filters["organization"].include = {"7", "50"};
    const Crawl result = crawl(http, source);
    ASSERT_FALSE(result.error.has_value());
    EXPECT_EQ(result.ids, (std::vector<std::string>{"7", "50"}));
    EXPECT_EQ(result.received, 100);
    source.filters["organization"].exclude = {"7"};
    EXPECT_EQ(crawl(http, source).ids, std::vector<std::string>{"50"});
}

TEST(JsonConnector, GoesOnToAnEmptyPageWhenThereIsNoTotal) {
    Api api;
    api.tells_total = false;
    FakeHttpClient http(api);
    const Crawl result =
        crawl(http, source_of("/api/liste?debut={offset}&n={size}", JsonPaging::offset));
    EXPECT_EQ(result.ids.size(), 100U);
    EXPECT_EQ(http.urls.size(), 4U);
}

TEST(JsonConnector, ReadsSeveralListsOneAfterTheOther) {
    FakeHttpClient http((Api()));
    Source source = source_of("/api/liste?page={page}", JsonPaging::page);
    source.json.list.push_back("/api/autre?page={page}");
    source.json.id = {"{nom}-{id}"};
    const Crawl result = crawl(http, source);
    EXPECT_EQ(result.ids.size(), 200U);
    EXPECT_EQ(http.urls.size(), 6U);
    EXPECT_EQ(result.ids.front(), "n-0");
}

TEST(JsonConnector, AddsTheDetailOfEachRecordAndTellsTheMissingOne) {
    Api api;
    api.size = 5;
    api.gone = "3";
    FakeHttpClient http(api);
    Source source = source_of("/api/liste", JsonPaging::none);
    source.json.detail = "/api/fiche/{id}";
    source.json.detail_item = "fiche";
    const Crawl result = crawl(http, source);
    EXPECT_EQ(result.ids, (std::vector<std::string>{"0", "1", "2", "4"}));
    EXPECT_EQ(result.canonical[1], R"({"id":"1","nom":"n","resume":"de 1"})");
    EXPECT_EQ(result.received, 5);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_EQ(result.issues[0].code, Code::not_found);
    EXPECT_EQ(result.issues[0].remote_id, "3");
}

TEST(JsonConnector, FindsRecordsByIdInItsLists) {
    FakeHttpClient http((Api()));
    kit::Services services;
    services.http = &http;
    const auto connector =
        make_connector(source_of("/api/liste?page={page}", JsonPaging::page), services);
    EXPECT_EQ(run_coro(connector->list_ids())->size(), 100U);
    const std::vector<std::string> wanted{"5", "77", "parti"};
    const Result<kit::Page> page = run_coro(connector->fetch_records(wanted));
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->records.size(), 2U);
    ASSERT_EQ(page->issues.size(), 1U);
    EXPECT_EQ(page->issues[0].code, Code::not_found);
}

TEST(JsonConnector, ResumesFromACursorAlone) {
    FakeHttpClient http((Api()));
    kit::Services services;
    services.http = &http;
    for (const auto& [list, paging] : std::map<std::string, JsonPaging>{
             {"/api/liste?page={page}", JsonPaging::page},
             {"/api/liste", JsonPaging::next}}) {
        const Source source = source_of(list, paging);
        const auto first = run_coro(make_connector(source, services)->fetch(kit::Cursor()));
        const auto second = run_coro(make_connector(source, services)->fetch(*first->next));
        EXPECT_EQ(second->records.front().remote_id, "40") << list;
        const auto bad = run_coro(make_connector(source, services)->fetch(kit::Cursor{"page=x"}));
        EXPECT_EQ(bad.error().code, Code::invalid_argument);
    }
}

TEST(JsonConnector, DoesNotFollowANextPageToAnotherSite) {
    Api api;
    api.foreign_next = "https://ailleurs.example/api/liste";
    FakeHttpClient http(api);
    const Crawl result = crawl(http, source_of("/api/liste", JsonPaging::next));
    ASSERT_TRUE(result.error.has_value());
    EXPECT_EQ(result.error->code, Code::bad_request_url);
    EXPECT_EQ(http.urls.size(), 1U);
}

TEST(JsonConnector, ReadsAroundWhatIsBrokenAndTellsWhere) {
    const auto read = [](const std::string& body) {
        FakeHttpClient http([&](const net::Request&) -> Result<net::Response> { return ok(body); });
        return crawl(http, source_of("/api/liste", JsonPaging::none));
    };
    const Crawl comma = read("{\"jeux\":{\"liste\":[{\"id\":1,},\n{\"id\":2}\n{\"id\":3}]}}");
    EXPECT_EQ(comma.ids, (std::vector<std::string>{"1", "2", "3"}));
    ASSERT_FALSE(comma.issues.empty());
    EXPECT_EQ(comma.issues[0].code, Code::parse_json);
    EXPECT_EQ(comma.issues[0].severity, Severity::warning);
    EXPECT_TRUE(comma.issues[0].detail.starts_with("line ")) << comma.issues[0].detail;
    const Crawl odd = read(R"({"jeux":{"liste":[7,{"nom":"sans identifiant"},{"x":{}}]}})");
    EXPECT_EQ(odd.ids.size(), 1U);
    EXPECT_TRUE(odd.ids[0].starts_with("synthetic-"));
    EXPECT_EQ(odd.skipped, 1) << "7 may be any of those that are known";
    EXPECT_EQ(comma.skipped, 0);
    EXPECT_EQ(read(R"({"jeux":[]})").error->code, Code::bad_shape);
    EXPECT_EQ(read("<html>").error->code, Code::not_json);
    EXPECT_TRUE(read(R"({"jeux":{"liste":[]}})").ids.empty());
}

TEST(JsonConnector, AListThatIsCutIsNoBaseForDeletions) {
    const std::string whole =
        R"({"jeux":{"liste":[{"nom":"un","id":1},{"nom":"deux","id":2},{"nom":"trois","id":3}]}})";
    for (std::size_t size = whole.find("{\"nom\":\"deux"); size + 4 < whole.size(); ++size) {
        const std::string body = whole.substr(0, size);
        FakeHttpClient http([&](const net::Request&) -> Result<net::Response> { return ok(body); });
        const Source source = source_of("/api/liste", JsonPaging::none);
        const Crawl cut = crawl(http, source);
        EXPECT_EQ(cut.skipped, 1) << body;
        for (std::size_t i = 0; i < cut.ids.size(); ++i)
            EXPECT_EQ(cut.ids[i], std::to_string(i + 1)) << body;
        kit::Services services;
        services.http = &http;
        const auto connector = make_connector(source, services);
        const auto ids = run_coro(connector->list_ids());
        ASSERT_TRUE(ids.has_error()) << body;
        EXPECT_EQ(ids.error().code, Code::incomplete_crawl);
        const auto page = run_coro(connector->fetch_records({"3"}));
        ASSERT_TRUE(page.has_value());
        for (const Issue& issue : page->issues)
            EXPECT_NE(issue.code, Code::not_found) << body;
    }
}

TEST(JsonConnector, SaysThatItHasNoDescription) {
    FakeHttpClient http((Api()));
    Source source;
    source.connector = "json";
    source.url = "https://api.example";
    EXPECT_EQ(crawl(http, source).error->code, Code::config_invalid);
    EXPECT_TRUE(http.urls.empty());
}

} // namespace
} // namespace moisson::paths
