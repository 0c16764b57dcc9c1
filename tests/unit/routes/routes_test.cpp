// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "routes/nearest.hpp"
#include "routes/paths.hpp"
#include "routes/router.hpp"
#include "routes/search_parameters.hpp"
#include "routes/url.hpp"

#include <gtest/gtest.h>

#include <array>

namespace moisson::routes {
namespace {

TEST(Router, TellsUnknownPathsFromUnknownMethods) {
    RouteTable table;
    table.add("GET", "/portails/{slug}", 1);
    table.add("GET", "/portails/comparer", 2);
    table.add("POST", "/portails/{slug}", 3);
    EXPECT_EQ(table.match("GET", "/portails/togo").handler, 1U);
    EXPECT_EQ(table.match("GET", "/portails/togo").parameters.at("slug"), "togo");
    EXPECT_EQ(table.match("HEAD", "/portails/togo/").handler, 1U);
    EXPECT_EQ(table.match("GET", "/portails/comparer").handler, 2U);
    EXPECT_EQ(table.match("POST", "/portails/comparer").handler, 3U);
    EXPECT_EQ(table.match("GET", "/portails").outcome, RouteMatch::Outcome::not_found);
    EXPECT_EQ(table.match("GET", "").outcome, RouteMatch::Outcome::not_found);
    const RouteMatch refused = table.match("DELETE", "/portails/togo");
    EXPECT_EQ(refused.outcome, RouteMatch::Outcome::method_not_allowed);
    EXPECT_EQ(refused.allow, "GET, HEAD, POST");
}

TEST(Url, NumbersAreWholeAndPositive) {
    EXPECT_EQ(positive_number("12"), 12);
    EXPECT_EQ(positive_number("9223372036854775807"), INT64_MAX);
    for (const char* text : {"", "0", "-1", "+1", " 1", "1 ", "1.5", "1a", "9223372036854775808"})
        EXPECT_FALSE(positive_number(text)) << text;
}

TEST(Url, EncodingGoesThereAndBack) {
    const std::string text = "Côte d’Ivoire & 100 % +/?";
    EXPECT_EQ(percent_decode(percent_encode(text)), text);
    EXPECT_EQ(percent_decode("a+b%20c%zz%4"), "a b c%zz%4");
}

TEST(Url, HostileQueriesBecomeCleanText) {
    const Query query = parse_query("q=%FF%00caf%C3%A9&&vide&=x&a=b=c");
    ASSERT_EQ(query.size(), 4U);
    EXPECT_EQ(first(query, "q").substr(first(query, "q").size() - 5), "café");
    EXPECT_EQ(first(query, "q").find('\0'), std::string_view::npos);
    EXPECT_EQ(first(query, "a"), "b=c");
    std::string many;
    for (int i = 0; i < 500; ++i)
        many += "a=1&";
    EXPECT_EQ(parse_query(many).size(), limits::query_parameters);
}

TEST(PublicUrl, JoinsWithOneSlash) {
    EXPECT_EQ(PublicUrl("https://a.example/").absolute("/x"), "https://a.example/x");
    EXPECT_EQ(PublicUrl().absolute("/x"), "/x");
    EXPECT_EQ(dataset_page_of("a b"), "/jeux-de-donnees/a%20b");
}

TEST(PublicUrl, CoversItsOwnAddressesOnly) {
    const PublicUrl ours("https://a.example:8443/donnees/");
    for (const std::string_view own :
         {"https://a.example:8443/donnees",
          "http://a.example:8443/donnees/jeux-de-donnees/x",
          "https://a.example:8443/donnees?q=x",
          "https://a.example:8443/donnees#x"})
        EXPECT_TRUE(ours.covers(own)) << own;
    for (const std::string_view other :
         {"",
          "https://a.example:8443/",
          "https://a.example:8443/donnees-ouvertes/x",
          "https://a.example/donnees/x",
          "https://b.example/?https://a.example:8443/donnees",
          "ftp://a.example:8443/donnees",
          "a.example:8443/donnees"})
        EXPECT_FALSE(ours.covers(other)) << other;
    EXPECT_FALSE(PublicUrl().covers("https://a.example/"));
    EXPECT_FALSE(PublicUrl().covers(""));
}

TEST(NearestName, FindsTheMistypedOne) {
    EXPECT_EQ(nearest_name("contry", search_parameter_names()), "country");
    EXPECT_EQ(nearest_name("fromat", search_parameter_names()), "format");
    EXPECT_EQ(nearest_name("license", search_parameter_names()), "licence");
    EXPECT_EQ(nearest_name("zzzzzz", search_parameter_names()), "");
    EXPECT_EQ(nearest_name("pays", search_parameter_names()), "country");
    EXPECT_EQ(nearest_name("tri", search_parameter_names()), "sort");
    EXPECT_EQ(nearest_name("frequence", search_parameter_names()), "frequency");
    EXPECT_EQ(nearest_name(std::string(100'000, 'q'), search_parameter_names()), "");
}

TEST(SearchParameters, DatesCoverTheirWholePeriod) {
    const auto february = parse_date_range("2024-02");
    ASSERT_TRUE(february);
    EXPECT_EQ(to_iso8601(february->first), "2024-02-01T00:00:00Z");
    EXPECT_EQ(to_iso8601(february->second), "2024-02-29T23:59:59.999999Z");
    EXPECT_EQ(to_iso8601(parse_date_range("2023")->second), "2023-12-31T23:59:59.999999Z");
    EXPECT_EQ(to_iso8601(parse_date_range("2024-12")->second), "2024-12-31T23:59:59.999999Z");
    EXPECT_FALSE(parse_date_range("2024-13"));
    EXPECT_FALSE(parse_date_range("demain"));
}

TEST(SearchParameters, FiltersAndRangesNarrowAndWordsDoNot) {
    const auto narrows = [](const char* query) {
        return parse_search(parse_query(query)).parameters.narrows();
    };
    for (const char* query : {"", "q=eau", "q=eau&sort=title&page=2&facets=theme&lang_ui=fr"})
        EXPECT_FALSE(narrows(query)) << query;
    for (const char* query :
         {"q=eau&theme=ENVI",
          "quality=60..",
          "quality=..40",
          "bbox=-1,5,2,12",
          "temporal=2018",
          "modified_to=2024",
          "created_from=2024",
          "first_seen_from=2024"})
        EXPECT_TRUE(narrows(query)) << query;
}

TEST(SearchParameters, EveryFilterIsRead) {
    for (const std::string_view name : filter_names()) {
        const ParsedSearch parsed = parse_search({{std::string(name), "x"}});
        EXPECT_TRUE(parsed.problems.empty()) << name;
        EXPECT_EQ(parsed.parameters.filters.count(name), 1U) << name;
    }
}

} // namespace
} // namespace moisson::routes
