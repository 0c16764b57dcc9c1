// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/admin: who may do what, twice, and what the log says.
#include "integration/access/admin_fixture.hpp"

#include <string>
#include <utility>
#include <vector>

namespace moisson::access {
namespace {

using namespace std::chrono_literals;

const std::string why = R"({"reason": "vérifié avec le portail"})";

TEST_F(Admin, NobodyEntersWithoutAToken) {
    for (const char* const path : {"/api/v1/admin", "/api/v1/admin/me", "/api/v1/admin/nothing"})
        EXPECT_EQ(status("GET", path, ""), 401) << path;
    EXPECT_EQ(status("GET", "/api/v1/admin/me", std::string(81, 'a')), 401);
    EXPECT_EQ(status("GET", "/api/v1/admin/me", awa_), 200);
    EXPECT_EQ(json_["data"]["name"], "awa");
    EXPECT_EQ(json_["data"]["role"], "coordinator");
    EXPECT_EQ(json_.dump().find(awa_), std::string::npos);
    EXPECT_EQ(status("GET", "/api/v1/admin/nothing", awa_), 404);
    EXPECT_EQ(status("PUT", "/api/v1/admin/me", awa_), 405);
}

TEST_F(Admin, AHeldRunIsDecidedOnceHoweverOftenItIsAsked) {
    const std::string run = "/api/v1/admin/runs/" + std::to_string(held_run());
    EXPECT_EQ(status("POST", run + "/approve", awa_), 400) << "a motive is asked for";
    EXPECT_EQ(status("POST", run + "/approve", awa_, "[]"), 400);
    EXPECT_EQ(status("POST", run + "/approve", awa_, why), 200);
    EXPECT_EQ(json_["data"]["decision"]["verdict"], "approved");
    EXPECT_TRUE(std::string(json_["data"]["decision"]["by"]).starts_with("awa (moisson_"));
    EXPECT_EQ(json_["data"]["missing"], 6);
    const auto first = json_;
    EXPECT_EQ(status("POST", run + "/approve", awa_, why), 200) << "an answer that was lost";
    EXPECT_EQ(json_["data"]["decision"], first["data"]["decision"]);
    EXPECT_EQ(status("POST", run + "/refuse", awa_, why), 409);
    EXPECT_EQ(logged("run.approved"), 1);
    EXPECT_EQ(status("POST", "/api/v1/admin/runs/999/approve", awa_, why), 404);
    EXPECT_EQ(status("POST", "/api/v1/admin/runs/x/approve", awa_, why), 400);
}

TEST_F(Admin, ScopesAndPortalsBoundWhatATokenDoes) {
    const std::string run = "/api/v1/admin/runs/" + std::to_string(held_run());
    const std::string reader = token("awa", {});
    EXPECT_EQ(status("POST", run + "/approve", reader, why), 403);
    EXPECT_EQ(json_["type"], "urn:moisson:problem:forbidden");
    EXPECT_EQ(status("GET", "/api/v1/admin/audit", reader), 403);
    EXPECT_EQ(status("GET", "/api/v1/admin/me", token("moussa", {})), 200);
    const std::string local = token("bintou", {"runs:decide", "runs:request", "audit:read"});
    EXPECT_EQ(status("POST", "/api/v1/admin/sources/tg/runs", local), 403);
    EXPECT_EQ(status("GET", "/api/v1/admin/audit", local), 403) << "it tells of all portals";
    EXPECT_EQ(logged("run.requested"), 0);
    EXPECT_EQ(status("POST", "/api/v1/admin/sources/bf/runs", local), 202);
    EXPECT_EQ(status("POST", run + "/refuse", local, why), 200);
    EXPECT_EQ(logged("run.refused"), 1);
}

TEST_F(Admin, ASourceIsHarvestedNow) {
    EXPECT_EQ(status("POST", "/api/v1/admin/sources/nulle-part/runs", awa_), 404);
    EXPECT_EQ(status("POST", "/api/v1/admin/sources/bf/runs", awa_, R"({"mode": "vite"})"), 400);
    const auto response = ask("POST", "/api/v1/admin/sources/bf/runs", awa_, R"({"mode": "full"})");
    EXPECT_EQ(response.status, 202);
    const auto run = json_["data"]["run"];
    EXPECT_EQ(status("POST", "/api/v1/admin/sources/bf/runs", awa_), 202);
    EXPECT_EQ(json_["data"]["run"], run) << "one waits already";
    EXPECT_EQ(world_.number("select count(*) from run"), 1);
    EXPECT_EQ(world_.text("select mode from run"), "full");
}

TEST_F(Admin, ATakedownIsMadeListedAndLifted) {
    world_.harvest("bf", {store::testing::a_record("bf", "a", "Titre a")});
    const std::string demand = R"({"target": "bf-titre-a", "ground": "law", "reason": "jugement"})";
    EXPECT_EQ(status("POST", "/api/v1/admin/takedowns", awa_, R"({"target": "bf-titre-a"})"), 400);
    EXPECT_EQ(
        status("POST", "/api/v1/admin/takedowns", awa_, R"({"target": "x", "reason": "y"})"),
        404
    );
    EXPECT_EQ(status("POST", "/api/v1/admin/takedowns", awa_, demand), 201);
    EXPECT_EQ(json_["data"]["ground"], "law");
    EXPECT_EQ(json_["data"]["datasets"], 1);
    const std::string id = json_["data"]["id"].dump();
    EXPECT_EQ(status("POST", "/api/v1/admin/takedowns", awa_, demand), 200) << "it is already";
    EXPECT_EQ(json_["data"]["id"].dump(), id);
    EXPECT_EQ(status("GET", "/api/v1/admin/takedowns", awa_), 200);
    EXPECT_EQ(json_["data"].size(), 1U);
    EXPECT_EQ(status("DELETE", "/api/v1/admin/takedowns/" + id, awa_), 400);
    EXPECT_EQ(status("DELETE", "/api/v1/admin/takedowns/" + id, awa_, why), 200);
    EXPECT_TRUE(json_["data"]["lifted_at"].is_string());
    EXPECT_EQ(status("DELETE", "/api/v1/admin/takedowns/" + id, awa_, why), 200) << "again";
    EXPECT_EQ(status("GET", "/api/v1/admin/takedowns", awa_), 200);
    EXPECT_EQ(json_["data"].size(), 0U);
    EXPECT_EQ(logged("takedown.made"), 1);
    EXPECT_EQ(logged("takedown.lifted"), 1);
}

TEST_F(Admin, AlertsAreAcknowledgedAndSnoozedByThoseWhoAnswerForThePortal) {
    world_.sql().script(
        "insert into alert (fingerprint, kind, severity, audience, subject, portal, state, reason, "
        "pending_since, firing_since, held, muted) values "
        "('\\x01', 'portal_down', 'critical', 'coordinator', 'urn:moisson:portal:tg', 'tg', "
        "'firing', 'x', moisson.now(), moisson.now(), false, ''), "
        "('\\x02', 'links_broken', 'warning', 'producer', 'urn:uuid:x', 'bf', "
        "'firing', 'x', moisson.now(), moisson.now(), true, 'held'), "
        "('\\x03', 'host_down', 'warning', 'coordinator', 'urn:moisson:host:h', null, "
        "'firing', 'x', moisson.now(), moisson.now(), false, '')"
    );
    const std::string alerts = "/api/v1/admin/alerts/";
    const std::string chief = token("awa", {"alerts:write"});
    const std::string local = token("bintou", {"alerts:write"});
    EXPECT_EQ(status("POST", alerts + "1/ack", awa_), 403) << "not its scope";
    EXPECT_EQ(status("POST", alerts + "1/ack", local), 403);
    EXPECT_EQ(status("POST", alerts + "3/ack", local), 403) << "of no portal";
    EXPECT_EQ(status("POST", alerts + "9/ack", chief), 404);
    EXPECT_EQ(status("POST", alerts + "x/ack", chief), 400);
    EXPECT_EQ(status("POST", alerts + "1/ack", chief), 200);
    EXPECT_EQ(json_["data"]["acked"], true);
    EXPECT_EQ(status("POST", alerts + "1/ack", chief), 200) << "again";
    EXPECT_EQ(logged("alert.acked"), 1);
    EXPECT_EQ(status("DELETE", alerts + "1/ack", chief), 200);
    EXPECT_EQ(logged("alert.unacked"), 1);
    EXPECT_EQ(status("POST", alerts + "1/snooze", chief, R"({"hours": 9999})"), 400);
    EXPECT_EQ(status("POST", alerts + "1/snooze", chief, R"({"hours": 12})"), 200);
    EXPECT_TRUE(json_["data"]["snoozed_until"].is_string());
    const std::string storm = "/api/v1/admin/portals/bf/alerts/approve";
    EXPECT_EQ(status("POST", "/api/v1/admin/portals/tg/alerts/approve", local), 403);
    EXPECT_EQ(status("POST", storm, local), 200);
    EXPECT_EQ(json_["data"]["approved"], 1);
    EXPECT_EQ(status("POST", storm, local), 200) << "again";
    EXPECT_EQ(json_["data"]["approved"], 0);
    EXPECT_EQ(logged("alerts.approved"), 1);
}

TEST_F(Admin, ASilenceIsMadeListedAndEnded) {
    const std::string path = "/api/v1/admin/silences";
    const std::string chief = token("awa", {"silences:write"});
    const std::string local = token("bintou", {"silences:write"});
    const auto demand = [](const std::string& matchers) {
        return R"({"matchers": )" + matchers + R"(, "hours": 48, "reason": "travaux"})";
    };
    EXPECT_EQ(status("POST", path, chief, demand("{}")), 400) << "it would silence everything";
    EXPECT_EQ(status("POST", path, chief, demand(R"({"couleur": "bleu"})")), 400);
    EXPECT_EQ(status("POST", path, chief, demand(R"({"kind": "nimporte"})")), 400);
    EXPECT_NE(json_.dump().find("links_broken"), std::string::npos) << "what is allowed is listed";
    EXPECT_EQ(status("POST", path, chief, demand(R"({"portal": "nulle-part"})")), 400);
    EXPECT_EQ(status("POST", path, chief, R"({"matchers": {"kind": "links_broken"}})"), 400);
    EXPECT_EQ(status("POST", path, local, demand(R"({"kind": "links_broken"})")), 403);
    EXPECT_EQ(status("POST", path, local, demand(R"({"portal": "tg"})")), 403);
    EXPECT_EQ(status("POST", path, local, demand(R"({"portal": "bf"})")), 201);
    EXPECT_EQ(json_["data"]["matchers"]["portal"], "bf");
    EXPECT_TRUE(std::string(json_["data"]["author"]).starts_with("bintou (moisson_"));
    EXPECT_EQ(status("POST", path, chief, demand(R"({"kind": "links_broken"})")), 201);
    const std::string wide = json_["data"]["id"].dump();
    EXPECT_EQ(status("POST", path, chief, demand(R"({"kind": "links_broken"})")), 200);
    EXPECT_EQ(json_["data"]["id"].dump(), wide) << "again: the same";
    EXPECT_EQ(status("DELETE", path + "/" + wide, local), 403);
    EXPECT_EQ(status("DELETE", path + "/" + wide, chief), 200);
    EXPECT_EQ(status("DELETE", path + "/" + wide, chief), 200) << "again";
    EXPECT_EQ(status("DELETE", path + "/999", chief), 404);
    EXPECT_EQ(status("GET", path, chief), 200);
    EXPECT_EQ(json_["data"].size(), 1U);
    EXPECT_EQ(logged("silence.created"), 2);
    EXPECT_EQ(logged("silence.ended"), 1);
}

TEST_F(Admin, ListsTellOfThePortalsThatOneAnswersForAndOfNoOther) {
    Portal togo = store::testing::a_portal("tg");
    togo.countries = {"TG"};
    world_.sync({store::testing::a_portal("bf"), togo});
    add("kofi", PersonRole::coordinator, {}, {"TG"});
    const std::vector<std::string> rights{"takedowns:write", "corrections:write", "silences:write"};
    const std::string admin = "/api/v1/admin/";
    const std::string chief = token("awa", rights);
    for (const char* const portal : {"bf", "tg"}) {
        const std::string key(portal);
        world_.harvest(
            key,
            {store::testing::a_record(key, "a", "Titre a"),
             store::testing::a_record(key, "b", "Titre b")}
        );
        json demand = {{"reason", "travaux"}, {"target", key + "-titre-a"}};
        ASSERT_EQ(status("POST", admin + "takedowns", chief, demand.dump()), 201);
        demand = {{"reason", "x"}, {"source", key}, {"field", "licence"}, {"value", "etalab-2.0"}};
        ASSERT_EQ(status("POST", admin + "corrections", chief, demand.dump()), 201);
        demand = {{"reason", "travaux"}, {"hours", 48}, {"matchers", {{"portal", key}}}};
        ASSERT_EQ(status("POST", admin + "silences", chief, demand.dump()), 201);
    }
    const std::string wide = R"({"reason": "x", "hours": 1, "matchers": {"kind": "links_broken"}})";
    ASSERT_EQ(status("POST", admin + "silences", chief, wide), 201);

    const auto listed = [&](const std::string& what, const std::string& secret) {
        EXPECT_EQ(status("GET", admin + what, secret), 200) << what;
        return json_["data"];
    };
    EXPECT_EQ(listed("takedowns", chief).size(), 2U);
    EXPECT_EQ(listed("corrections", chief).size(), 2U);
    EXPECT_EQ(listed("silences", chief).size(), 3U);
    const std::string by_portal = token("bintou", rights);
    const std::vector<std::pair<std::string, std::string>> people{
        {"bf", by_portal},
        {"tg", token("kofi", rights)}};
    for (const auto& [key, secret] : people) {
        const json takedowns = listed("takedowns?all=1", secret);
        ASSERT_EQ(takedowns.size(), 1U) << key;
        EXPECT_EQ(takedowns[0]["label"], key + "-titre-a");
        const json corrections = listed("corrections?all=1", secret);
        ASSERT_EQ(corrections.size(), 1U) << key;
        EXPECT_EQ(corrections[0]["source"], key);
        const json silences = listed("silences?all=1", secret);
        ASSERT_EQ(silences.size(), 1U) << "not one that takes in other portals";
        EXPECT_EQ(silences[0]["matchers"]["portal"], key);
    }
    EXPECT_EQ(listed("corrections?source=bf", by_portal).size(), 1U);
    EXPECT_EQ(listed("corrections?source=nulle-part", by_portal).size(), 0U);
    EXPECT_EQ(status("GET", admin + "corrections?source=tg", by_portal), 403);
    EXPECT_EQ(status("GET", admin + "corrections?dataset=tg-titre-b", by_portal), 403);
    EXPECT_EQ(status("GET", admin + "corrections?dataset=nulle-part", by_portal), 404);
}

TEST_F(Admin, AnInvitationIsLetGoByWhoAnswersForThePortal) {
    const std::string path = "/api/v1/admin/invitations";
    const std::string chief = token("awa", {"invitations:write"});
    const std::string local = token("bintou", {"invitations:write"});
    world_.harvest("tg", {store::testing::a_record("tg", "r1", "Jeu")});
    EXPECT_EQ(status("GET", path + "?portal=tg", awa_), 403) << "another right";
    EXPECT_EQ(status("GET", path, chief), 400);
    EXPECT_EQ(status("GET", path + "?portal=tg", local), 403);
    EXPECT_EQ(status("GET", path + "?portal=tg", chief), 200);
    ASSERT_EQ(json_["data"].size(), 1U);
    EXPECT_EQ(json_["data"][0]["address"], "p@x.example");
    json demand = json::object();
    demand["address"] = json_["data"][0]["address"];
    demand["organization"] = json_["data"][0]["organization"];
    EXPECT_EQ(status("POST", path, chief, demand.dump()), 400) << "why is asked for";
    demand["reason"] = "première prise de contact";
    EXPECT_EQ(status("POST", path, local, demand.dump()), 403);
    EXPECT_EQ(status("POST", path, chief, demand.dump()), 201);
    EXPECT_EQ(status("POST", path, chief, demand.dump()), 409) << "once a year";
    EXPECT_EQ(status("GET", path + "?portal=tg", chief), 200);
    EXPECT_EQ(json_["data"].size(), 0U);
    EXPECT_EQ(world_.number("select count(*) from message where kind = 'invitation'"), 1);
    EXPECT_EQ(logged("invitation.released"), 1);
}

TEST_F(Admin, OnesOwnTokensAreListedAndRevoked) {
    const std::string other = token("bintou", {});
    EXPECT_EQ(status("GET", "/api/v1/admin/tokens", awa_), 200);
    ASSERT_EQ(json_["data"].size(), 1U);
    EXPECT_FALSE(json_["data"][0].contains("hash"));
    EXPECT_EQ(status("DELETE", "/api/v1/admin/tokens/2", awa_), 404) << "somebody else's";
    EXPECT_EQ(status("DELETE", "/api/v1/admin/tokens/1", awa_), 200);
    clock_.set_forward(60s);
    EXPECT_EQ(status("GET", "/api/v1/admin/tokens", awa_), 401);
    EXPECT_EQ(status("GET", "/api/v1/admin/tokens", other), 200);
    EXPECT_EQ(logged("token.revoked"), 1);
}

TEST_F(Admin, TheLogIsReadPageByPage) {
    EXPECT_EQ(status("GET", "/api/v1/admin/audit?page_size=2", awa_), 200);
    ASSERT_EQ(json_["data"].size(), 2U);
    EXPECT_EQ(json_["data"][0]["action"], "token.created");
    EXPECT_EQ(json_["data"][0]["actor"], "root");
    EXPECT_EQ(json_["data"][0]["detail"]["person"], "awa");
    const std::string before = json_["data"][1]["id"].dump();
    EXPECT_EQ(status("GET", "/api/v1/admin/audit?before=" + before, awa_), 200);
    EXPECT_EQ(json_["data"].size(), 2U);
    EXPECT_EQ(status("GET", "/api/v1/admin/audit?actor=personne", awa_), 200);
    EXPECT_EQ(json_["data"].size(), 0U);
    EXPECT_EQ(status("GET", "/api/v1/admin/audit?page_size=9999", awa_), 400);
}

} // namespace
} // namespace moisson::access
