// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Holds the house: a room includes rooms of lower floors only (docs/architecture.md).
#include "repo/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace moisson::repo {
namespace {

// Room -> floor. A room of the tree that is missing here is an error.
const std::map<std::string, int, std::less<>> floors = {
    {"core", 0},      {"text", 1},     {"i18n", 1},      {"model", 1},   {"routes", 1},
    {"telemetry", 1}, {"async", 2},    {"rdf", 2},       {"dcat", 3},    {"net", 3},
    {"store", 3},     {"kit", 4},      {"normalise", 4}, {"cluster", 4}, {"search", 4},
    {"render", 4},    {"views", 5},    {"harvest", 5},   {"detect", 5},  {"monitor", 5},
    {"alert", 5},     {"notify", 5},   {"api", 6},       {"pages", 6},   {"settings", 7},
    {"ckan_api", 6},  {"opendata", 7}, {"access", 7},    {"app", 8},     {"cli", 8},
};

// Floor of the connectors; they see the toolbox and what it stands on, nothing else.
constexpr int connector_floor = 5;
const std::set<std::string, std::less<>> connector_may_include =
    {"core", "text", "model", "telemetry", "async", "rdf", "dcat", "net", "kit"};

// These meet in PostgreSQL only.
const std::set<std::string, std::less<>> strangers = {"harvest", "monitor", "alert", "notify"};

std::string room_of(std::string_view path) {
    for (const std::string_view top : {"daemon/", "connectors/"})
        if (path.starts_with(top)) {
            path.remove_prefix(top.size());
            const auto slash = path.find('/');
            return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
        }
    return {};
}

// The room named by `#include "room/..."`, empty for anything else.
std::string included_room(std::string_view line) {
    constexpr std::string_view directive = "#include \"";
    if (!line.starts_with(directive))
        return {};
    line.remove_prefix(directive.size());
    const auto slash = line.find('/');
    return slash == std::string_view::npos ? "" : std::string(line.substr(0, slash));
}

std::string fault(const File& file, std::string_view line) {
    const std::string from = room_of(file.path);
    const std::string to = included_room(line);
    if (from.empty() || to.empty() || from == to)
        return {};
    const bool connector = file.path.starts_with("connectors/") && from != "kit";
    const auto target = floors.find(to);
    // A connector is known by those who put the house together, and by no other connector.
    if (target == floors.end())
        return from == "app" || from == "cli" || from == "settings" ? "" : "unknown room";
    if (connector)
        return connector_may_include.contains(to) ? "" : "a connector may not see this room";
    if (strangers.contains(from) && strangers.contains(to))
        return "these rooms meet in PostgreSQL only";
    const auto floor = floors.find(from);
    if (floor == floors.end())
        return "room without a floor";
    return target->second < floor->second ? "" : "arrow goes up or sideways";
}

TEST(Floors, EveryRoomHasAFloor) {
    for (const File& file : files()) {
        const std::string room = room_of(file.path);
        if (room.empty() || file.path.starts_with("connectors/"))
            continue;
        EXPECT_TRUE(floors.contains(room)) << file.path;
    }
}

// "| `daemon/app`, `daemon/cli` | 8 | ...": the rows of docs/architecture.md.
bool is_told(std::string_view architecture, const std::string& place, int floor) {
    while (!architecture.empty()) {
        const std::string_view line = architecture.substr(0, architecture.find('\n'));
        architecture.remove_prefix(std::min(line.size() + 1, architecture.size()));
        const std::string level = " | " + std::to_string(floor) + " |";
        const auto end = line.find(level);
        if (line.starts_with("| `") && end != std::string_view::npos &&
            line.substr(0, end).find("`" + place + "`") != std::string_view::npos)
            return true;
    }
    return false;
}

TEST(Floors, EveryRoomStandsInTheArchitecture) {
    std::string architecture;
    std::set<std::string> connectors;
    for (const File& file : files()) {
        if (file.path == "docs/architecture.md")
            architecture = file.text;
        const std::string room = room_of(file.path);
        if (file.path.starts_with("connectors/") && !room.empty() && room != "kit")
            connectors.insert(room);
    }
    for (const auto& [room, floor] : floors) {
        const std::string place = (room == "kit" ? "connectors/" : "daemon/") + room;
        EXPECT_TRUE(is_told(architecture, place, floor)) << place;
        EXPECT_FALSE(is_told(architecture, place, floor + 1)) << place;
    }
    for (const std::string& connector : connectors)
        EXPECT_TRUE(is_told(architecture, "connectors/" + connector, connector_floor)) << connector;
}

TEST(Floors, ArrowsGoDownOnly) {
    for (const File& file : files()) {
        if (!file.is_code())
            continue;
        for (const std::string_view line : file.lines())
            EXPECT_EQ(fault(file, line), "") << file.path << ": " << line;
    }
}

TEST(Floors, TheRuleFindsAnArrowThatGoesUp) {
    const File low{"daemon/model/x.hpp", ""};
    EXPECT_NE(fault(low, "#include \"store/database.hpp\""), "");
    const File connector{"connectors/ckan/x.cpp", ""};
    EXPECT_NE(fault(connector, "#include \"store/database.hpp\""), "");
    EXPECT_NE(fault(connector, "#include \"harvest/engine.hpp\""), "");
    EXPECT_NE(fault(connector, "#include \"udata/wire.hpp\""), "");
    EXPECT_EQ(fault(connector, "#include \"net/http_client.hpp\""), "");
    const File harvest{"daemon/harvest/x.cpp", ""};
    EXPECT_NE(fault(harvest, "#include \"monitor/x.hpp\""), "");
    static_assert(connector_floor == 5);
}

// The portal simulator judges our client and our parsers: it is made of none of them.
TEST(Floors, TheSimulatorStandsApart) {
    std::string built;
    std::set<std::string> rooms;
    for (const File& file : files()) {
        rooms.insert(room_of(file.path));
        if (file.path == "tests/portals/CMakeLists.txt")
            built = file.text;
        if (!file.path.starts_with("tests/portals/") || !file.is_code())
            continue;
        for (const std::string_view line : file.lines()) {
            const std::string room = included_room(line);
            EXPECT_TRUE(room.empty() || room == "portals") << file.path << ": " << line;
        }
    }
    rooms.erase("");
    ASSERT_TRUE(rooms.contains("net"));
    ASSERT_NE(built.find("target_link_libraries(moisson_portals"), std::string::npos);
    for (const std::string& room : rooms)
        EXPECT_FALSE(std::regex_search(built, std::regex("moisson_" + room + "\\b"))) << room;
}

// Libraries that one room hides from all others.
TEST(Floors, HiddenLibrariesStayInTheirRoom) {
    const std::map<std::string, std::set<std::string>> owners = {
        {"#include <pqxx", {"store"}},
        {"#include <libpq-fe", {"store"}},
        {"#include <yaml-cpp", {"settings", "search"}},
        {"#include <ares", {"net"}},
        {"#include <libstemmer", {"search"}},
        {"#include <CLI/", {"app", "cli"}},
        {"#include <systemd", {"app", "telemetry"}},
        {"#include <kainjow", {"render"}},
    };
    for (const File& file : files()) {
        const std::string room = room_of(file.path);
        if (room.empty() || !file.is_code())
            continue;
        for (const auto& [directive, rooms] : owners) {
            if (rooms.contains(room))
                continue;
            EXPECT_EQ(file.text.find(directive), std::string::npos)
                << file.path << " includes " << directive;
        }
    }
}

} // namespace
} // namespace moisson::repo
