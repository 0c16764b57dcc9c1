// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The simulated Opendatasoft and Data Fair: windows, refusals, and every lie a script may tell.
#include "portals/datafair.hpp"
#include "portals/generator.hpp"
#include "portals/odsql.hpp"
#include "portals/opendatasoft.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

std::shared_ptr<const Catalogue> catalogue() {
    static const std::shared_ptr<const Catalogue> made = [] {
        GeneratorOptions options;
        options.seed = 3;
        options.count = 40;
        return generate(options);
    }();
    return made;
}

struct Software {
    std::shared_ptr<const Protocol> protocol;
    // A page of 10 from a start, its list and its count.
    std::string page;
    const char* list;
    const char* count;
    const char* id;
    Json::json_pointer title;
    Json::json_pointer tags;
    Json::json_pointer description;
};

std::vector<Software> both() {
    const auto always = [](Instant) { return catalogue(); };
    Software ods;
    ods.protocol = make_opendatasoft(OpendatasoftOptions(), always);
    ods.page = "/api/explore/v2.1/catalog/datasets?limit=10&offset=";
    ods.list = "results";
    ods.count = "total_count";
    ods.id = "dataset_uid";
    ods.title = Json::json_pointer("/metas/default/title");
    ods.tags = Json::json_pointer("/metas/default/keyword");
    ods.description = Json::json_pointer("/metas/default/description");
    Software fair;
    fair.protocol = make_datafair(DataFairOptions(), always);
    fair.page = "/data-fair/api/v1/catalog/datasets?sort=createdAt:1&size=10&skip=";
    fair.list = "results";
    fair.count = "count";
    fair.id = "id";
    fair.title = Json::json_pointer("/title");
    fair.tags = Json::json_pointer("/keywords");
    fair.description = Json::json_pointer("/description");
    return {ods, fair};
}

ScriptedResponse ask(const Software& software, const std::string& target, const Tamper& tamper) {
    PortalRequest request;
    request.target = target;
    return software.protocol->answer(request, Instant(), tamper);
}

Json page_of(const Software& software, int start, const Tamper& tamper = {}) {
    const ScriptedResponse answer = ask(software, software.page + std::to_string(start), tamper);
    EXPECT_EQ(answer.status, 200);
    return Json::parse(answer.body.text());
}

std::vector<std::string> ids_of(const Software& software, const Json& page) {
    std::vector<std::string> ids;
    for (const Json& dataset : page[software.list])
        ids.push_back(dataset[software.id].get<std::string>());
    return ids;
}

TEST(OpenPortals, TellTheLiesOfTheScript) {
    for (const Software& software : both()) {
        SCOPED_TRACE(software.protocol->kind());
        const std::vector<std::string> first = ids_of(software, page_of(software, 0));
        const std::vector<std::string> second = ids_of(software, page_of(software, 10));
        ASSERT_EQ(first.size(), 10U);
        EXPECT_NE(first, second);
        Tamper tamper;
        tamper.rows_max = 4;
        EXPECT_EQ(ids_of(software, page_of(software, 0, tamper)).size(), 4U);
        tamper = Tamper();
        tamper.ignore_start = true;
        EXPECT_EQ(ids_of(software, page_of(software, 10, tamper)), first);
        tamper = Tamper();
        tamper.repeat_previous = true;
        EXPECT_EQ(ids_of(software, page_of(software, 10, tamper)), first);
        tamper = Tamper();
        tamper.empty_page = true;
        tamper.count_factor = 2;
        tamper.count_plus = 1;
        const Json empty = page_of(software, 0, tamper);
        EXPECT_TRUE(empty[software.list].empty());
        EXPECT_EQ(empty[software.count], 81);
        tamper = Tamper();
        tamper.keep_items = 3;
        EXPECT_EQ(ids_of(software, page_of(software, 0, tamper)).size(), 3U);
        tamper = Tamper();
        tamper.repeat_first_record = true;
        EXPECT_EQ(ids_of(software, page_of(software, 10, tamper)).size(), 11U);
        tamper = Tamper();
        tamper.keep_ratio = 0.5;
        EXPECT_LT(page_of(software, 0, tamper)[software.count], 35);
        tamper = Tamper();
        tamper.id_generation = "-b";
        for (const std::string& id : ids_of(software, page_of(software, 0, tamper)))
            EXPECT_TRUE(id.ends_with("-b"));
    }
}

TEST(OpenPortals, AlterTheFirstRecordOfAPage) {
    for (const Software& software : both()) {
        SCOPED_TRACE(software.protocol->kind());
        Tamper tamper;
        tamper.extra_tags = 700;
        tamper.description_bytes = 5'000;
        tamper.record_patch = R"({"ajout":1})";
        const Json page = page_of(software, 0, tamper);
        const Json& record = page[software.list][0];
        EXPECT_EQ(record[software.tags].size(), 700U);
        EXPECT_EQ(record[software.description].get<std::string>().size(), 5'000U);
        EXPECT_EQ(record["ajout"], 1);
        EXPECT_FALSE(page[software.list][1].contains("ajout"));
        tamper = Tamper();
        tamper.raw_title_bytes = "\xFF";
        const std::string raw = ask(software, software.page + "0", tamper).body.text();
        EXPECT_NE(raw.find('\xFF'), std::string::npos);
        tamper = Tamper();
        tamper.poison_rank = 1;
        int broken = 0;
        for (int start = 0; start < 40; start += 10)
            broken += ask(software, software.page + std::to_string(start), tamper).status == 500;
        EXPECT_EQ(broken, 1);
    }
}

TEST(OpenPortals, RefuseWhatTheRealOnesRefuse) {
    const Software ods = both()[0];
    const Software fair = both()[1];
    const auto status = [](const Software& software, const char* target) {
        return ask(software, target, Tamper()).status;
    };
    EXPECT_EQ(status(ods, "/api/explore/v2.1/catalog/datasets?limit=101"), 400);
    EXPECT_EQ(status(ods, "/api/explore/v2.1/catalog/datasets?limit=100&offset=9950"), 400);
    EXPECT_EQ(status(ods, "/api/explore/v2.1/catalog/datasets?where=modified%20like"), 400);
    EXPECT_EQ(status(ods, "/api/explore/v2.1/catalog/datasets/absent"), 404);
    EXPECT_EQ(status(ods, "/api/v2/catalog/datasets"), 404);
    EXPECT_EQ(status(ods, "/api/datasets/1.0/search"), 404);
    EXPECT_EQ(status(ods, "/api/explore/v2.1/catalog/exports/json"), 200);
    EXPECT_EQ(status(fair, "/data-fair/api/v1/catalog/datasets?size=100&skip=9950"), 400);
    DataFairOptions office;
    office.has_catalog = false;
    Software back;
    back.protocol = make_datafair(office, [](Instant) { return catalogue(); });
    EXPECT_EQ(status(back, "/data-fair/api/v1/catalog/datasets"), 400);
    EXPECT_EQ(status(back, "/data-fair/api/v1/datasets"), 200);
}

TEST(OpenPortals, ACatalogueKeepsItsOwnersToItself) {
    const Software fair = both()[1];
    const auto owned = [&](const std::string& target) {
        const Json page = Json::parse(ask(fair, target, Tamper()).body.text());
        return page["results"][0].contains("owner");
    };
    EXPECT_FALSE(owned("/data-fair/api/v1/catalog/datasets?size=1"));
    EXPECT_FALSE(owned("/data-fair/api/v1/catalog/datasets?size=1&select=owner"));
    EXPECT_TRUE(owned("/data-fair/api/v1/datasets?size=1&select=owner"));
}

TEST(Odsql, ReadsComparisonsAbsenceAndBrackets) {
    const auto holds = [](std::string_view query, const std::string& modified) {
        const std::optional<OdsPredicate> predicate = parse_odsql(query);
        return predicate && (*predicate)([&](std::string_view) { return modified; });
    };
    constexpr std::string_view range =
        "modified >= date'2024-01-01T00:00:00Z' AND modified < date'2024-02-01T00:00:00Z'";
    EXPECT_TRUE(holds(range, "2024-01-01T00:00:00"));
    EXPECT_FALSE(holds(range, "2024-02-01T00:00:00"));
    EXPECT_FALSE(holds(range, ""));
    EXPECT_TRUE(holds("modified is null", ""));
    EXPECT_TRUE(holds("#null(modified)", ""));
    EXPECT_TRUE(holds("modified >= 2024-01-01T00:00:00", "2024-03-01T00:00:00"));
    EXPECT_TRUE(holds(R"((dataset_id = "a\"b" OR dataset_id = "c"))", "a\"b"));
    for (const char* broken :
         {"", "modified", "modified >", "(modified is null", "modified like 'x'", "a = \"b"})
        EXPECT_FALSE(parse_odsql(broken).has_value()) << broken;
}

} // namespace
} // namespace moisson::portals
