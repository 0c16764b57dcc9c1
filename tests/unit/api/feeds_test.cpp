// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// News of a search in three syntaxes.
#include "api/body_dates.hpp"
#include "api/feed_documents.hpp"
#include "api_fixture.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstdio>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What xmllint says of a document; empty when it is well-formed.
std::string complaints(const std::string& xml) {
    const std::string path =
        ::testing::TempDir() + "moisson-feed-" + std::to_string(::getpid()) + ".xml";
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    std::fwrite(xml.data(), 1, xml.size(), file);
    std::fclose(file);
    std::string out;
    std::FILE* const pipe = ::popen(("xmllint --noout " + path + " 2>&1").c_str(), "r");
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr)
        out += buffer.data();
    const int status = ::pclose(pipe);
    return status == 0 ? std::string() : "status " + std::to_string(status) + ": " + out;
}

class FeedsTest : public ApiTest {};

TEST_F(FeedsTest, AtomIsWellFormedWhateverTheTexts) {
    const net::ServerResponse response = get("/api/v1/datasets.atom?q=eau");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "application/atom+xml; charset=utf-8");
    EXPECT_EQ(complaints(response.body), "");
    EXPECT_THAT(response.body, HasSubstr("<feed xmlns=\"http://www.w3.org/2005/Atom\""));
    EXPECT_THAT(response.body, HasSubstr("<id>urn:uuid:"));
    EXPECT_THAT(response.body, HasSubstr("&lt;script&gt;alert(1)"));
    EXPECT_THAT(response.body, Not(HasSubstr("<script>")));
    EXPECT_EQ(views_.last_query.sort, search::Sort::first_seen);
    EXPECT_EQ(views_.last_query.page_size, 20);
    EXPECT_TRUE(views_.last_query.facets.empty());
}

TEST_F(FeedsTest, RssIsWellFormed) {
    const net::ServerResponse response = get("/api/v1/datasets.rss?q=eau&page=2");
    EXPECT_EQ(response.content_type, "application/rss+xml; charset=utf-8");
    EXPECT_EQ(complaints(response.body), "");
    EXPECT_THAT(response.body, HasSubstr("<guid isPermaLink=\"false\">urn:uuid:"));
    EXPECT_THAT(response.body, HasSubstr("<atom:link rel=\"previous\""));
}

TEST_F(FeedsTest, JsonFeedIsVersionOnePointOne) {
    const Json feed = json("/api/v1/datasets.json-feed?sort=-modified");
    EXPECT_EQ(feed["version"], "https://jsonfeed.org/version/1.1");
    EXPECT_EQ(feed["items"].size(), 3U);
    for (const Json& item : feed["items"])
        for (const char* name : {"id", "url", "title", "content_text", "date_published"})
            EXPECT_TRUE(item.contains(name)) << name;
    EXPECT_EQ(views_.last_query.sort, search::Sort::modified);
    EXPECT_EQ(
        feed["next_url"],
        "https://moisson.example.org/api/v1/datasets.json-feed?sort=-modified&page=2"
    );
}

TEST_F(FeedsTest, PagesAreLinkedAndBounded) {
    const std::string body = get("/api/v1/datasets.atom?page=2&page_size=50").body;
    for (const char* rel : {"self", "first", "last", "previous", "next"})
        EXPECT_THAT(body, HasSubstr("<link rel=\"" + std::string(rel) + "\"")) << rel;
    EXPECT_EQ(get("/api/v1/datasets.atom?page_size=101").status, 400);
    EXPECT_EQ(get("/api/v1/datasets.atom?page=1000").status, 400);
    EXPECT_EQ(get("/api/v1/datasets.atom?pays=TG").status, 400);
}

TEST_F(FeedsTest, TheIdOfAFeedIsThatOfItsSearch) {
    const auto id = [&](const std::string& target) {
        const std::string body = get(target).body;
        const std::size_t at = body.find("<id>");
        return body.substr(at, body.find("</id>") - at);
    };
    EXPECT_EQ(
        id("/api/v1/datasets.atom?q=eau&country=tg"),
        id("/api/v1/datasets.atom?country=TG&q=eau&page=2&page_size=5")
    );
    EXPECT_NE(id("/api/v1/datasets.atom?q=eau"), id("/api/v1/datasets.atom?q=riz"));
}

TEST_F(FeedsTest, WhatDidNotChangeIsNotSentAgain) {
    const net::ServerResponse first = get("/api/v1/datasets.atom");
    EXPECT_TRUE(first.etag);
    const std::string date = header_of(first, "Last-Modified");
    ASSERT_FALSE(date.empty());
    const auto status = [&](net::Headers headers) {
        net::ServerRequest request;
        request.method = "GET";
        request.path = "/api/v1/datasets.atom";
        request.headers = std::move(headers);
        asio::io_context context;
        return testing::run_coro(context, handler_(std::move(request))).status;
    };
    EXPECT_EQ(status({{"if-modified-since", date}}), 304);
    EXPECT_EQ(status({{"if-modified-since", "Thu, 01 Jan 1970 00:00:00 GMT"}}), 200);
    EXPECT_EQ(status({{"if-modified-since", date}, {"if-none-match", "\"x\""}}), 200);
}

TEST(BodyDates, OtherBytesHaveALaterDate) {
    const Instant noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27);
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    api::BodyDates dates(2);
    EXPECT_EQ(dates.since("a", "x", noon + milliseconds(300)), noon);
    EXPECT_EQ(dates.since("a", "x", noon + seconds(50)), noon);
    // Within the second, and when the clock goes back.
    EXPECT_EQ(dates.since("a", "y", noon + milliseconds(400)), noon + seconds(1));
    EXPECT_EQ(dates.since("a", "x", noon - seconds(9)), noon + seconds(2));
    EXPECT_EQ(dates.since("b", "x", noon), noon);
    // What was forgotten is new.
    EXPECT_EQ(dates.since("c", "x", noon), noon + seconds(3));
    EXPECT_EQ(dates.since("a", "x", noon + seconds(90)), noon + seconds(90));
}

TEST_F(FeedsTest, OtherNamesLeadToTheSame) {
    EXPECT_EQ(get("/datasets/recent.atom").status, 200);
    EXPECT_EQ(get("/feeds/dataset.atom?page=2").status, 200);
    EXPECT_EQ(views_.last_query.page, 2);
    EXPECT_EQ(get("/feeds/organization/instat.atom").status, 200);
    EXPECT_EQ(
        views_.last_query.filter(search::Facet::organization),
        std::vector<std::string>{"instat"}
    );
    EXPECT_EQ(get("/feeds/tag/eau.atom").status, 200);
    EXPECT_EQ(views_.last_query.filter(search::Facet::tag), std::vector<std::string>{"eau"});
    EXPECT_EQ(get("/feeds/group/agri.atom").status, 200);
    EXPECT_EQ(views_.last_query.filter(search::Facet::theme), std::vector<std::string>{"AGRI"});
    EXPECT_EQ(
        get("/feeds/custom.atom?q=eau&tags=puits&organization=instat&sort=x&page=2").status,
        200
    );
    EXPECT_EQ(views_.last_query.filter(search::Facet::tag), std::vector<std::string>{"puits"});
    EXPECT_EQ(views_.last_query.text, "eau");
    EXPECT_EQ(views_.last_query.page, 2);
    EXPECT_EQ(get("/feeds/custom.atom?couleur=bleu").status, 400);
    EXPECT_EQ(get("/feeds/organization/instat").status, 404);
    EXPECT_EQ(get("/feeds/rien.atom").status, 404);
}

TEST_F(FeedsTest, ASearchNamesItsTwins) {
    const Json links = json("/api/v1/datasets?q=eau&page=2&facets=theme&sort=title")["links"];
    EXPECT_EQ(links["csv"], "https://moisson.example.org/api/v1/datasets.csv?q=eau");
    EXPECT_EQ(links["atom"], "https://moisson.example.org/api/v1/datasets.atom?q=eau");
}

TEST(FeedDocuments, XmlHasNoForbiddenCharacter) {
    EXPECT_EQ(
        api::xml_text("a\x01\x1f\tb\xEF\xBF\xBF"
                      "é"),
        "a\tbé"
    );
    EXPECT_EQ(api::xml_text("<&>\""), "&lt;&amp;&gt;&quot;");
}

TEST(FeedDocuments, AnEmptyFeedIsAFeed) {
    api::FeedDocument feed;
    feed.id = "urn:uuid:0";
    feed.self = feed.first = feed.last = feed.html = "https://x";
    EXPECT_EQ(complaints(api::atom_feed(feed)), "");
    EXPECT_EQ(complaints(api::rss_feed(feed)), "");
    EXPECT_EQ(Json::parse(api::json_feed(feed))["items"].size(), 0U);
}

} // namespace
} // namespace moisson::test
