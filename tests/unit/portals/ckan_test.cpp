// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paging, caps, filters and failures of the simulated CKAN API.
#include "unit/portals/harness.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::portals {
namespace {

TEST(SimulatedCkan, GivesEveryIdOnceInIdOrder) {
    const auto catalogue = small_catalogue(237);
    const auto portal = make_test_portal(catalogue);
    for (const std::uint64_t rows : {1U, 7U, 100U, 500U}) {
        const auto ids = page_through(*portal, "id+asc", rows);
        EXPECT_EQ(ids.size(), 237U) << rows;
        EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end())) << rows;
        EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 237U) << rows;
    }
}

TEST(SimulatedCkan, SortsByModificationWhenNothingIsAsked) {
    const auto portal = make_test_portal(small_catalogue(60));
    const auto page = ask_json(*portal, search_target("rows=60"));
    std::vector<std::string> dates;
    for (const auto& record : page["result"]["results"])
        dates.push_back(record["metadata_modified"].get<std::string>());
    EXPECT_EQ(dates.size(), 60U);
    EXPECT_TRUE(std::is_sorted(dates.rbegin(), dates.rend()));
    const auto rising = page_through(*portal, "metadata_modified+asc", 13);
    EXPECT_EQ(std::set<std::string>(rising.begin(), rising.end()).size(), 60U);
}

TEST(SimulatedCkan, GivesTenRowsByDefaultAndCapsSilently) {
    CkanOptions options;
    options.rows_max = 50;
    const auto portal = make_test_portal(small_catalogue(120), "", options);
    EXPECT_EQ(ask_json(*portal, search_target(""))["result"]["results"].size(), 10U);
    const auto capped = ask_json(*portal, search_target("rows=1000"));
    EXPECT_EQ(capped["result"]["results"].size(), 50U);
    EXPECT_EQ(capped["result"]["count"], 120);
    EXPECT_TRUE(ask_json(*portal, search_target("rows=0"))["result"]["results"].empty());
}

TEST(SimulatedCkan, GivesFlatObjectsForChosenFields) {
    const auto portal = make_test_portal(small_catalogue(20));
    const auto page =
        ask_json(*portal, search_target("fl=id,name,metadata_modified&sort=id+asc&rows=20"));
    const auto& first = page["result"]["results"][0];
    EXPECT_EQ(first.size(), 3U);
    // Solr keeps milliseconds: 2025-01-31T12:00:00.123Z.
    const auto date = first["metadata_modified"].get<std::string>();
    EXPECT_EQ(date.size(), 24U);
    EXPECT_EQ(date.back(), 'Z');
}

TEST(SimulatedCkan, FiltersOnDatesAndIds) {
    const auto catalogue = small_catalogue(100);
    const auto portal = make_test_portal(catalogue);
    std::vector<std::string> dates;
    for (const Record& record : catalogue->records())
        dates.push_back(record.modified);
    std::sort(dates.begin(), dates.end());
    const auto page = ask_json(
        *portal,
        search_target("rows=0&fq=metadata_modified:%5B" + dates[70] + "Z%20TO%20*%5D")
    );
    EXPECT_EQ(page["result"]["count"], 30);
    const std::string both =
        catalogue->records()[3].id + "%22%20OR%20%22" + catalogue->records()[9].id;
    EXPECT_EQ(
        ask_json(*portal, search_target("fq=id:(%22" + both + "%22)"))["result"]["results"].size(),
        2U
    );
}

TEST(SimulatedCkan, AnswersPostedJsonLikeAQuery) {
    const auto portal = make_test_portal(small_catalogue(30));
    PortalRequest request;
    request.method = "POST";
    request.target = "/api/3/action/package_search";
    request.body = R"({"rows":3,"start":5,"sort":"id asc","fq_list":["type:dataset"]})";
    const ScriptedResponse posted = portal->handle(request, noon());
    const auto asked = ask(*portal, search_target("rows=3&start=5&sort=id+asc"));
    EXPECT_EQ(posted.body.text(), asked.body.text());
}

TEST(SimulatedCkan, FailsTheWayCkanDoes) {
    const auto portal = make_test_portal(small_catalogue(5));
    EXPECT_EQ(ask(*portal, "/api/3/action/package_show?id=absent").status, 404);
    EXPECT_EQ(ask(*portal, "/api/3/action/package_show").status, 409);
    EXPECT_EQ(ask(*portal, search_target("fq=id:%5Bx")).status, 400);
    EXPECT_EQ(ask(*portal, search_target("sort=couleur+asc")).status, 409);
    EXPECT_EQ(ask(*portal, search_target("rows=dix")).status, 409);
    EXPECT_EQ(ask(*portal, "/api/3/action/inconnue").status, 400);
    const auto failure = ask_json(*portal, "/api/3/action/package_show?id=absent");
    EXPECT_EQ(failure["success"], false);
    EXPECT_EQ(failure["error"]["__type"], "Not Found Error");
}

TEST(SimulatedCkan, LivesUnderASubPath) {
    CkanOptions options;
    options.base_path = "/data";
    const auto portal = make_test_portal(small_catalogue(5), "", options);
    EXPECT_EQ(ask_json(*portal, "/data/api/3/action/package_search")["result"]["count"], 5);
    EXPECT_EQ(ask_json(*portal, "/data/api/action/package_search")["result"]["count"], 5);
    EXPECT_EQ(ask(*portal, "/api/3/action/package_search").status, 404);
}

TEST(SimulatedCkan, ListsNamesAndPackages) {
    const auto catalogue = small_catalogue(40);
    const auto portal = make_test_portal(catalogue);
    const auto names = ask_json(*portal, "/api/3/action/package_list")["result"];
    EXPECT_EQ(names.size(), 40U);
    EXPECT_EQ(
        ask_json(*portal, "/api/3/action/package_list?limit=7&offset=35")["result"].size(),
        5U
    );
    EXPECT_EQ(
        ask_json(*portal, "/api/3/action/current_package_list_with_resources?limit=40")["result"]
            .size(),
        40U
    );
    const auto shown =
        ask_json(*portal, "/api/3/action/package_show?id=" + names[0].get<std::string>());
    EXPECT_EQ(shown["result"]["name"], names[0]);
    EXPECT_TRUE(ask_json(*portal, "/api/3/action/status_show")["success"].get<bool>());
    EXPECT_FALSE(ask_json(*portal, "/api/3/action/organization_list")["result"].empty());
}

TEST(SimulatedCkan, KeepsALogOfWhatWasAsked) {
    const auto portal = make_test_portal(small_catalogue(5));
    PortalRequest request;
    request.target = search_target("rows=1");
    request.headers = {{"if-none-match", "\"a\""}, {"authorization", "secret"}};
    portal->handle(request, noon());
    const auto entries = portal->log().entries();
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].operation, "package_search");
    EXPECT_EQ(header(entries[0].headers, "if-none-match"), "\"a\"");
    EXPECT_EQ(header(entries[0].headers, "authorization"), "(present)");
    EXPECT_EQ(portal->log().to_json()["total"], 1);
}

} // namespace
} // namespace moisson::portals
