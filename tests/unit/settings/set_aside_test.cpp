// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portals that are known and never harvested.
#include "settings/portals.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace moisson::settings {
namespace {

// As the files of a folder are read: what holds over all of them is checked too.
LoadedPortals load(const std::string& text) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("moisson-set-aside-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "a.yaml") << text;
    LoadedPortals out = load_portals(folder, PortalRules{{"ckan"}}, [](const std::string&) {
        return std::optional<std::string>();
    });
    std::filesystem::remove_all(folder);
    return out;
}

std::string portal(const std::string& key, const std::string& url, bool enabled = true) {
    return "  - {key: " + key + ", title: T, url: '" + url +
           "', sources: [{connector: ckan, url: '" + url +
           "', enabled: " + (enabled ? "true" : "false") + "}]}\n";
}

const std::string entry =
    "set_aside:\n"
    "  - key: bf-ancien\n    title: Ancien\n    url: https://data.exemple.bf\n"
    "    countries: [BF]\n    why: dead\n    software: ckan\n"
    "    endpoint: https://data.exemple.bf/api/3\n    note: Nom disparu.\n"
    "    confidence: high\n    as_of: 2026-08\n";

TEST(SetAside, IsReadWithAllItsKeys) {
    const LoadedPortals loaded = load("portals:\n" + portal("bf-a", "https://a.bf") + entry);
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    ASSERT_EQ(loaded.set_aside.size(), 1U);
    const SetAside& gone = loaded.set_aside.front();
    EXPECT_EQ(gone.key, "bf-ancien");
    EXPECT_EQ(gone.reason, SetAsideReason::dead);
    EXPECT_EQ(gone.countries, std::vector<std::string>{"BF"});
    EXPECT_EQ(gone.note, "Nom disparu.");
    EXPECT_EQ(gone.endpoint, "https://data.exemple.bf/api/3");
    EXPECT_EQ(gone.as_of, "2026-08");
    EXPECT_EQ(gone.confidence, "high");
}

TEST(SetAside, RefusesAnEnabledSourceAtADeadAddress) {
    for (const char* url :
         {"https://data.exemple.bf",
          "http://www.DATA.exemple.bf/",
          "https://data.exemple.bf/data"}) {
        const LoadedPortals loaded = load("portals:\n" + portal("bf-a", url) + entry);
        ASSERT_EQ(loaded.problems.size(), 1U) << url << to_string(loaded.problems);
        EXPECT_NE(loaded.problems.front().message.find("bf-ancien"), std::string::npos);
    }
    EXPECT_TRUE(load("portals:\n" + portal("bf-a", "https://data.exemple.bf", false) + entry).ok());
    EXPECT_TRUE(load("portals:\n" + portal("bf-a", "https://data.exemple.bf:8443") + entry).ok());
    EXPECT_TRUE(load("portals:\n" + portal("bf-a", "https://x.data.exemple.bf") + entry).ok());
}

TEST(SetAside, WithoutAConnectorBarsNothing) {
    std::string unread = entry;
    unread.replace(unread.find("why: dead"), 9, "why: no_connector");
    EXPECT_TRUE(load("portals:\n" + portal("bf-a", "https://data.exemple.bf") + unread).ok());
}

TEST(SetAside, IsAsStrictAsThePortals) {
    const std::string a = "portals:\n" + portal("bf-a", "https://a.bf");
    EXPECT_FALSE(load(a + entry + "    whi: dead\n").ok());
    EXPECT_FALSE(load(a + "set_aside: {}\n").ok());
    EXPECT_FALSE(load(a + "set_aside: [{key: X, url: 'https://x.bf'}]\n").ok());
    EXPECT_FALSE(load(a + "set_aside: [{key: x}]\n").ok());
    EXPECT_FALSE(load(a + "set_aside: [{key: x, url: 'https://x.bf', why: tired}]\n").ok());
    EXPECT_FALSE(load(a + "set_aside: [{key: x, url: 'https://x.bf', as_of: hier}]\n").ok());
    EXPECT_FALSE(load(a + "set_aside: [{key: bf-a, url: 'https://x.bf'}]\n").ok());
    const std::string twice = "{key: x, url: 'https://x.bf'}";
    EXPECT_FALSE(load(a + "set_aside: [" + twice + ", " + twice + "]\n").ok());
}

TEST(Portals, SayHowSureTheyAre) {
    const std::string text =
        "portals:\n  - {key: a, title: T, url: 'https://a.bf', confidence: low, "
        "as_of: 2026-08-22, sources: [{connector: ckan, url: 'https://a.bf'}]}\n";
    const LoadedPortals loaded = load(text);
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    EXPECT_EQ(loaded.portals.front().confidence, "low");
    EXPECT_EQ(loaded.portals.front().as_of, "2026-08-22");
}

} // namespace
} // namespace moisson::settings
