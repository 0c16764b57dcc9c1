// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson personnes, jetons, audit, as an operator types them.
#include "house.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

class PeopleCommands : public ::testing::Test {
protected:
    House house_{generated(3)};
};

TEST_F(PeopleCommands, NobodyIsThereByDefault) {
    EXPECT_EQ(house_.run({"personnes", "--json"}).json().size(), 0U);
    EXPECT_EQ(house_.run({"jetons", "--json"}).json().size(), 0U);
    EXPECT_EQ(house_.run({"jetons"}).out, "Aucun jeton.\n");
}

TEST_F(PeopleCommands, FromAPersonToARevokedToken) {
    const Outcome added = house_.run(
        {"personnes",
         "ajouter",
         "awa",
         "--role",
         "coordinateur",
         "--courriel",
         "awa@example.org",
         "--pays",
         "BF,TG",
         "--auteur",
         "chef"}
    );
    ASSERT_EQ(added.code, 0) << added.problems;
    EXPECT_EQ(added.out, "awa  coordinateur, BF, TG, 0\u00A0jeton\n");
    const Outcome created = house_.run(
        {"jetons", "creer", "awa", "--nom", "robot", "--droits", "runs:decide,audit:read", "--json"}
    );
    ASSERT_EQ(created.code, 0) << created.problems;
    const std::string secret = created.json()["token"].get<std::string>();
    EXPECT_EQ(secret.size(), 81U);
    EXPECT_EQ(created.json()["scopes"].size(), 2U);
    const Outcome shown = house_.run({"jetons", "creer", "awa", "--debit", "haute"});
    ASSERT_EQ(shown.code, 0);
    EXPECT_NE(shown.out.find("\nmoisson_"), std::string::npos) << shown.out;
    // Once, and never again.
    const Outcome listed = house_.run({"jetons", "--json"});
    EXPECT_EQ(listed.json().size(), 2U);
    EXPECT_EQ(listed.out.find(secret.substr(20)), std::string::npos);
    EXPECT_EQ(house_.run({"audit", "--json"}).out.find(secret.substr(20)), std::string::npos);

    EXPECT_EQ(house_.run({"jetons", "revoquer", "1", "--json"}).json()["in_force"], false);
    EXPECT_EQ(house_.run({"jetons", "--json"}).json().size(), 1U);
    EXPECT_EQ(house_.run({"jetons", "--tous", "--json"}).json().size(), 2U);
    EXPECT_EQ(house_.run({"personnes", "desactiver", "awa"}).code, 0);
    EXPECT_EQ(house_.run({"jetons", "--json"}).json().size(), 0U);
    const Outcome log = house_.run({"audit"});
    EXPECT_NE(log.out.find("chef : a ajouté une personne (person:1)"), std::string::npos)
        << log.out;
    EXPECT_NE(log.out.find("rôle : coordinateur"), std::string::npos) << log.out;
    EXPECT_NE(
        log.out.find("droits : décider des passages suspendus, lire le journal"),
        std::string::npos
    ) << log.out;
    EXPECT_NE(log.out.find("débit : haut"), std::string::npos) << log.out;
    EXPECT_EQ(log.out.find("runs:decide"), std::string::npos) << log.out;
    EXPECT_EQ(house_.run({"audit", "--json"}).json().size(), 5U);
    EXPECT_EQ(house_.run({"audit", "--par", "chef", "--json"}).json().size(), 1U);
}

TEST_F(PeopleCommands, WhoAsksForAHarvestIsWrittenDown) {
    const Outcome asked = house_.run({"moissonner", "essai", "--auteur", "awa", "--json"});
    ASSERT_EQ(asked.code, 0) << asked.problems;
    const std::string run = std::to_string(asked.json()[0]["run"].get<int>());
    ASSERT_EQ(house_.run({"moissonner", "essai"}).code, 0);
    const nlohmann::json log = house_.run({"audit", "--json"}).json();
    ASSERT_EQ(log.size(), 2U) << log;
    EXPECT_EQ(log[1]["actor"], "awa");
    EXPECT_EQ(log[1]["action"], "run.requested");
    EXPECT_EQ(log[1]["subject"], "run:" + run);
    EXPECT_EQ(log[1]["detail"]["source"], "essai");
    EXPECT_NE(log[0]["actor"], "") << "the account of whoever types";
}

TEST_F(PeopleCommands, SayWhatIsWrong) {
    const Outcome role = house_.run({"personnes", "ajouter", "awa", "--role", "chef"});
    EXPECT_EQ(role.code, 2);
    EXPECT_NE(role.problems.find("coordinateur, producteur"), std::string::npos) << role.problems;
    EXPECT_EQ(house_.run({"personnes"}).out.rfind("Aucune personne.", 0), 0U);
    EXPECT_EQ(house_.run({"jetons", "creer", "awa"}).code, 5);
    ASSERT_EQ(house_.run({"personnes", "ajouter", "awa", "--role", "producteur"}).code, 0);
    const Outcome again = house_.run({"personnes", "ajouter", "Awa", "--role", "abonne"});
    EXPECT_EQ(again.code, 2);
    EXPECT_NE(again.problems.find("existe déjà"), std::string::npos) << again.problems;
    EXPECT_EQ(house_.run({"jetons", "creer", "awa", "--droits", "runs:decide"}).code, 2);
    EXPECT_EQ(house_.run({"jetons", "creer", "awa", "--debit", "folle"}).code, 2);
    EXPECT_EQ(house_.run({"jetons", "creer", "awa", "--expire", "2001-01-01"}).code, 2);
    EXPECT_EQ(house_.run({"jetons", "creer", "awa", "--expire", "2099-01-01"}).code, 2);
    const Outcome day = house_.run({"jetons", "creer", "awa", "--expire", "30/06/2027"});
    EXPECT_EQ(day.code, 2);
    EXPECT_NE(day.problems.find("(AAAA-MM-JJ)"), std::string::npos) << day.problems;
    EXPECT_EQ(house_.run({"jetons", "revoquer", "9"}).code, 5);
}

TEST_F(PeopleCommands, WhoIsDisabledIsCalledSoAndComesBack) {
    ASSERT_EQ(house_.run({"personnes", "ajouter", "bintou", "--role", "coordinateur"}).code, 0);
    ASSERT_EQ(house_.run({"personnes", "desactiver", "bintou"}).code, 0);
    const Outcome refused = house_.run({"jetons", "creer", "bintou"});
    EXPECT_EQ(refused.code, 5);
    EXPECT_NE(refused.problems.find("désactivée"), std::string::npos) << refused.problems;
    const Outcome again = house_.run({"personnes", "ajouter", "Bintou", "--role", "abonne"});
    EXPECT_EQ(again.code, 2);
    EXPECT_NE(again.problems.find("désactivée"), std::string::npos) << again.problems;
    const Outcome back = house_.run({"personnes", "reactiver", "bintou", "--auteur", "chef"});
    ASSERT_EQ(back.code, 0) << back.problems;
    EXPECT_EQ(back.out, "bintou  coordinateur, partout, 0\u00A0jeton\n");
    EXPECT_EQ(house_.run({"personnes", "reactiver", "bintou"}).code, 0) << "again is no error";
    EXPECT_EQ(house_.run({"personnes", "reactiver", "moussa"}).code, 5);
    const Outcome rights = house_.run({"jetons", "creer", "bintou", "--droits", "tout"});
    EXPECT_EQ(rights.code, 2);
    EXPECT_NE(rights.problems.find("runs:decide"), std::string::npos) << rights.problems;
    EXPECT_EQ(house_.run({"jetons", "creer", "bintou"}).code, 0);
    const Outcome log = house_.run({"audit", "--par", "chef"});
    EXPECT_NE(log.out.find("chef : a réactivé une personne (person:1)"), std::string::npos)
        << log.out;
}

TEST_F(PeopleCommands, ASubscriptionSaysWhatIsExpected) {
    const auto refused = [&](std::vector<std::string> rest, const std::string& why) {
        rest.insert(rest.begin(), {"abonnements", "ajouter", "awa@exemple.bf", "--motif", "m"});
        const Outcome outcome = house_.run(rest);
        EXPECT_EQ(outcome.code, 2) << why;
        EXPECT_NE(outcome.problems.find(why), std::string::npos) << outcome.problems;
    };
    refused({"--portee", "pays=Burkina"}, "son code : BF pour « Burkina »");
    refused({"--portee", "pays=Nulle part"}, "BF pour le Burkina Faso");
    refused({"--portee", "tout", "--role", "chef"}, "coordinateur, producteur, abonne");
    refused({"--portee", "tout", "--frequence", "annuelle"}, "immediate, quotidienne");
    refused({"--portee", "recherche=contry=BF", "--role", "abonne"}, "recherche=");
    refused({"--portee", "recherche=q=eau", "--role", "producteur"}, "abonne");
}

TEST_F(PeopleCommands, AWebhookThatIsRemovedIsNamed) {
    const std::vector<std::string> above = {"abonnements", "webhook"};
    const auto run = [&](std::vector<std::string> rest) {
        rest.insert(rest.begin(), above.begin(), above.end());
        return house_.run(rest);
    };
    const std::string url = "https://exemple.org/moisson";
    EXPECT_EQ(run({"ajouter", url, "--portee", "recherche=q=eau", "--motif", "m"}).code, 2);
    const Outcome added = run({"ajouter", url, "--portee", "tout", "--motif", "m"});
    ASSERT_EQ(added.code, 0) << added.problems;
    EXPECT_EQ(run({"livraisons", "1"}).code, 0);
    EXPECT_EQ(run({"livraisons", "3"}).code, 5) << "there is none";
    EXPECT_EQ(run({"retirer", "1", "--motif", "m"}).out, "Webhook 1 retiré : " + url + "\n");
    EXPECT_EQ(run({"retirer", "1", "--motif", "m"}).code, 5);
}

} // namespace
} // namespace moisson::testing
