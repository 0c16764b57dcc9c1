// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lists of datasets -> records; what changes no digest, what costs one record.
#include "datafair/mapping.hpp"
#include "datafair/wire.hpp"

#include <gtest/gtest.h>

namespace moisson::datafair {
namespace {

constexpr std::string_view bare =
    R"({"id":"x1","slug":"ecoles","title":"Écoles","keywords":["b","a"],"count":10,
        "updatedAt":"2024-05-06T07:08:09.000Z","dataUpdatedAt":"2024-05-07T07:08:09.000Z",
        "topics":[{"id":"t1","title":"Éducation","color":"#fff"}]})";

ReadOptions options() {
    ReadOptions options;
    options.source_key = "essai";
    return options;
}

WirePage read_one(std::string_view bytes, const Owners& owners = {}) {
    WirePage page;
    read_dataset(bytes, owners, options(), page);
    return page;
}

std::string list_of(std::string_view datasets, std::string_view count = "1") {
    return R"({"count":)" + std::string(count) + R"(,"results":[)" + std::string(datasets) + "]}";
}

TEST(DataFairWire, ReadsAListWithItsCount) {
    const Result<WirePage> page = read_datasets(list_of(bare, "202"), {}, options());
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->count, 202);
    EXPECT_EQ(page->received, 1);
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_EQ(page->records[0].remote_id, "x1");
    EXPECT_EQ(page->records[0].alias, "ecoles");
    EXPECT_EQ(page->records[0].stamp, "2024-05-06T07:08:09.000Z|2024-05-07T07:08:09.000Z");
}

TEST(DataFairWire, CountersStatesAndOrderChangeNoDigest) {
    const std::string canonical = read_one(bare).records.at(0).canonical;
    const WirePage other = read_one(
        R"({"topics":[{"title":"Éducation","id":"t1","color":"#000"}],"keywords":["a","b"],
            "dataUpdatedAt":"2024-05-07T07:08:09.000Z","updatedAt":"2024-05-06T07:08:09.000Z",
            "finalizedAt":"2025-01-01T00:00:00.000Z","count":11,"storage":{"size":9},
            "updatedBy":{"id":"u","name":"Une personne"},"userPermissions":["list"],
            "title":"Écoles","slug":"ecoles","id":"x1"})"
    );
    EXPECT_EQ(other.records.at(0).canonical, canonical);
    EXPECT_EQ(canonical.find("Une personne"), std::string::npos);
    const WirePage changed = read_one(R"({"id":"x1","slug":"ecoles","title":"Écoles 2"})");
    EXPECT_NE(changed.records.at(0).canonical, canonical);
}

TEST(DataFairWire, AnOwnerAskedForApartIsThatOfTheDataset) {
    const Result<OwnerPage> owners = read_owners(list_of(
        R"({"id":"x1","slug":"ecoles","owner":{"type":"organization","id":"men","name":"Ministère"}})"
    ));
    ASSERT_TRUE(owners.has_value());
    EXPECT_EQ(owners->count, 1);
    const WirePage page = read_one(bare, owners->owners);
    std::vector<Issue> issues;
    const Result<RawRecord> mapped =
        map_dataset(page.records.at(0).canonical, MappingContext(), issues);
    EXPECT_EQ(mapped->publisher.remote_id, "men");
    EXPECT_EQ(mapped->publisher.name.at(0).text, "Ministère");
}

TEST(DataFairWire, KnowsWhichDatasetsDoNotNameTheirOwner) {
    const std::string body = list_of(
        std::string(bare) + R"(,{"id":"x2","owner":{"type":"organization","id":"a"}},{"slug":"s"})"
    );
    EXPECT_EQ(ids_without_owner(body), std::vector<std::string>{"x1"});
    EXPECT_TRUE(ids_without_owner("{").empty());
}

TEST(DataFairWire, OneBadDatasetCostsItself) {
    std::string deep(80, '[');
    deep += std::string(80, ']');
    const Result<WirePage> page = read_datasets(
        list_of(
            std::string(bare) + R"(,{"id":"x2","schema":)" + deep +
            R"(},7,{},{"title":"Sans identifiant"},{"summary":"rien"})"
        ),
        {},
        options()
    );
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->received, 6);
    ASSERT_EQ(page->records.size(), 2U);
    EXPECT_TRUE(page->records[1].remote_id.starts_with("synthetic-"));
    ASSERT_EQ(page->issues.size(), 5U);
    EXPECT_EQ(page->issues[0].code, Code::limit_reached);
    EXPECT_EQ(page->issues[0].remote_id, "x2");
    EXPECT_EQ(page->issues[0].severity, Severity::error);
    EXPECT_EQ(page->issues[1].code, Code::bad_shape);
    EXPECT_EQ(page->issues[2].code, Code::bad_shape);
    EXPECT_EQ(page->issues[3].code, Code::id_synthetic);
    EXPECT_EQ(page->issues[4].code, Code::missing_id);
}

TEST(DataFairWire, SaysWhyABodyHoldsNoList) {
    const auto failure = [](std::string_view body) {
        return read_datasets(body, {}, options()).error().code;
    };
    EXPECT_EQ(
        failure(R"("catalog API can only be used from a publication site")"),
        Code::api_error
    );
    EXPECT_EQ(failure(R"({"error":"non"})"), Code::api_error);
    EXPECT_EQ(failure(R"({"count":3})"), Code::bad_shape);
    EXPECT_EQ(failure(R"({"count":1,"results":[{"id":"x1"})"), Code::parse_json);
}

TEST(DataFairWire, AnInventoryHasTheStampsOfTheDatasets) {
    const Result<InventoryList> inventory = read_inventory(list_of(
        R"({"id":"x1","slug":"ecoles","updatedAt":"2024-05-06T07:08:09.000Z",
            "dataUpdatedAt":"2024-05-07T07:08:09.000Z"},{"id":"x2","slug":"x2"})",
        "2"
    ));
    ASSERT_TRUE(inventory.has_value());
    ASSERT_EQ(inventory->entries.size(), 2U);
    const kit::WireRecord record = read_one(bare).records.at(0);
    EXPECT_EQ(inventory->entries[0].stamp, record.stamp);
    EXPECT_EQ(inventory->entries[0].alias, record.alias);
    EXPECT_EQ(inventory->entries[1].stamp, "");
    EXPECT_EQ(inventory->entries[1].alias, "");
    EXPECT_EQ(inventory->count, 2);
}

TEST(DataFairWire, FiltersByOwnerTopicKeywordAndLicence) {
    const auto kept = [](std::string_view dimension, std::string_view value) {
        ReadOptions wanted = options();
        wanted.filters[std::string(dimension)].include = {std::string(value)};
        WirePage page;
        read_dataset(
            R"({"id":"x","keywords":["eau"],"topics":[{"id":"t","title":"Santé"}],
                "license":{"title":"Licence Ouverte","href":"https://l.example"},
                "owner":{"id":"men","name":"Ministère"}})",
            {},
            wanted,
            page
        );
        return page.records.size() == 1;
    };
    EXPECT_TRUE(kept("organization", "men"));
    EXPECT_TRUE(kept("group", "Santé"));
    EXPECT_TRUE(kept("tag", "eau"));
    EXPECT_TRUE(kept("licence", "Licence Ouverte"));
    EXPECT_FALSE(kept("tag", "air"));
    EXPECT_FALSE(kept("format", "csv"));
}

} // namespace
} // namespace moisson::datafair
