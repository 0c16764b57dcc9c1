// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson importer in the hands of an operator: Ctrl-C, damaged files, a database that is away.
#include "house.hpp"

#include <gtest/gtest.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <pqxx/pqxx>
#include <thread>

namespace moisson::testing {
namespace {

std::string catalogue_lines(const std::shared_ptr<const portals::Catalogue>& catalogue) {
    std::string out;
    for (const portals::Record& record : catalogue->records())
        out += std::string(catalogue->text(record)) + "\n";
    return out;
}

std::string ask(const House& house, const std::string& sql) {
    pqxx::connection connection(house.conninfo());
    pqxx::work work(connection);
    work.exec("set search_path = moisson");
    return work.exec(sql)[0][0].c_str();
}

void write_source(const House& house, const std::string& settings) {
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() + "', sources: [{url: '" + house.url() +
        "', " + settings + "}]}\n"
    );
}

constexpr const char* pages_of_the_run =
    "select count(*) from run_page p join run r on r.id = p.run where r.state = 'running'";

// Sends `signal` to this process as soon as a page is committed; not when the import was faster.
Outcome interrupted_import(const House& house, const std::string& file, int signal) {
    std::atomic<bool> over{false};
    std::thread other([&] {
        while (!over && ask(house, pages_of_the_run) == "0")
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        if (!over)
            ::kill(::getpid(), signal);
    });
    Outcome outcome = house.run({"importer", file, "--source", "essai", "--json"});
    over = true;
    other.join();
    return outcome;
}

TEST(Importer, StopsAtOnceAndBeginsAnewNextTime) {
    const auto catalogue = generated(2'000);
    House house(catalogue);
    write_source(house, "connector: ckan, enabled: false, page_size: 10");
    const auto file = house.file("ckan.jsonl", catalogue_lines(catalogue));
    for (const int signal : {SIGINT, SIGTERM}) {
        const Outcome outcome = interrupted_import(house, file.string(), signal);
        ASSERT_EQ(outcome.code, 130) << outcome.out << outcome.problems;
        EXPECT_NE(outcome.problems.find("interrompu"), std::string::npos) << outcome.problems;
        EXPECT_EQ(outcome.json()["state"], "interrupted") << outcome.out;
        EXPECT_EQ(ask(house, "select count(*) from run where state = 'running'"), "0");
    }
    // Whole pages only, and nothing was taken for gone.
    const std::string kept = ask(house, "select count(*) from dataset");
    EXPECT_EQ(std::stol(kept) % 10, 0) << kept;
    EXPECT_LT(std::stol(kept), 2'000);
    EXPECT_EQ(ask(house, "select count(*) from absence"), "0");
    const Outcome whole = house.run({"importer", file.string(), "--source", "essai", "--json"});
    ASSERT_EQ(whole.code, 0) << whole.out << whole.problems;
    EXPECT_EQ(whole.json()["counts"]["unchanged"].get<long>(), std::stol(kept)) << whole.out;
    EXPECT_EQ(whole.json()["counts"]["received"], 2'000);
    EXPECT_EQ(ask(house, "select count(*) from run where state = 'cancelled'"), "2");
}

TEST(Importer, AppliesTheFiltersOfTheSourceAsACrawl) {
    const auto catalogue = generated(200);
    House asked(catalogue);
    const auto first = nlohmann::json::parse(catalogue->text(catalogue->records().front()));
    const auto organization = first["organization"]["name"].get<std::string>();
    const std::string settings =
        "connector: ckan, rate: 0, filters: {organization: {include: ['" + organization + "']}}";
    write_source(asked, settings);
    asked.harvest();
    const auto crawl = asked.run({"passages", "--json"}).json()[0];
    House given(catalogue);
    write_source(given, settings);
    const auto file = given.file("ckan.jsonl", catalogue_lines(catalogue));
    const Outcome import = given.run({"importer", file.string(), "--source", "essai", "--json"});
    ASSERT_EQ(import.code, 0) << import.out << import.problems;
    EXPECT_GT(crawl["counts"]["created"].get<int>(), 0);
    EXPECT_LT(crawl["counts"]["created"].get<int>(), 200);
    for (const char* count : {"received", "created", "left_out"})
        EXPECT_EQ(import.json()["counts"][count], crawl["counts"][count]) << count;
    EXPECT_EQ(import.json()["advertised"], crawl["advertised"]);
    // Both sites have ports of their own, and records name their pages.
    EXPECT_EQ(
        ask(given, "select md5(string_agg(title::text, '|' order by title)) from dataset"),
        ask(asked, "select md5(string_agg(title::text, '|' order by title)) from dataset")
    );
}

TEST(Importer, KeepsWhatADamagedFileStillHolds) {
    const auto catalogue = generated(60);
    House house(catalogue);
    std::string lines = catalogue_lines(catalogue);
    const auto whole = house.file("tout.jsonl", lines);
    EXPECT_EQ(house.run({"importer", whole.string(), "--source", "essai"}).code, 0);
    lines.resize(lines.size() - 40);
    const auto cut = house.file("coupe.jsonl", lines);
    const Outcome outcome = house.run({"importer", cut.string(), "--source", "essai", "--json"});
    EXPECT_EQ(outcome.code, 6) << outcome.problems;
    EXPECT_EQ(outcome.json()["state"], "incomplete") << outcome.out;
    EXPECT_EQ(outcome.json()["counts"]["unchanged"], 59);
    EXPECT_EQ(outcome.json()["issues"]["PARSE_JSON"], 1) << outcome.out;
    // Nobody knows whose line it was: nothing is missing.
    EXPECT_EQ(ask(house, "select count(*) from absence"), "0");
    EXPECT_EQ(
        ask(house, "select excerpt from issue where code = 'PARSE_JSON'"),
        "line 60 is no JSON object"
    );
    EXPECT_EQ(ask(house, "select detail from issue where code = 'PARSE_JSON'"), "record number 60")
        << "counted from 1";
    EXPECT_FALSE(outcome.json()["issues"].contains("COUNT_MISMATCH")) << "a file announces nothing";
}

TEST(Importer, NamesWhatIsWrongInFrench) {
    House house(generated(1));
    write_source(house, "connector: datajson, enabled: false");
    const std::string folder = house.file("vide.json", " \n").parent_path().string();
    house.file("texte.json", "bonjour");
    house.file("autre.json", "{\"a\": 1}");
    house.file("coupe.zip", "PK\x03\x04 non");
    const std::string rows = house.rows();
    struct Case {
        std::string file;
        int code;
        std::string says;
    };
    for (const Case& bad : {
             Case{"/absent.json", 5, "n’existe pas"},
             Case{"", 2, "dossier"},
             Case{"/vide.json", 7, "vide"},
             Case{"/texte.json", 7, "(NOT_JSON)"},
             Case{"/autre.json", 7, "(BAD_SHAPE)"},
             Case{"/coupe.zip", 7, "(TRUNCATED)"},
         }) {
        const Outcome outcome = house.run({"importer", folder + bad.file, "--source", "essai"});
        EXPECT_EQ(outcome.code, bad.code) << bad.file << outcome.problems;
        EXPECT_NE(outcome.problems.find(bad.says), std::string::npos) << outcome.problems;
        EXPECT_TRUE(outcome.out.empty()) << outcome.out;
    }
    EXPECT_EQ(house.rows(), rows) << "nothing is begun for a file that cannot be read";
    write_source(house, "connector: udata, enabled: false");
    const auto table = house.file("t.csv", "nom;ville\na;b\n");
    const Outcome columns = house.run({"importer", table.string(), "--source", "essai"});
    EXPECT_EQ(columns.code, 7);
    EXPECT_NE(columns.problems.find("colonne « id »"), std::string::npos) << columns.problems;
    write_source(house, "connector: nada, enabled: false");
    const Outcome kind = house.run({"importer", table.string(), "--source", "essai"});
    EXPECT_EQ(kind.code, 2);
    EXPECT_NE(kind.problems.find("« nada »"), std::string::npos) << kind.problems;
}

TEST(Importer, SaysThatTheDatabaseIsAway) {
    House house(generated(1));
    const auto file = house.file("a.jsonl", catalogue_lines(generated(1)));
    house.file(
        "moisson.yaml",
        "db: {connection: 'host=/nulle/part dbname=x'}\npaths: {portals: portails, vocabularies: "
        "'" MOISSON_SOURCE_DIR "/config/vocabularies'}\n"
    );
    const Outcome outcome = house.run({"importer", file.string(), "--source", "essai"});
    EXPECT_EQ(outcome.code, 4) << outcome.problems;
    EXPECT_NE(outcome.problems.find("(STORE_UNAVAILABLE)"), std::string::npos);
}

} // namespace
} // namespace moisson::testing
