// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/mapping.hpp"
#include "ckan/wire.hpp"
#include "core/limits.hpp"
#include "kit/body.hpp"
#include "kit/unidentified.hpp"

#include <gtest/gtest.h>

namespace moisson::ckan {
namespace {

Result<WirePage> read(std::string_view body) {
    ReadOptions options;
    options.source_key = "test";
    return read_packages(body, options);
}

Code code_of(std::string_view body) {
    const Result<WirePage> page = read(body);
    return page.has_error() ? page.error().code : Code::internal_error;
}

TEST(CkanWire, ReadsEveryEnvelopeOfPackages) {
    for (const std::string_view body : {
             R"({"success":true,"result":{"count":1,"results":[{"id":"a"}]}})",
             R"({"result":{"results":[{"id":"a"}],"count":1},"success":true})",
             R"({"success":true,"result":[{"id":"a"}]})",
             R"({"success":true,"result":[[{"id":"a"}]]})",
             R"({"success":true,"result":{"id":"a","title":"results"}})",
             R"({"count":1,"results":[{"id":"a"}]})",
             R"([{"id":"a"}])",
             R"([{"success":true,"result":{"id":"a"}}])",
             R"([{"id":"index","data_dict":"{\"id\":\"a\",\"resources\":[]}"}])",
         }) {
        const Result<WirePage> page = read(body);
        ASSERT_TRUE(page.has_value()) << body;
        ASSERT_EQ(page->records.size(), 1U) << body;
        EXPECT_EQ(page->records[0].remote_id, "a") << body;
    }
}

TEST(CkanWire, AnEmptyPageIsNoFailure) {
    const Result<WirePage> page = read(R"({"success":true,"result":{"count":7,"results":[]}})");
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->count, 7);
    EXPECT_EQ(page->received, 0);
}

TEST(CkanWire, NamesFailuresBehindA200) {
    EXPECT_EQ(
        code_of(R"({"success":false,"error":{"__type":"Search Error","message":"solr"}})"),
        Code::api_error
    );
    EXPECT_EQ(code_of(R"("Bad request - Action name not known")"), Code::api_error);
    EXPECT_EQ(code_of(R"({"success":true,"result":{"count":1,"results":[{"id")"), Code::parse_json);
    EXPECT_EQ(code_of(R"({"hello":1})"), Code::bad_shape);
    net::Response response;
    response.body = "\n<!DOCTYPE html><title>Maintenance</title>";
    std::vector<Issue> issues;
    EXPECT_EQ(kit::prepare_json_body(response, issues).error().code, Code::not_json);
}

TEST(CkanWire, ABrokenRecordFailsAlone) {
    std::string deep(1000, '[');
    deep += std::string(1000, ']');
    const std::string huge(limits::json_string_bytes + 1, 'x');
    const std::string body = R"({"result":{"results":[{"id":"a"},{"id":"b","x":)" + deep +
                             R"(},{"id":"c","x":")" + huge +
                             R"("},{"id":"d","x":1e},7,{"id":"e"}]}})";
    const Result<WirePage> page = read(body);
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->received, 6);
    ASSERT_EQ(page->records.size(), 2U);
    EXPECT_EQ(page->records[1].remote_id, "e");
    ASSERT_EQ(page->issues.size(), 4U);
    EXPECT_EQ(page->issues[0].code, Code::limit_reached);
    EXPECT_EQ(page->issues[0].remote_id, "b");
    EXPECT_EQ(page->issues[1].code, Code::too_large);
    EXPECT_EQ(page->issues[1].remote_id, "c");
    EXPECT_EQ(page->issues[2].code, Code::parse_json);
    EXPECT_EQ(page->issues[3].code, Code::bad_shape);
}

TEST(CkanWire, RepairsEscapesThatNoTextMayHold) {
    const Result<WirePage> page = read(R"([{"id":"a","title":"x\u0000\ud800y"}])");
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_EQ(page->records[0].canonical, "{\"id\":\"a\",\"title\":\"x\xEF\xBF\xBDy\"}");
    ASSERT_EQ(page->issues.size(), 1U);
    EXPECT_EQ(page->issues[0].code, Code::encoding_repaired);
}

TEST(CkanWire, ReadsLatinOneBodiesAndByteOrderMarks) {
    net::Response response;
    response.body = "\xEF\xBB\xBF[{\"id\":\"a\",\"title\":\"Sant\xE9\"}]";
    std::vector<Issue> issues;
    ASSERT_TRUE(kit::prepare_json_body(response, issues).has_value());
    EXPECT_EQ(issues.size(), 1U);
    EXPECT_TRUE(read(response.body).has_value());
}

TEST(CkanWire, CountersAreOutsideTheDigest) {
    const auto digest = [](std::string_view body) { return read(body)->records.at(0).digest; };
    const Digest before = digest(R"([{"id":"a","title":"t","tracking_summary":{"total":1},
        "resources":[{"id":"1","position":0,"tracking_summary":{"total":5}},{"id":"2","position":1}],
        "tags":[{"name":"x"},{"name":"y"}],
        "extras":[{"key":"harvest_object_id","value":"1"},{"key":"k","value":"v"}]}])");
    const Digest after = digest(R"([{"tags":[{"name":"y"},{"name":"x"}],"title":"t","num_tags":2,
        "resources":[{"position":1,"id":"2"},{"position":0,"id":"1","qa":{"x":1}}],"id":"a",
        "extras":[{"key":"k","value":"v"},{"key":"harvest_object_id","value":"2"}]}])");
    EXPECT_EQ(before, after);
    EXPECT_NE(before, digest(R"([{"id":"a","title":"other"}])"));
    const Result<WirePage> page =
        read(R"([{"id":"a","tracking_summary":{"total":12,"recent":3}}])");
    EXPECT_EQ(page->records[0].popularity.at(0).first, "views");
    EXPECT_EQ(page->records[0].popularity.at(0).second, 12);
}

TEST(CkanWire, ResourcesWithoutPositionHaveNoOrder) {
    const auto digest = [](std::string_view body) { return read(body)->records.at(0).digest; };
    EXPECT_EQ(
        digest(R"([{"id":"a","resources":[{"id":"1"},{"id":"2"}]}])"),
        digest(R"([{"id":"a","resources":[{"id":"2"},{"id":"1"}]}])")
    );
}

TEST(CkanWire, MakesUpAnIdOnlyWhenThereIsNone) {
    const Result<WirePage> page = read(R"([{"title":"t","url":"https://x.example/a"},{"x":1}])");
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_TRUE(page->records[0].remote_id.starts_with("synthetic-"));
    ASSERT_EQ(page->issues.size(), 2U);
    EXPECT_EQ(page->issues[0].code, Code::id_synthetic);
    EXPECT_EQ(page->issues[1].code, Code::missing_id);
}

TEST(CkanWire, WhatCannotBeAnIdOrAStateIsNoNewPackageAndNoDeletion) {
    for (const std::string_view id : {"null", R"({"a":1})", "[1]", "true", R"("")"}) {
        const Result<WirePage> page =
            read(R"([{"id":)" + std::string(id) + R"(,"name":"eau","title":"t"},{"id":"b"}])");
        ASSERT_TRUE(page.has_value());
        ASSERT_EQ(page->records.size(), 1U) << id;
        ASSERT_EQ(page->issues.size(), 1U) << id;
        EXPECT_EQ(page->issues[0].code, Code::bad_shape);
        EXPECT_EQ(page->issues[0].remote_id, "eau");
        EXPECT_FALSE(page->issues[0].excerpt.empty());
        EXPECT_EQ(kit::unidentified(page->issues), 1) << id;
    }
    for (const std::string_view state : {"3", R"({"a":1})", "true"}) {
        const Result<WirePage> page = read(R"([{"id":"a","state":)" + std::string(state) + "}]");
        ASSERT_TRUE(page.has_value());
        EXPECT_TRUE(page->records.empty()) << state;
        ASSERT_EQ(page->issues.size(), 1U) << state;
        EXPECT_EQ(page->issues[0].code, Code::bad_shape);
        EXPECT_EQ(page->issues[0].remote_id, "a");
        EXPECT_EQ(kit::unidentified(page->issues), 0) << "its id is known";
    }
    EXPECT_EQ(read(R"([{"id":7,"state":null},{"id":"b","state":""}])")->records.size(), 2U);
}

TEST(CkanWire, AListOfIdsTellsItsHoles) {
    const auto holes = [](std::string_view body) {
        const Result<Listing> listing = read_ids(body);
        return listing.has_error() && listing.error().code == Code::incomplete_crawl;
    };
    EXPECT_FALSE(holes(R"({"success":true,"result":["eau","feu"]})"));
    EXPECT_FALSE(holes(R"({"result":{"results":[{"id":"a","name":"eau"},{"name":"feu"}]}})"));
    EXPECT_TRUE(holes(R"({"result":{"results":[{"id":"a"},"x"]}})"));
    EXPECT_TRUE(holes(R"({"result":{"results":[{"id":"a"},{"id":null,"name":"eau"}]}})"));
    EXPECT_TRUE(holes(R"({"result":{"results":[{"id":"a"},{}]}})"));
}

TEST(CkanWire, BoundsTagsAndResources) {
    std::string body = R"([{"id":"a","title":"t","tags":[)";
    for (int i = 0; i < 34'866; ++i)
        body += (i > 0 ? "," : "") + ("\"tag" + std::to_string(i)) + "\"";
    body += "]}]";
    const Result<WirePage> page = read(body);
    std::vector<Issue> issues;
    const Result<RawRecord> record =
        map_package(page->records.at(0).canonical, MappingContext(), issues);
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->keywords.size(), limits::keywords);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, Code::limit_reached);
}

} // namespace
} // namespace moisson::ckan
