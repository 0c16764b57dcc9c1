// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/feed_query.hpp"

#include <gtest/gtest.h>

namespace moisson::opendata {
namespace {

FeedQuery read(std::string_view text) {
    return read_feed_query(routes::parse_query(text));
}

TEST(FeedQuery, ReadsWhatHarvestersSend) {
    const FeedQuery plain = read("");
    EXPECT_EQ(plain.page, 1);
    EXPECT_EQ(plain.page_size, 100);
    EXPECT_FALSE(plain.since || plain.after);
    const FeedQuery full =
        read("page=3&page_size=500&modified_since=2026-05-03&profiles=dcat_ap_3");
    EXPECT_TRUE(full.problems.empty());
    EXPECT_EQ(full.page, 3);
    EXPECT_EQ(full.page_size, 500);
    EXPECT_EQ(to_iso8601(*full.since).substr(0, 19), "2026-05-03T00:00:00");
}

TEST(FeedQuery, RefusesWhatItWouldOtherwisePassOver) {
    for (const char* const text :
         {"page=0",
          "page=x",
          "page=-1",
          "page=100001",
          "page_size=501",
          "page_size=0",
          "modified_since=hier",
          "after=x",
          "sort=title",
          "facet_q[theme]=eau",
          "quality=bonne",
          "page=101&country=ML",
          "pge=2",
          "modified_since=2026-05-03&after=00000000-0000-5000-8000-000000000001",
          "country=ML&modified_since=2026-05-03&after=x2"})
        EXPECT_EQ(read(text).problems.size(), 1U) << text;
    EXPECT_EQ(read("pge=2").problems[0].nearest, "page");
}

TEST(FeedQuery, ASearchChoosesAPart) {
    const FeedQuery query = read("country=ml&q=eau&page=200&after=x2&theme=");
    EXPECT_TRUE(query.problems.empty());
    EXPECT_TRUE(query.selects());
    EXPECT_EQ(query.wanted.q, "eau");
    EXPECT_EQ(query.wanted.filters.at("country"), std::vector<std::string>{"ML"});
    EXPECT_EQ(query.cursor, "x2");
    EXPECT_FALSE(query.after);
    EXPECT_EQ(
        page_address("/catalog.ttl", query, 201, std::string_view("x3")),
        "/catalog.ttl?page=201&country=ML&q=eau&after=x3"
    );
    EXPECT_FALSE(read("page_size=10").selects());
    const FeedQuery series = read("type=series&frequency=annual&quality=60..");
    EXPECT_TRUE(series.problems.empty());
    EXPECT_EQ(
        page_address("/catalog.ttl", series, 2, std::string_view()),
        "/catalog.ttl?page=2&type=series&frequency=ANNUAL&quality=60.."
    );
    const FeedQuery organization = read_feed_query(routes::parse_query("after=x2"), Walk::index);
    EXPECT_TRUE(organization.problems.empty());
    EXPECT_EQ(organization.cursor, "x2");
}

TEST(FeedQuery, AnAddressLeadsBackToItsPlace) {
    const auto id = uuid_from_string("8c1f0b44-1111-5222-8333-444455556666");
    for (const char* const text :
         {"page_size=10", "modified_since=2026-05-03", "modified_since=2026-05-03&country=ML"}) {
        const FeedQuery query = read(text);
        const store::LivePlace place{from_iso8601("2026-06-01T10:00:00.000123Z").value(), *id};
        const std::string address = page_address("/catalog.ttl", query, 2, place);
        ASSERT_TRUE(address.starts_with("/catalog.ttl?page=2&")) << address;
        const FeedQuery back = read(address.substr(address.find('?') + 1));
        EXPECT_TRUE(back.problems.empty()) << address;
        EXPECT_EQ(back.page, 2);
        EXPECT_EQ(back.page_size, query.page_size);
        EXPECT_EQ(back.since, query.since);
        ASSERT_TRUE(back.after);
        EXPECT_EQ(back.after->id, *id);
        if (query.since) {
            EXPECT_EQ(back.after->changed_at, place.changed_at);
        }
        EXPECT_EQ(page_address("/catalog.ttl", back, 2, back.after), address);
    }
}

} // namespace
} // namespace moisson::opendata
