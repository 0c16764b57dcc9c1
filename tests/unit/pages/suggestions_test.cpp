// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a browser's search field is offered while somebody types.
#include "unit/pages/pages_fixture.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace moisson::test {
namespace {

TEST_F(PagesTest, TheSearchFieldOfABrowserIsOfferedSomething) {
    const net::ServerResponse response = get("/suggestions?q=ea%22u");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "application/x-suggestions+json");
    const auto offered = nlohmann::json::parse(response.body, nullptr, false);
    ASSERT_TRUE(offered.is_array());
    ASSERT_EQ(offered.size(), 4U);
    EXPECT_EQ(offered[0], "ea\"u");
    ASSERT_GE(offered[1].size(), 2U);
    EXPECT_EQ(offered[2].size(), offered[1].size());
    EXPECT_EQ(offered[3].size(), offered[1].size());
    EXPECT_EQ(offered[2].front(), "Jeu de données");
    EXPECT_EQ(offered[1].back(), "Ministère de l’Eau & de l’Assainissement");
    EXPECT_EQ(
        offered[3].back(),
        "https://moisson.example.org/jeux-de-donnees?organization=ministere"
    );
    views_.failure = Error(Code::store_unavailable);
    EXPECT_EQ(get("/suggestions?q=eau").status, 503);
}

TEST_F(PagesTest, TheSearchFieldOfABrowserIsToldNoMailAddress) {
    views_.publisher_label = "Point focal (awa@stat.example)";
    const auto offered = nlohmann::json::parse(get("/suggestions?q=po").body, nullptr, false);
    ASSERT_TRUE(offered.is_array());
    EXPECT_EQ(offered[1].back(), "Point focal (adresse-masquée)");
}

TEST_F(PagesTest, TheSearchFieldOfABrowserIsOfferedNothingForOneLetter) {
    for (const char* const address :
         {"/suggestions", "/suggestions?q=e", "/suggestions?q=+%C3%A9+"}) {
        const auto offered = nlohmann::json::parse(get(address).body, nullptr, false);
        ASSERT_TRUE(offered.is_array()) << address;
        EXPECT_TRUE(offered[1].empty()) << address;
    }
    const auto offered = nlohmann::json::parse(get("/suggestions?q=ea").body, nullptr, false);
    EXPECT_FALSE(offered[1].empty());
}

} // namespace
} // namespace moisson::test
