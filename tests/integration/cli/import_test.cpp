// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson importer: a file goes the way of a harvest, and nothing is asked of the portal.
#include "house.hpp"

#include <gtest/gtest.h>

#include <pqxx/pqxx>

namespace moisson::testing {
namespace {

std::string lines_of(const std::shared_ptr<const portals::Catalogue>& catalogue) {
    std::string out;
    for (const portals::Record& record : catalogue->records())
        out += std::string(catalogue->text(record)) + "\n";
    return out;
}

TEST(Importer, HarvestsALinePerRecordWithoutAskingThePortal) {
    const auto catalogue = generated(120);
    House asked(catalogue);
    asked.harvest();
    const std::string harvested = asked.fingerprint();
    House house(catalogue);
    const auto file = house.file("ckan.jsonl", lines_of(catalogue));
    const Outcome outcome = house.run({"importer", file.string(), "--source", "essai", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.problems;
    EXPECT_EQ(outcome.json()["state"], "complete");
    EXPECT_EQ(outcome.json()["counts"]["created"], 120);
    EXPECT_EQ(outcome.json()["reason"], "imported from ckan.jsonl");
    EXPECT_EQ(house.requests(), 0U);
    // The same file again changes nothing, and the portal agrees with it.
    const auto again = house.run({"importer", file.string(), "--source", "essai", "--json"});
    EXPECT_EQ(again.json()["counts"]["unchanged"], 120);
    house.harvest();
    const auto run = house.run({"passages", "--json"}).json()[0];
    EXPECT_EQ(run["counts"]["unchanged"], 120) << run;
    EXPECT_FALSE(harvested.empty());
}

TEST(Importer, TakesASourceThatIsNotEnabled) {
    House house(generated(10));
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() +
        "', sources: [{connector: ckan, enabled: false, url: '" + house.url() + "'}]}\n"
    );
    const auto file = house.file("a.jsonl", lines_of(generated(10)));
    EXPECT_EQ(house.run({"importer", file.string(), "--source", "essai"}).code, 0);
}

TEST(Importer, HoldsAMassDisappearanceAsAnyRun) {
    House house(generated(60));
    const auto all = house.file("tout.jsonl", lines_of(generated(60)));
    const auto part = house.file("peu.jsonl", lines_of(first_of(generated(60), 10)));
    EXPECT_EQ(house.run({"importer", all.string(), "--source", "essai"}).code, 0);
    const Outcome held = house.run({"importer", part.string(), "--source", "essai", "--json"});
    EXPECT_EQ(held.code, 6);
    EXPECT_EQ(held.json()["state"], "held");
}

TEST(Importer, WaitsForNobody) {
    House house(generated(10));
    EXPECT_EQ(house.run({"moissonner", "essai"}).code, 0);
    const auto file = house.file("a.jsonl", lines_of(generated(10)));
    const Outcome outcome = house.run({"importer", file.string(), "--source", "essai"});
    EXPECT_EQ(outcome.code, 6);
    EXPECT_NE(outcome.problems.find("déjà"), std::string::npos) << outcome.problems;
}

TEST(Importer, SaysWhatIsWrongWithTheFile) {
    House house(generated(1));
    EXPECT_EQ(house.run({"importer", "/nulle/part", "--source", "essai"}).code, 5);
    EXPECT_EQ(house.run({"importer", "x"}).code, 2);
    EXPECT_EQ(house.run({"importer", "x", "--source", "personne"}).code, 5);
    const auto broken = house.file("casse.jsonl", "bonjour\n{");
    const Outcome outcome = house.run({"importer", broken.string(), "--source", "essai"});
    EXPECT_EQ(outcome.code, 7);
    EXPECT_NE(outcome.problems.find("ligne 1"), std::string::npos) << outcome.problems;
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() +
        "', sources: [{connector: nada, url: '" + house.url() + "'}]}\n"
    );
    EXPECT_EQ(house.run({"importer", broken.string(), "--source", "essai"}).code, 2);
}

// An import that dies is no run that a worker may go on with from the network.
TEST(Importer, LeavesNothingToResume) {
    House house(generated(10));
    const auto file = house.file("a.jsonl", lines_of(generated(10)));
    EXPECT_EQ(house.run({"importer", file.string(), "--source", "essai"}).code, 0);
    pqxx::connection connection(house.conninfo());
    pqxx::work work(connection);
    const pqxx::result rows =
        work.exec("select r.state, r.config_hash = s.config_hash from moisson.run r "
                  "join moisson.source s on s.id = r.source");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_STREQ(rows[0][0].c_str(), "complete");
    // Only once it is over: the next import compares its settings with them.
    EXPECT_STREQ(rows[0][1].c_str(), "t");
}

} // namespace
} // namespace moisson::testing
