// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The command line speaks French, and its help is golden.
#include "cli/cli.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace moisson::cli {
namespace {

struct Outcome {
    int code = -1;
    std::string out;
    std::string problems;
};

std::string text_of(std::FILE* file) {
    std::string out(static_cast<std::size_t>(std::ftell(file)), '\0');
    std::rewind(file);
    const std::size_t count = std::fread(out.data(), 1, out.size(), file);
    out.resize(count);
    std::fclose(file);
    return out;
}

Outcome run(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "moisson");
    std::FILE* const out = std::tmpfile();
    std::FILE* const problems = std::tmpfile();
    Outcome outcome;
    outcome.code = run_cli(static_cast<int>(arguments.size()), arguments.data(), out, problems);
    outcome.out = text_of(out);
    outcome.problems = text_of(problems);
    return outcome;
}

void expect_golden(const std::string& name, const std::string& text) {
    const std::string path = MOISSON_SOURCE_DIR "/tests/golden/cli/" + name + ".txt";
    if (std::getenv("MOISSON_UPDATE_GOLDEN") != nullptr)
        std::ofstream(path) << text;
    std::ifstream in(path);
    std::ostringstream golden;
    golden << in.rdbuf();
    EXPECT_EQ(text, golden.str()) << path;
}

TEST(Help, IsGolden) {
    const std::vector<std::pair<std::string, std::vector<const char*>>> cases = {
        {"moisson", {"--help"}},
        {"portails", {"portails", "--help"}},
        {"moissonner", {"moissonner", "--help"}},
        {"passages", {"passages", "--help"}},
        {"approuver", {"passages", "approuver", "--help"}},
        {"refuser", {"passages", "refuser", "--help"}},
        {"annuler", {"passages", "annuler", "--help"}},
        {"rapport", {"rapport", "--help"}},
        {"exporter", {"exporter", "--help"}},
        {"recherches", {"recherches", "--help"}},
        {"config", {"config", "--help"}},
        {"base", {"base", "--help"}},
        {"compacter", {"base", "compacter", "--help"}},
        {"renormaliser", {"base", "renormaliser", "--help"}},
        {"grappes", {"base", "grappes", "--help"}},
        {"regrouper", {"base", "regrouper", "--help"}},
        {"detecter", {"detecter", "--help"}},
        {"apercu", {"apercu", "--help"}},
        {"plan", {"plan", "--help"}},
        {"importer", {"importer", "--help"}},
        {"brut", {"brut", "--help"}},
        {"corriger", {"corriger", "--help"}},
        {"corrections", {"corrections", "--help"}},
        {"retirer", {"retirer", "--help"}},
        {"verifier", {"portails", "verifier", "--help"}},
        {"remplacer", {"portails", "remplacer", "--help"}},
        {"personnes", {"personnes", "--help"}},
        {"personne_ajouter", {"personnes", "ajouter", "--help"}},
        {"jetons", {"jetons", "--help"}},
        {"jeton_creer", {"jetons", "creer", "--help"}},
        {"audit", {"audit", "--help"}}};
    for (const auto& [name, arguments] : cases) {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.code, 0) << name;
        EXPECT_EQ(outcome.problems, "") << name;
        expect_golden(name, outcome.out);
    }
}

TEST(Help, IsAskedForInFrenchToo) {
    for (const std::vector<const char*>& before :
         std::vector<std::vector<const char*>>{{}, {"passages"}, {"passages", "approuver"}}) {
        std::vector<const char*> english = before;
        english.push_back("--help");
        std::vector<const char*> french = before;
        french.push_back("--aide");
        const Outcome outcome = run(french);
        EXPECT_EQ(outcome.code, 0) << outcome.problems;
        EXPECT_EQ(outcome.out, run(english).out);
    }
}

TEST(CommandLine, WantsAMotiveForADecision) {
    const Outcome without = run({"passages", "approuver", "12"});
    EXPECT_EQ(without.code, 2);
    EXPECT_NE(without.problems.find("--motif"), std::string::npos) << without.problems;
    EXPECT_EQ(run({"passages", "refuser", "--motif", "x"}).code, 2);
    const Outcome zero = run({"passages", "refuser", "0", "--motif", "x"});
    EXPECT_EQ(zero.code, 2);
    EXPECT_NE(zero.problems.find("un numéro de passage est attendu"), std::string::npos);
    const Outcome other = run({"passages", "aprouver", "12"});
    EXPECT_EQ(other.code, 2);
}

TEST(CommandLine, RefusesWhatItDoesNotKnowInFrench) {
    EXPECT_EQ(run({"--loud", "portails"}).code, 2);
    EXPECT_NE(
        run({"--loud", "portails"}).problems.find("option inconnue : « --loud »"),
        std::string::npos
    );
    EXPECT_EQ(run({}).code, 2);
    EXPECT_NE(run({}).problems.find("une commande est attendue"), std::string::npos);
    EXPECT_EQ(run({"passages", "douze"}).code, 2);
    EXPECT_EQ(run({"moissonner", "--mode", "slow"}).code, 2);
    EXPECT_EQ(run({"config"}).code, 2);
    EXPECT_EQ(run({"--config"}).code, 2);
}

// The first line of what is said, without the name of the program.
std::string refusal(const std::vector<const char*>& arguments) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.problems;
    EXPECT_TRUE(outcome.problems.starts_with("moisson : ")) << outcome.problems;
    const std::size_t begin = std::string_view("moisson : ").size();
    return outcome.problems.substr(begin, outcome.problems.find('\n') - begin);
}

TEST(CommandLine, NamesTheWordThatNobodyKnowsAndTheNearestOne) {
    EXPECT_EQ(
        refusal({"portials"}),
        "commande inconnue : « portials » ; vouliez-vous dire « portails » ?"
    );
    EXPECT_EQ(refusal({"xyzzy"}), "commande inconnue : « xyzzy »");
    EXPECT_EQ(
        refusal({"config", "verifer"}),
        "commande inconnue : « verifer » ; vouliez-vous dire « verifier » ?"
    );
    EXPECT_EQ(
        refusal({"passages", "--nombres", "3"}),
        "option inconnue : « --nombres » ; vouliez-vous dire « --nombre » ?"
    );
    EXPECT_EQ(
        refusal({"passages", "--source=a", "--jsn=x"}),
        "option inconnue : « --jsn » ; vouliez-vous dire « --json » ?"
    );
    EXPECT_EQ(refusal({"portails", "--config", "x"}), "« --config » se met avant la commande");
    EXPECT_EQ(refusal({"base", "etat", "-c", "x"}), "« -c » se met avant la commande");
    EXPECT_EQ(refusal({"portails", "togo"}), "commande inconnue : « togo »");
    EXPECT_EQ(refusal({"detecter", "a.tg", "b.tg"}), "argument de trop : « b.tg »");
    EXPECT_EQ(
        refusal({"detecter"}),
        "il manque un argument : adresse (Accueil, sous-dossier, API ou document)"
    );
    EXPECT_EQ(
        refusal({"importer", "x"}),
        "il manque un argument : --source (La source que ce fichier remplace)"
    );
    EXPECT_EQ(
        refusal({"apercu", "a", "--nombre", "0"}),
        "valeur incorrecte : un nombre de 1 à 100 est attendu, pas « 0 »"
    );
    EXPECT_EQ(
        refusal({"portails", "verifier", "--duree", "vite"}),
        "valeur incorrecte : une durée est attendue (30s, 20min, 1h), pas « vite »"
    );
    EXPECT_TRUE(refusal({"config"}).starts_with("une commande est attendue : verifier, afficher"));
}

TEST(CommandLine, FollowsRunsInWordsOnly) {
    EXPECT_EQ(
        refusal({"passages", "--json", "--suivre"}),
        "--json et --suivre ne vont pas ensemble"
    );
}

TEST(CommandLine, RefusesNumbersOutOfBounds) {
    EXPECT_EQ(
        refusal({"passages", "--nombre", "0"}),
        "--nombre : un nombre de 1 à 1000 est attendu, pas 0"
    );
    EXPECT_EQ(
        refusal({"passages", "--nombre", "5000"}),
        "--nombre : un nombre de 1 à 1000 est attendu, pas 5000"
    );
    EXPECT_EQ(
        refusal({"passages", "--nombre", "-5"}),
        "--nombre : un nombre de 1 à 1000 est attendu, pas -5"
    );
    EXPECT_EQ(
        refusal({"recherches", "--jours", "0"}),
        "valeur incorrecte : un nombre de 1 à 365 est attendu, pas « 0 »"
    );
    for (const char* const word : {"0", "douze", "99999999999999999999"})
        EXPECT_EQ(
            refusal({"passages", word}),
            "un numéro de passage est attendu, pas « " + std::string(word) + " »"
        );
}

TEST(CommandLine, RefusesASourceThatTheConfigurationDoesNotHave) {
    const Outcome outcome = run(
        {"--config",
         MOISSON_SOURCE_DIR "/config/moisson.yaml",
         "apercu",
         "sn-inondations-dakar-ogr"}
    );
    EXPECT_EQ(outcome.code, 5);
    EXPECT_TRUE(outcome.problems.starts_with(
        "moisson : source inconnue : « sn-inondations-dakar-ogr » ; vouliez-vous dire « "
        "sn-inondations-dakar-org » ?"
    )) << outcome.problems;
    EXPECT_EQ(outcome.out, "");
}

TEST(Help, PutsTheSpacesOfFrenchBeforeColons) {
    for (const char* const command : {"portails", "moissonner", "passages", "config", "base"}) {
        std::istringstream help(run({command, "--help"}).out);
        for (std::string line; std::getline(help, line);) {
            const bool title = line.ends_with(":") || line.starts_with("Utilisation");
            if (title)
                EXPECT_NE(line.find(" :"), std::string::npos) << line;
        }
    }
}

TEST(CommandLine, SaysWhichConfigurationCannotBeRead) {
    const Outcome outcome = run({"--config", "/no/such.yaml", "portails"});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_EQ(outcome.problems, "/no/such.yaml : le fichier n'existe pas\n");
    const Outcome folder = run({"--config", "/tmp", "portails"});
    EXPECT_EQ(folder.code, 3);
    EXPECT_EQ(folder.problems, "/tmp : c'est un dossier, un fichier est attendu\n");
}

TEST(CommandLine, PointsToTheHelpOfTheCommandThatWasMeant) {
    EXPECT_TRUE(run({"passages", "douze"}).problems.ends_with("Essayez : moisson passages --help\n")
    );
    EXPECT_TRUE(run({"base", "renormaliser", "--x"})
                    .problems.ends_with("moisson base renormaliser --help\n"));
    EXPECT_TRUE(run({"portials"}).problems.ends_with("Essayez : moisson --help\n"));
}

TEST(CommandLine, TellsWhenItsAnswerCouldNotBeWritten) {
    std::FILE* const full = std::fopen("/dev/full", "w");
    ASSERT_NE(full, nullptr);
    std::FILE* const problems = std::tmpfile();
    const std::vector<const char*> arguments =
        {"moisson", "--config", MOISSON_SOURCE_DIR "/config/moisson.yaml", "config", "afficher"};
    const int code = run_cli(static_cast<int>(arguments.size()), arguments.data(), full, problems);
    std::fclose(full);
    EXPECT_EQ(code, 1);
    EXPECT_EQ(
        text_of(problems),
        "moisson : la réponse n'a pas pu être écrite : il n’y a plus de place sur le disque\n"
    );
}

TEST(ConfigCommands, ReadTheReferenceConfiguration) {
    const char* const file = MOISSON_SOURCE_DIR "/config/moisson.yaml";
    const Outcome check = run({"--config", file, "config", "verifier"});
    EXPECT_EQ(check.code, 0) << check.problems;
    EXPECT_NE(check.out.find("Configuration correcte"), std::string::npos);
    const Outcome show = run({"--config", file, "config", "afficher", "--json"});
    EXPECT_EQ(show.code, 0);
    EXPECT_NE(show.out.find("\"listen\": \"127.0.0.1:8080\""), std::string::npos);
}

TEST(ConfigCommands, TellInJsonWhatIsWrongWithTheConfiguration) {
    const std::string file = ::testing::TempDir() + "moisson_cli_wrong.yaml";
    std::ofstream(file) << "site_nam: x\n";
    const Outcome words = run({"--config", file.c_str(), "config", "verifier"});
    EXPECT_EQ(words.code, 3);
    EXPECT_NE(words.problems.find("site_name"), std::string::npos) << words.problems;
    EXPECT_EQ(words.out, "");
    const Outcome json = run({"--config", file.c_str(), "config", "verifier", "--json"});
    EXPECT_EQ(json.code, 3);
    EXPECT_EQ(json.problems, "");
    EXPECT_NE(json.out.find("\"ok\": false"), std::string::npos) << json.out;
    EXPECT_NE(json.out.find("moisson_cli_wrong.yaml:1"), std::string::npos) << json.out;
    EXPECT_NE(json.out.find("\"warnings\": []"), std::string::npos) << json.out;
}

TEST(Help, OfEveryCommandOffersJson) {
    for (const std::vector<const char*>& command : std::vector<std::vector<const char*>>{
             {"portails"},
             {"moissonner"},
             {"passages"},
             {"config", "verifier"},
             {"config", "afficher"},
             {"base", "migrer"},
             {"base", "etat"},
             {"base", "empreinte"},
             {"base", "renormaliser"}}) {
        std::vector<const char*> line = command;
        line.push_back("--help");
        EXPECT_NE(run(line).out.find("--json"), std::string::npos) << command.back();
    }
}

TEST(DatabaseCommands, EndWithTheirOwnCodeWhenNothingAnswers) {
    const std::string file = ::testing::TempDir() + "moisson_cli.yaml";
    std::ofstream(file) << "db: {connection: 'host=/no/such/socket dbname=x'}\n";
    const Outcome outcome = run({"--config", file.c_str(), "portails"});
    EXPECT_EQ(outcome.code, 4) << outcome.problems;
    EXPECT_NE(
        outcome.problems.find(
            "pas de PostgreSQL à la socket /no/such/socket/.s.PGSQL.5432 (fichier "
            "ou dossier introuvable) : est-il démarré ?"
        ),
        std::string::npos
    ) << outcome.problems;
    EXPECT_EQ(outcome.problems.find("Is the server"), std::string::npos) << outcome.problems;
}

} // namespace
} // namespace moisson::cli
