// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson brut, corriger, corrections, retirer, retraits, as an operator types them.
#include "house.hpp"

#include <gtest/gtest.h>

#include <pqxx/pqxx>

namespace moisson::testing {
namespace {

class Curation : public ::testing::Test {
protected:
    Curation() { house_.harvest(); }

    std::string value(const std::string& sql) const {
        pqxx::connection connection(house_.conninfo());
        pqxx::work work(connection);
        work.exec("set search_path = moisson");
        return work.exec1(sql)[0].c_str();
    }
    std::string slug() const { return value("select slug from dataset order by id limit 1"); }

    House house_{generated(20)};
};

TEST_F(Curation, CorrectsADatasetAndTakesTheCorrectionBack) {
    const std::string before = house_.fingerprint();
    const std::size_t requests = house_.requests();
    const Outcome made = house_.run(
        {"corriger",
         slug(),
         "--champ",
         "licence",
         "--valeur",
         "odc-odbl",
         "--motif",
         "confirmé par le producteur",
         "--auteur",
         "awa"}
    );
    ASSERT_EQ(made.code, 0) << made.problems;
    EXPECT_NE(made.out.find(slug() + " : Licence = « odc-odbl »"), std::string::npos) << made.out;
    EXPECT_NE(made.out.find("par awa le "), std::string::npos) << made.out;
    EXPECT_NE(made.out.find("1\u00A0fiche changée"), std::string::npos) << made.out;
    EXPECT_EQ(value("select licence from dataset order by id limit 1"), "odc-odbl");
    EXPECT_EQ(house_.requests(), requests) << "without the network";
    const Outcome again = house_.run(
        {"corriger", slug(), "--champ", "licence", "--valeur", "odc-odbl", "--motif", "encore"}
    );
    EXPECT_EQ(again.code, 0) << again.problems;
    EXPECT_NE(again.out.find("déjà en vigueur"), std::string::npos) << again.out;
    EXPECT_NE(again.out.find("confirmé par le producteur"), std::string::npos) << again.out;
    EXPECT_EQ(value("select count(*) from overlay"), "1");
    house_.harvest();
    EXPECT_EQ(value("select licence from dataset order by id limit 1"), "odc-odbl");

    const auto listed = house_.run({"corrections", "--jeu", slug(), "--json"}).json();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["author"], "awa");
    EXPECT_EQ(listed[0]["reason"], "confirmé par le producteur");
    EXPECT_EQ(listed[0]["action"], "replace");
    const Outcome ended =
        house_.run({"corrections", "retirer", "1", "--motif", "erreur", "--json"});
    ASSERT_EQ(ended.code, 0) << ended.problems;
    EXPECT_EQ(ended.json()["remapped"], 1);
    EXPECT_EQ(house_.fingerprint(), before);
    EXPECT_EQ(house_.run({"corrections"}).out, "Aucune correction.\n");
    const Outcome all = house_.run({"corrections", "--toutes"});
    EXPECT_NE(all.out.find("fin le "), std::string::npos) << all.out;
    EXPECT_EQ(house_.run({"corrections", "retirer", "1", "--motif", "x"}).code, 2);
    EXPECT_EQ(house_.run({"corrections", "retirer", "9", "--motif", "x"}).code, 5);
}

TEST_F(Curation, ShowsARecordAsThePortalGaveIt) {
    const Outcome raw = house_.run({"brut", slug()});
    ASSERT_EQ(raw.code, 0) << raw.problems;
    const nlohmann::json record = raw.json();
    EXPECT_EQ(record["id"], value("select remote_id from dataset order by id limit 1"));
    EXPECT_TRUE(record.contains("resources"));
    const nlohmann::json shown = house_.run({"brut", slug(), "--json"}).json();
    EXPECT_EQ(shown["media_type"], "application/json");
    EXPECT_EQ(shown["record"], record);
    EXPECT_EQ(house_.run({"brut", "nulle-part"}).code, 5);
}

TEST_F(Curation, ListsWhatProducersSayUntilSomebodyCorrectedIt) {
    EXPECT_EQ(house_.run({"corrections", "propositions"}).out, "Aucune proposition.\n");
    pqxx::connection connection(house_.conninfo());
    pqxx::work work(connection);
    work.exec("insert into moisson.feedback (at, kind, dataset, value) select moisson.now(), "
              "'frequency', id, 'DECENNIAL' from moisson.dataset order by id limit 1");
    work.commit();
    const auto listed = house_.run({"corrections", "propositions", "--json"}).json();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["dataset"], slug());
    EXPECT_EQ(listed[0]["proposed"], "DECENNIAL");
}

TEST_F(Curation, WhatAProducerSaysIsRefusedUntilItIsSaidAgain) {
    const auto refuse = [&](const std::string& dataset) {
        return house_.run(
            {"corrections", "propositions", "refuser", dataset, "--motif", "non", "--auteur", "awa"}
        );
    };
    const auto say = [&](const std::string& code) {
        pqxx::connection connection(house_.conninfo());
        pqxx::work work(connection);
        work.exec(
            "insert into moisson.feedback (at, kind, dataset, value) select moisson.now(), "
            "'frequency', id, '" +
            code + "' from moisson.dataset order by id limit 1"
        );
        work.commit();
    };
    EXPECT_EQ(refuse(slug()).code, 5) << "nothing is proposed";
    EXPECT_EQ(refuse("nulle-part").code, 5);
    say("BIENNIAL");
    say("DECENNIAL");
    EXPECT_EQ(house_.run({"corrections", "propositions", "refuser", slug()}).code, 2);
    const Outcome done = refuse(slug());
    ASSERT_EQ(done.code, 0) << done.problems;
    EXPECT_NE(done.out.find("fréquence DECENNIAL refusée"), std::string::npos) << done.out;
    EXPECT_EQ(house_.run({"corrections", "propositions"}).out, "Aucune proposition.\n");
    EXPECT_EQ(value("select count(*) from feedback where refused_by = 'awa'"), "2");
    EXPECT_EQ(
        value("select actor || ' ' || (detail ->> 'value') || ' ' || (detail ->> 'reason') "
              "from audit where action = 'proposal.refused'"),
        "awa DECENNIAL non"
    );
    EXPECT_EQ(refuse(slug()).code, 5) << "once";
    say("DECENNIAL");
    EXPECT_EQ(house_.run({"corrections", "propositions", "--json"}).json().size(), 1U);
}

TEST_F(Curation, CorrectsAllDatasetsOfASourceThatSaySo) {
    const std::string producer = value("select a.slug from dataset d join agent a on a.id = "
                                       "d.publisher order by d.id limit 1");
    const std::string count = value(
        "select count(*) from dataset d join agent a on a.id = "
        "d.publisher where a.slug = '" +
        producer + "'"
    );
    const Outcome made = house_.run(
        {"corriger",
         "--source",
         "essai",
         "--champ",
         "keyword",
         "--valeur",
         "collection-xyz",
         "--action",
         "ajouter",
         "--si",
         "publisher=" + producer,
         "--motif",
         "m",
         "--json"}
    );
    ASSERT_EQ(made.code, 0) << made.problems;
    EXPECT_EQ(made.json()["when"]["value"], producer);
    const std::string log = house_.run({"audit"}).out;
    EXPECT_NE(log.find("action : ajouter"), std::string::npos) << log;
    EXPECT_NE(log.find("si : Producteur = " + producer), std::string::npos) << log;
    EXPECT_EQ(log.find("publisher"), std::string::npos) << log;
    EXPECT_NE(log.find("motif : m"), std::string::npos) << log;
    EXPECT_EQ(log.find('{'), std::string::npos) << log;
    EXPECT_EQ(
        value("select count(*) from dataset where metadata::text like '%collection-xyz%'"),
        count
    );
}

TEST_F(Curation, RefusesCorrectionsThatCouldNotBeUsed) {
    const std::string name = slug();
    const auto refused = [&](std::vector<std::string> rest, const char* why, int code = 2) {
        rest.insert(rest.begin(), "corriger");
        rest.insert(rest.end(), {"--motif", "m"});
        const Outcome outcome = house_.run(rest);
        EXPECT_EQ(outcome.code, code) << why;
        EXPECT_NE(outcome.problems.find(why), std::string::npos) << outcome.problems;
    };
    refused({name, "--champ", "titre", "--valeur", "x"}, "« titre » n'est pas un champ");
    refused(
        {name, "--champ", "licence", "--valeur", "Licence Ouverte 2.0"},
        "vouliez-vous dire « etalab-2.0 »"
    );
    refused(
        {name, "--champ", "title", "--valeur", "x", "--action", "effacer"},
        "attendu : remplacer"
    );
    refused({name, "--champ", "title", "--valeur", "x", "--si", "licence"}, "CHAMP=VALEUR");
    refused({name, "--champ", "title", "--valeur", "x", "--expire", "2020-01-01"}, "(AAAA-MM-JJ)");
    refused({"--champ", "title", "--valeur", "x"}, "un jeu de données ou --source");
    refused({"essai-rien", "--champ", "title", "--valeur", "x"}, "« essai-rien »", 5);
    EXPECT_EQ(house_.run({"corriger", name, "--champ", "title", "--valeur", "x"}).code, 2);
    EXPECT_EQ(value("select count(*) from overlay"), "0");
}

TEST_F(Curation, TakesADatasetDownAndShowsItAgain) {
    const std::string before = house_.fingerprint();
    const std::string name = slug();
    const Outcome taken = house_.run(
        {"retirer", name, "--motif", "données personnelles", "--juridique", "--auteur", "awa"}
    );
    ASSERT_EQ(taken.code, 0) << taken.problems;
    EXPECT_NE(taken.out.find("jeu de données " + name + " (451"), std::string::npos) << taken.out;
    EXPECT_NE(taken.out.find("1\u00A0jeu de données concerné"), std::string::npos) << taken.out;
    EXPECT_EQ(house_.run({"portails", "--json"}).json()[0]["active"], 19);
    house_.harvest();
    const auto listed = house_.run({"retraits", "--json"}).json();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["ground"], "law");
    EXPECT_EQ(listed[0]["author"], "awa");
    const Outcome twice = house_.run({"retirer", name, "--motif", "x"});
    EXPECT_EQ(twice.code, 0) << twice.problems;
    EXPECT_NE(twice.out.find("Déjà retiré : rien n'a changé."), std::string::npos) << twice.out;
    EXPECT_NE(twice.out.find("données personnelles"), std::string::npos) << "the motive stays";
    EXPECT_EQ(house_.run({"retirer", name, "--motif", "x", "--json"}).json()["unchanged"], true);
    EXPECT_EQ(value("select count(*) from audit where action = 'takedown.made'"), "1");
    const Outcome back = house_.run({"retirer", name, "--annuler", "--motif", "accord"});
    ASSERT_EQ(back.code, 0) << back.problems;
    EXPECT_EQ(house_.fingerprint(), before);
    EXPECT_EQ(house_.run({"retraits"}).out, "Rien n'est retiré.\n");
    EXPECT_NE(
        house_.run({"retraits", "--tous"}).out.find("montré de nouveau le "),
        std::string::npos
    );
    const Outcome again = house_.run({"retirer", name, "--annuler", "--motif", "x"});
    EXPECT_EQ(again.code, 0) << again.problems;
    EXPECT_NE(again.out.find("Aucun retrait en vigueur"), std::string::npos) << again.out;
    EXPECT_EQ(value("select count(*) from audit where action = 'takedown.lifted'"), "1");
    EXPECT_EQ(house_.run({"retirer", "rien", "--annuler", "--motif", "x"}).code, 5);
    EXPECT_EQ(house_.run({"retirer", "rien", "--motif", "x"}).code, 5);
    EXPECT_EQ(house_.run({"retirer", name}).code, 2) << "why is asked";
}

TEST_F(Curation, TakesAnOrganizationAndAResourceDown) {
    const std::string organization = value(
        "select a.slug from dataset d join agent a on a.id = d.publisher order by d.id limit 1"
    );
    const Outcome all = house_.run({"retirer", "essai/" + organization, "--motif", "m", "--json"});
    ASSERT_EQ(all.code, 0) << all.problems;
    EXPECT_EQ(all.json()["kind"], "organization");
    EXPECT_GT(all.json()["datasets"], 0);
    ASSERT_EQ(
        house_.run({"retirer", "essai/" + organization, "--annuler", "--motif", "m"}).code,
        0
    );
    const Outcome one = house_.run({"retirer", slug() + "#1", "--motif", "m", "--json"});
    ASSERT_EQ(one.code, 0) << one.problems;
    EXPECT_EQ(one.json()["kind"], "distribution");
    EXPECT_EQ(one.json()["datasets"], 1);
    EXPECT_EQ(house_.run({"portails", "--json"}).json()[0]["active"], 20);
}

} // namespace
} // namespace moisson::testing
