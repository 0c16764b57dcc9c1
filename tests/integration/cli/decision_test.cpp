// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson passages approuver, refuser, annuler; what plan, passages and portails say around them.
#include "house.hpp"

#include <gtest/gtest.h>

#include <pqxx/pqxx>

namespace moisson::testing {
namespace {

// 60 records harvested, then a portal that shows ten of them only.
class Emptied {
public:
    Emptied() : house(generated(60)) {
        house.harvest();
        house.serve(first_of(generated(60), 10));
    }
    // The newest run.
    nlohmann::json newest() const { return house.run({"passages", "--json"}).json()[0]; }
    nlohmann::json portal() const { return house.run({"portails", "--json"}).json()[0]; }
    std::string id() const { return std::to_string(newest()["id"].get<int>()); }

    House house;
};

TEST(Passages, ApproveAHeldRun) {
    Emptied world;
    const Outcome plan = world.house.run({"plan", "essai"});
    EXPECT_EQ(plan.code, 6);
    EXPECT_NE(plan.out.find("le passage serait retenu"), std::string::npos) << plan.out;
    EXPECT_NE(plan.out.find("Manquants, gardés jusqu'à une décision (50) :"), std::string::npos)
        << plan.out;
    world.house.harvest();
    EXPECT_EQ(world.newest()["state"], "held");
    EXPECT_EQ(world.newest()["awaits_decision"], true);
    EXPECT_EQ(world.portal()["active"], 60);
    EXPECT_EQ(world.portal()["sources"][0]["awaiting_decision"], world.newest()["id"]);
    EXPECT_NE(world.house.run({"passages"}).out.find("attend une décision"), std::string::npos);
    const Outcome shown = world.house.run({"passages", world.id()});
    EXPECT_NE(shown.out.find("moisson passages approuver " + world.id()), std::string::npos);
    const Outcome portals = world.house.run({"portails"});
    EXPECT_NE(portals.out.find("attend une décision"), std::string::npos) << portals.out;
    EXPECT_NE(portals.out.find("prochain passage : "), std::string::npos) << portals.out;

    const std::string id = world.id();
    const Outcome done = world.house.run(
        {"passages", "approuver", id, "--motif", "portail refondu", "--auteur", "awa"}
    );
    EXPECT_EQ(done.code, 0) << done.problems;
    EXPECT_NE(done.out.find("50\u00A0jeux notés manquants, 0\u00A0archivé"), std::string::npos)
        << done.out;
    EXPECT_EQ(world.portal()["active"], 10);
    EXPECT_EQ(world.portal()["missing"], 50);
    EXPECT_EQ(world.newest()["state"], "complete");
    EXPECT_EQ(world.newest()["decision"]["verdict"], "approved");
    EXPECT_EQ(world.newest()["decision"]["by"], "awa");
    EXPECT_EQ(world.newest()["decision"]["reason"], "portail refondu");
    const Outcome after = world.house.run({"passages", id});
    EXPECT_NE(after.out.find("Décision : approuvé par awa le "), std::string::npos) << after.out;
    // Once.
    const Outcome again = world.house.run({"passages", "refuser", id, "--motif", "x"});
    EXPECT_EQ(again.code, 2);
    EXPECT_NE(again.problems.find("n’attend pas de décision"), std::string::npos) << again.problems;
    EXPECT_EQ(world.house.run({"passages", "refuser", "999", "--motif", "x"}).code, 5);
    // The same catalogue again is an ordinary run now.
    world.house.harvest();
    EXPECT_EQ(world.newest()["state"], "complete");
    EXPECT_EQ(world.portal()["missing"], 50);
}

TEST(Passages, RefuseAHeldRunAndTheNextOneIsHeldAgain) {
    Emptied world;
    world.house.harvest();
    const std::string first = world.id();
    const Outcome done =
        world.house.run({"passages", "refuser", first, "--motif", "panne", "--json"});
    ASSERT_EQ(done.code, 0) << done.problems;
    EXPECT_EQ(done.json()["state"], "held");
    EXPECT_EQ(done.json()["decision"]["verdict"], "refused");
    EXPECT_NE(done.json()["decision"]["by"], "");
    EXPECT_EQ(world.portal()["active"], 60);
    EXPECT_EQ(world.portal()["sources"][0]["awaiting_decision"], nullptr);
    const Outcome refused = world.house.run({"passages", first});
    EXPECT_NE(refused.out.find("Décision : refusé"), std::string::npos) << refused.out;
    EXPECT_NE(refused.out.find("MASS_DELETION_HELD"), std::string::npos) << refused.out;
    EXPECT_EQ(refused.out.find("puis décidez"), std::string::npos) << refused.out;
    const Outcome report = world.house.run({"rapport", first});
    EXPECT_NE(report.out.find("Décision : refusé"), std::string::npos) << report.out;
    EXPECT_NE(report.out.find("MASS_DELETION_HELD"), std::string::npos) << report.out;
    EXPECT_EQ(report.out.find("puis décidez"), std::string::npos) << report.out;
    world.house.harvest();
    EXPECT_EQ(world.newest()["awaits_decision"], true);
    // The portal is well again: nothing is left to decide.
    const std::string second = world.id();
    world.house.serve(generated(60));
    world.house.harvest();
    EXPECT_EQ(world.newest()["state"], "complete");
    const auto settled = world.house.run({"passages", second, "--json"}).json();
    EXPECT_EQ(settled["decision"]["verdict"], "superseded");
    EXPECT_EQ(world.portal()["active"], 60);
}

TEST(Passages, CancelOneThatWaits) {
    House house(generated(3));
    house.harvest();
    ASSERT_EQ(house.run({"moissonner", "essai"}).code, 0);
    const auto newest = [&] { return house.run({"passages", "--json"}).json()[0]; };
    ASSERT_EQ(newest()["state"], "pending");
    const std::string id = std::to_string(newest()["id"].get<int>());
    const Outcome done =
        house.run({"passages", "annuler", id, "--motif", "trop tôt", "--auteur", "awa"});
    EXPECT_EQ(done.code, 0) << done.problems;
    EXPECT_NE(done.out.find("passage " + id + " annulé"), std::string::npos) << done.out;
    EXPECT_EQ(newest()["state"], "cancelled");
    const Outcome again = house.run({"passages", "annuler", id, "--motif", "trop tôt"});
    EXPECT_EQ(again.code, 2);
    EXPECT_NE(again.problems.find("est fini"), std::string::npos) << again.problems;
    EXPECT_EQ(house.run({"passages", "annuler", "999", "--motif", "x"}).code, 5);
    EXPECT_EQ(house.run({"passages", "annuler", id}).code, 2) << "a motive is asked for";
    const Outcome audit = house.run({"audit"});
    EXPECT_NE(audit.out.find("a annulé un passage"), std::string::npos) << audit.out;
}

// As a portal that asks for a pause leaves it.
TEST(Passages, ThatTheirPortalKeepsWaitingSayUntilWhen) {
    House house(generated(3));
    house.harvest();
    ASSERT_EQ(house.run({"moissonner", "essai"}).code, 0);
    pqxx::connection connection(house.conninfo());
    pqxx::work work(connection);
    work.exec("update moisson.run set state = 'interrupted', started_at = now(), resume_at = now() "
              "+ interval '1 hour', resume_code = 'RUN_PAUSED' where state = 'pending'");
    work.commit();
    const Outcome asked = house.run({"moissonner", "essai"});
    EXPECT_EQ(asked.code, 0) << asked.problems;
    EXPECT_NE(asked.out.find("la source est en pause jusqu’au "), std::string::npos) << asked.out;
    const auto told = house.run({"moissonner", "essai", "--json"}).json()[0];
    EXPECT_EQ(told["resume_reason"], "RUN_PAUSED");
    EXPECT_TRUE(told["resumes_at"].is_string());
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"portails"}, std::vector<std::string>{"passages"}}) {
        const Outcome shown = house.run(command);
        EXPECT_NE(shown.out.find("en pause jusqu’au "), std::string::npos) << shown.out;
    }
    const auto source = house.run({"portails", "--json"}).json()[0]["sources"][0];
    EXPECT_EQ(source["resume_reason"], "RUN_PAUSED");
    EXPECT_EQ(source["resumes_at"], told["resumes_at"]);
    const Outcome report = house.run({"rapport", "essai"});
    EXPECT_NE(report.out.find("Le portail a demandé une pause"), std::string::npos) << report.out;
}

} // namespace
} // namespace moisson::testing
