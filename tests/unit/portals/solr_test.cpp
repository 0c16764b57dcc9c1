// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The queries that clients of CKAN send.
#include "portals/solr.hpp"

#include <gtest/gtest.h>

namespace moisson::portals {
namespace {

Record record() {
    Record result;
    result.id = "b2";
    result.name = "prix-du-riz";
    result.title = "Prix du riz";
    result.organization = "ministere";
    result.modified = "2026-01-10T08:00:00.000500";
    result.tags = {"riz", "marché"};
    result.words = "prix du riz sur les marchés";
    return result;
}

bool accepts(std::string_view text) {
    const auto query = parse_solr(text);
    return query && matches(*query, record());
}

TEST(Solr, ComparesDatesAsInstants) {
    EXPECT_TRUE(accepts("metadata_modified:[2026-01-10T08:00:00.000Z TO *]"));
    EXPECT_TRUE(accepts("metadata_modified:[2026-01-10T08:00:00.0005Z TO *]"));
    EXPECT_FALSE(accepts("metadata_modified:{2026-01-10T08:00:00.0005Z TO *]"));
    EXPECT_FALSE(accepts("metadata_modified:[2026-01-11T00:00:00Z TO *]"));
    EXPECT_TRUE(accepts("metadata_modified:[* TO 2026-01-11]"));
}

TEST(Solr, ReadsListsOfIds) {
    EXPECT_TRUE(accepts(R"(id:("a1" OR "b2" OR "c3"))"));
    EXPECT_FALSE(accepts(R"(id:("a1" OR "c3"))"));
    EXPECT_TRUE(accepts("id:{a1 TO *]"));
    EXPECT_FALSE(accepts("id:{b2 TO *]"));
}

TEST(Solr, JoinsClausesAndNegatesThem) {
    EXPECT_TRUE(accepts("organization:ministere AND tags:riz"));
    EXPECT_TRUE(accepts("+organization:ministere -tags:coton"));
    EXPECT_FALSE(accepts("organization:ministere -tags:riz"));
    EXPECT_TRUE(accepts("organization:autre OR tags:\"marché\""));
    EXPECT_TRUE(accepts("dataset_type:dataset"));
    EXPECT_TRUE(accepts("name:prix*"));
    EXPECT_TRUE(accepts("*:*"));
}

TEST(Solr, RefusesWhatIsMalformed) {
    EXPECT_FALSE(parse_solr("id:\"ouvert").has_value());
    EXPECT_FALSE(parse_solr("id:[a TO").has_value());
    EXPECT_FALSE(parse_solr("id:(a OR").has_value());
    EXPECT_FALSE(parse_solr("metadata_modified:[2026]").has_value());
}

} // namespace
} // namespace moisson::portals
