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
        with_alerts.updates = [this](store::UpdatesQuery query) { return due(std::move(query)); };
        handler_ = api::make_api_handler(views_, labels_, clock_, *log_, std::move(with_alerts));
    }

    asio::awaitable<Result<std::vector<store::UpdateDue>>> due(store::UpdatesQuery query) {
        updates_ = std::move(query);
        store::UpdateDue one;
        one.dataset = uuid5(Uuid{}, "prix");
        one.slug = "mali-prix";
        one.title = "Prix, marchés ; x@y.example";
        one.publisher = "Ministère";
        one.portal_title = "Données du Mali";
        one.counted_from = Instant(std::chrono::sys_days(std::chrono::year(2026) / 10 / 1));
        one.expected_at = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 1));
        one.late_at = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 15));
        std::vector<store::UpdateDue> out{one};
        co_return out;
    }

    FakeAlerts alerts_;
    std::optional<store::UpdatesQuery> updates_;
};

TEST_F(ApiAlerts, AFeedHasOneEntryPerEpisodeThatChangesAtItsEnds) {
    const std::string id = to_string(uuid5(Uuid{}, "x"));
    const net::ServerResponse feed =
        get("/api/v1/alerts.atom?portal=mali&theme=AGRI&organization=" + id + "&page_size=2");
    EXPECT_EQ(feed.status, 200);
    EXPECT_EQ(feed.content_type, "application/atom+xml; charset=utf-8");
    const std::vector<std::string> states = {"firing", "resolving", "resolved"};
    EXPECT_EQ(alerts_.asked->states, states);
    EXPECT_EQ(alerts_.asked->theme, "AGRI");
    EXPECT_EQ(alerts_.asked->organization, uuid5(Uuid{}, "x"));
    EXPECT_TRUE(alerts_.asked->told_only);
    const std::string& body = feed.body;
    EXPECT_NE(
        body.find(">Données ouvertes du &lt;Mali&gt; : portail injoignable</title>"),
        body.npos
    ) << body;
    EXPECT_NE(body.find("<updated>2023-11-14T22:43:20Z</updated>"), body.npos);
    EXPECT_NE(body.find("<category term=\"portal_down\"/>"), body.npos);
    EXPECT_NE(body.find("<category term=\"firing\"/>"), body.npos);
    EXPECT_NE(body.find("rel=\"next\""), body.npos) << "more below";
    EXPECT_NE(body.find("cursor=5"), body.npos);
    EXPECT_EQ(body.find("awa"), body.npos);
    EXPECT_EQ(
        get("/api/v1/alerts.atom?portal=mali&theme=AGRI&organization=" + id + "&page_size=2").body,
        body
    );
    EXPECT_EQ(get("/api/v1/alerts.atom?dataset=prix").status, 400);
}

TEST_F(ApiAlerts, ACalendarIsOfOnePortalOrganizationOrDataset) {
    const std::string id = to_string(uuid5(Uuid{}, "prix"));
    const net::ServerResponse calendar = get("/api/v1/calendar.ics?dataset=" + id);
    EXPECT_EQ(calendar.status, 200);
    EXPECT_EQ(calendar.content_type, "text/calendar; charset=utf-8");
    EXPECT_EQ(updates_->dataset, uuid5(Uuid{}, "prix"));
    const std::string& body = calendar.body;
    EXPECT_NE(body.find("\r\nUID:" + id + "@"), body.npos);
    EXPECT_NE(body.find("\r\nDTSTART;VALUE=DATE:20261101\r\n"), body.npos);
    EXPECT_EQ(body.find("x@y.example"), body.npos) << "no address";
    get("/api/v1/calendar.ics?portal=mali");
    EXPECT_EQ(updates_->portal, "mali");
    EXPECT_EQ(
        nlohmann::json::parse(get("/api/v1/calendar.ics").body)["detail"],
        "Le paramètre « portal » n’a pas de valeur ; il faut un seul de portal, organization et "
        "dataset."
    );
    EXPECT_EQ(get("/api/v1/calendar.ics").status, 400);
    EXPECT_EQ(get("/api/v1/calendar.ics?portal=mali&dataset=" + id).status, 400);
    EXPECT_EQ(get("/api/v1/calendar.ics?organization=ministere").status, 200);
    EXPECT_EQ(updates_->organization_name, "ministere") << "as searches call it";
    EXPECT_FALSE(updates_->organization);
    EXPECT_EQ(get("/api/v1/calendar.ics?organization=" + id).status, 200);
    EXPECT_EQ(updates_->organization, uuid5(Uuid{}, "prix"));
    EXPECT_EQ(updates_->organization_name, "");
    EXPECT_EQ(get("/api/v1/calendar.ics?portal=mali&organization=ministere").status, 400);
}

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
    EXPECT_EQ(get("/api/v1/alerts.atom?theme=AGR").status, 400);
    const net::ServerResponse theme = get("/api/v1/alerts?theme=agri");
    EXPECT_EQ(theme.status, 400);
    EXPECT_NE(theme.body.find("un thème parmi AGRI, ECON, "), std::string::npos) << theme.body;
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
