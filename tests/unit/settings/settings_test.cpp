// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What settings accept, and how they say what they do not.
#include "settings/portals.hpp"
#include "settings/settings.hpp"
#include "settings/text_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace moisson::settings {
namespace {

using namespace std::chrono_literals;

Environment empty_environment() {
    return [](const std::string&) { return std::optional<std::string>(); };
}

LoadedSettings
parse_text(const std::string& text, const Environment& environment = empty_environment()) {
    return parse_settings(text, "/etc/moisson/moisson.yaml", environment);
}

std::string problem_of(const std::string& text) {
    const LoadedSettings loaded = parse_text(text);
    return to_string(loaded.problems);
}

TEST(Settings, AnEmptyFileIsAllDefaults) {
    const LoadedSettings loaded = parse_text("");
    EXPECT_TRUE(loaded.ok()) << to_string(loaded.problems);
    EXPECT_EQ(loaded.settings.server.port, 8080);
    EXPECT_TRUE(loaded.settings.has(Role::harvest));
    EXPECT_EQ(loaded.settings.paths.portals, "/etc/moisson/portals");
    EXPECT_EQ(loaded.settings.harvest.own_url, "") << "127.0.0.1 names every machine";
    EXPECT_EQ(
        parse_text("public_url: https://moisson.bf/").settings.harvest.own_url,
        "https://moisson.bf/"
    );
}

TEST(Settings, ValuesReachTheStructsOfTheirRooms) {
    const LoadedSettings loaded = parse_text("http:\n"
                                             "  listen: '[::1]:9000'\n"
                                             "  header_timeout: 3s\n"
                                             "net:\n"
                                             "  allow: ['127.0.0.1:8081']\n"
                                             "  document_bytes_max: 300000000\n"
                                             "  documents_memory_max: 200000000\n"
                                             "db: {pool: 8, statement_timeout: 90s}\n"
                                             "harvest: {lease: 3min}\n"
                                             "paths: {state: ../var}\n"
                                             "deletion: {vanished_ratio: 0.5}\n");
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    const Settings& settings = loaded.settings;
    EXPECT_EQ(settings.server.address, "::1");
    EXPECT_EQ(settings.server.port, 9000);
    EXPECT_EQ(settings.server.header_timeout, 3s);
    ASSERT_EQ(settings.client.allow.size(), 1U);
    EXPECT_EQ(settings.client.allow[0].port, 8081);
    EXPECT_EQ(settings.db.options.connections, 8);
    EXPECT_EQ(settings.db.options.statement_timeout, 90s);
    EXPECT_EQ(settings.harvest.lease, 180s);
    EXPECT_EQ(settings.search.snapshot_path, "/etc/var/index.snapshot");
    EXPECT_EQ(settings.documents.spool.directory, "/etc/var");
    EXPECT_EQ(settings.documents.bytes_max, 300'000'000U);
    EXPECT_EQ(settings.documents.memory_max, 200'000'000U);
    ASSERT_TRUE(settings.documents.memory);
    EXPECT_TRUE(settings.documents.second_try);
    EXPECT_EQ(settings.documents.memory->taken(), 0U);
    EXPECT_EQ(settings.harvest.breaker.vanished_ratio, 0.5);
}

TEST(Settings, WhatTheYamlParserSaysIsSaidInFrench) {
    for (const char* const text :
         {"http: {listen: '127.0.0.1:1'\n", "roles: [api\n", "http:\n\tlisten: x\n", "a: b: c\n"}) {
        const std::string problem = problem_of(text);
        EXPECT_NE(problem.find("YAML incorrect : "), std::string::npos) << text << problem;
    }
    const std::string open = problem_of("roles: [api\n");
    EXPECT_TRUE(open.ends_with("YAML incorrect : un crochet n’est pas fermé\n")) << open;
    const std::string quote = problem_of("roles: 'api");
    EXPECT_TRUE(quote.ends_with("YAML incorrect : un guillemet n’est pas fermé\n")) << quote;
}

TEST(Settings, AnUnknownKeyIsNamedWithItsLineAndTheNearestOne) {
    EXPECT_EQ(
        problem_of("log:\n  level: info\nhttp:\n  lisen: 127.0.0.1:80\n"),
        "/etc/moisson/moisson.yaml:4 : clé inconnue « lisen » ; vouliez-vous dire « listen » ?\n"
    );
    EXPECT_EQ(
        problem_of("htpp: {}\n"),
        "/etc/moisson/moisson.yaml:1 : clé inconnue « htpp » ; vouliez-vous dire « http » ?\n"
    );
    EXPECT_EQ(problem_of("zebra: 1\n"), "/etc/moisson/moisson.yaml:1 : clé inconnue « zebra »\n");
}

TEST(Settings, EveryProblemIsTold) {
    const LoadedSettings loaded = parse_text("db:\n  pool: 900\n  migrate: peut-etre\n"
                                             "http:\n  idle_timeout: 30\n");
    ASSERT_EQ(loaded.problems.size(), 3U);
    EXPECT_EQ(loaded.problems[0].line, 2);
    EXPECT_EQ(loaded.problems[0].message, "db.pool : 1 à 64 attendu, 900 lu");
    EXPECT_EQ(loaded.problems[1].line, 3);
    EXPECT_NE(loaded.problems[2].message.find("une durée est attendue"), std::string::npos);
}

TEST(Settings, RefusesWrongShapes) {
    for (const char* const text :
         {"db: 5\n",
          "- a\n",
          "log: {level: loud}\n",
          "public_url: ftp://x/\n",
          "public_url: https://u:p@x/\n",
          "public_url: 'http://a/b?c'\n",
          "public_url: 'http://a/b#d'\n",
          "mail: {port: 0777}\n",
          "http: {listen: localhost:80}\n",
          "http: {listen: 127.0.0.1:99999}\n",
          "net: {allow: ['127.0.0.1']}\n",
          "http: {trusted_proxies: [nginx]}\n",
          "db: {pool: 1.5}\n",
          "db: {pool: [1]}\n",
          "roles: []\n",
          "roles: [cook]\n",
          "harvest: {lease: 100ms}\n",
          "db: {connection: ''}\n",
          "admin: {listen: 127.0.0.1:8080}\n",
          "http: {header_timeout: 1s\n",
          "db: {idle_in_transaction_timeout: 5min}\n",
          "http: {proxy: 'socks5://h:1'}\n",
          "site_name: caf\xe9\n",
          "site_name: \"a\\0b\"\n",
          "contact: \"a\\r\\nX: y\"\n"})
        EXPECT_FALSE(parse_text(text).ok()) << text;
}

TEST(Settings, AKeyTwiceIsAnError) {
    EXPECT_NE(
        problem_of("log: {level: info}\nlog: {level: debug}\n").find("deux fois"),
        std::string::npos
    );
}

TEST(Settings, ASecondDocumentIsAnError) {
    EXPECT_NE(
        problem_of("log: {level: info}\n---\nlog: {level: debug}\n")
            .find(":3 : un second document"),
        std::string::npos
    );
}

TEST(Settings, ATextAfterWhichYamlCppFindsDocumentsForEverIsAnError) {
    for (const char* text : {", a\n", "  , a\n  , b\n", "public_url: https://a.sn/\n--- , a\n"})
        EXPECT_FALSE(parse_text(text).ok()) << text;
}

TEST(Settings, MailIsSentWithAServerAndASender) {
    EXPECT_TRUE(parse_text("roles: [notify]\n").settings.has(Role::notify));
    EXPECT_FALSE(parse_text("mail: {host: mx.example}\n").settings.mail.sends());
    const LoadedSettings loaded = parse_text("mail: {host: mx.example, from: a@exemple.org}\n");
    EXPECT_TRUE(loaded.ok());
    EXPECT_TRUE(loaded.settings.mail.sends());
    EXPECT_NE(problem_of("mail: {from: nobody}\n").find("adresse électronique"), std::string::npos);
    EXPECT_FALSE(parse_text("mail: {password: secret}\n").ok()) << "a secret in the file";
}

TEST(Secrets, ComeFromTheEnvironmentOrAFileAndNeverFromTheText) {
    const Environment environment = [](const std::string& name) {
        return name == "PGPW" ? std::optional<std::string>("it's") : std::nullopt;
    };
    const LoadedSettings loaded = parse_text("db: {password: '${PGPW}'}\n", environment);
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    EXPECT_EQ(
        loaded.settings.db.options.conninfo,
        "host=/run/postgresql dbname=moisson password='it\\'s'"
    );
    EXPECT_FALSE(parse_text("db: {password: hunter2}\n", environment).ok());
    EXPECT_FALSE(parse_text("db: {password: '${MISSING}'}\n", environment).ok());
    EXPECT_FALSE(parse_text("db: {connection: 'host=x password=y'}\n", environment).ok());
    EXPECT_FALSE(parse_text("db: {connection: 'postgresql://u:p@h/d'}\n", environment).ok());
    EXPECT_TRUE(parse_text("db: {connection: 'postgresql://u@h:5432/d'}\n", environment).ok());
    const std::string file = ::testing::TempDir() + "moisson_secret";
    std::ofstream(file) << "from file\n";
    const LoadedSettings from_file =
        parse_text("db: {password_file: " + file + ", connection: 'postgresql://u@h/d'}\n");
    ASSERT_TRUE(from_file.ok()) << to_string(from_file.problems);
    EXPECT_EQ(
        from_file.settings.db.options.conninfo,
        "postgresql://u@h/d?password=%66%72%6F%6D%20%66%69%6C%65"
    );
    EXPECT_FALSE(parse_text("db: {password_file: /no/such/file}\n").ok());
    EXPECT_FALSE(parse_text("db: {password_file: /dev/zero}\n").ok());
    EXPECT_FALSE(parse_text("db: {password: '${file:/dev/zero}'}\n").ok());
}

TEST(Secrets, ThatEverybodyReadsAreWarnedOf) {
    const std::filesystem::path file = ::testing::TempDir() + "moisson_open_secret";
    std::ofstream(file) << "s\n";
    const std::string text = "db: {password_file: " + file.string() + "}\n";
    using std::filesystem::perms;
    std::filesystem::permissions(file, perms::owner_read | perms::group_read);
    EXPECT_TRUE(parse_text(text).warnings.empty());
    std::filesystem::permissions(file, perms::owner_read | perms::others_read);
    const LoadedSettings open = parse_text(text);
    EXPECT_TRUE(open.ok());
    ASSERT_EQ(open.warnings.size(), 1U);
    EXPECT_NE(open.warnings[0].message.find("peut être lu par tous"), std::string::npos);
    std::filesystem::permissions(file, perms::owner_read | perms::others_write);
    EXPECT_NE(parse_text(text).warnings.at(0).message.find("modifié"), std::string::npos);
    std::filesystem::remove(file);
}

TEST(Settings, WarnOfMoreConnectionsThanAProcessNeeds) {
    EXPECT_TRUE(parse_text("db: {pool: 8}\n").warnings.empty());
    const LoadedSettings many = parse_text("db: {pool: 9}\n");
    EXPECT_TRUE(many.ok());
    ASSERT_EQ(many.warnings.size(), 1U);
    EXPECT_TRUE(many.warnings[0].message.starts_with("db.pool : 9 connexions"));
}

// Read to its end, each of them would take for ever, or all the memory.
TEST(Files, OfTheConfigurationAreOrdinaryAndBounded) {
    const auto why = [](const std::filesystem::path& path) {
        const LoadedSettings loaded = load_settings(path, empty_environment());
        return loaded.problems.empty() ? std::string() : loaded.problems[0].message;
    };
    const std::filesystem::path folder = ::testing::TempDir() + "moisson_files";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    EXPECT_EQ(why(folder), "c'est un dossier, un fichier est attendu");
    EXPECT_EQ(why("/dev/zero"), "ce n'est pas un fichier ordinaire");
    EXPECT_EQ(why(folder / "absent"), "le fichier n'existe pas");
    const std::filesystem::path pipe = folder / "a.yaml";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(why(pipe), "ce n'est pas un fichier ordinaire");
    const LoadedPortals portals = load_portals(folder, PortalRules{{"ckan"}}, empty_environment());
    ASSERT_EQ(portals.problems.size(), 1U);
    EXPECT_EQ(portals.problems[0].message, "ce n'est pas un fichier ordinaire");
    const std::filesystem::path large = folder / "large";
    std::ofstream(large) << std::string(settings_file_bytes, '#');
    EXPECT_EQ(why(large), "");
    std::ofstream(large, std::ios::app) << '#';
    EXPECT_EQ(why(large), "le fichier est trop grand (4 Mio au plus)");
    std::filesystem::remove_all(folder);
}

TEST(Secrets, AreMaskedInTheDump) {
    const Environment environment = [](const std::string& name) {
        return name == "X" ? std::optional<std::string>("http://user:hunter2@proxy:3128")
                           : std::nullopt;
    };
    const LoadedSettings loaded =
        parse_text("db: {password: '${X}'}\nhttp: {proxy: '${X}'}\n", environment);
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    for (const std::string& dump :
         {dump_settings(loaded.settings), dump_settings_json(loaded.settings)}) {
        EXPECT_EQ(dump.find("hunter2"), std::string::npos);
        EXPECT_NE(dump.find("***"), std::string::npos);
        EXPECT_NE(dump.find("@proxy:3128"), std::string::npos);
    }
}

TEST(Proxies, AreReadFromTheEnvironmentUnlessToldOtherwise) {
    const Environment environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "https_proxy")
            return "http://proxy:3128";
        if (name == "NO_PROXY")
            return "localhost, .sn";
        return std::nullopt;
    };
    const LoadedSettings loaded = parse_text("", environment);
    EXPECT_EQ(loaded.settings.client.proxy_https, "http://proxy:3128");
    EXPECT_EQ(loaded.settings.client.no_proxy, (std::vector<std::string>{"localhost", ".sn"}));
    EXPECT_EQ(
        parse_text("http: {proxy_from_environment: false}", environment)
            .settings.client.proxy_https,
        ""
    );
    EXPECT_EQ(
        parse_text("http: {proxy: 'http://own:1'}", environment).settings.client.proxy_https,
        "http://own:1"
    );
}

} // namespace
} // namespace moisson::settings
