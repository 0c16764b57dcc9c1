// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/alerts: filters, pages, one alert with its history.
#include "unit/api/api_fixture.hpp"
#include "unit/pages/fake_alerts.hpp"

namespace moisson::test {
namespace {

class ApiAlerts : public ApiTest {
protected:
    ApiAlerts() {
        api::ApiOptions with_alerts = options();
        with_alerts.alerts = &alerts_;
        handler_ = api::make_api_handler(views_, labels_, clock_, *log_, std::move(with_alerts));
    }

    FakeAlerts alerts_;
};

TEST_F(ApiAlerts, AreFilteredAndPaged) {
    const Json body = json("/api/v1/alerts?portal=mali&country=ML&kind=portal_down&state=firing"
                           "&state=resolved&severity=critical&page_size=2&cursor=9");
    ASSERT_TRUE(alerts_.asked);
    const std::vector<std::string> states = {"firing", "resolved"};
    EXPECT_EQ(alerts_.asked->portal, "mali");
    EXPECT_EQ(alerts_.asked->country, "ML");
    EXPECT_EQ(alerts_.asked->kind, "portal_down");
    EXPECT_EQ(alerts_.asked->states, states);
    EXPECT_EQ(alerts_.asked->severity, "critical");
    EXPECT_EQ(alerts_.asked->limit, 2);
    EXPECT_EQ(alerts_.asked->before, 9);
    EXPECT_TRUE(body["warnings"].empty());
    ASSERT_EQ(body["data"].size(), 2U);
    EXPECT_EQ(body["data"][0]["kind"], "portal_down");
    EXPECT_EQ(body["data"][0]["evidence"]["state"], "DOWN");
    EXPECT_EQ(body["data"][1]["muted"], "acked");
    const auto next = body["links"]["next"].get<std::string>();
    EXPECT_NE(next.find("cursor=5"), std::string::npos) << next;
    EXPECT_EQ(next.find("cursor=9"), std::string::npos) << next;
    EXPECT_EQ(get("/api/v1/alerts").body.find("awa"), std::string::npos);
}

TEST_F(ApiAlerts, AValueThatIsNoneIsAProblem) {
    EXPECT_EQ(get("/api/v1/alerts?kind=rain").status, 400);
    EXPECT_EQ(get("/api/v1/alerts?state=open").status, 400);
    EXPECT_EQ(get("/api/v1/alerts?severity=high").status, 400);
    EXPECT_EQ(get("/api/v1/alerts?cursor=x").status, 400);
    EXPECT_EQ(json("/api/v1/alerts?colour=red")["warnings"].size(), 1U);
}

TEST_F(ApiAlerts, OneHasItsHistoryWithoutNames) {
    const Json data = json("/api/v1/alerts/7")["data"];
    EXPECT_EQ(data["id"], 7);
    EXPECT_EQ(data["events"].size(), 2U);
    EXPECT_EQ(data["events"][0]["delivered"], true);
    EXPECT_TRUE(data["events"][1]["reason"].is_null());
    EXPECT_EQ(get("/api/v1/alerts/9").status, 404);
    EXPECT_EQ(get("/api/v1/alerts/seven").status, 404);
}

} // namespace
} // namespace moisson::test
