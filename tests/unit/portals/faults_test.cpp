// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of faults is sound, and scripts do what they say, in process.
#include "portals/effects.hpp"
#include "portals/faults.hpp"
#include "portals/hostile_bodies.hpp"
#include "unit/portals/harness.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace moisson::portals {
namespace {

TEST(Faults, AreNamedOnceDescribedAndReadable) {
    std::set<std::string_view> names;
    for (const Fault& fault : all_faults()) {
        EXPECT_TRUE(names.insert(fault.name).second) << fault.name;
        EXPECT_FALSE(fault.description.empty()) << fault.name;
        EXPECT_NO_THROW(Script::from_text(fault.script)) << fault.name;
    }
    EXPECT_GE(names.size(), 60U);
    EXPECT_EQ(find_fault("inconnue"), nullptr);
}

TEST(Faults, ExpectOnlyCodesOfTheClosedList) {
    std::ifstream input(std::string(MOISSON_SOURCE_DIR) + "/daemon/core/code.hpp");
    std::ostringstream list;
    list << input.rdbuf();
    for (const auto& fault : faults_to_json())
        for (const auto& code : fault["expected_codes"])
            EXPECT_NE(list.str().find(code.dump()), std::string::npos) << fault["name"] << code;
}

TEST(Scripts, RefuseUnknownEffectsAndConditions) {
    EXPECT_THROW(Script::from_text(R"({"rules":[{"do":"rien"}]})"), std::invalid_argument);
    EXPECT_THROW(
        Script::from_text(R"({"rules":[{"do":"hang","when":{"si":1}}]})"),
        std::invalid_argument
    );
    EXPECT_THROW(Script::from_text("[]"), std::invalid_argument);
}

TEST(Scripts, ChooseRequestsByRankPlaceAndDate) {
    const auto portal = make_test_portal(
        small_catalogue(50),
        R"({"rules":[{"when":{"operation":"package_search","number":[2,3]},"do":"status","status":503},
                     {"when":{"operation":"package_search","start":[20,30]},"do":"html"},
                     {"when":{"from":"2027-01-01"},"do":"status","status":410}]})"
    );
    const std::string target = search_target("rows=10");
    EXPECT_EQ(ask(*portal, target).status, 200);
    EXPECT_EQ(ask(*portal, target).status, 503);
    EXPECT_EQ(ask(*portal, target).status, 503);
    EXPECT_EQ(ask(*portal, target).status, 200);
    EXPECT_EQ(ask(*portal, search_target("rows=10&start=20")).body.text().substr(0, 5), "<!doc");
    EXPECT_EQ(ask(*portal, search_target("rows=10&start=30")).status, 200);
    PortalRequest request;
    request.target = target;
    EXPECT_EQ(portal->handle(request, noon() + std::chrono::days(400)).status, 410);
}

TEST(Scripts, SleepWhenToldTo) {
    const auto portal = make_test_portal(small_catalogue(5), R"({"rules":[{"do":"html"}]})");
    portal->set_script_active(false);
    EXPECT_EQ(ask_json(*portal, search_target(""))["result"]["count"], 5);
    portal->set_script_active(true);
    EXPECT_THROW(ask_json(*portal, search_target("")), nlohmann::json::exception);
}

TEST(Scripts, TellLiesAboutTheListing) {
    const auto catalogue = small_catalogue(100);
    const auto with = [&](const std::string& rule) {
        return make_test_portal(catalogue, "{\"rules\":[" + rule + "]}");
    };
    const std::string page = search_target("rows=20&sort=id+asc&start=20");
    EXPECT_EQ(ask_json(*with(R"({"do":"count","factor":2})"), page)["result"]["count"], 200);
    EXPECT_TRUE(ask_json(*with(R"({"do":"empty_page"})"), page)["result"]["results"].empty());
    EXPECT_EQ(
        ask_json(*with(R"({"do":"short_page","keep":3})"), page)["result"]["results"].size(),
        3U
    );
    const auto first = catalogue->records()[0].id;
    EXPECT_EQ(ask_json(*with(R"({"do":"same_page"})"), page)["result"]["results"][0]["id"], first);
    EXPECT_EQ(
        ask_json(*with(R"({"do":"repeat_page"})"), page)["result"]["results"][0]["id"],
        first
    );
    EXPECT_EQ(
        ask_json(*with(R"({"do":"repeat_record"})"), page)["result"]["results"][20]["id"],
        first
    );
    const int kept =
        ask_json(*with(R"({"do":"shrink","keep":0.5})"), page)["result"]["count"].get<int>();
    EXPECT_GT(kept, 25);
    EXPECT_LT(kept, 75);
    EXPECT_EQ(ask_json(*with(R"({"do":"shrink","keep":0.0})"), page)["result"]["count"], 0);
    const auto renamed = ask_json(*with(R"({"do":"new_ids"})"), page)["result"]["results"][0];
    EXPECT_EQ(renamed["id"], catalogue->records()[20].id + "-v2");
}

TEST(Scripts, PoisonEveryPageThatHoldsTheRecord) {
    const auto portal =
        make_test_portal(small_catalogue(40), R"({"rules":[{"do":"poison","rank":17}]})");
    EXPECT_EQ(ask(*portal, search_target("rows=20&sort=id+asc")).status, 500);
    EXPECT_EQ(ask(*portal, search_target("rows=17&sort=id+asc")).status, 200);
    EXPECT_EQ(ask(*portal, search_target("rows=1&start=17&sort=id+asc")).status, 500);
    EXPECT_EQ(ask(*portal, search_target("rows=20&start=18&sort=id+asc")).status, 200);
}

TEST(HostileBodies, StayLazyAndCompress) {
    Body endless;
    endless_body(endless, 2ULL << 30U);
    EXPECT_GT(endless.size(), 2ULL << 30U);
    EXPECT_LT(endless.text().size(), 1'000U);
    EXPECT_LT(gzip_bomb(64ULL << 20U).bytes.size(), 100'000U);
    EXPECT_EQ(to_latin1("été €"), "\xE9t\xE9 ?");
    Body deep;
    deep_body(deep, 1'000'000);
    EXPECT_GT(deep.size(), 2'000'000U);
}

} // namespace
} // namespace moisson::portals
