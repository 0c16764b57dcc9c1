// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every field of a query against a catalogue of which the answer is known.
#include "catalogue.hpp"
#include "routes/url.hpp"

#include <gtest/gtest.h>

namespace moisson::ckan_api::testing {
namespace {

const std::string census = "mali-recensement-general-2022";
using Names = std::vector<std::string>;

const Names all{"jeu-2", "jeu-3", "jeu-4", "jeu-5", "jeu-6", "jeu-8", census};
const Names togo{"jeu-2", "jeu-3", "jeu-4", "jeu-5", "jeu-6", "jeu-8"};
const Names water{"jeu-5", "jeu-6"};

struct Filtered {
    std::string filter;
    Names names;
};

class CkanConditions : public ::testing::Test {
protected:
    Names filter(const std::string& fq) { return facade.found("fq=" + routes::percent_encode(fq)); }
    Names query(const std::string& q) { return facade.found("q=" + routes::percent_encode(q)); }
    void expect_found(const std::vector<Filtered>& cases) {
        for (const Filtered& one : cases)
            EXPECT_EQ(filter(one.filter), one.names) << one.filter;
    }
    Facade facade;
};

TEST_F(CkanConditions, FiltersFindOrganizationsGroupsTagsAndWords) {
    expect_found({
        {"*:*", all},
        {"organization:ins-togo", togo},
        {"organization:\"INS du Togo\"", togo},
        {"-organization:ins-togo", {census}},
        {"owner_org:" + to_string(organization_id("instat")), {census}},
        {"organization:instat OR groups:envi", {"jeu-5", "jeu-6", census}},
        {"(groups:agri OR groups:envi) -tags:eau", {"jeu-2", "jeu-3"}},
        {"organization:instat OR organization:ins-togo metadata_modified:[2026-11-06 TO *]",
         {"jeu-5", "jeu-6", "jeu-8", census}},
        {"-organization:ins-togo -groups:envi", {census}},
        {"harvest_source_title:\"Données du Togo\"", togo},
        {"harvest_source_id:" + to_string(harvest_source_id("mali")), {census}},
        {"portal:togo AND NOT tags:eau", {"jeu-2", "jeu-3", "jeu-4", "jeu-8"}},
        {"tags:eau", water},
        {"tags:\"céréales sèches\"", {"jeu-3"}},
        {"tags:\"eau air\"", {"jeu-4"}},
        {"tags:ea*", {"jeu-4", "jeu-5", "jeu-6"}},
        {"tags:\"ea*\"", {}},
        {"title:eau*", water},
        {"title:prix", {"jeu-2", "jeu-3"}},
        {"title:(prix AND -mil)", {"jeu-2"}},
        {"title:\"prix du riz\"", {"jeu-2"}},
        {"text:(riz OR mil)", {"jeu-2", "jeu-3"}},
    });
}

TEST_F(CkanConditions, FiltersFindCodesNamesAndStates) {
    expect_found({
        {"license_id:odc-odbl", {"jeu-8"}},
        {"isopen:true", {"jeu-8", census}},
        {"-license_id:*", {"jeu-2", "jeu-3", "jeu-4", "jeu-5", "jeu-6"}},
        {"res_format:csv", {"jeu-2", "jeu-3", "jeu-4", "jeu-5", "jeu-6", census}},
        {"res_format:(geojson OR kml)", {census}},
        {"frequency:MONTHLY", {"jeu-6"}},
        {"frequency:mensuel", {"jeu-6"}},
        {"frequency:month* -groups:agri", {"jeu-6"}},
        {"extras_frequency:"
         "\"http://publications.europa.eu/resource/authority/frequency/MONTHLY\"",
         {"jeu-6"}},
        {"frequency:DAILY", {}},
        {"mc_type:series", {"jeu-6"}},
        {"country:ML", {census}},
        {"name:jeu-3", {"jeu-3"}},
        {"id:" + to_string(facade.records.all[1].id), {"jeu-2"}},
        {"id:zut", {}},
        {"state:active", all},
        {"state:deleted", {}},
        {"capacity:public +dataset_type:dataset private:false site_id:default", all},
        {"dataset_type:harvest", {}},
        {"couleur:bleu", {}},
        {"-couleur:bleu", all},
        {"notes:essai AND groups:tran", {"jeu-8"}},
    });
}

TEST_F(CkanConditions, FiltersFindNumbersAndDates) {
    expect_found({
        {"num_resources:0", {"jeu-8"}},
        {"num_resources:[2 TO *]", {census}},
        {"num_resources:{0 TO 3}", {"jeu-2", "jeu-3", "jeu-4", "jeu-5", "jeu-6"}},
        {"num_tags:[2 TO 2]", {census}},
        {"num_tags:[* TO *]", all},
        {"quality:[60 TO *]", {"jeu-5"}},
        {"quality:[* TO 82}", {"jeu-6"}},
        {"mc_quality:40", {"jeu-6"}},
        {"extras_mc_quality:(40 OR 82)", water},
        {"quality:*", water},
        {"-quality:[0 TO 100] portal:mali", {census}},
        {"metadata_modified:[2026-11-05T00:00:00Z TO 2026-11-06T00:00:00Z]", {"jeu-4", "jeu-5"}},
        {"metadata_modified:[NOW-20DAYS/DAY TO NOW-17DAYS/DAY]",
         {"jeu-2", "jeu-3", "jeu-4", "jeu-5"}},
        {"metadata_created:[NOW-1YEAR TO *]", togo},
        {"issued:[2023 TO 2024]", {census}},
    });
}

TEST_F(CkanConditions, TextsAreWordsUntilTheyNameAField) {
    EXPECT_EQ(query("prix riz"), Names{"jeu-2"});
    EXPECT_EQ(query("Budget : dépenses"), Names{"jeu-4"});
    EXPECT_EQ(query("Budget:dépenses"), Names{"jeu-4"});
    EXPECT_EQ(query("\"prix du"), (Names{"jeu-2", "jeu-3"})) << "unbalanced quotes are words";
    EXPECT_EQ(query("prix -riz"), Names{"jeu-3"});
    EXPECT_EQ(
        query("organization:ins-togo AND -tags:eau"),
        (Names{"jeu-2", "jeu-3", "jeu-4", "jeu-8"})
    );
    EXPECT_EQ(query("*:*").size(), 7U);
    EXPECT_EQ(query("*").size(), 7U);
    EXPECT_EQ(query("").size(), 7U);
    EXPECT_EQ(query("eau*"), (Names{"jeu-4", "jeu-5", "jeu-6"}));
    EXPECT_EQ(query("inconnu:x"), Names{});
    EXPECT_TRUE(facade.result("/api/3/action/package_search?q=inconnu:x").contains("warnings"));
    EXPECT_FALSE(facade.result("/api/3/action/package_search?q=riz").contains("warnings"));
    for (const char* const nothing : {"~", ",,", "de+la"})
        EXPECT_EQ(
            facade.result(std::string("/api/3/action/package_search?q=") + nothing)["warnings"],
            nlohmann::json::array({"no word in q that can be looked for: q is ignored"})
        ) << nothing;
    EXPECT_FALSE(facade.result("/api/3/action/package_search?q=").contains("warnings"));
}

TEST_F(CkanConditions, OneRequestNamesOnlySoMuch) {
    const auto joined = [](const std::string& part, const std::string& between, int count) {
        std::string out = part;
        for (int i = 1; i < count; ++i)
            out += between + part;
        return out;
    };
    const std::string search = "/api/3/action/package_search?fq=";
    EXPECT_EQ(filter(joined("tags:eau", " OR ", 100)), (Names{"jeu-5", "jeu-6"}))
        << "one look at the tags";
    EXPECT_EQ(
        facade
            .error(search + routes::percent_encode(joined("tags:e*", " AND ", 65)), 409)["__type"],
        "Search Error"
    );
    std::string filters = "{\"fq_list\":[\"groups:envi\"";
    for (int i = 0; i < 600; ++i)
        filters += ",\"num_tags:1\"";
    EXPECT_EQ(facade.post("/api/3/action/package_search", filters + "]}").status, 409);
    EXPECT_EQ(
        facade.error("/api/3/action/package_search?sort=" + joined("id", ",", 9), 400)["__type"],
        "Search Query Error"
    );
    EXPECT_EQ(filter("num_resources:nan"), Names{});
}

TEST_F(CkanConditions, SeveralFiltersAllHold) {
    EXPECT_EQ(facade.found("fq=groups:envi&fq=title:souterraines"), Names{"jeu-6"});
    EXPECT_EQ(facade.found("fq_list=[\"groups:agri\",\"title:riz\"]&q=prix"), Names{"jeu-2"});
}

} // namespace
} // namespace moisson::ckan_api::testing
