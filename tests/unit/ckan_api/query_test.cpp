// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The grammar: what clients really send, how it is understood, what is refused; dates; orders.
#include "ckan_api/conditions.hpp"
#include "ckan_api/limits.hpp"
#include "ckan_api/query.hpp"
#include "ckan_api/query_date.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace moisson::ckan_api::testing {
namespace {

struct Understood {
    const char* text;
    const char* shown;
};

// The must-pass list of research A1.4, and what is near it.
constexpr std::array understood{
    Understood{"", "and()"},
    Understood{"*:*", "*:*"},
    Understood{
        "metadata_modified:[2024-05-01T10:00:00.123456Z TO *]",
        "metadata_modified:[2024-05-01T10:00:00.123456Z TO *]"},
    Understood{"organization:a OR organization:b", "or(organization:a, organization:b)"},
    Understood{"-organization:x -groups:y", "and(not(organization:x), not(groups:y))"},
    Understood{"(groups:a OR groups:b)", "or(groups:a, groups:b)"},
    Understood{
        "organization:\"Ministère X\" -harvest_source_title:\"Y\"",
        "and(organization:\"Ministère X\", not(harvest_source_title:\"Y\"))"},
    Understood{"a:b AND -c:d", "and(a:b, not(c:d))"},
    Understood{"text:(data OR dati)", "or(text:data, text:dati)"},
    Understood{"-field:*", "not(field:*)"},
    Understood{"title:eau*", "title:eau*"},
    Understood{"metadata_created:[NOW-1YEAR TO *]", "metadata_created:[NOW-1YEAR TO *]"},
    Understood{"num_tags:[3 TO *]", "num_tags:[3 TO *]"},
    Understood{
        "organization:a OR organization:b metadata_modified:[2024-01-01T00:00:00Z TO *]",
        "and(or(organization:a, organization:b), metadata_modified:[2024-01-01T00:00:00Z TO *])"},
    Understood{"metadata_modified:[2024-05-01%20TO%20*]", "metadata_modified:[2024-05-01 TO *]"},
    Understood{"num_resources:{0 TO 5}", "num_resources:{0 TO 5}"},
    Understood{"num_resources:[1 TO 5}", "num_resources:[1 TO 5}"},
    Understood{"+a:b +c:d", "and(a:b, c:d)"},
    Understood{"!a:b", "not(a:b)"},
    Understood{"NOT a:b", "not(a:b)"},
    Understood{"a:b && c:d || e:f", "or(and(a:b, c:d), e:f)"},
    Understood{"a:b AND c:d OR e:f AND g:h", "or(and(a:b, c:d), and(e:f, g:h))"},
    Understood{"title:(+eau -sol)", "and(title:eau, not(title:sol))"},
    Understood{"title:\"prix du riz\"~3^2.5", "title:\"prix du riz\""},
    Understood{"title:rizz~2", "title:rizz"},
    Understood{"title:riz^4 tags:mil", "and(title:riz, tags:mil)"},
    Understood{"(a:b AND (c:d OR -e:f))^2", "and(a:b, or(c:d, not(e:f)))"},
    Understood{"res_format:CSV\\ ZIP", "res_format:CSV ZIP"},
    Understood{"name:jeu\\:un", "name:jeu:un"},
    Understood{"title:AND\\-roid", "title:AND-roid"},
    Understood{"organization:-x", "not(organization:x)"},
    Understood{
        "metadata_modified:[\"2024-01-01\" TO \"2024-02-01\"]",
        "metadata_modified:[2024-01-01 TO 2024-02-01]"},
    // No field without something right behind the colon.
    Understood{"Budget: 2020", "and(Budget:, 2020)"},
    Understood{"http://exemple.org/a", "http://exemple.org/a"},
    Understood{"ORDINAIRE ANDALOU", "and(ORDINAIRE, ANDALOU)"}};

TEST(CkanQuery, UnderstandsWhatClientsSend) {
    for (const Understood& one : understood) {
        const auto node = parse_query(one.text);
        ASSERT_TRUE(node.has_value()) << one.text;
        EXPECT_EQ(show(*node), one.shown) << one.text;
    }
}

TEST(CkanQuery, RefusesWhatIsNoQuery) {
    for (const char* const text :
         {"(a:b",
          "a:b)",
          "\"ouvert",
          "title:\"ouvert",
          "a:b AND",
          "OR a:b",
          "a:[1 TO 2",
          "a:[1,2]",
          "a:[ TO ]",
          "- a",
          "[a TO b]",
          "a:b OR",
          "NOT",
          "-"})
        EXPECT_FALSE(parse_query(text).has_value()) << text;
}

TEST(CkanQuery, IsBounded) {
    EXPECT_FALSE(parse_query(std::string(100, '(') + "a" + std::string(100, ')')).has_value());
    EXPECT_FALSE(parse_query(std::string(1000, '-') + "a").has_value());
    std::string many;
    for (std::size_t i = 0; i <= limits::query_clauses; ++i)
        many += "a ";
    EXPECT_FALSE(parse_query(many).has_value());
    EXPECT_FALSE(parse_query(std::string(limits::query_bytes + 1, 'a')).has_value());
    EXPECT_TRUE(parse_query(std::string(limits::query_bytes, 'a')).has_value());
}

TEST(CkanQuery, KnowsLocalParameters) {
    EXPECT_TRUE(has_local_parameters("{!join from=a}"));
    EXPECT_TRUE(has_local_parameters(" +{!frange l=1}x"));
    EXPECT_FALSE(has_local_parameters("num_tags:{1 TO 2}"));
}

struct Dated {
    const char* text;
    const char* instant;
};

TEST(CkanQueryDate, ReadsDatesAndSteps) {
    const Instant now = *from_iso8601("2026-11-23T08:15:30Z");
    for (const Dated& one :
         {Dated{"NOW", "2026-11-23T08:15:30Z"},
          Dated{"NOW-1YEAR", "2025-11-23T08:15:30Z"},
          Dated{"NOW/DAY", "2026-11-23T00:00:00Z"},
          Dated{"NOW-7DAYS/DAY", "2026-11-16T00:00:00Z"},
          Dated{"NOW/MONTH-2MONTHS+3HOURS", "2026-09-01T03:00:00Z"},
          Dated{"NOW/YEAR", "2026-01-01T00:00:00Z"},
          Dated{"NOW-30MINUTES", "2026-11-23T07:45:30Z"},
          Dated{"2024", "2024-01-01T00:00:00Z"},
          Dated{"2024-05", "2024-05-01T00:00:00Z"},
          Dated{"2024-05-01", "2024-05-01T00:00:00Z"},
          Dated{"2024-05-01T10:00:00.123456Z", "2024-05-01T10:00:00.123456Z"},
          Dated{"2024-05-01T10:00:00", "2024-05-01T10:00:00Z"},
          Dated{"2024-05-01T10:00:00.123456", "2024-05-01T10:00:00.123456Z"},
          Dated{"2024-01-31T00:00:00Z+1MONTH", "2024-02-29T00:00:00Z"}}) {
        const auto read = read_date(one.text, now);
        ASSERT_TRUE(read.has_value()) << one.text;
        EXPECT_EQ(to_iso8601(*read), one.instant) << one.text;
    }
    for (const char* const text :
         {"",
          "hier",
          "NOW-",
          "NOW-1",
          "NOW-1LUNE",
          "NOW*2DAYS",
          "NOW-99999999YEARS",
          "2024-13-01",
          "NOW+100000YEARS+100000YEARS"})
        EXPECT_FALSE(read_date(text, now).has_value()) << text;
}

TEST(CkanOrder, ReadsWhatClientsSort) {
    using By = search::OrderKey::By;
    const auto keys = read_order("name asc, metadata_modified desc");
    ASSERT_TRUE(keys && keys->size() == 2);
    EXPECT_EQ((*keys)[0].by, By::slug);
    EXPECT_FALSE((*keys)[0].descending);
    EXPECT_EQ((*keys)[1].by, By::changed);
    EXPECT_TRUE((*keys)[1].descending);
    EXPECT_EQ(read_order("")->size(), 2U);
    EXPECT_TRUE(read_order("rank")->front().descending);
    EXPECT_TRUE(read_order("id asc").has_value());
    EXPECT_FALSE(read_order("id sideways").has_value());
    EXPECT_FALSE(read_order("couleur asc").has_value());
    EXPECT_FALSE(read_order("id asc desc").has_value());
}

} // namespace
} // namespace moisson::ckan_api::testing
