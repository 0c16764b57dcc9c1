// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// robots.txt: RFC 9309 and the habits of the field.
#include "core/limits.hpp"
#include "net/robots.hpp"

#include <gtest/gtest.h>

namespace moisson::net {

TEST(RobotsMatch, KnowsStarsAndTheEnd) {
    EXPECT_TRUE(robots_match("/a", "/abc"));
    EXPECT_FALSE(robots_match("/a", "/b"));
    EXPECT_TRUE(robots_match("/*.csv", "/x/y.csv?z"));
    EXPECT_TRUE(robots_match("/*.csv$", "/x/y.csv"));
    EXPECT_FALSE(robots_match("/*.csv$", "/x/y.csv?z"));
    EXPECT_TRUE(robots_match("/*.csv$", "/a.csv.csv"));
    EXPECT_TRUE(robots_match("/a$", "/a"));
    EXPECT_FALSE(robots_match("/a$", "/ab"));
    EXPECT_TRUE(robots_match("*", "/"));
    EXPECT_TRUE(robots_match("/a*b*c", "/a-b-c-d"));
    EXPECT_FALSE(robots_match("/a*b*c", "/a-c-b"));
    EXPECT_FALSE(robots_match("/ab*b$", "/ab"));
}

TEST(Robots, TakesOurGroupBeforeEverybodys) {
    const auto rules = parse_robots(
        "User-agent: *\nDisallow: /\n\nUser-agent: MOISSON/2\nUser-agent: other\nDisallow: "
        "/prive\n",
        "Moisson"
    );
    EXPECT_TRUE(rules.allows("/public"));
    EXPECT_FALSE(rules.allows("/prive/x"));
}

TEST(Robots, FallsBackToEverybodysGroup) {
    const auto rules =
        parse_robots("User-agent: bad\nDisallow: /\nUser-agent: *\nDisallow: /x", "Moisson");
    EXPECT_TRUE(rules.allows("/"));
    EXPECT_FALSE(rules.allows("/x"));
}

TEST(Robots, MergesTheGroupsOfOneProduct) {
    const auto rules = parse_robots(
        "User-agent: moisson\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: "
        "moisson\nDisallow: /b\n",
        "Moisson"
    );
    EXPECT_FALSE(rules.allows("/a"));
    EXPECT_FALSE(rules.allows("/b"));
    EXPECT_TRUE(rules.allows("/c"));
}

TEST(Robots, TheLongestMatchDecidesAndAllowWinsTies) {
    const auto rules = parse_robots(
        "User-agent: *\nDisallow: /data\nAllow: /data/open\nDisallow: /p\nAllow: /p\n",
        "Moisson"
    );
    EXPECT_FALSE(rules.allows("/data/x"));
    EXPECT_TRUE(rules.allows("/data/open/x"));
    EXPECT_TRUE(rules.allows("/p"));
}

TEST(Robots, ReadsCrawlDelay) {
    const auto rules = parse_robots("User-agent: *\nCrawl-delay: 2.5\n", "Moisson");
    EXPECT_EQ(rules.crawl_delay, std::chrono::milliseconds(2'500));
    EXPECT_FALSE(parse_robots("User-agent: *\nCrawl-delay: soon\n", "Moisson").crawl_delay);
    EXPECT_FALSE(parse_robots("User-agent: *\nCrawl-delay: -1\n", "Moisson").crawl_delay);
    EXPECT_FALSE(parse_robots("User-agent: *\nCrawl-delay: nan\n", "Moisson").crawl_delay);
}

TEST(Robots, ForgivesTheFormat) {
    const auto rules = parse_robots(
        "\xEF\xBB\xBFuser-AGENT : * # everybody\r\n\r\ndisallow:/x # no\r\nSitemap: "
        "/s.xml\r\nrubbish\r\nDisallow:\r\n",
        "Moisson"
    );
    EXPECT_FALSE(rules.allows("/x"));
    EXPECT_TRUE(rules.allows("/y"));
    EXPECT_TRUE(parse_robots("User-agent: *\nDisallow: /", "Moisson").allows("/robots.txt"));
    EXPECT_TRUE(parse_robots("<html>not found</html>", "Moisson").allows("/x"));
}

TEST(Robots, StopsAtItsLimits) {
    std::string text = "User-agent: *\n";
    while (text.size() < 2 * limits::robots_bytes)
        text += "Disallow: /aaaaaaaaaaaaaaaaaaaaaaaaaaa*b*c*d*e*f*$\n";
    const auto rules = parse_robots(text, "Moisson");
    EXPECT_LE(rules.rules.size(), limits::robots_rules);
    EXPECT_TRUE(rules.allows("/" + std::string(8'000, 'a')));
}

TEST(ProductToken, IsTheFirstWordOfTheUserAgent) {
    EXPECT_EQ(product_token("Moisson/0.1 (+https://example.org/robot)"), "Moisson");
}

} // namespace moisson::net
