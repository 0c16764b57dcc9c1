// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies of each age -> datasets; what changes no digest, what costs one record.
#include "opendatasoft/mapping.hpp"
#include "opendatasoft/wire.hpp"
#include "support/fake_http_client.hpp"

#include <gtest/gtest.h>

namespace moisson::opendatasoft {
namespace {

constexpr std::string_view bare =
    R"({"dataset_id":"ecoles","dataset_uid":"da_1","has_records":true,"features":["geo","analyze"],
        "metas":{"default":{"title":"Écoles","records_count":10,"keyword":["b","a"],
        "modified":"2024-05-06T07:08:09+00:00"},"explore":{"download_count":7}}})";

ReadOptions options() {
    ReadOptions options;
    options.source_key = "essai";
    return options;
}

WirePage read_one(std::string_view bytes) {
    WirePage page;
    read_dataset(bytes, options(), page);
    return page;
}

WirePage read_all(std::string body) {
    const auto document = open_document(testing::ok(std::move(body)));
    if (document.has_error())
        throw std::runtime_error(document.error().detail);
    return read_datasets(**document, 0, (*document)->datasets.size(), options());
}

Code failure_of(std::string body) {
    return open_document(testing::ok(std::move(body))).error().code;
}

TEST(OpendatasoftWire, FindsTheSameDatasetInEveryEnvelope) {
    const std::string text(bare);
    const std::string canonical = read_one(text).records.at(0).canonical;
    const std::vector<std::string> bodies{
        "[" + text + "]",
        R"({"total_count":1,"results":[)" + text + "]}",
        R"({"total_count":1,"links":[],"datasets":[{"links":[],"dataset":)" + text + "}]}",
    };
    for (const std::string& body : bodies) {
        const WirePage page = read_all(body);
        ASSERT_EQ(page.records.size(), 1U) << body;
        EXPECT_EQ(page.records[0].canonical, canonical);
        EXPECT_EQ(page.records[0].remote_id, "da_1");
        EXPECT_EQ(page.records[0].alias, "ecoles");
        EXPECT_EQ(page.records[0].stamp, "2024-05-06T07:08:09+00:00||");
    }
    EXPECT_EQ((*open_document(testing::ok(bodies[1])))->count, 1);
}

TEST(OpendatasoftWire, CountersAndOrderChangeNoDigest) {
    const std::string canonical = read_one(bare).records.at(0).canonical;
    const WirePage other = read_one(
        R"({"metas":{"explore":{"download_count":8},"default":{"keyword":["a","b"],
            "records_count":11,"modified":"2024-05-06T07:08:09+00:00","title":"Écoles"}},
            "features":["analyze","geo"],"has_records":true,"dataset_uid":"da_1",
            "dataset_id":"ecoles","_links":[{"rel":"self","href":"https://b.example"}]})"
    );
    EXPECT_EQ(other.records.at(0).canonical, canonical);
    const std::vector<std::pair<std::string, std::int64_t>> downloads{{"downloads", 8}};
    EXPECT_EQ(other.records.at(0).popularity, downloads);
    const WirePage changed = read_one(
        R"({"dataset_id":"ecoles","dataset_uid":"da_1","has_records":true,
            "features":["geo","analyze"],"metas":{"default":{"title":"Écoles 2",
            "keyword":["b","a"],"modified":"2024-05-06T07:08:09+00:00"}}})"
    );
    EXPECT_NE(changed.records.at(0).digest, read_one(bare).records.at(0).digest);
}

TEST(OpendatasoftWire, OnlyACountBeyondTheShapefileLimitShowsInTheDigest) {
    const auto with_count = [](std::int64_t count) {
        return read_one(
                   R"({"dataset_uid":"da_1","metas":{"default":{"records_count":)" +
                   std::to_string(count) + "}}}"
        )
            .records.at(0)
            .canonical;
    };
    EXPECT_EQ(with_count(1), with_count(50'000));
    EXPECT_NE(with_count(1), with_count(50'001));
    EXPECT_EQ(with_count(50'001), with_count(9'000'000));
}

TEST(OpendatasoftWire, OneBadDatasetCostsItself) {
    std::string deep = R"({"dataset_uid":"da_deep","metas":)";
    for (int i = 0; i < 80; ++i)
        deep += "[";
    for (int i = 0; i < 80; ++i)
        deep += "]";
    deep += "}";
    const WirePage page = read_all(
        "[" + std::string(bare) + "," + deep + R"(,7,{"dataset_uid":"da_2"},)" +
        R"({"metas":{"default":{}}},{"metas":{"default":{"title":"Sans identifiant"}}}])"
    );
    EXPECT_EQ(page.received, 6);
    ASSERT_EQ(page.records.size(), 2U);
    EXPECT_TRUE(page.records[1].remote_id.starts_with("synthetic-"));
    ASSERT_EQ(page.issues.size(), 5U);
    EXPECT_EQ(page.issues[0].code, Code::limit_reached);
    EXPECT_EQ(page.issues[0].remote_id, "da_deep");
    EXPECT_EQ(page.issues[0].severity, Severity::error);
    EXPECT_EQ(page.issues[1].code, Code::bad_shape);
    EXPECT_EQ(page.issues[2].code, Code::bad_shape);
    EXPECT_EQ(page.issues[2].remote_id, "da_2");
    EXPECT_EQ(page.issues[3].code, Code::missing_id);
    EXPECT_EQ(page.issues[4].code, Code::id_synthetic);
    std::vector<Issue> issues;
    const Result<RawRecord> mapped =
        map_dataset(page.records[1].canonical, MappingContext(), issues);
    EXPECT_EQ(mapped->remote_id, page.records[1].remote_id);
}

TEST(OpendatasoftWire, SaysWhyABodyHoldsNoList) {
    EXPECT_EQ(failure_of("<html>maintenance</html>"), Code::not_json);
    EXPECT_EQ(failure_of(R"({"error_code":"ODSQLError","message":"non"})"), Code::api_error);
    EXPECT_EQ(failure_of(R"({"links":[]})"), Code::bad_shape);
    EXPECT_EQ(failure_of(R"([{"dataset_uid":"da_1","metas":{}})"), Code::parse_json);
}

TEST(OpendatasoftWire, RepairsEscapesAndSaysSo) {
    const WirePage page =
        read_one(R"({"dataset_uid":"da_1","metas":{"default":{"title":"a\u0000b\ud800c"}}})");
    ASSERT_EQ(page.records.size(), 1U);
    ASSERT_EQ(page.issues.size(), 1U);
    EXPECT_EQ(page.issues[0].code, Code::encoding_repaired);
    EXPECT_EQ(page.issues[0].remote_id, "da_1");
}

TEST(OpendatasoftWire, AnInventoryHasTheStampsOfTheDatasets) {
    const auto selected = open_document(testing::ok(
        R"([{"dataset_id":"ecoles","dataset_uid":"da_1","modified":"2024-05-06T07:08:09+00:00"},
            {"dataset_id":"x"}])"
    ));
    std::vector<Issue> told;
    const std::vector<kit::InventoryEntry> entries = read_inventory(**selected, told);
    EXPECT_TRUE(told.empty());
    ASSERT_EQ(entries.size(), 2U);
    const kit::WireRecord record = read_one(bare).records.at(0);
    EXPECT_EQ(entries[0].remote_id, record.remote_id);
    EXPECT_EQ(entries[0].alias, record.alias);
    EXPECT_EQ(entries[0].stamp, record.stamp);
    EXPECT_EQ(entries[1].remote_id, "x");
    EXPECT_EQ(entries[1].stamp, "");
}

TEST(OpendatasoftWire, FiltersByWhatThePortalShows) {
    ReadOptions wanted = options();
    wanted.filters["group"].include = {"education"};
    wanted.filters["organization"].exclude = {"Mairie"};
    const auto kept = [&](std::string_view theme, std::string_view publisher) {
        WirePage page;
        read_dataset(
            R"({"dataset_uid":"da_1","metas":{"default":{"theme":[")" + std::string(theme) +
                R"("],"publisher":")" + std::string(publisher) + R"("}}})",
            wanted,
            page
        );
        return page.records.size() == 1;
    };
    EXPECT_TRUE(kept("Education", "Région"));
    EXPECT_FALSE(kept("Culture", "Région"));
    EXPECT_FALSE(kept("Education", "mairie"));
}

} // namespace
} // namespace moisson::opendatasoft
