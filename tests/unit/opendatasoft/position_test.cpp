// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Cursors, parts and the questions they ask.
#include "opendatasoft/explore.hpp"
#include "opendatasoft/position.hpp"

#include <gtest/gtest.h>

namespace moisson::opendatasoft {
namespace {

Instant at(std::string_view text) {
    return *from_iso8601(text);
}

TEST(OpendatasoftPosition, ComesBackFromItsCursor) {
    Position document;
    document.dialect = Dialect::v20;
    document.part = Part::dated;
    document.from = at("2020-01-01T00:00:00Z");
    document.to = at("2021-06-01T12:00:00Z");
    document.end_chosen = true;
    document.part_datasets = 500;
    document.at = 400;
    document.after = "a&b=c";
    EXPECT_EQ(*position_from_cursor(to_cursor(document)), document);

    Position list;
    list.dialect = Dialect::v1;
    list.way = Way::list;
    list.part = Part::undated;
    list.offset.rows = 70;
    list.offset.start = 210;
    list.offset.way = "l";
    EXPECT_EQ(*position_from_cursor(to_cursor(list)), list);

    Position open;
    open.part = Part::dated;
    open.end_chosen = true;
    EXPECT_EQ(*position_from_cursor(to_cursor(open)), open);
}

TEST(OpendatasoftPosition, RefusesWhatItDidNotWrite) {
    for (const char* text :
         {"way=document",
          "api=v3&at=0",
          "api=v2.1&way=boat",
          "api=v2.1&at=-1",
          "api=v2.1&size=0",
          "api=v2.1&from=never",
          "api=v2.1&from=999999999999",
          "api=v2.1&list=rows=0",
          "start=10"})
        EXPECT_EQ(position_from_cursor(text).error().code, Code::invalid_argument) << text;
}

TEST(OpendatasoftPosition, PartsFollowEachOtherUntilWhatHasNoDate) {
    Position position;
    position.part = Part::dated;
    position.to = at("2020-01-01T00:00:00Z");
    position.end_chosen = true;
    position.part_datasets = 250;
    position.at = 12;
    const Position second = *position.next_part();
    EXPECT_EQ(second.from, position.to);
    EXPECT_FALSE(second.end_chosen);
    EXPECT_EQ(second.at, 0);
    EXPECT_EQ(second.part_datasets, 250);
    Position last = second;
    last.end_chosen = true;
    const Position undated = *last.next_part();
    EXPECT_EQ(undated.part, Part::undated);
    EXPECT_FALSE(undated.next_part().has_value());
    EXPECT_FALSE(Position().next_part().has_value());
}

TEST(OpendatasoftSelection, AsksInTheLanguageOfEachAge) {
    Selection dated;
    dated.from = at("2020-01-01T00:00:00Z");
    dated.to = at("2020-02-01T00:00:00Z");
    EXPECT_EQ(
        where_of(dated, Dialect::v21),
        "modified >= date'2020-01-01T00:00:00Z' AND modified < date'2020-02-01T00:00:00Z'"
    );
    EXPECT_EQ(
        where_of(dated, Dialect::v1),
        "modified >= 2020-01-01T00:00:00 AND modified < 2020-02-01T00:00:00"
    );
    Selection undated;
    undated.undated = true;
    EXPECT_EQ(where_of(undated, Dialect::v20), "modified is null");
    EXPECT_EQ(where_of(undated, Dialect::v1), "#null(modified)");
    Selection since;
    since.since = at("2020-01-01T00:00:00.75Z");
    EXPECT_EQ(
        where_of(since, Dialect::v21),
        "(modified >= date'2020-01-01T00:00:00Z' OR data_processed >= date'2020-01-01T00:00:00Z' "
        "OR metadata_processed >= date'2020-01-01T00:00:00Z')"
    );
    EXPECT_EQ(where_of(Selection(), Dialect::v21), "");
    const std::vector<std::string> ids{"da_1", "a\"b"};
    EXPECT_EQ(
        where_ids(ids),
        R"(dataset_uid = "da_1" OR dataset_id = "da_1" OR dataset_uid = "a\"b" OR dataset_id = "a\"b")"
    );
}

TEST(OpendatasoftExplore, KnowsASiteByItsApiOrItsPages) {
    for (const char* url :
         {"https://a.example",
          "https://a.example/",
          "https://a.example/explore/?sort=modified",
          "https://a.example/api/explore/v2.1",
          "https://a.example/api/explore/v2.1/catalog/datasets",
          "https://a.example/api/v2/",
          "https://a.example/api/datasets/1.0/search/"})
        EXPECT_EQ(site_of(url), "https://a.example") << url;
    EXPECT_EQ(site_of("https://a.example/portail"), "https://a.example/portail");
}

} // namespace
} // namespace moisson::opendatasoft
