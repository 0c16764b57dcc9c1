// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies of the API: lists, failures, identity, canonical form.
#include "kit/unidentified.hpp"
#include "udata/rules.hpp"
#include "udata/wire.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::udata {
namespace {

ReadOptions options() {
    ReadOptions options;
    options.source_key = "essai";
    return options;
}

WirePage one(std::string_view dataset) {
    WirePage page;
    read_dataset(dataset, options(), page);
    return page;
}

TEST(UdataWire, ReadsTheListAndWhatSurroundsIt) {
    const Result<WirePage> page = read_datasets(
        R"({"data":[{"id":"a","slug":"un"},{"id":"b"}],"next_page":"https://x/?page=2","page":1,
            "page_size":2,"previous_page":null,"total":5,"facets":{"tag":[["x",3]]}})",
        options()
    );
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->received, 2);
    EXPECT_EQ(page->envelope.total, 5);
    EXPECT_EQ(page->envelope.page_size, 2);
    EXPECT_EQ(page->envelope.has_next, true);
    ASSERT_EQ(page->records.size(), 2U);
    EXPECT_EQ(page->records[0].alias, "un");
}

TEST(UdataWire, TheLastAndTheEmptyPageHaveNoNext) {
    const Result<WirePage> page = read_datasets(
        R"({"data":[],"next_page":null,"page":1,"page_size":20,"total":0})",
        options()
    );
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->envelope.has_next, false);
    EXPECT_EQ(page->envelope.total, 0);
}

TEST(UdataWire, MessagesAndOtherShapesAreFailures) {
    const auto code = [](std::string_view body) {
        return read_datasets(body, options()).error().code;
    };
    EXPECT_EQ(code(R"({"message":"Le moteur ne répond pas"})"), Code::api_error);
    EXPECT_EQ(code(R"({"success":false,"error":{"message":"non"}})"), Code::api_error);
    EXPECT_EQ(code(R"("fermé")"), Code::api_error);
    EXPECT_EQ(code(R"({"data":{"id":"a"},"total":1})"), Code::bad_shape);
    EXPECT_EQ(code(R"({"data":[{"id":"a"},)"), Code::parse_json);
}

TEST(UdataWire, ABadRecordFailsAlone) {
    const Result<WirePage> balanced = read_datasets(
        R"({"data":[{"id":"a"},42,{},{"id":"c","title":nul},{"id":"d"}],"total":5})",
        options()
    );
    ASSERT_TRUE(balanced.has_value());
    EXPECT_EQ(balanced->received, 5);
    EXPECT_EQ(balanced->records.size(), 2U);
    ASSERT_EQ(balanced->issues.size(), 3U);
    EXPECT_EQ(balanced->issues[0].code, Code::bad_shape);
    EXPECT_EQ(balanced->issues[2].code, Code::parse_json);
    EXPECT_EQ(balanced->issues[2].remote_id, "c");
}

TEST(UdataWire, IdentityFallsBackToTheSlugAndThenToAMadeUpId) {
    EXPECT_EQ(one(R"({"slug":"un"})").records.at(0).remote_id, "un");
    const WirePage made_up = one(R"({"title":"Sans rien","organization":{"name":"Mairie"}})");
    ASSERT_EQ(made_up.records.size(), 1U);
    EXPECT_TRUE(made_up.records[0].remote_id.starts_with("synthetic-"));
    EXPECT_EQ(made_up.issues.at(0).code, Code::id_synthetic);
    EXPECT_EQ(one(R"({"description":"rien d'autre"})").issues.at(0).code, Code::missing_id);
}

TEST(UdataWire, AnIdOfAnotherTypeIsNoNewDataset) {
    for (const std::string_view id : {"null", R"({"a":1})", "[1]", "true"}) {
        const WirePage page = one(R"({"id":)" + std::string(id) + R"(,"slug":"un","title":"t"})");
        EXPECT_TRUE(page.records.empty()) << id;
        ASSERT_EQ(page.issues.size(), 1U) << id;
        EXPECT_EQ(page.issues[0].code, Code::bad_shape);
        EXPECT_EQ(page.issues[0].remote_id, "un");
        EXPECT_EQ(kit::unidentified(page.issues), 1);
    }
}

TEST(UdataWire, MetricsArePopularityAndNoChange) {
    const WirePage before = one(R"({"id":"a","title":"t","tags":["x","y"],
        "metrics":{"views":12,"reuses":3,"followers":"2","resources_downloads":40,"discussions":9},
        "resources":[{"id":"1","extras":{"check:status":200,"ods:type":"api"},"metrics":{"views":1}},
                     {"id":"2"}]})");
    const WirePage after = one(R"({"resources":[{"id":"2"},
        {"metrics":{"views":9},"id":"1","extras":{"ods:type":"api","check:status":404,"analysis:error":"x"}}],
        "metrics":{"views":13},"tags":["y","x"],"quality":{"score":0.1},"title":"t","id":"a",
        "permissions":{"edit":false},"harvest":null})");
    ASSERT_EQ(before.records.size(), 1U);
    const kit::WireRecord& record = before.records[0];
    EXPECT_EQ(
        record.popularity,
        (std::vector<std::pair<std::string, std::int64_t>>{
            {"views", 12},
            {"downloads", 40},
            {"reuses", 3},
            {"followers", 2}})
    );
    const WirePage same = one(R"({"resources":[{"id":"2"},{"id":"1","extras":{"ods:type":"api"}}],
        "tags":["y","x"],"title":"t","id":"a"})");
    EXPECT_EQ(record.canonical, same.records.at(0).canonical);
    // `harvest: null` is another text than no `harvest`: a changed API, not a counter.
    EXPECT_NE(record.canonical, after.records.at(0).canonical);
    EXPECT_EQ(record.canonical.find("check:"), std::string::npos);
    EXPECT_NE(record.canonical.find("ods:type"), std::string::npos);
}

TEST(UdataWire, TheTablesAreSortedAsTheWriterNeedsThem) {
    const kit::CanonicalRules& rules = canonical_rules();
    EXPECT_TRUE(std::is_sorted(rules.volatile_paths.begin(), rules.volatile_paths.end()));
    EXPECT_TRUE(std::is_sorted(rules.unordered_paths.begin(), rules.unordered_paths.end()));
}

TEST(UdataWire, RepairsEscapesThatNoTextMayHold) {
    const WirePage page = one(R"({"id":"a","title":"x\u0000\ud800y"})");
    ASSERT_EQ(page.records.size(), 1U);
    ASSERT_EQ(page.issues.size(), 1U);
    EXPECT_EQ(page.issues[0].code, Code::encoding_repaired);
}

TEST(UdataWire, FiltersCountWhatTheyLeaveOut) {
    ReadOptions filtered = options();
    filtered.filters["organization"].include = {"MAIRIE"};
    filtered.filters["format"].exclude = {"pdf"};
    const Result<WirePage> page = read_datasets(
        R"({"data":[{"id":"a","organization":{"slug":"mairie"}},{"id":"b","organization":null},
            {"id":"c","organization":{"acronym":"Mairie"},"resources":[{"format":"PDF"}]}],"total":3})",
        filtered
    );
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->received, 3);
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_EQ(page->records[0].remote_id, "a");
}

TEST(UdataWire, ReadsTheInventoryUnderItsMask) {
    const Result<Listing> listing = read_listing(
        R"({"data":[{"id":"a","slug":"un","last_modified":"2020-01-01T00:00:00","last_update":null,
            "internal":null},{"slug":"deux"},{"id":null,"slug":"trois"},{}],"total":4,"next_page":null})"
    );
    ASSERT_TRUE(listing.has_value());
    ASSERT_EQ(listing->entries.size(), 2U);
    EXPECT_EQ(listing->entries[0].stamp, "2020-01-01T00:00:00||");
    EXPECT_EQ(listing->entries[1].remote_id, "deux");
    EXPECT_EQ(listing->entries[1].stamp, "");
    EXPECT_EQ(listing->issues.size(), 2U);
    EXPECT_TRUE(kit::whole_list(listing->issues).has_error());
}

} // namespace
} // namespace moisson::udata
