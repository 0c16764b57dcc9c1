// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Addresses of people stay inside (decision 26).
#include "api/json.hpp"
#include "unit/api/api_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ApiTest, ContactAddressesAreNeverSent) {
    const std::string body = get("/api/v1/datasets/mali-recensement-general-2022").body;
    EXPECT_THAT(body, HasSubstr("Service diffusion"));
    EXPECT_THAT(body, Not(HasSubstr("diffusion@instat.example.org")));
}

TEST_F(ApiTest, AddressesInTextsAreMasked) {
    api::Json given;
    given["query"] = {{"q", "a@b.example"}};
    given["data"] = {{{"t", "Écrire à a@b.example"}, {"n", 1}, {"l", {"x%40y.example"}}}};
    const Json shown = Json::parse(api::published(given));
    EXPECT_EQ(shown["query"]["q"], "a@b.example");
    EXPECT_EQ(shown["data"][0]["t"], "Écrire à adresse-masquée");
    EXPECT_EQ(shown["data"][0]["n"], 1);
    EXPECT_EQ(shown["data"][0]["l"][0], "adresse-masquée");
    given = api::Json::object();
    given["t"] = "a@b.example";
    EXPECT_EQ(api::published(given), "{\"t\":\"adresse-masquée\"}\n");
}

// Publishers and keywords are what others wrote; what the reader asked is repeated as it was.
TEST_F(ApiTest, AddressesInFacetsAreMasked) {
    const std::string asked = "https://x.example/api/v1/datasets?q=a%40b.example";
    api::Json publisher;
    publisher["value"] = "bureau";
    publisher["label"] = "Bureau (a@b.example)";
    publisher["url"] = asked + "&organization=bureau";
    api::Json keyword;
    keyword["value"] = "a@b.example";
    keyword["label"] = "a@b.example";
    keyword["url"] = "https://x.example/api/v1/datasets?tag=a%40b.example";
    api::Json given;
    given["facets"]["organization"]["items"] = api::Json::array({publisher});
    given["facets"]["tag"]["items"] = api::Json::array({keyword});
    given["data"] = api::Json::array();
    const Json shown = Json::parse(api::published(given))["facets"];
    const Json& first = shown["organization"]["items"][0];
    EXPECT_EQ(first["label"], "Bureau (adresse-masquée)");
    EXPECT_EQ(first["value"], "bureau");
    EXPECT_EQ(first["url"], asked + "&organization=bureau");
    const Json& second = shown["tag"]["items"][0];
    EXPECT_EQ(second["label"], "adresse-masquée");
    EXPECT_EQ(second["value"], "adresse-masquée");
    EXPECT_EQ(second["url"], "https://x.example/api/v1/datasets?tag=adresse-masquée");
}

} // namespace
} // namespace moisson::test
