// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every endpoint of /api/v1: envelope, problems, links, conditional life of datasets.
#include "api/json.hpp"
#include "unit/api/api_fixture.hpp"
#include "unit/pages/golden.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ApiTest, AnswersAreAsAgreed) {
    const std::string id = to_string(full_record().id);
    for (const auto& [name, target] : std::vector<std::pair<std::string, std::string>>{
             {"search", "/api/v1/datasets?q=eau&country=tg&page_size=3"},
             {"dataset", "/api/v1/datasets/" + id},
             {"gone", "/api/v1/datasets/archive-budget"},
             {"history", "/api/v1/datasets/" + id + "/history?page_size=2"},
             {"freshness", "/api/v1/datasets/" + id + "/freshness"},
             {"quality", "/api/v1/datasets/" + id + "/quality"},
             {"portal_health", "/api/v1/portals/mali/health"},
             {"portals", "/api/v1/portals"},
             {"portal", "/api/v1/portals/mali"},
             {"runs", "/api/v1/runs?page_size=2"},
             {"run", "/api/v1/runs/42"},
             {"problem", "/api/v1/datasets?contry=TG&sort=datte"}}) {
        const std::string actual = nlohmann::ordered_json::parse(get(target).body).dump(1) + "\n";
        EXPECT_EQ(actual, golden("api/" + name + ".json", actual)) << name;
    }
}

TEST_F(ApiTest, MissingDatasetsAreNoFallOfACatalogue) { // 1548 active, 2 missing
    EXPECT_EQ(json("/api/v1/portals/mali/health")["data"]["shrunk_by"], 450);
}

TEST_F(ApiTest, TheEnvelopeHasEveryNameAndNoTiming) {
    const Json body = json("/api/v1/datasets?q=eau");
    for (const char* name :
         {"total",
          "page",
          "page_size",
          "query",
          "warnings",
          "suggestion",
          "facets",
          "links",
          "data"})
        EXPECT_TRUE(body.contains(name)) << name;
    EXPECT_FALSE(body.contains("took_ms"));
    const net::ServerResponse response = get("/api/v1/datasets?q=eau");
    EXPECT_THAT(header_of(response, "Server-Timing"), HasSubstr("dur="));
    EXPECT_TRUE(response.etag);
    EXPECT_EQ(response.route, "/api/v1/datasets");
}

TEST_F(ApiTest, AHistoryIsPagedAndFollowsItsDataset) {
    const std::string slug = full_record().slug;
    const std::string base = "/api/v1/datasets/" + slug + "/history";
    const net::ServerResponse first = get(base + "?page_size=2");
    EXPECT_THAT(header_of(first, "Link"), HasSubstr("before=1>; rel=\"next\""));
    EXPECT_TRUE(first.etag);
    const Json rest = json(base + "?page_size=2&before=1");
    EXPECT_EQ(views_.last_history.before, 1);
    EXPECT_EQ(rest["data"].size(), 1U);
    EXPECT_EQ(rest["data"][0]["cause"], "created");
    EXPECT_TRUE(rest["links"]["next"].is_null());
    EXPECT_EQ(rest["total"], 3);
    EXPECT_EQ(json(base + "?befor=1")["warnings"].size(), 1U);
    EXPECT_EQ(get(base + "?before=x").status, 400);
    EXPECT_EQ(get(base + "?page_size=101").status, 400);
    const net::ServerResponse moved = get("/api/v1/datasets/vieux-nom/history?page_size=1");
    EXPECT_EQ(moved.status, 301);
    EXPECT_EQ(header_of(moved, "Location"), "https://moisson.example.org" + base + "?page_size=1");
    EXPECT_EQ(get("/api/v1/datasets/archive-budget/history").status, 200) << "that it went is told";
    EXPECT_EQ(get("/api/v1/datasets/retire/history").status, 410);
    EXPECT_EQ(get("/api/v1/datasets/rien/history").status, 404);
    EXPECT_EQ(get("/api/v1/datasets/bref/history").status, 503) << "the index has no history";
    views_.history_failure = Error(Code::store_unavailable);
    EXPECT_EQ(get(base).status, 503);
}

TEST_F(ApiTest, ASearchOfNothingSaysSo) {
    const Json warnings = json("/api/v1/datasets?q=~")["warnings"];
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0]["code"], "no_words");
    EXPECT_EQ(
        warnings[0]["sentence"],
        "Rien dans la recherche ne peut être cherché : elle a été ignorée."
    );
    EXPECT_TRUE(json("/api/v1/datasets?q=")["warnings"].empty());
}

TEST_F(ApiTest, ACorrectedSearchSaysSoAndLinksWhatWasTyped) {
    const Json body = json("/api/v1/datasets?q=populatoin&country=TG&page=2");
    EXPECT_EQ(body["query"]["q"], "populatoin");
    EXPECT_EQ(body["suggestion"], "population");
    EXPECT_EQ(body["warnings"][0]["code"], "corrected");
    EXPECT_EQ(body["warnings"][0]["detail"], "populatoin");
    EXPECT_EQ(
        body["links"]["literal"],
        "https://moisson.example.org/api/v1/datasets?country=TG&q=%22populatoin%22"
    );
    EXPECT_FALSE(json("/api/v1/datasets?q=recensment")["links"].contains("literal"));
}

TEST_F(ApiTest, TellsSynonymsAndExplainsScores) {
    const Json body = json("/api/v1/datasets?q=rgph");
    EXPECT_EQ(body["query"]["synonyms"][0]["typed"], "rgph");
    EXPECT_EQ(body["query"]["synonyms"][0]["also"][0], "recensement général");
    EXPECT_FALSE(body["data"][0].contains("explain"));
    const Json explained = json("/api/v1/datasets?q=eau&explain=1&fields=slug")["data"][0];
    EXPECT_EQ(explained["slug"], "togo-points-d-eau");
    EXPECT_EQ(explained["explain"]["score"], 1.5);
    double sum = 0;
    for (const Json& part : explained["explain"]["parts"])
        sum += part["value"].get<double>();
    EXPECT_NEAR(sum, 1.5, 1e-6);
    EXPECT_EQ(explained["explain"]["parts"][0]["kind"], "word");
    EXPECT_EQ(get("/api/v1/datasets?q=eau&explain=oui").status, 400);
}

TEST_F(ApiTest, SuggestsWhileSomebodyTypes) {
    const Json body = json("/api/v1/suggest?q=to&page_size=2");
    std::map<std::string, int> kinds;
    for (const Json& one : body["data"])
        ++kinds[one["kind"].get<std::string>()];
    EXPECT_EQ(kinds["title"], 2);
    EXPECT_EQ(kinds["organization"], 1);
    EXPECT_EQ(kinds["place"], 1) << body.dump();
    const Json themes = json("/api/v1/suggest?q=%C3%A9ner")["data"];
    ASSERT_FALSE(themes.empty());
    EXPECT_EQ(themes.back()["kind"], "theme");
    EXPECT_EQ(themes.back()["value"], "ENER");
    EXPECT_EQ(
        themes.back()["links"]["html"],
        "https://moisson.example.org/jeux-de-donnees?theme=ENER"
    );
    EXPECT_TRUE(json("/api/v1/suggest?q=")["data"].empty());
    EXPECT_TRUE(json("/api/v1/suggest")["data"].empty());
    EXPECT_EQ(json("/api/v1/suggest?q=eau&x=1")["warnings"].size(), 1U);
    EXPECT_EQ(get("/api/v1/suggest?q=eau&page_size=21").status, 400);
    views_.failure = Error(Code::store_unavailable);
    EXPECT_EQ(get("/api/v1/suggest?q=eau").status, 503);
}

TEST_F(ApiTest, PagesAreLinkedBothWays) {
    const net::ServerResponse response = get("/api/v1/datasets?q=eau&page=2");
    const Json links = Json::parse(response.body)["links"];
    EXPECT_EQ(links["next"], "https://moisson.example.org/api/v1/datasets?q=eau&page=3");
    EXPECT_EQ(links["prev"], "https://moisson.example.org/api/v1/datasets?q=eau");
    EXPECT_THAT(header_of(response, "Link"), HasSubstr("page=3>; rel=\"next\""));
    EXPECT_EQ(json("/api/v1/datasets?page=7")["links"]["next"], nullptr);
}

TEST_F(ApiTest, FiltersReachTheIndex) {
    get("/api/v1/datasets?country=tg&country=ML&licence=cc-by-4.0&modified_to=2024-05&lang_ui=ar");
    EXPECT_EQ(
        views_.last_query.filter(search::Facet::country),
        (std::vector<std::string>{"TG", "ML"})
    );
    EXPECT_EQ(views_.last_lang, "ar");
    ASSERT_TRUE(views_.last_query.modified_to);
    EXPECT_EQ(to_iso8601(*views_.last_query.modified_to), "2024-05-31T23:59:59.999999Z");
}

TEST_F(ApiTest, UnknownParametersNameTheNearest) {
    const net::ServerResponse response = get("/api/v1/datasets?contry=TG");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.content_type, "application/problem+json");
    const Json body = Json::parse(response.body);
    EXPECT_EQ(body["type"], "urn:moisson:problem:unknown-parameter");
    EXPECT_EQ(body["errors"][0]["parameter"], "contry");
    EXPECT_EQ(body["errors"][0]["nearest"], "country");
    EXPECT_THAT(body["detail"].get<std::string>(), HasSubstr("« country »"));
    EXPECT_EQ(body["request_id"], "req-1");
}

TEST_F(ApiTest, AnEmptyAnswerNamesTheValuesThatDoNotExist) {
    EXPECT_EQ(json("/api/v1/datasets?country=ZZ")["warnings"].size(), 0U) << "not empty";
    views_.total = 0;
    const Json warnings = json("/api/v1/datasets?country=ZZ&country=TG&portal=toto")["warnings"];
    ASSERT_EQ(warnings.size(), 2U) << warnings.dump();
    EXPECT_EQ(warnings[0]["detail"], "« ZZ » n’est pas une valeur connue de « country ».");
    EXPECT_FALSE(warnings[0].contains("nearest"));
    EXPECT_EQ(warnings[1]["parameter"], "portal");
    EXPECT_EQ(warnings[1]["nearest"], "togo");
    const Json named = json("/api/v1/datasets?country=Maroc&theme=!sante")["warnings"];
    ASSERT_EQ(named.size(), 2U) << named.dump();
    EXPECT_EQ(named[0]["nearest"], "MA");
    EXPECT_EQ(
        named[0]["detail"],
        "« MAROC » n’est pas une valeur connue de « country ». Vouliez-vous dire « MA » (Maroc) ?"
    );
    EXPECT_EQ(named[1]["nearest"], "!HEAL");
    EXPECT_THAT(named[1]["detail"].get<std::string>(), HasSubstr("« !HEAL » (sauf "));
    const Json accents = json("/api/v1/datasets?theme=sant%C3%A9")["warnings"];
    EXPECT_THAT(accents[0]["detail"].get<std::string>(), HasSubstr("« santé » n’est pas une"));
    EXPECT_EQ(accents[0]["nearest"], "HEAL");
}

TEST_F(ApiTest, BadValuesAreRefusedTogether) {
    const Json body = json("/api/v1/datasets?page=0&modified_from=hier&fields=titel&sort=datte");
    EXPECT_EQ(body["status"], 400);
    EXPECT_EQ(body["errors"].size(), 4U);
    EXPECT_THAT(get("/api/v1/datasets?fields=explain").body, HasSubstr("virgules : id, slug, "));
    EXPECT_EQ(get("/api/v1/datasets?page_size=101").status, 400);
    EXPECT_EQ(get("/api/v1/datasets?bbox=1,2,3").status, 400);
    EXPECT_EQ(get("/api/v1/datasets?cursor=*&page=2").status, 400);
    EXPECT_EQ(get("/api/v1/datasets?q=&country=").status, 200);
}

TEST_F(ApiTest, BeyondTheWindowTheCursorIsShown) {
    EXPECT_EQ(get("/api/v1/datasets?page=500").status, 200);
    const net::ServerResponse response = get("/api/v1/datasets?q=eau&page=501");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(
        Json::parse(response.body)["links"]["cursor"],
        "https://moisson.example.org/api/v1/datasets?q=eau&cursor=%2A"
    );
    const Json walk = json("/api/v1/datasets?cursor=*");
    EXPECT_THAT(walk["links"]["next"].get<std::string>(), HasSubstr("cursor=suite%3D%3D"));
    EXPECT_EQ(walk["page"], nullptr);
}

TEST_F(ApiTest, FieldsChooseWhatIsSent) {
    const Json body = json("/api/v1/datasets?fields=id,title");
    EXPECT_EQ(body["data"][0].size(), 2U);
    EXPECT_TRUE(body["data"][0].contains("title"));
}

TEST_F(ApiTest, OnlyFieldsThatAreThereAreAskedFor) {
    const std::string dataset = "/api/v1/datasets/mali-recensement-general-2022";
    EXPECT_EQ(json(dataset + "?fields=id,freshness")["data"].size(), 2U);
    EXPECT_EQ(json("/api/v1/portals?fields=key,title")["data"][0].size(), 2U);
    for (const std::string& path : {dataset, std::string("/api/v1/portals")}) {
        const net::ServerResponse refused = get(path + "?fields=zzz");
        EXPECT_EQ(refused.status, 400) << path;
        EXPECT_THAT(refused.body, HasSubstr("fields"));
    }
}

TEST_F(ApiTest, FacetsToggleTheirValue) {
    const Json country = json("/api/v1/datasets?country=tg")["facets"]["country"];
    EXPECT_EQ(country["label"], "Pays");
    EXPECT_EQ(country["items"][0]["label"], "Togo");
    EXPECT_EQ(country["items"][0]["selected"], true);
    EXPECT_EQ(country["items"][0]["url"], "https://moisson.example.org/api/v1/datasets");
    EXPECT_EQ(json("/api/v1/datasets?facets=theme:5")["facets"].size(), 1U);
    EXPECT_EQ(json("/api/v1/datasets?facets=")["facets"].size(), 0U);
}

TEST_F(ApiTest, DatasetsMoveAndEnd) {
    const net::ServerResponse moved = get("/api/v1/datasets/vieux-nom?fields=id");
    EXPECT_EQ(moved.status, 301);
    EXPECT_EQ(
        header_of(moved, "Location"),
        "https://moisson.example.org/api/v1/datasets/mali-recensement-general-2022?fields=id"
    );
    const net::ServerResponse gone = get("/api/v1/datasets/archive-budget");
    EXPECT_EQ(gone.status, 410);
    EXPECT_EQ(Json::parse(gone.body)["last_known"]["state"], "archived");
    EXPECT_EQ(get("/api/v1/datasets/inconnu").status, 404);
    EXPECT_EQ(json("/api/v1/datasets/bref")["brief"], true);
}

TEST_F(ApiTest, WhatWasTakenDownSaysWhyAndNothingElse) {
    const net::ServerResponse asked = get("/api/v1/datasets/retrait");
    EXPECT_EQ(asked.status, 410);
    const net::ServerResponse law = get("/api/v1/datasets/retrait-legal");
    EXPECT_EQ(law.status, 451);
    EXPECT_EQ(header_of(law, "Link"), "<https://moisson.example.org/>; rel=\"blocked-by\"");
    const Json body = Json::parse(law.body);
    EXPECT_EQ(body["type"], "urn:moisson:problem:taken-down");
    EXPECT_EQ(body["reason"], "Données <b>personnelles</b>");
    EXPECT_EQ(body["ground"], "law");
    EXPECT_EQ(body["taken_down_at"], "2026-11-02T00:00:00Z");
    EXPECT_FALSE(body.contains("last_known"));
    EXPECT_EQ(get("/api/v1/datasets/retrait/history").status, 410);
    EXPECT_EQ(get("/api/v1/datasets/retrait-legal/history").status, 451);
}

TEST_F(ApiTest, CorrectionsAreListed) {
    const Json data = json("/api/v1/datasets/corrige")["data"];
    ASSERT_EQ(data["corrections"].size(), 2U);
    EXPECT_EQ(data["corrections"][0]["field"], "licence");
    EXPECT_EQ(data["corrections"][0]["source_value"], "autre <licence>");
    EXPECT_EQ(data["corrections"][0]["reason"], "Confirmé par <i>l'INSTAT</i>");
    EXPECT_TRUE(data["corrections"][1]["source_value"].is_null());
    EXPECT_EQ(data["corrections"][0]["action"], "replace");
    EXPECT_EQ(data["corrections"][1]["action"], "add");
    ASSERT_EQ(data["taken_down_distributions"].size(), 1U);
    EXPECT_EQ(data["taken_down_distributions"][0]["ground"], "law");
    EXPECT_FALSE(data["corrections"][0].contains("author"));
}

TEST_F(ApiTest, OtherListsOnlyWarnAboutUnknownParameters) {
    const Json body = json("/api/v1/portals?contry=TG");
    EXPECT_EQ(body["total"], 2);
    EXPECT_EQ(body["warnings"][0]["nearest"], "country");
    EXPECT_EQ(json("/api/v1/portals?country=TG")["total"], 1);
}

TEST_F(ApiTest, ItsRootNamesItsLists) {
    EXPECT_EQ(json("/api/v1")["links"]["datasets"], "https://moisson.example.org/api/v1/datasets");
}

TEST_F(ApiTest, RunsAreWalkedByKey) {
    const Json body = json("/api/v1/runs?portal=togo&state=failed&before=90");
    EXPECT_EQ(views_.last_runs.portal_key, "togo");
    EXPECT_EQ(views_.last_runs.before, RunId(90));
    EXPECT_THAT(body["links"]["next"].get<std::string>(), HasSubstr("before=41"));
    EXPECT_EQ(get("/api/v1/runs?state=malade").status, 400);
    EXPECT_EQ(get("/api/v1/runs/0").status, 404);
    EXPECT_EQ(get("/api/v1/runs/99").status, 404);
    EXPECT_EQ(get("/api/v1/runs/41").status, 200);
}

TEST_F(ApiTest, FailuresKeepTheirSecrets) {
    views_.failure = Error(Code::store_unavailable, "host=/secret");
    const net::ServerResponse away = get("/api/v1/portals");
    EXPECT_EQ(away.status, 503);
    EXPECT_EQ(header_of(away, "Retry-After"), "60");
    EXPECT_THAT(away.body, Not(HasSubstr("secret")));
    views_.failure.reset();
    views_.throws = true;
    const net::ServerResponse broken = get("/api/v1/datasets");
    EXPECT_EQ(broken.status, 500);
    EXPECT_THAT(broken.body, Not(HasSubstr("broken on purpose")));
}

TEST_F(ApiTest, MachinesAreTold) {
    EXPECT_EQ(json("/api/v1/version")["version"], "0.1.0");
    EXPECT_EQ(get("/livez").status, 200);
    EXPECT_EQ(json("/readyz")["database"], "ok");
    EXPECT_EQ(get("/metrics").body, "moisson_up 1\n");
    views_.ready.database_ok = false;
    EXPECT_EQ(get("/readyz").status, 200);
    EXPECT_EQ(
        header_of(get("/api/v1/portals"), "Moisson-Stale-Since"),
        "Mon, 23 Nov 2026 08:00:00 GMT"
    );
    views_.ready.index_ready = false;
    EXPECT_EQ(get("/readyz").status, 503);
    EXPECT_EQ(get("/api/v2/datasets").status, 404);
    const net::ServerResponse post = ask(handler_, "/api/v1/datasets", "POST");
    EXPECT_EQ(post.status, 405);
    EXPECT_EQ(header_of(post, "Allow"), "GET, HEAD");
}

asio::awaitable<net::ServerResponse> named(std::string name) {
    net::ServerResponse response;
    response.body = std::move(name);
    co_return response;
}

TEST(SiteHandler, SendsMachinePathsToTheApi) {
    const net::Handler site = api::make_site_handler(
        [](net::ServerRequest) { return named("api"); },
        [](net::ServerRequest) { return named("pages"); }
    );
    for (const char* path : {"/api/v1/datasets", "/livez", "/readyz", "/metrics"})
        EXPECT_EQ(ask(site, path).body, "api") << path;
    for (const char* path : {"/", "/jeux-de-donnees", "/apix", "/assets/style.css"})
        EXPECT_EQ(ask(site, path).body, "pages") << path;
}

} // namespace
} // namespace moisson::test
