// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lists of values, distributions, changes, issues and statistics.
#include "unit/api/api_fixture.hpp"

#include <gmock/gmock.h>

namespace moisson::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string base = "https://moisson.example.org";

TEST_F(ApiTest, ValuesAreCountedAndLeadToTheirSearch) {
    const Json body = json("/api/v1/themes");
    EXPECT_EQ(body["total"], 2);
    const Json& first = body["data"][0];
    EXPECT_EQ(first["code"], "ENVI");
    EXPECT_EQ(first["label"], "Environnement");
    EXPECT_EQ(first["datasets"], 70);
    EXPECT_EQ(first["links"]["datasets"], base + "/api/v1/datasets?theme=ENVI");
    EXPECT_EQ(first["links"]["html"], base + "/jeux-de-donnees?theme=ENVI");
    EXPECT_EQ(views_.last_query.page_size, 0) << "counted by the index, nothing else is read";
    EXPECT_EQ(json("/api/v1/themes?sort=label")["data"][0]["code"], "AGRI");
    for (const auto& [path, code] : std::vector<std::pair<std::string, std::string>>{
             {"countries", "TG"},
             {"formats", "CSV"},
             {"licences", "cc-by-4.0"},
             {"organizations", "ministere"}})
        EXPECT_EQ(json("/api/v1/" + path)["data"][0]["code"], code) << path;
}

TEST_F(ApiTest, ValuesAreSoughtByCodeAndLabelWithoutAccents) {
    const Json found = json("/api/v1/organizations?q=MINISTERE");
    EXPECT_EQ(found["total"], 1);
    EXPECT_EQ(found["data"][0]["links"]["self"], base + "/api/v1/organizations/ministere");
    EXPECT_EQ(json("/api/v1/countries?q=mal")["data"][0]["code"], "ML");
    EXPECT_EQ(json("/api/v1/countries?q=xyz")["total"], 0);
}

TEST_F(ApiTest, ValuesAreCountedWithinOtherFiltersAndPaged) {
    const net::ServerResponse page =
        get("/api/v1/themes?country=ml&country=tg&page_size=1&licence=!odbl");
    EXPECT_THAT(views_.last_query.filter(search::Facet::country), ElementsAre("ML", "TG"));
    EXPECT_THAT(
        views_.last_query.excluded[static_cast<std::size_t>(search::Facet::licence)],
        ElementsAre("odbl")
    );
    EXPECT_THAT(header_of(page, "Link"), HasSubstr("page=2>; rel=\"next\""));
    const Json second = json("/api/v1/themes?page_size=1&page=2");
    EXPECT_EQ(second["data"][0]["code"], "AGRI");
    EXPECT_TRUE(second["links"]["next"].is_null());
    EXPECT_EQ(second["links"]["prev"], base + "/api/v1/themes?page_size=1");
    EXPECT_EQ(get("/api/v1/themes?page=0").status, 400);
    EXPECT_EQ(get("/api/v1/themes?sort=nom").status, 400);
    EXPECT_EQ(get("/api/v1/themes?lang_ui=xx").status, 400);
    EXPECT_EQ(json("/api/v1/themes?contry=ML")["warnings"][0]["nearest"], "country");
}

TEST_F(ApiTest, AnOrganizationIsToldByWhatItPublishes) {
    const Json data = json("/api/v1/organizations/ministere")["data"];
    EXPECT_EQ(data["label"], "Ministère de l’Eau & de l’Assainissement");
    EXPECT_EQ(data["datasets"], 128);
    EXPECT_EQ(data["counts"]["country"][0]["label"], "Togo");
    views_.total = 0;
    EXPECT_EQ(get("/api/v1/organizations/inconnue").status, 404);
}

TEST_F(ApiTest, DistributionsBearTheirDatasetAndTheirLink) {
    const net::ServerResponse answer =
        get("/api/v1/distributions?format=csv&portal=mali&links=broken&q=eau&page_size=7");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_THAT(lists_.last.formats, ElementsAre("CSV"));
    EXPECT_THAT(lists_.last.links, ElementsAre("broken"));
    EXPECT_THAT(lists_.last.datasets.filter(search::Facet::portal), ElementsAre("mali"));
    EXPECT_EQ(lists_.last.datasets.text, "eau");
    EXPECT_EQ(lists_.last.page_size, 7);
    EXPECT_EQ(lists_.last.cursor, "*");
    const Json body = Json::parse(answer.body);
    EXPECT_EQ(body["datasets"], 12);
    EXPECT_EQ(body["total"], 31);
    EXPECT_EQ(body["data"][0]["link"]["state"], "BROKEN");
    EXPECT_EQ(body["data"][0]["dataset"]["slug"], full_record().slug);
    EXPECT_THAT(
        header_of(answer, "Link"),
        HasSubstr("cursor=-first_seen~1~x%21y%212>; rel=\"next\"")
    );
    for (const char* wrong :
         {"page=2",
          "sort=title",
          "links=partial",
          "format=!CSV",
          "cursor=mauvais",
          "portail=x",
          "page_size=0"})
        EXPECT_EQ(get(std::string("/api/v1/distributions?") + wrong).status, 400) << wrong;
    EXPECT_EQ(json("/api/v1/distributions?portail=x")["errors"][0]["nearest"], "portal");
    lists_.page.total.reset();
    EXPECT_TRUE(json("/api/v1/distributions?format=csv")["total"].is_null());
}

TEST_F(ApiTest, OneDistributionIsFoundByItsId) {
    const std::string id = to_string(full_record().dataset.distributions.front().id);
    const Json body = json("/api/v1/distributions/" + id);
    EXPECT_EQ(body["data"]["id"], id);
    EXPECT_EQ(body["data"]["links"]["self"], base + "/api/v1/distributions/" + id);
    EXPECT_EQ(get("/api/v1/distributions/" + to_string(full_record().id)).status, 404);
    EXPECT_EQ(get("/api/v1/distributions/pas-un-uuid").status, 404);
}

TEST_F(ApiTest, ChangesAreFollowedByNumber) {
    const net::ServerResponse answer = get("/api/v1/changes?since=40&page_size=2");
    EXPECT_EQ(lists_.last_since, ChangeNumber(40));
    EXPECT_EQ(lists_.last_count, 2);
    const Json body = Json::parse(answer.body);
    EXPECT_EQ(body["last"], 44);
    EXPECT_EQ(body["data"][0]["number"], 41);
    EXPECT_EQ(body["data"][0]["kind"], "upsert");
    EXPECT_EQ(body["data"][0]["cause"], "created");
    EXPECT_EQ(body["data"][0]["run"], 42);
    EXPECT_EQ(body["data"][1]["run"], nullptr);
    EXPECT_EQ(body["data"][1]["kind"], "removal");
    EXPECT_EQ(body["data"][1]["slug"], nullptr);
    EXPECT_EQ(body["links"]["next"], base + "/api/v1/changes?page_size=2&since=44");
    EXPECT_THAT(header_of(answer, "Link"), HasSubstr("since=44>; rel=\"next\""));
    lists_.changed.more = false;
    lists_.changed.changes.clear();
    const Json end = json("/api/v1/changes?since=44");
    EXPECT_TRUE(end["links"]["next"].is_null());
    EXPECT_EQ(end["last"], 44) << "where to go on later";
    EXPECT_EQ(json("/api/v1/changes")["since"], 7) << "from the oldest";
    EXPECT_EQ(get("/api/v1/changes?since=x").status, 400);
    EXPECT_EQ(get("/api/v1/changes?since=-1").status, 400);
}

TEST_F(ApiTest, ChangesThatAreNoLongerKeptLeadToTheDumps) {
    const net::ServerResponse answer = get("/api/v1/changes?since=3");
    EXPECT_EQ(answer.status, 410);
    EXPECT_EQ(answer.content_type, "application/problem+json");
    const Json body = Json::parse(answer.body);
    EXPECT_EQ(body["links"]["dumps"], base + "/api/v1/dumps");
    EXPECT_EQ(body["oldest"], 7);
}

TEST_F(ApiTest, ANumberThatWasNeverGivenLeadsToTheDumpsToo) {
    lists_.newest = 44;
    EXPECT_EQ(get("/api/v1/changes?since=44").status, 200);
    const net::ServerResponse answer = get("/api/v1/changes?since=45");
    EXPECT_EQ(answer.status, 410);
    EXPECT_THAT(answer.body, HasSubstr("jamais donné ce numéro"));
}

TEST_F(ApiTest, ChangesOfARunAreWalkedByNumberOverEmptyPages) {
    const net::ServerResponse answer = get("/api/v1/runs/42/changes");
    const Json body = Json::parse(answer.body);
    EXPECT_EQ(body["run"], 42);
    ASSERT_EQ(body["data"].size(), 1U);
    const Json& first = body["data"][0];
    EXPECT_EQ(first["cause"], "created");
    EXPECT_EQ(first["remote_id"], "recensement");
    EXPECT_EQ(first["title"], "Recensement, adresse-masquée");
    EXPECT_EQ(first["links"]["html"], base + "/jeux-de-donnees/" + full_record().slug);
    EXPECT_EQ(body["links"]["next"], base + "/api/v1/runs/42/changes?since=41&until=44");
    EXPECT_THAT(header_of(answer, "Link"), HasSubstr("until=44>; rel=\"next\""));
    const Json rest = json("/api/v1/runs/42/changes?since=41");
    ASSERT_EQ(rest["data"].size(), 1U) << "behind a page without any";
    EXPECT_EQ(rest["data"][0]["cause"], "missing");
    EXPECT_EQ(rest["data"][0]["title"], nullptr) << "hidden now";
    EXPECT_EQ(rest["data"][0]["links"]["html"], nullptr);
    EXPECT_TRUE(rest["links"]["next"].is_null());
    EXPECT_EQ(get("/api/v1/runs/42/changes?since=x").status, 400);
    EXPECT_EQ(get("/api/v1/runs/42/changes?since=41&until=x").status, 400);
    EXPECT_EQ(get("/api/v1/runs/7/changes").status, 404);
    EXPECT_EQ(get("/api/v1/runs/sept/changes.csv").status, 404);
    lists_.are_pruned = true;
    EXPECT_EQ(get("/api/v1/runs/42/changes").status, 410);
    EXPECT_EQ(
        json("/api/v1/runs/42/changes.csv")["links"]["report"],
        base + "/api/v1/runs/42/report"
    );
}

TEST_F(ApiTest, ChangesOfARunAreNotLookedForAmongThoseOfOthersWithoutEnd) {
    const Json body = json("/api/v1/runs/43/changes");
    EXPECT_TRUE(body["data"].empty());
    EXPECT_EQ(body["links"]["next"], base + "/api/v1/runs/43/changes?since=50&until=1000");
    const Json end = json("/api/v1/runs/43/changes?since=980&until=1000");
    EXPECT_TRUE(end["links"]["next"].is_null());
}

TEST_F(ApiTest, ChangesOfARunAreATableWithoutAddresses) {
    const net::ServerResponse answer = get("/api/v1/runs/42/changes.csv?bom=0&delimiter=,");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(
        header_of(answer, "Content-Disposition"),
        "attachment; filename=\"moisson-passage-42-changements.csv\""
    );
    std::vector<std::string> lines;
    asio::io_context context;
    for (;;) {
        const Result<std::string> part = testing::run_coro(context, answer.stream());
        ASSERT_TRUE(part);
        if (part->empty())
            break;
        lines.push_back(*part);
    }
    ASSERT_EQ(lines.size(), 2U) << "a part is a page";
    EXPECT_THAT(lines[0], ::testing::StartsWith("number,at,cause,sentence,dataset,title,page,"));
    EXPECT_THAT(lines[0], HasSubstr(",created,Ajouté au catalogue,"));
    EXPECT_THAT(lines[0], HasSubstr("\"Recensement, adresse-masquée\""));
    EXPECT_THAT(lines[1], HasSubstr(",missing,Absent du portail,"));
    EXPECT_EQ(get("/api/v1/runs/42/changes.csv?delimiter=|").status, 400);
}

TEST_F(ApiTest, AllRunsAreATableWithWhatTheirReportsCount) {
    const net::ServerResponse answer =
        get("/api/v1/runs.csv?source=mali&state=complete&before=50&bom=0&delimiter=,");
    ASSERT_EQ(answer.status, 200);
    std::string table;
    asio::io_context context;
    int parts = 0;
    for (;; ++parts) {
        const Result<std::string> part = testing::run_coro(context, answer.stream());
        ASSERT_TRUE(part);
        if (part->empty())
            break;
        table += *part;
    }
    EXPECT_EQ(parts, 2);
    EXPECT_THAT(table, ::testing::StartsWith("run,portal,source,mode,mode_reason,state,reason,"));
    EXPECT_THAT(
        table,
        HasSubstr(",advertised,received,created,updated,unchanged,remapped,revived,renamed,"
                  "left_out,refused,missing,archived,errors,warnings,infos,requests,retries,"
                  "not_modified,wire_bytes,certificate_expires,page\r\n42,mali,mali,")
    );
    EXPECT_THAT(table, HasSubstr(",failed,TLS_EXPIRED,"));
    EXPECT_THAT(table, HasSubstr(",250,1550,1540,0,0,0,0,0,0,"));
    EXPECT_THAT(table, HasSubstr(",0,14,0,17,0,4,0,," + base + "/passages/42\r\n41,mali,"));
    ASSERT_EQ(lists_.last_run_queries.size(), 2U);
    EXPECT_EQ(lists_.last_run_queries[0].source_key, "mali");
    EXPECT_EQ(lists_.last_run_queries[0].state, RunState::complete);
    EXPECT_EQ(lists_.last_run_queries[0].before, RunId(50));
    EXPECT_EQ(lists_.last_run_queries[1].before, RunId(42));
    EXPECT_EQ(get("/api/v1/runs.csv?state=fini").status, 400);
    EXPECT_EQ(get("/api/v1/runs.csv?bom=oui").status, 400);
}

TEST_F(ApiTest, IssuesAreCountedBySourceAndCode) {
    const Json body = json("/api/v1/issues");
    EXPECT_EQ(body["total"], 3);
    EXPECT_EQ(body["issues"], 16);
    EXPECT_EQ(body["data"][0]["code"], "UNMAPPED_LICENSE");
    EXPECT_FALSE(body["data"][0]["sentence"].get<std::string>().empty());
    EXPECT_EQ(json("/api/v1/issues?portal=togo")["total"], 2);
    EXPECT_EQ(json("/api/v1/issues?code=UNMAPPED_LICENSE")["total"], 2);
    EXPECT_EQ(json("/api/v1/issues?source=togo-ckan&code=UNMAPPED_LICENSE")["issues"], 1);
    EXPECT_EQ(json("/api/v1/issues?page_size=1&page=3")["data"].size(), 1U);
    EXPECT_EQ(get("/api/v1/issues?code=RIEN").status, 400);
    EXPECT_EQ(get("/api/v1/issues?severity=grave").status, 400);
}

TEST_F(ApiTest, StatisticsAreWorkedOutOnceAMinute) {
    const Json data = json("/api/v1/stats")["data"];
    EXPECT_EQ(data["by_country"][0]["datasets"], 84);
    EXPECT_EQ(data["by_country"][0]["label"], "Togo");
    EXPECT_EQ(data["growth"][0]["quality"], 61.2);
    EXPECT_EQ(data["growth"][0]["freshness"]["a_jour"], 60);
    EXPECT_TRUE(data["totals"].contains("distributions"));
    get("/api/v1/stats");
    EXPECT_EQ(lists_.growth_reads, 1);
}

TEST_F(ApiTest, RangesAndNegationsReachTheIndex) {
    ASSERT_EQ(
        get("/api/v1/datasets?quality=60..80&temporal=2015/2020-06&bbox=-17.5,12,-11,16.5"
            "&theme=!heal&sort=quality&type=dataset")
            .status,
        200
    );
    const Json told = json("/api/v1/datasets?quality=60..80&temporal=2015/2020-06&"
                           "bbox=-17.5,12,-11,16.5&theme=!heal&sort=quality")["query"]["filters"];
    EXPECT_EQ(told["quality"][0], "60..80");
    EXPECT_EQ(told["temporal"][0], "2015/2020-06");
    EXPECT_EQ(told["bbox"][0], "-17.5,12,-11,16.5");
    EXPECT_FALSE(told.contains("sort"));
    const search::SearchQuery& query = views_.last_query;
    EXPECT_EQ(query.quality_from, 60);
    EXPECT_EQ(query.quality_to, 80);
    ASSERT_TRUE(query.covers && query.within);
    EXPECT_EQ(query.covers->start, 23667840);
    EXPECT_EQ(query.covers->end, 26559359);
    EXPECT_EQ(query.within->west, -17.5F);
    EXPECT_EQ(query.within->north, 16.5F);
    EXPECT_THAT(
        query.excluded[static_cast<std::size_t>(search::Facet::theme)],
        ElementsAre("HEAL")
    );
    EXPECT_TRUE(query.filter(search::Facet::theme).empty());
    EXPECT_EQ(query.sort, search::Sort::quality);
    get("/api/v1/datasets?quality=70..&temporal=../2010");
    EXPECT_EQ(views_.last_query.quality_to, std::nullopt);
    EXPECT_EQ(views_.last_query.covers->start, search::Period().start);
    for (const char* wrong :
         {"quality=101",
          "quality=80..60",
          "quality=..",
          "quality=bon",
          "temporal=2020/2015",
          "temporal=/",
          "temporal=hier",
          "bbox=1,2,3",
          "bbox=0,5,1,4",
          "bbox=-181,0,1,2",
          "bbox=a,b,c,d",
          "bbox=nan,0,1,2",
          "sort=-quality"})
        EXPECT_EQ(get(std::string("/api/v1/datasets?") + wrong).status, 400) << wrong;
    get("/api/v1/datasets?type=series&frequency=!annual&facets=type,frequency");
    EXPECT_EQ(views_.last_query.filter(search::Facet::type), std::vector<std::string>{"series"});
    const auto refused = static_cast<std::size_t>(search::Facet::frequency);
    EXPECT_EQ(views_.last_query.excluded[refused], std::vector<std::string>{"ANNUAL"});
    ASSERT_EQ(views_.last_query.facets.size(), 2U);
    EXPECT_EQ(views_.last_query.facets[0].facet, search::Facet::type);
}

} // namespace
} // namespace moisson::test
