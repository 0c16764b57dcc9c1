// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// detecter, apercu, plan and portails verifier: what they say, and that they write nothing.
#include "house.hpp"
#include "support/reidentified.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace moisson::testing {
namespace {

constexpr const char* away = "http://127.0.0.1:1";

TEST(Detecter, NamesThePortalAndWhatToWrite) {
    House house(generated(30));
    const Outcome text = house.run({"detecter", house.url()});
    EXPECT_EQ(text.code, 0) << text.problems;
    EXPECT_NE(text.out.find("CKAN"), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("portals:\n  - key: 127-0-0-1\n    title: "), std::string::npos)
        << text.out;
    EXPECT_NE(text.out.find("connector: ckan\n        url: " + house.url()), std::string::npos)
        << text.out;
    const auto json = house.run({"detecter", house.url(), "--json"}).json();
    EXPECT_EQ(json["verdict"], "found");
    EXPECT_EQ(json["count"], 30);
    EXPECT_GT(json["attempts"].size(), 0U);
}

TEST(Detecter, EndsWithItsOwnCodeWhenNothingIsThere) {
    House house(generated(1));
    const Outcome outcome = house.run({"detecter", away});
    EXPECT_EQ(outcome.code, 7);
    EXPECT_NE(outcome.out.find("SSRF_BLOCKED"), std::string::npos) << outcome.out;
}

TEST(Apercu, ShowsRecordsOfASourceAndOfAnAddressWithoutADatabase) {
    House house(generated(30));
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() +
        "', sources: [{connector: ckan, rate: 0, url: '" + house.url() + "'}]}\n"
    );
    const auto source = house.run({"apercu", "essai", "--nombre", "3", "--json"});
    EXPECT_EQ(source.code, 0) << source.problems;
    EXPECT_EQ(source.json()["records"].size(), 3U);
    EXPECT_EQ(source.json()["advertised"], 30);
    const auto address = house.run({"apercu", house.url(), "--nombre", "2", "--json"});
    EXPECT_EQ(address.code, 0) << address.problems;
    EXPECT_EQ(address.json()["records"].size(), 2U);
    EXPECT_EQ(address.json()["detection"]["connector"], "ckan");
    for (const auto& record : address.json()["records"]) {
        EXPECT_FALSE(record["title"].get<std::string>().empty());
        EXPECT_TRUE(record["issues"].is_array());
    }
    const Outcome text = house.run({"apercu", "essai", "--nombre", "1"});
    EXPECT_NE(text.out.find("Rien n'a été écrit"), std::string::npos) << text.out;
    EXPECT_EQ(house.run({"apercu", "personne"}).code, 5);
    EXPECT_EQ(house.run({"apercu", "essai", "--nombre", "0"}).code, 2);
}

TEST(Apercu, AndPlanWriteNothing) {
    House house(generated(60));
    house.harvest();
    const std::string before = house.rows();
    const std::string print = house.fingerprint();
    ASSERT_EQ(print.empty(), false);
    house.serve(first_of(generated(60), 55));
    EXPECT_EQ(house.run({"apercu", "essai"}).code, 0);
    EXPECT_EQ(house.run({"plan", "essai"}).code, 0);
    EXPECT_EQ(house.run({"portails", "verifier"}).code, 0);
    EXPECT_EQ(house.run({"detecter", house.url()}).code, 0);
    EXPECT_EQ(house.rows(), before);
    EXPECT_EQ(house.fingerprint(), print);
}

TEST(Plan, OfASourceThatWasNeverHarvestedCreatesAll) {
    House house(generated(120));
    const Outcome outcome = house.run({"plan", "essai", "--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.problems;
    const auto plan = outcome.json();
    EXPECT_EQ(plan["state"], "complete");
    EXPECT_EQ(plan["known"], false);
    EXPECT_EQ(plan["counts"]["created"], 120);
    EXPECT_EQ(plan["records"]["created"].size(), 120U);
}

// The plan and the run that follows it agree number by number.
TEST(Plan, PromisesWhatTheRunThenDoes) {
    House house(generated(120));
    house.harvest();
    const auto later = generated(120, 30);
    house.serve(first_of(later, 110));
    const Outcome outcome = house.run({"plan", "essai", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.problems;
    const auto plan = outcome.json();
    EXPECT_EQ(plan["active_before"], 120);
    EXPECT_EQ(plan["vanished"], 10);
    EXPECT_EQ(plan["records"]["missing"].size(), 10U);
    EXPECT_GT(plan["counts"]["updated"], 0);
    house.harvest();
    const auto run = house.run({"passages", "--json"}).json()[0];
    EXPECT_EQ(run["state"], plan["state"]);
    for (const char* count :
         {"received",
          "created",
          "updated",
          "unchanged",
          "remapped",
          "missing",
          "archived",
          "revived"})
        EXPECT_EQ(run["counts"][count], plan["counts"][count]) << count;
    EXPECT_EQ(run["issues"], plan["issues"]);
    // What comes back is told as coming back.
    house.serve(later);
    const auto back = house.run({"plan", "essai", "--json"}).json();
    EXPECT_EQ(back["counts"]["revived"], 10);
    EXPECT_EQ(back["counts"]["created"], 0);
}

TEST(Plan, SaysThatAMassDisappearanceWouldBeHeld) {
    House house(generated(60));
    house.harvest();
    house.serve(first_of(generated(60), 20));
    const Outcome text = house.run({"plan", "essai"});
    EXPECT_EQ(text.code, 6);
    EXPECT_NE(text.out.find("retenu"), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("inventaire (essai à blanc)"), std::string::npos) << text.out;
    const auto plan = house.run({"plan", "essai", "--json"}).json();
    EXPECT_EQ(plan["state"], "held");
    EXPECT_EQ(plan["vanished"], 40);
    EXPECT_EQ(plan["counts"]["missing"], 0);
}

// A new id is neither a death nor a birth, in the plan as in the run: of some records, then of all.
TEST(Plan, MatchesWhatComesUnderNewIds) {
    const auto all = generated(120);
    House house(all);
    house.harvest();
    for (const auto& [from, to] : {std::pair{10, 16}, std::pair{0, 120}}) {
        const auto moved =
            with_new_ids(all, static_cast<std::size_t>(from), static_cast<std::size_t>(to));
        house.serve(from == 0 ? moved : first_of(moved, 116));
        const Outcome outcome = house.run({"plan", "essai", "--json"});
        EXPECT_EQ(outcome.code, 0) << outcome.out;
        const auto plan = outcome.json();
        const std::string text = house.run({"plan", "essai"}).out;
        house.harvest();
        const auto run = house.run({"passages", "--json"}).json()[0];
        EXPECT_EQ(run["state"], plan["state"]) << from;
        for (const char* count :
             {"created", "renamed", "updated", "missing", "revived", "unchanged"})
            EXPECT_EQ(run["counts"][count], plan["counts"][count]) << from << ' ' << count;
        EXPECT_GE(plan["renames"], from == 0 ? 100 : 1);
        EXPECT_EQ(plan["renames"], plan["records"]["renamed"].size());
        const auto first = plan["records"]["renamed"][0];
        EXPECT_EQ(first["remote_id"], reidentified(first["was"].get<std::string>()));
        EXPECT_NE(text.find("Sous un nouvel identifiant ("), std::string::npos) << text;
        EXPECT_NE(text.find(first["was"].get<std::string>() + " → "), std::string::npos) << text;
    }
}

TEST(Plan, SaysWhyAPortalCannotBeHarvested) {
    House house(generated(10));
    house.write_portals(
        "  - {key: essai, title: E, url: 'http://127.0.0.1:1', sources: [{connector: ckan, rate: "
        "0, url: 'http://127.0.0.1:1'}]}\n"
    );
    const Outcome outcome = house.run({"plan", "essai", "--json"});
    EXPECT_EQ(outcome.code, 6) << outcome.problems;
    EXPECT_EQ(outcome.json()["state"], "failed");
    EXPECT_EQ(outcome.json()["reason"], "SSRF_BLOCKED");
    EXPECT_EQ(house.run({"plan", "personne"}).code, 5);
}

TEST(PortailsVerifier, TellsWhoIsWellAndEndsWithItsOwnCode) {
    House house(generated(12));
    const Outcome well = house.run({"portails", "verifier", "--json"});
    EXPECT_EQ(well.code, 0) << well.problems;
    EXPECT_EQ(well.json()["summary"]["alive"], 1);
    EXPECT_EQ(well.json()["sources"][0]["count"], 12);
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() +
        "', sources: [{connector: csw, rate: 0, url: '" + house.url() +
        "'}]}\n"
        "set_aside:\n"
        "  - {key: ancien, title: A, url: '" +
        house.url() + "/vieux', why: dead, as_of: 2024}\n"
    );
    const Outcome ill = house.run({"portails", "verifier", "--json", "--ecartes"});
    EXPECT_EQ(ill.code, 7) << ill.out;
    const auto json = ill.json();
    ASSERT_EQ(json["sources"].size(), 2U);
    EXPECT_EQ(json["sources"][0]["health"], "changed");
    EXPECT_EQ(json["sources"][0]["new_connector"], "ckan");
    EXPECT_EQ(json["sources"][0]["new_url"], house.url());
    EXPECT_EQ(json["sources"][1]["source"], "ancien");
    EXPECT_EQ(house.run({"portails", "verifier", "personne"}).code, 5);
    EXPECT_EQ(house.run({"portails", "verifier", "--duree", "vite"}).code, 2);
    EXPECT_EQ(house.run({"portails", "verifier", "essai", "--duree", "30s"}).code, 7);
}

} // namespace
} // namespace moisson::testing
