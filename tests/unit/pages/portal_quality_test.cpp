// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the page of a portal says of the quality of its datasets.
#include "pages/portal_quality.hpp"
#include "unit/pages/pages_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::test {
namespace {

store::QualityTally a_tally() {
    store::QualityTally out;
    out.add(90, {{"theme", 4, 1}});
    out.add(61, {{"theme", 4, 1}, {"licence", 6, 1}, {"spatial", 2, 1}});
    out.add(20, {{"theme", 4, 1}, {"links", 17, 1}, {"spatial", 2, 1}});
    return out;
}

asio::awaitable<Result<store::QualityTally>> read_a_tally(std::string) {
    store::QualityTally out = a_tally();
    co_return out;
}

TEST(PortalQuality, NamesTheDearestThree) {
    render::Data data;
    pages::put_portal_quality(data, a_tally(), "mali");
    const auto& levers = data.get("levers")->list_value();
    ASSERT_EQ(levers.size(), pages::levers_shown);
    EXPECT_EQ(levers[0].get("label")->string_value(), "Liens qui fonctionnent");
    EXPECT_EQ(levers[1].get("label")->string_value(), "Thème reconnu");
    EXPECT_NE(levers[1].get("gain")->string_value().find("12"), std::string::npos);
    EXPECT_EQ(levers[2].get("label")->string_value(), "Licence indiquée");
    EXPECT_EQ(data.get("quality_url")->string_value(), "/api/v1/portals/mali/quality");
    render::Data empty;
    pages::put_portal_quality(empty, store::QualityTally(), "mali");
    EXPECT_TRUE(empty.get("has_quality")->is_false());
}

TEST_F(PagesTest, APortalTellsItsMedianAndItsLevers) {
    pages::PagesOptions with = options();
    with.portal_quality = read_a_tally;
    handler_ = pages::make_pages_handler(views_, labels_, clock_, *log_, with);
    const std::string body = get("/portails/mali").body;
    EXPECT_NE(body.find("<strong>61 sur 100</strong>"), std::string::npos) << body;
    EXPECT_NE(body.find("moyenne 57"), std::string::npos) << body;
    EXPECT_NE(body.find("Ce qui ferait gagner le plus de points"), std::string::npos);
    EXPECT_NE(body.find("Liens qui fonctionnent"), std::string::npos);
    EXPECT_EQ(body.find("Couverture spatiale"), std::string::npos) << "three are enough";
}

} // namespace
} // namespace moisson::test
