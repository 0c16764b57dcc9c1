// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Series of daily measures as JSON and CSV.
#include "unit/api/api_fixture.hpp"

namespace moisson::test {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

class MeasureApi : public ApiTest {
protected:
    MeasureApi() {
        api::ApiOptions with = options();
        with.measures = [this](store::MeasureQuery query) { return answer(std::move(query)); };
        with.portal_quality = [this](std::string) { return tally(); };
        with.dataset_days = [this](store::DatasetDaysQuery query) { return days(query); };
        handler_ = api::make_api_handler(views_, labels_, clock_, *log_, std::move(with));
    }
    asio::awaitable<Result<std::vector<store::Measure>>> answer(store::MeasureQuery query) {
        asked_ = std::move(query);
        store::Measure one;
        one.day = sys_days(2026y / 11 / 23);
        one.datasets = 10;
        one.states = {4, 3, 2, 1, 0, 0};
        one.quality_sum = 437;
        one.scored = 7;
        one.mqa_sum = 1'000;
        one.mqa_scored = 4;
        store::Measure two;
        two.day = sys_days(2026y / 11 / 24);
        std::vector<store::Measure> rows = {one, two};
        co_return Result<std::vector<store::Measure>>(std::move(rows));
    }

    asio::awaitable<Result<store::QualityTally>> tally() {
        store::QualityTally out;
        out.add(100, {});
        out.add(61, {{"theme", 4, 1}, {"licence", 6, 1}});
        out.add(40, {{"theme", 4, 1}});
        co_return out;
    }
    asio::awaitable<Result<store::DatasetDays>> days(store::DatasetDaysQuery query) {
        asked_days_ = query;
        store::DatasetDays copy = days_;
        co_return Result<store::DatasetDays>(std::move(copy));
    }
    // A run at nine that day.
    void read_on(sys_days day) {
        const Instant nine = Instant(day) + std::chrono::hours(9);
        days_.readings.push_back({nine + std::chrono::minutes(5), nine});
    }

    store::MeasureQuery asked_;
    store::DatasetDaysQuery asked_days_;
    store::DatasetDays days_;
};

TEST_F(MeasureApi, OfTheNetworkDayByDay) {
    const Json body = json("/api/v1/measures?from=2026-11-01&to=2026-11-30");
    EXPECT_EQ(asked_.scope, store::MeasureScope::all);
    EXPECT_EQ(asked_.from, sys_days(2026y / 11 / 1));
    EXPECT_EQ(asked_.to, sys_days(2026y / 11 / 30));
    EXPECT_EQ(body["step"], "day");
    ASSERT_EQ(body["data"].size(), 2U);
    EXPECT_EQ(body["data"][0]["day"], "2026-11-23");
    EXPECT_EQ(body["data"][0]["datasets"], 10);
    EXPECT_EQ(body["data"][0]["freshness"]["en_retard"], 2);
    EXPECT_EQ(body["data"][0]["quality"], 62.43);
    EXPECT_TRUE(body["data"][1]["quality"].is_null()) << "nothing was scored";
    EXPECT_EQ(body["data"][0]["mqa"], 250.0);
    EXPECT_TRUE(body["data"][1]["mqa"].is_null());
    EXPECT_FALSE(body["data"][0].contains("uptime"));
    EXPECT_EQ(
        body["links"]["csv"],
        "https://moisson.example.org/api/v1/measures.csv?from=2026-11-01&to=2026-11-30"
    );
}

TEST_F(MeasureApi, OfACountryAndOfAYearUnlessToldOtherwise) {
    const Json body = json("/api/v1/countries/BF/measures?step=month");
    EXPECT_EQ(body["country"], "BF");
    EXPECT_EQ(asked_.scope, store::MeasureScope::country);
    EXPECT_EQ(asked_.subject, "BF");
    EXPECT_EQ(asked_.step, store::MeasureStep::month);
    EXPECT_EQ(asked_.to - asked_.from, std::chrono::days(365));
    EXPECT_EQ(get("/api/v1/countries/burkina/measures").status, 404);
}

TEST_F(MeasureApi, OfAPortalWithItsAvailability) {
    const Json portals = json("/api/v1/portals");
    ASSERT_FALSE(portals["data"].empty());
    const std::string key = portals["data"][0]["key"].get<std::string>();
    const Json body = json("/api/v1/portals/" + key + "/measures?step=week");
    EXPECT_EQ(body["portal"], key) << body.dump();
    EXPECT_EQ(asked_.scope, store::MeasureScope::portal);
    EXPECT_TRUE(body["data"][0].contains("uptime"));
    EXPECT_EQ(get("/api/v1/portals/inconnu/measures").status, 404);
}

TEST_F(MeasureApi, AsATable) {
    const auto table = get("/api/v1/measures.csv?bom=0&delimiter=,");
    EXPECT_EQ(table.status, 200);
    EXPECT_EQ(table.content_type, "text/csv; charset=utf-8; header=present");
    EXPECT_EQ(
        table.body,
        "day,datasets,a_jour,attendue,en_retard,tres_en_retard,sans_objet,inconnue,quality,scored,"
        "uptime,mqa\r\n"
        "2026-11-23,10,4,3,2,1,0,0,62.43,7,,250.00\r\n"
        "2026-11-24,0,0,0,0,0,0,0,,0,,\r\n"
    );
    EXPECT_TRUE(get("/api/v1/measures.csv")
                    .body.starts_with("\xEF\xBB\xBF"
                                      "day;datasets;"));
    EXPECT_EQ(get("/api/v1/countries/BF/measures.csv").status, 200);
}

TEST_F(MeasureApi, OfAnOrganizationThatTheIndexKnows) {
    const Json body = json("/api/v1/organizations/ministere/measures");
    EXPECT_EQ(body["organization"], "ministere") << body.dump();
    EXPECT_EQ(asked_.scope, store::MeasureScope::publisher);
    EXPECT_EQ(asked_.subject, "ministere");
    EXPECT_FALSE(body["data"][0].contains("uptime"));
    EXPECT_EQ(get("/api/v1/organizations/ministere/measures.csv").status, 200);
    // The server hands over paths decoded.
    EXPECT_EQ(
        json("/api/v1/organizations/eau et forêts/measures?step=week")["links"]["csv"],
        "https://moisson.example.org/api/v1/organizations/eau%20et%20for%C3%AAts/measures.csv"
        "?step=week"
    );
    views_.total = 0;
    EXPECT_EQ(get("/api/v1/organizations/introuvable/measures").status, 404);
}

TEST_F(MeasureApi, ThePortalsScoresSpread) {
    const Json data = json("/api/v1/portals/mali/quality")["data"];
    EXPECT_EQ(data["scored"], 3);
    EXPECT_EQ(data["median"], 61);
    EXPECT_EQ(data["mean"], 67.0);
    EXPECT_EQ(data["bands"]["excellent"], 1);
    EXPECT_EQ(data["bands"]["good"], 1);
    EXPECT_EQ(data["bands"]["sufficient"], 1);
    EXPECT_EQ(data["bands"]["poor"], 0);
    ASSERT_EQ(data["distribution"].size(), 10U);
    EXPECT_EQ(data["distribution"][9]["to"], 100);
    EXPECT_EQ(data["distribution"][9]["datasets"], 1);
    EXPECT_EQ(data["levers"][0]["code"], "theme");
    EXPECT_EQ(data["levers"][0]["points"], 8.0);
    EXPECT_EQ(data["levers"][0]["datasets"], 2);
    EXPECT_EQ(get("/api/v1/portals/inconnu/quality").status, 404);
}

// Decision 19: the days of one dataset are rebuilt from intervals.
TEST_F(MeasureApi, OfADatasetFromItsIntervals) {
    const auto at = [](sys_days day) { return Instant(day) + std::chrono::hours(9); };
    store::VerdictSpan first;
    first.since = at(2026y / 11 / 3);
    first.until = at(2026y / 11 / 5);
    first.quality = 40;
    first.links = "ok";
    store::VerdictSpan second;
    second.since = *first.until;
    second.quality = 62;
    second.mqa = 250;
    second.score_version = 3;
    second.links = "partial";
    second.basis = "declared";
    second.expected_at = Instant(sys_days(2026y / 11 / 7));
    second.late_at = Instant(sys_days(2026y / 11 / 20));
    second.very_late_at = Instant(sys_days(2026y / 11 / 30));
    days_.verdicts = {second, first};
    for (sys_days day = 2026y / 11 / 3; day <= sys_days(2026y / 11 / 12);
         day += std::chrono::days(1))
        read_on(day);
    const std::string base = "/api/v1/datasets/mali-recensement-general-2022/measures";
    const Json body = json(base + "?from=2026-11-01&to=2026-11-08");
    EXPECT_EQ(asked_days_.from, sys_days(2026y / 11 / 1));
    EXPECT_EQ(asked_days_.to, sys_days(2026y / 11 / 8));
    ASSERT_EQ(body["data"].size(), 6U) << "none before it was judged: " << body.dump();
    EXPECT_EQ(body["data"][0]["day"], "2026-11-03");
    EXPECT_EQ(body["data"][0]["quality"], 40);
    EXPECT_TRUE(body["data"][0]["mqa"].is_null());
    EXPECT_EQ(body["data"][0]["freshness"], "inconnue");
    EXPECT_EQ(body["data"][1]["quality"], 40) << "an interval";
    EXPECT_EQ(body["data"][2]["quality"], 62) << "what was thought at the end of the day";
    EXPECT_EQ(body["data"][2]["mqa"], 250);
    EXPECT_EQ(body["data"][2]["version"], 3);
    EXPECT_EQ(body["data"][2]["links"], "partial");
    EXPECT_EQ(body["data"][3]["freshness"], "a_jour");
    EXPECT_EQ(body["data"][4]["freshness"], "attendue");
    const Json weeks = json(base + "?from=2026-11-01&to=2026-11-12&step=week");
    ASSERT_EQ(weeks["data"].size(), 2U);
    EXPECT_EQ(weeks["data"][0]["day"], "2026-11-08") << "a Sunday";
    EXPECT_EQ(weeks["data"][1]["day"], "2026-11-12");
    EXPECT_EQ(
        get(base + ".csv?from=2026-11-04&to=2026-11-05&bom=0&delimiter=,").body,
        "day,quality,mqa,version,links,freshness\r\n"
        "2026-11-04,40,,,ok,inconnue\r\n"
        "2026-11-05,62,250,3,partial,a_jour\r\n"
    );
    EXPECT_EQ(get("/api/v1/datasets/introuvable/measures").status, 404);
    EXPECT_EQ(get("/api/v1/datasets/vieux-nom/measures").status, 301);
    EXPECT_EQ(get(base + "?step=year").status, 400);
}

// Late is what was read to be late: not what nobody read.
TEST_F(MeasureApi, ADayIsToldByWhatHadBeenReadThen) {
    store::VerdictSpan dated;
    dated.since = Instant(sys_days(2026y / 11 / 2)) + std::chrono::hours(9);
    dated.basis = "declared";
    dated.expected_at = Instant(sys_days(2026y / 11 / 7));
    dated.late_at = Instant(sys_days(2026y / 11 / 9));
    dated.very_late_at = Instant(sys_days(2026y / 11 / 23));
    days_.verdicts = {dated};
    read_on(2026y / 11 / 5);
    read_on(2026y / 11 / 12);
    const std::string base = "/api/v1/datasets/mali-recensement-general-2022/measures";
    const Json body = json(base + "?from=2026-11-04&to=2026-11-30");
    EXPECT_EQ(body["to"], "2026-11-23") << "today";
    ASSERT_EQ(body["data"].size(), 20U) << body.dump();
    EXPECT_TRUE(body["data"][0]["freshness"].is_null()) << "no run of then is known";
    EXPECT_EQ(body["data"][1]["freshness"], "a_jour");
    EXPECT_EQ(body["data"][7]["freshness"], "a_jour") << "the 11th: we did not look";
    EXPECT_EQ(body["data"][8]["freshness"], "en_retard");
    EXPECT_EQ(body["data"][19]["freshness"], "en_retard") << "today is as of the portal's page";
    EXPECT_TRUE(get(base + ".csv?from=2026-11-04&to=2026-11-04&bom=0&delimiter=,")
                    .body.ends_with("2026-11-04,,,,,\r\n"));
    days_.verdicts.front().basis = "not_due";
    const Json never = json(base + "?from=2026-11-04&to=2026-11-04");
    EXPECT_EQ(never["data"][0]["freshness"], "sans_objet");
}

TEST_F(MeasureApi, WhatMakesNoSenseIsRefused) {
    for (const char* const query :
         {"from=hier",
          "to=2026-02-30",
          "step=year",
          "from=2026-11-02&to=2026-11-01",
          "from=1990-01-01"})
        EXPECT_EQ(get(std::string("/api/v1/measures?") + query).status, 400) << query;
    EXPECT_EQ(get("/api/v1/measures.csv?delimiter=x").status, 400);
    EXPECT_EQ(json("/api/v1/measures?depuis=1")["warnings"].size(), 1U);
}

} // namespace
} // namespace moisson::test
