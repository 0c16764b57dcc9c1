// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// config/moisson.yaml is the complete reference: every option, its default, its comment; and the
// dump is golden.
#include "settings/catalogue.hpp"
#include "settings/portals.hpp"
#include "settings/settings.hpp"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace moisson::settings {
namespace {

const std::string root = MOISSON_SOURCE_DIR;

Environment no_environment() {
    return [](const std::string&) { return std::optional<std::string>(); };
}

std::string content(const std::string& path) {
    std::ifstream in(path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void collect(const YAML::Node& node, const std::string& prefix, std::set<std::string>& names) {
    for (const auto& entry : node) {
        const std::string name = prefix + entry.first.Scalar();
        if (entry.second.IsMap())
            collect(entry.second, name + ".", names);
        else
            names.insert(name);
    }
}

TEST(ReferenceConfiguration, NamesEveryOption) {
    std::set<std::string> written;
    collect(YAML::LoadFile(root + "/config/moisson.yaml"), "", written);
    const std::vector<std::string> names = option_names();
    EXPECT_EQ(written, std::set<std::string>(names.begin(), names.end()));
}

TEST(ReferenceConfiguration, HoldsTheDefaults) {
    const LoadedSettings loaded = load_settings(root + "/config/moisson.yaml", no_environment());
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    const LoadedSettings defaults =
        parse_settings("", root + "/config/moisson.yaml", no_environment());
    EXPECT_EQ(dump_settings(loaded.settings), dump_settings(defaults.settings));
}

TEST(Dump, ReadsBackTheSame) {
    const std::string file = "/etc/moisson/moisson.yaml";
    const LoadedSettings first = parse_settings(
        "db: {pool: 3}\nnet: {allow: ['127.0.0.1:1', '[::1]:2']}\ncontact: 'a \"b\" : c'\n",
        file,
        no_environment()
    );
    ASSERT_TRUE(first.ok()) << to_string(first.problems);
    const std::string dump = dump_settings(first.settings);
    const LoadedSettings second = parse_settings(dump, file, no_environment());
    ASSERT_TRUE(second.ok()) << to_string(second.problems) << dump;
    EXPECT_EQ(dump_settings(second.settings), dump);
}

TEST(Dump, IsGolden) {
    const LoadedSettings loaded = parse_settings("", "/etc/moisson/moisson.yaml", no_environment());
    const std::string path = root + "/tests/golden/settings/dump.yaml";
    if (std::getenv("MOISSON_UPDATE_GOLDEN") != nullptr)
        std::ofstream(path) << dump_settings(loaded.settings);
    EXPECT_EQ(dump_settings(loaded.settings), content(path));
}

TEST(ShippedPortals, AreReadWithoutAProblem) {
    const LoadedPortals loaded = load_portals(
        root + "/config/portals",
        PortalRules{make_registry().kinds()},
        no_environment()
    );
    EXPECT_TRUE(loaded.ok()) << to_string(loaded.problems);
    // Every portal of the list is there once: described, or set aside.
    EXPECT_EQ(loaded.portals.size() + loaded.set_aside.size(), 302U);
    std::size_t enabled = 0;
    for (const Portal& portal : loaded.portals) {
        EXPECT_FALSE(portal.confidence.empty()) << portal.key;
        EXPECT_FALSE(portal.as_of.empty()) << portal.key;
        for (const Source& source : portal.sources)
            enabled += source.enabled ? 1 : 0;
    }
    EXPECT_EQ(enabled, 37U);
    std::map<std::string_view, int> reasons;
    for (const SetAside& entry : loaded.set_aside)
        ++reasons[to_string(entry.reason)];
    EXPECT_EQ(reasons["dead"], 22);
    EXPECT_EQ(reasons["alias"], 3);
}

// The licence of the list asks for it with every copy.
TEST(ShippedPortals, NameWhereTheyComeFrom) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(root + "/config/portals")) {
        if (entry.path().extension() != ".yaml")
            continue;
        ++files;
        const std::string text = content(entry.path().string());
        for (const char* words : {"SPDX-License-Identifier: CC-BY-4.0", "Common Data Index"})
            EXPECT_NE(text.find(words), std::string::npos) << entry.path() << ": " << words;
    }
    EXPECT_GT(files, 30U);
}

} // namespace
} // namespace moisson::settings
