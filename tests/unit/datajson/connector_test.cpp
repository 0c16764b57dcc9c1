// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against servers made of a function: where the document is, pages, packed files.
#include "datajson/connector.hpp"
#include "datajson/mapping.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <set>

namespace moisson::datajson {
namespace {

using testing::FakeHttpClient;
using testing::http_error;
using testing::ok;
using testing::run_coro;

std::string document(int count, std::string_view title = "Jeu") {
    std::string body =
        R"({"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[)";
    for (int i = 0; i < count; ++i)
        body += (i > 0 ? ",\n" : "\n") + (R"({"identifier":"id)" + std::to_string(i)) +
                R"(","title":")" + std::string(title) + R"("})";
    return body + "]}";
}

Source source_at(std::string url, int page_size = 0) {
    Source source;
    source.key = "essai";
    source.connector = "datajson";
    source.url = std::move(url);
    source.page_size = page_size;
    return source;
}

std::unique_ptr<kit::Connector> connector_of(FakeHttpClient& http, const Source& source) {
    kit::Services services;
    services.http = &http;
    return make_factory()(source, services);
}

TEST(DatajsonConnector, GivesOneDocumentInPagesWithOneRequest) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return ok(document(250));
    });
    const auto connector = connector_of(http, source_at("https://a.example/data.json", 100));
    const Result<kit::Probe> probe = run_coro(connector->probe());
    ASSERT_TRUE(probe.has_value());
    EXPECT_EQ(probe->advertised_count, 250);
    EXPECT_EQ(probe->version, "1.1");
    std::set<std::string> ids;
    std::int64_t received = 0;
    int pages = 0;
    int requests = 0;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor; ++pages) {
        Result<kit::Page> page = run_coro(connector->fetch(*cursor));
        ASSERT_TRUE(page.has_value());
        for (const kit::WireRecord& record : page->records)
            ids.insert(record.remote_id);
        received += page->received;
        requests += page->requests;
        EXPECT_EQ(page->advertised_count, 250);
        cursor = page->next;
    }
    EXPECT_EQ(ids.size(), 250U);
    EXPECT_EQ(received, 250);
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(requests, 1);
    EXPECT_EQ(http.urls.size(), 1U);
}

TEST(DatajsonConnector, LooksWhereSitesKeepTheirDocument) {
    using Addresses = std::vector<std::string>;
    EXPECT_EQ(
        document_addresses("https://a.example/"),
        (Addresses{
            "https://a.example/data.json",
            "https://a.example/api/feed/dcat-us/1.1.json",
            "https://a.example"})
    );
    EXPECT_EQ(
        document_addresses("https://a.example/x/catalogue.json.gz"),
        Addresses{"https://a.example/x/catalogue.json.gz"}
    );
    FakeHttpClient http([](const net::Request& request) -> Result<net::Response> {
        if (request.url.ends_with("/api/feed/dcat-us/1.1.json"))
            return ok(document(3));
        if (request.url.ends_with("/data.json"))
            return ok("<html>page d'accueil</html>");
        return http_error(Code::http_4xx, 404);
    });
    const auto connector = connector_of(http, source_at("https://hub.example"));
    EXPECT_EQ(run_coro(connector->list_ids())->size(), 3U);
}

// ckanext-dcat cuts its data.json, and nothing in it says so.
TEST(DatajsonConnector, ReadsThePagesBehindAHundredRecords) {
    FakeHttpClient http([](const net::Request& request) -> Result<net::Response> {
        const std::string page = testing::parameter(request.url, "page");
        std::string body = document(page == "3" ? 0 : 100);
        // Other ids on the second page.
        if (page == "2")
            for (std::size_t at = body.find(":\"id"); at != std::string::npos;
                 at = body.find(":\"id", at + 1))
                body.replace(at, 4, ":\"no");
        return ok(std::move(body));
    });
    const Source source = source_at("https://a.example/data.json");
    EXPECT_EQ(run_coro(connector_of(http, source)->list_ids())->size(), 200U);
    EXPECT_EQ(http.urls.back(), "https://a.example/data.json?page=3");
    const auto connector = connector_of(http, source);
    std::set<std::string> ids;
    std::int64_t skipped = 0;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor;) {
        const Result<kit::Page> page = run_coro(connector->fetch(*cursor));
        ASSERT_TRUE(page.has_value());
        for (const kit::WireRecord& record : page->records)
            ids.insert(record.remote_id);
        skipped += page->skipped;
        cursor = page->next;
    }
    EXPECT_EQ(ids.size(), 200U);
    EXPECT_EQ(skipped, 0);
}

TEST(DatajsonConnector, TellsTheFirstAddressErrorWhenThereIsNoDocumentAnywhere) {
    FakeHttpClient http([](const net::Request& request) -> Result<net::Response> {
        return http_error(Code::http_4xx, request.url.ends_with("data.json") ? 403 : 404);
    });
    const auto connector = connector_of(http, source_at("https://a.example"));
    EXPECT_EQ(run_coro(connector->probe()).error().detail, "403");
    FakeHttpClient down([](const net::Request&) -> Result<net::Response> {
        return http_error(Code::http_5xx, 503);
    });
    EXPECT_EQ(
        run_coro(connector_of(down, source_at("https://a.example"))->probe()).error().code,
        Code::http_5xx
    );
    EXPECT_EQ(down.urls.size(), 1U) << "a server that is down is not asked elsewhere";
}

TEST(DatajsonConnector, ResumesInTheMiddleAndOwesASecondPassWhenTheDocumentChanged) {
    std::string body = document(250);
    FakeHttpClient http([&](const net::Request&) -> Result<net::Response> { return ok(body); });
    const Source source = source_at("https://a.example/data.json", 100);
    const Result<kit::Page> first = run_coro(connector_of(http, source)->fetch(kit::Cursor()));
    ASSERT_TRUE(first.has_value() && first->next);
    const Result<kit::Page> same = run_coro(connector_of(http, source)->fetch(*first->next));
    EXPECT_EQ(same->records.front().remote_id, "id100");
    EXPECT_EQ(same->skipped, 0);
    body = document(150, "Autre");
    const Result<kit::Page> other = run_coro(connector_of(http, source)->fetch(*first->next));
    EXPECT_EQ(other->records.size(), 50U);
    EXPECT_EQ(other->skipped, 1);
    EXPECT_FALSE(other->next.has_value());
    const Result<kit::Page> bad = run_coro(connector_of(http, source)->fetch(kit::Cursor{"x=1"}));
    EXPECT_EQ(bad.error().code, Code::invalid_argument);
}

TEST(DatajsonConnector, ItsInventoryTellsWhatChanged) {
    std::string body = R"([{"identifier":"a","title":"x"},{"identifier":"b","title":"y"},
        {"identifier":"c","keyword":["1","2"]}])";
    FakeHttpClient http([&](const net::Request&) -> Result<net::Response> { return ok(body); });
    const Source source = source_at("https://a.example/data.json");
    EXPECT_TRUE(connector_of(http, source)->abilities().inventory);
    const auto before = run_coro(connector_of(http, source)->inventory(kit::Cursor()));
    ASSERT_TRUE(before.has_value());
    ASSERT_EQ(before->entries.size(), 3U);
    EXPECT_EQ(before->received, 3);
    EXPECT_TRUE(before->issues.empty());
    body = R"([{"title":"x","identifier":"a"},{"identifier":"b","title":"z"},
        {"identifier":"c","keyword":["2","1"]}])";
    const auto connector = connector_of(http, source);
    const auto after = run_coro(connector->inventory(kit::Cursor()));
    EXPECT_EQ(after->entries[0].stamp, before->entries[0].stamp);
    EXPECT_NE(after->entries[1].stamp, before->entries[1].stamp);
    EXPECT_EQ(after->entries[2].stamp, before->entries[2].stamp);
    const std::vector<std::string> wanted{"b", "parti"};
    const Result<kit::Page> page = run_coro(connector->fetch_records(wanted));
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_EQ(page->records[0].stamp, after->entries[1].stamp);
    ASSERT_EQ(page->issues.size(), 1U);
    EXPECT_EQ(page->issues[0].code, Code::not_found);
}

TEST(DatajsonConnector, AsksConditionallyForADocumentItKnows) {
    int conditional = 0;
    int whole = 0;
    std::string tag = "\"un\"";
    FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        net::Response response = ok(document(5));
        if (request.etag == tag) {
            ++conditional;
            response.body.clear();
            response.status = 304;
        } else {
            ++whole;
        }
        response.headers = {{"ETag", tag}};
        return response;
    });
    kit::Services services;
    services.http = &http;
    const kit::Factory factory = make_factory();
    const Source source = source_at("https://a.example/data.json");
    std::vector<Digest> digests;
    for (const char* current : {"\"un\"", "\"un\"", "\"deux\""}) {
        tag = current;
        const Result<kit::Page> page = run_coro(factory(source, services)->fetch(kit::Cursor()));
        ASSERT_TRUE(page.has_value());
        EXPECT_EQ(page->records.size(), 5U);
        EXPECT_EQ(page->requests, 1);
        digests.push_back(page->body_digest);
    }
    EXPECT_EQ(whole, 2);
    EXPECT_EQ(conditional, 1);
    EXPECT_EQ(digests[0], digests[1]);
}

TEST(DatajsonMapping, TellsIntervalsFromDates) {
    for (const char* interval : {"R/P1D", "R/PT1S", "R/P0.5M", "P1Y", "R5/P1D"})
        EXPECT_TRUE(is_interval(interval)) << interval;
    for (const char* date : {"2023", "2023-01", "", "Paris", "PDF", "R", "-"})
        EXPECT_FALSE(is_interval(date)) << date;
}

} // namespace
} // namespace moisson::datajson
