// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Envelopes, errors, package_search and package_show over HTTP messages.
#include "catalogue.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::ckan_api::testing {
namespace {

using nlohmann::json;

class CkanAnswers : public ::testing::Test {
protected:
    Facade facade;
};

TEST_F(CkanAnswers, BothPrefixesAndBothMethods) {
    for (const char* const path :
         {"/api/3/action/package_show",
          "/api/action/package_show",
          "/api/3/action/package_show/"}) {
        const auto got = facade.get(std::string(path) + "?id=mali-recensement-general-2022");
        EXPECT_EQ(got.status, 200) << path;
        EXPECT_EQ(got.content_type, "application/json;charset=utf-8");
        const auto posted = facade.post(path, R"({"id":"mali-recensement-general-2022"})");
        EXPECT_EQ(posted.body, got.body) << path;
    }
    EXPECT_EQ(json::parse(facade.get("/api/3").body), json({{"version", 3}}));
    EXPECT_EQ(json::parse(facade.get("/api/3").body), json({{"version", 3}}));
    EXPECT_EQ(facade.get("/api/v1/datasets").status, 299);
    EXPECT_EQ(facade.get("/jeux-de-donnees").status, 299);
    EXPECT_EQ(facade.get("/apicole").status, 299);
}

TEST_F(CkanAnswers, Envelopes) {
    const json body = json::parse(facade.get("/api/3/action/site_read").body);
    EXPECT_EQ(body["help"], "https://moisson.example.org/api/3/action/help_show?name=site_read");
    EXPECT_EQ(body["success"], true);
    EXPECT_EQ(body["result"], true);
    const json failed = json::parse(facade.get("/api/3/action/package_show?id=rien").body);
    EXPECT_EQ(failed["success"], false);
    EXPECT_EQ(failed["error"]["__type"], "Not Found Error");
    EXPECT_EQ(failed["error"]["message"], "Not found: Dataset rien");
}

TEST_F(CkanAnswers, Errors) {
    EXPECT_EQ(
        facade.error("/api/3/action/fais_le_cafe", 400),
        "Bad request: Action name not known: fais_le_cafe"
    );
    EXPECT_EQ(
        facade.error("/api/3/action/datastore_search?resource_id=x", 400).type_name(),
        std::string("string")
    );
    EXPECT_EQ(facade.get("/api/3/action/package_create").status, 400);
    for (const char* const name :
         {"package_create",
          "package_update",
          "package_patch",
          "dataset_purge",
          "organization_create",
          "resource_delete",
          "user_generate_apikey"}) {
        const auto response = facade.post(std::string("/api/3/action/") + name, "{}");
        EXPECT_EQ(response.status, 403) << name;
        EXPECT_EQ(json::parse(response.body)["error"]["__type"], "Authorization Error") << name;
    }
    EXPECT_EQ(facade.post("/api/3/action/package_show", "{oui}").status, 400);
    EXPECT_EQ(
        facade.error("/api/3/action/package_show", 409),
        json::parse(R"({"__type":"Validation Error","id":["Missing value"]})")
    );
    EXPECT_EQ(
        facade.error("/api/3/action/package_search?rows=abc", 409)["rows"][0],
        "Invalid integer"
    );
    EXPECT_EQ(
        facade.error("/api/3/action/package_search?limit=5", 400)["__type"],
        "Search Query Error"
    );
    EXPECT_EQ(
        facade.error("/api/3/action/package_search?sort=couleur", 400)["message"],
        "Search Query is invalid: Invalid \"sort\" parameter"
    );
    EXPECT_EQ(
        facade.error("/api/3/action/package_search?q={!join}x", 409)["__type"],
        "Search Error"
    );
    EXPECT_EQ(facade.error("/api/3/action/package_search?fq=(a:b", 409)["__type"], "Search Error");
    EXPECT_EQ(facade.get("/api/3/action/package_search?ext_bbox=1,2,3,4&mm=1").status, 200);
    facade.records.failure = Error(Code::store_unavailable);
    EXPECT_EQ(
        facade.error("/api/3/action/package_search", 500)["__type"],
        "Search Connection Error"
    );
    facade.records.failure = Error(Code::internal_error);
    EXPECT_EQ(facade.error("/api/3/action/package_search", 500)["__type"], "Internal Server Error");
}

TEST_F(CkanAnswers, WhatBreaksIsAnAnswerThatTellsNothing) {
    facade.records.throws = true;
    for (const char* const target :
         {"/api/3/action/package_search", "/api/3/search/dataset?q=eau"}) {
        const auto response = facade.get(target);
        EXPECT_EQ(response.status, 500) << target;
        EXPECT_EQ(json::parse(response.body)["error"]["__type"], "Internal Server Error") << target;
        EXPECT_EQ(response.body.find("on purpose"), std::string::npos) << response.body;
    }
    facade.records.throws = false;
    EXPECT_EQ(facade.get("/api/3/action/package_search").status, 200);
}

TEST_F(CkanAnswers, AnOldNameIsStillAName) {
    const json shown = facade.result("/api/3/action/package_show?id=vieux-nom");
    EXPECT_EQ(shown["name"], "mali-recensement-general-2022");
    EXPECT_EQ(shown["id"], to_string(facade.records.all[0].id));
}

TEST_F(CkanAnswers, HiddenAndGoneDatasetsAreNotFound) {
    for (const char* const name : {"retire", "retrait", "retrait-legal", "archive-budget", "rien"})
        EXPECT_EQ(
            facade.error(std::string("/api/3/action/package_show?id=") + name, 404)["__type"],
            "Not Found Error"
        ) << name;
    EXPECT_EQ(
        facade.error("/api/3/action/package_show?id=bref", 500)["__type"],
        "Search Connection Error"
    );
}

TEST_F(CkanAnswers, AddressesOfPeopleAreNotGiven) {
    facade.records.all[1].dataset.description = {{"fr", "Écrire à awa@instat.example.org.", false}};
    const auto found = facade.get("/api/3/action/package_search?fq=name:jeu-2");
    EXPECT_EQ(found.body.find("awa@"), std::string::npos) << found.body;
    EXPECT_NE(found.body.find("adresse-masquée"), std::string::npos);
}

// Nor those in names of publishers and in keywords.
TEST_F(CkanAnswers, AddressesInNamesAreNotGiven) {
    std::vector<store::CatalogEntry> entries(1);
    entries[0].id = DatasetId(uuid5(Uuid{}, "bureau"));
    entries[0].slug = "jeu-du-bureau";
    entries[0].dataset.publisher.key = "bureau";
    entries[0].dataset.publisher.slug = "bureau";
    entries[0].dataset.publisher.name = {{"fr", "Bureau awa@instat.example.org", false}};
    entries[0].dataset.keywords = {{"fr", "awa@instat.example.org", false}};
    facade.records.index.apply(entries, store::FeedPosition());
    for (const char* const action :
         {"package_search?rows=0&facet.field=[\"organization\",\"tags\"]",
          "organization_list?all_fields=true",
          "organization_show?id=bureau",
          "organization_show?id=bureau&include_datasets=true",
          "organization_autocomplete?q=bureau"}) {
        const auto answer = facade.get(std::string("/api/3/action/") + action);
        EXPECT_EQ(answer.status, 200) << action;
        EXPECT_EQ(answer.body.find("awa@"), std::string::npos) << action << answer.body;
        EXPECT_NE(answer.body.find("Bureau adresse-masquée"), std::string::npos) << action;
    }
}

TEST_F(CkanAnswers, Jsonp) {
    const auto response = facade.get("/api/3/action/site_read?callback=carte.suite_2");
    EXPECT_EQ(response.content_type, "application/javascript;charset=utf-8");
    EXPECT_TRUE(response.body.starts_with("carte.suite_2({\"help\"")) << response.body;
    EXPECT_TRUE(response.body.ends_with("});"));
    const auto failed = facade.get("/api/3/action/package_show?id=rien&callback=suite");
    EXPECT_EQ(failed.content_type, "application/json;charset=utf-8");
    for (const char* const name :
         {"suite<b>",
          "alert(1)//",
          "a.",
          ".a",
          "a..b",
          "1a",
          "a.1",
          "a;b",
          "a%20b",
          "a%0Ab",
          "é"}) {
        const auto refused = facade.get(std::string("/api/3/action/site_read?callback=") + name);
        EXPECT_EQ(refused.status, 400) << name;
        EXPECT_EQ(refused.body, "\"Bad request: callback is no name of a function\"") << name;
    }
    EXPECT_EQ(facade.get("/api/3/action/site_read?callback=" + std::string(129, 'a')).status, 400);
}

TEST_F(CkanAnswers, WhatIsNoActionIsWrappedToo) {
    EXPECT_EQ(facade.get("/api/3?callback=ici").body, "ici({\"version\":3});");
    EXPECT_EQ(facade.get("/api/3?callback=a(b").body, "{\"version\":3}");
    const auto status = facade.get("/api/util/status?callback=ici");
    EXPECT_EQ(status.content_type, "application/javascript;charset=utf-8");
    EXPECT_TRUE(status.body.starts_with("ici({\"ckan_version\"")) << status.body;
    const auto tags = facade.get("/api/2/util/tag/autocomplete?incomplete=ri&callback=ici");
    EXPECT_EQ(tags.body, "ici({\"ResultSet\":{\"Result\":[{\"Name\":\"riz\"}]}});");
    EXPECT_EQ(facade.get("/api/2/util/tag/autocomplete?incomplete=ri&callback=1").status, 400);
}

TEST_F(CkanAnswers, TheSearchBeforeThereWereActions) {
    const auto found = [&](const std::string& target) {
        const auto response = facade.get("/api/" + target);
        EXPECT_EQ(response.status, 200) << target << response.body;
        return json::parse(response.body, nullptr, false);
    };
    EXPECT_EQ(
        found("3/search/dataset?q=organization:ins-togo&order_by=name&limit=2&offset=1"),
        json::parse(R"({"count":6,"results":["jeu-3","jeu-4"]})")
    );
    EXPECT_EQ(found("search/package?tags=riz"), json::parse(R"({"count":1,"results":["jeu-2"]})"));
    EXPECT_EQ(
        found("search/package?tags=riz&_=1700000000000&ext_bbox=1,2,3,4"),
        json::parse(R"({"count":1,"results":["jeu-2"]})")
    ) << "what jQuery adds is no field";
    EXPECT_EQ(found("1/search/dataset?q=rien+de+tel")["results"], json::array());
    const json by_id = found("2/search/dataset?q=name:jeu-2");
    EXPECT_EQ(by_id["results"][0], to_string(facade.records.all[1].id));
    const json few = found("3/search/dataset?q=name:jeu-2&fl=name,title")["results"][0];
    EXPECT_EQ(few, json::parse(R"({"name":"jeu-2","title":"Prix du riz"})"));
    const json whole = found("3/search/dataset?q=name:jeu-2&all_fields=1")["results"][0];
    EXPECT_EQ(json::parse(whole["data_dict"].get<std::string>())["name"], "jeu-2");
    EXPECT_EQ(facade.get("/api/3/search/dataset?limit=abc").status, 409);
    EXPECT_EQ(facade.get("/api/3/search/dataset?q=*:*&callback=a(b").status, 400);
    EXPECT_TRUE(facade.get("/api/3/search/dataset?q=*:*&callback=ici").body.starts_with("ici({"));
    EXPECT_EQ(facade.get("/api/3/search/revision").status, 299);
}

TEST_F(CkanAnswers, PagesByIdMeetEverythingOnce) {
    std::vector<std::string> ids;
    for (int start = 0;; start += 2) {
        const json page = facade.result(
            "/api/3/action/package_search?sort=id%20asc&rows=2&start=" + std::to_string(start)
        );
        EXPECT_EQ(page["count"], 7);
        if (page["results"].empty())
            break;
        for (const json& one : page["results"])
            ids.push_back(one["id"].get<std::string>());
    }
    EXPECT_EQ(ids.size(), 7U);
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
}

TEST_F(CkanAnswers, Orders) {
    const auto names = [&](const std::string& sort) {
        std::vector<std::string> out;
        const json page =
            facade.result("/api/3/action/package_search?fq=portal:togo&fl=name&sort=" + sort);
        for (const json& one : page["results"]) {
            EXPECT_EQ(one.size(), 1U);
            out.push_back(one["name"].get<std::string>());
        }
        return out;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(names("name%20asc"), (Names{"jeu-2", "jeu-3", "jeu-4", "jeu-5", "jeu-6", "jeu-8"}));
    EXPECT_EQ(
        names("metadata_modified%20desc"),
        (Names{"jeu-8", "jeu-6", "jeu-5", "jeu-4", "jeu-3", "jeu-2"})
    );
    EXPECT_EQ(
        names("title_string%20asc"),
        (Names{"jeu-4", "jeu-6", "jeu-3", "jeu-2", "jeu-5", "jeu-8"})
    );
    EXPECT_EQ(names("name%20desc"), (Names{"jeu-8", "jeu-6", "jeu-5", "jeu-4", "jeu-3", "jeu-2"}));
    EXPECT_EQ(names("name%20desc&start=1&rows=2"), (Names{"jeu-6", "jeu-5"}));
    EXPECT_EQ(names("name%20asc&start=4&rows=9"), (Names{"jeu-6", "jeu-8"}));
    EXPECT_EQ(
        names("num_resources%20desc,name%20desc"),
        (Names{"jeu-6", "jeu-5", "jeu-4", "jeu-3", "jeu-2", "jeu-8"})
    );
    EXPECT_EQ(names(""), (Names{"jeu-8", "jeu-6", "jeu-5", "jeu-4", "jeu-3", "jeu-2"}));
}

TEST_F(CkanAnswers, PopularityIsThePlaceWithinThePortal) {
    const json page =
        facade.result("/api/3/action/package_search?fl=name&rows=3&sort=views_recent%20desc");
    std::vector<std::string> names;
    for (const json& one : page["results"])
        names.push_back(one["name"].get<std::string>());
    const std::vector<std::string> expected{"jeu-3", "jeu-2", "mali-recensement-general-2022"};
    EXPECT_EQ(names, expected) << "by the plain number the last would not be among them";
}

TEST_F(CkanAnswers, Facets) {
    const json answer = facade.result(
        "/api/3/action/"
        "package_search?rows=0&facet.field=[\"organization\",\"groups\",\"tags\",\"inconnu\"]"
    );
    EXPECT_EQ(answer["results"], json::array());
    EXPECT_EQ(answer["facets"]["organization"], json::parse(R"({"ins-togo":6,"instat":1})"));
    EXPECT_EQ(answer["facets"]["groups"]["envi"], 2);
    EXPECT_EQ(answer["facets"]["inconnu"], json::object());
    const json items = answer["search_facets"]["organization"]["items"];
    ASSERT_EQ(items.size(), 2U);
    // The last by name first.
    EXPECT_EQ(
        items[0],
        json::parse(
            R"({"name":"instat","display_name":"Institut national de la statistique","count":1})"
        )
    );
    EXPECT_EQ(items[1]["display_name"], "INS du Togo");
    EXPECT_EQ(answer["search_facets"]["groups"]["title"], "groups");
    const json cut = facade.result(
        "/api/3/action/package_search?facet.field=tags&facet.limit=1&facet.mincount=2&rows=0"
    );
    EXPECT_EQ(cut["facets"]["tags"], json::parse(R"({"eau":2})"));
    const json all =
        facade.result("/api/3/action/package_search?facet.field=tags&facet.limit=-1&rows=0");
    EXPECT_EQ(all["facets"]["tags"].size(), 7U);
    const json rhythms = facade.result("/api/3/action/package_search?facet.field=frequency&rows=0");
    EXPECT_EQ(rhythms["facets"]["frequency"], json::parse(R"({"MONTHLY":1})"));
    const json none =
        facade.result("/api/3/action/package_search?facet=false&facet.field=tags&rows=0");
    EXPECT_EQ(none["facets"], json::object());
}

TEST_F(CkanAnswers, FreshnessIsAnExtraAsOfTheLastWholeReading) {
    const auto freshness = [](const json& package) {
        for (const json& one : package["extras"])
            if (one["key"] == "mc_freshness")
                return one["value"].get<std::string>();
        return std::string();
    };
    EXPECT_EQ(freshness(facade.result("/api/3/action/package_show?id=jeu-5")), "attendue");
    EXPECT_EQ(freshness(facade.result("/api/3/action/package_show?id=jeu-6")), "inconnue");
    const json found = facade.result("/api/3/action/package_search?fq=name:jeu-5");
    EXPECT_EQ(freshness(found["results"][0]), "attendue");
}

TEST_F(CkanAnswers, DatasetsHaveWhatHarvestersInsistOn) {
    const json package =
        facade.result("/api/3/action/package_show?id=mali-recensement-general-2022");
    for (const char* const key :
         {"id",
          "name",
          "title",
          "notes",
          "license_id",
          "license_title",
          "author",
          "maintainer",
          "author_email",
          "maintainer_email",
          "metadata_created",
          "metadata_modified",
          "state",
          "type",
          "owner_org"})
        EXPECT_TRUE(package[key].is_string()) << key;
    EXPECT_EQ(package["private"], false);
    EXPECT_EQ(package["isopen"], true);
    EXPECT_EQ(package["metadata_modified"], "2026-11-20T00:00:00.000000");
    EXPECT_EQ(package["num_resources"], package["resources"].size());
    EXPECT_EQ(package["num_tags"], 2);
    EXPECT_EQ(package["tags"][0]["name"], "recensement");
    EXPECT_EQ(package["groups"][0]["name"], "soci");
    EXPECT_EQ(package["organization"]["name"], "instat");
    EXPECT_EQ(package["organization"]["id"], package["owner_org"]);
    EXPECT_EQ(
        facade.get("/api/3/action/package_show?id=mali-recensement-general-2022")
            .body.find("diffusion@instat"),
        std::string::npos
    ) << "addresses of people stay inside";
    int position = 0;
    for (const json& resource : package["resources"]) {
        EXPECT_EQ(resource["position"], position++);
        EXPECT_EQ(resource["package_id"], package["id"]);
        EXPECT_TRUE(resource["url"].get<std::string>().starts_with("https://")) << resource["url"];
        EXPECT_TRUE(resource["format"].is_string() && resource["created"].is_string());
        EXPECT_TRUE(resource["resource_type"] == "file" || resource["resource_type"] == "api");
    }
    for (const json& extra : package["extras"])
        EXPECT_TRUE(extra["key"].is_string() && extra["value"].is_string());
}

} // namespace
} // namespace moisson::ckan_api::testing
