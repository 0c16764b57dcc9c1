// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A schema that the program does not know: no command reads or writes it, two say what to do; and a
// source that moissond has not read yet.
#include "house.hpp"

#include <gtest/gtest.h>

#include <pqxx/pqxx>

namespace moisson::testing {
namespace {

void sql(const House& house, const std::string& text) {
    pqxx::connection connection(house.conninfo());
    pqxx::work work(connection);
    work.exec(text);
    work.commit();
}

const std::vector<std::vector<std::string>>& commands() {
    static const std::vector<std::vector<std::string>> all = {
        {"portails"},
        {"portails", "remplacer", "essai", "autre"},
        {"moissonner"},
        {"passages"},
        {"passages", "1"},
        {"passages", "approuver", "1", "--motif", "x"},
        {"rapport", "essai"},
        {"plan", "essai"},
        {"corriger", "x", "--champ", "title", "--valeur", "x", "--motif", "x"},
        {"corrections"},
        {"corrections", "retirer", "1", "--motif", "x"},
        {"brut", "x"},
        {"retirer", "x", "--motif", "x"},
        {"retraits"},
        {"base", "empreinte"},
        {"base", "compacter"},
        {"base", "renormaliser"},
        {"base", "grappes"},
        {"base", "regrouper"},
        {"importer", "x.jsonl", "--source", "essai"}};
    return all;
}

TEST(SchemaGate, SendsAnEmptyDatabaseToItsMigration) {
    const House house(generated(1));
    sql(house, "drop schema moisson cascade");
    for (const auto& command : commands()) {
        const Outcome outcome = house.run(command);
        EXPECT_EQ(outcome.code, 4) << command.front();
        EXPECT_NE(outcome.problems.find("SCHEMA_MISMATCH"), std::string::npos) << outcome.problems;
        EXPECT_NE(outcome.problems.find("moisson base migrer"), std::string::npos)
            << outcome.problems;
        EXPECT_EQ(outcome.out, "");
    }
    EXPECT_EQ(house.run({"base", "etat"}).code, 4);
    EXPECT_EQ(house.run({"base", "migrer"}).code, 0);
    EXPECT_EQ(house.run({"portails"}).code, 0);
}

TEST(SchemaGate, TouchesNothingOfANewerSchema) {
    const House house(generated(1));
    const std::string before = house.rows();
    sql(house,
        "insert into moisson.schema_version (version, readable_by, name, applied_at) "
        "values (99, 99, '0099_demain.sql', now())");
    for (const auto& command : commands()) {
        const Outcome outcome = house.run(command);
        EXPECT_EQ(outcome.code, 4) << command.front();
        EXPECT_NE(outcome.problems.find("mettez moissond à jour"), std::string::npos)
            << outcome.problems;
    }
    EXPECT_EQ(house.rows(), before);
    EXPECT_EQ(house.run({"base", "migrer"}).code, 4);
}

TEST(Moissonner, WaitsForMoissondToReadANewSource) {
    const House house(generated(1));
    ASSERT_EQ(house.run({"moissonner", "essai"}).code, 0);
    const std::string source =
        ", sources: [{connector: ckan, rate: 0, url: '" + house.url() + "'}]}\n";
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() + "'" + source +
        "  - {key: nouveau, title: N, url: '" + house.url() + "'" + source
    );
    const std::string before = house.rows();
    const Outcome outcome = house.run({"moissonner", "nouveau"});
    EXPECT_EQ(outcome.code, 5);
    EXPECT_NE(outcome.problems.find("n'a pas encore lu cette source : nouveau"), std::string::npos)
        << outcome.problems;
    EXPECT_EQ(house.rows(), before) << "no run that would fail is left behind";
    EXPECT_EQ(house.run({"moissonner", "essai"}).code, 0);
    const Outcome unknown = house.run({"moissonner", "essay"});
    EXPECT_EQ(unknown.code, 5);
    EXPECT_NE(unknown.problems.find("vouliez-vous dire « essai » ?"), std::string::npos)
        << unknown.problems;
}

} // namespace
} // namespace moisson::testing
