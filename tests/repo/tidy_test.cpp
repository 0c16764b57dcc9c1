// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// House rules that a compiler does not know: headers, lengths, banned words, migrations.
#include "repo/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace moisson::repo {
namespace {

constexpr std::size_t file_lines_max = 400;
// Lines in a row that may stand in two places.
constexpr std::size_t same_lines_max = 16;

struct Banned {
    std::string text;
    // Paths that may use it.
    std::vector<std::string> allowed;
    std::string why;
};

// Written in two halves so that this file does not find itself.
const std::vector<Banned>& banned() {
    static const std::vector<Banned> list = {
        {std::string("std::") + "endl", {}, "flushes; write '\\n'"},
        {std::string("asio::") + "detached", {"daemon/async/"}, "every task has a parent"},
        {std::string("system_clock::") + "now", {"daemon/core/clock.cpp"}, "time is injected"},
        {std::string("#include <") + "random>",
         {"daemon/core/rng.hpp", "tests/", "bench/"},
         "randomness is injected"},
        {std::string("TO") + "DO", {}, "no promises in the tree"},
        {std::string("FIX") + "ME", {}, "no promises in the tree"},
        {std::string("GTEST_") + "SKIP", {}, "a skipped test proves nothing"},
        {std::string("DISABLED") + "_", {}, "a disabled test proves nothing"},
        {std::string("not ") + "implemented", {}, "no stubs"},
        {std::string("std::this_thread::") + "sleep_for",
         {"tests/", "bench/"},
         "nothing blocks a thread to wait"},
    };
    return list;
}

bool is_allowed(const Banned& rule, const File& file) {
    return std::any_of(rule.allowed.begin(), rule.allowed.end(), [&](const std::string& prefix) {
        return file.path.starts_with(prefix);
    });
}

TEST(Tidy, EveryCodeFileNamesItsLicence) {
    for (const File& file : files()) {
        if (!file.is_code())
            continue;
        EXPECT_TRUE(file.text.starts_with("// SPDX-FileCopyrightText: 2026 The Moisson authors\n"
                                          "// SPDX-License-Identifier: Apache-2.0\n")
        ) << file.path;
    }
}

TEST(Tidy, FilesHoldOneConceptWithinTheLength) {
    for (const File& file : files()) {
        if (file.is_code())
            EXPECT_LE(file.lines().size(), file_lines_max) << file.path;
    }
}

// The lines of a file that say something, without their indentation, and where each begins.
struct TellingLines {
    std::string path;
    std::string text;
    std::vector<std::size_t> begins = {0};
};

TellingLines telling_lines(const File& file) {
    TellingLines out;
    out.path = file.path;
    for (std::string_view line : file.lines()) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        // Brackets alone say nothing.
        if (line.size() <= 3 || line.starts_with("//") || line.starts_with("#include"))
            continue;
        out.text.append(line).append("\n");
        out.begins.push_back(out.text.size());
    }
    return out;
}

// What is written twice is mended once.
std::set<std::string> written_twice(const std::vector<TellingLines>& list) {
    constexpr std::size_t window = same_lines_max + 1;
    std::unordered_map<std::string_view, std::string_view> seen;
    std::set<std::string> twice;
    for (const TellingLines& one : list) {
        const std::string_view text = one.text;
        for (std::size_t i = 0; i + window < one.begins.size(); ++i) {
            const std::size_t begin = one.begins[i];
            const auto [known, fresh] =
                seen.emplace(text.substr(begin, one.begins[i + window] - begin), one.path);
            if (!fresh)
                twice.insert(std::string(known->second) + " and " + one.path);
        }
    }
    return twice;
}

TEST(Tidy, NothingLongIsWrittenTwice) {
    std::vector<TellingLines> product;
    for (const File& file : files())
        if (file.is_code() &&
            (file.path.starts_with("daemon/") || file.path.starts_with("connectors/")))
            product.push_back(telling_lines(file));
    EXPECT_GT(product.size(), 200U);
    for (const std::string& pair : written_twice(product))
        ADD_FAILURE() << "more than " << same_lines_max << " lines are the same in " << pair;
}

TEST(Tidy, FindsWhatIsWrittenTwice) {
    std::string lines;
    for (int i = 0; i < 20; ++i)
        lines += "    statement_" + std::to_string(i) + "();\n";
    const File first{"a.cpp", "// one\n{\n" + lines + "}\n"};
    const File second{"b.cpp", "void f() {\n" + lines + "}\n"};
    const File short_one{"c.cpp", lines.substr(0, lines.size() / 2)};
    EXPECT_EQ(
        written_twice({telling_lines(first), telling_lines(second)}),
        std::set<std::string>{"a.cpp and b.cpp"}
    );
    EXPECT_TRUE(written_twice({telling_lines(first), telling_lines(short_one)}).empty());
}

bool is_script(const File& file) {
    return file.path.ends_with(".py") || file.path.ends_with(".sh") || file.path == ".ci/run";
}

// Scripts are read as often as the code: so are the rules that need no compiler.
TEST(Tidy, ScriptsAndBuildFilesKeepTheRulesOfCode) {
    const std::string promise = std::string("TO") + "DO";
    std::size_t scripts = 0;
    for (const File& file : files()) {
        const bool build = file.path.ends_with("CMakeLists.txt") || file.path.ends_with(".cmake") ||
                           file.path == "Makefile";
        if (!is_script(file) && !build)
            continue;
        const std::string head = file.text.substr(0, 200);
        EXPECT_NE(head.find("# SPDX-License-Identifier: Apache-2.0\n"), head.npos) << file.path;
        if (!is_script(file))
            continue;
        ++scripts;
        EXPECT_LE(file.lines().size(), file_lines_max) << file.path;
        // A word of a catalogue, quoted.
        if (file.path != "tests/oracles/dcat_round_trip.py")
            EXPECT_EQ(file.text.find(promise), file.text.npos) << file.path;
        EXPECT_EQ(file.text.find(std::string("FIX") + "ME"), file.text.npos) << file.path;
        EXPECT_EQ(file.text.find(std::string("NotImplemented") + "Error"), file.text.npos)
            << file.path;
    }
    EXPECT_GT(scripts, 20U);
}

TEST(Tidy, HeadersAreGuarded) {
    for (const File& file : files()) {
        if (file.path.ends_with(".hpp"))
            EXPECT_NE(file.text.find("#pragma once"), std::string::npos) << file.path;
    }
}

TEST(Tidy, NoBannedWord) {
    for (const File& file : files()) {
        if (!file.is_code() || file.path.starts_with("tests/repo/"))
            continue;
        for (const Banned& rule : banned()) {
            if (is_allowed(rule, file))
                continue;
            EXPECT_EQ(file.text.find(rule.text), std::string::npos)
                << file.path << " uses " << rule.text << ": " << rule.why;
        }
    }
}

TEST(Tidy, NoUsingNamespaceInHeaders) {
    const std::regex pattern(R"(\n\s*using\s+namespace\s)");
    for (const File& file : files()) {
        if (file.path.ends_with(".hpp"))
            EXPECT_FALSE(std::regex_search(file.text, pattern)) << file.path;
    }
}

TEST(Tidy, NoFailureIsSwallowed) {
    const std::regex pattern(R"(catch\s*\(\s*\.\.\.\s*\)\s*\{\s*\})");
    for (const File& file : files()) {
        if (file.is_code())
            EXPECT_FALSE(std::regex_search(file.text, pattern)) << file.path;
    }
}

TEST(Tidy, EverySourceFileBelongsToATarget) {
    std::string lists;
    for (const File& file : files())
        if (file.path.ends_with("CMakeLists.txt") || file.path.ends_with(".cmake"))
            lists += file.text;
    for (const File& file : files()) {
        if (!file.path.ends_with(".cpp"))
            continue;
        const std::string name = file.path.substr(file.path.rfind('/') + 1);
        EXPECT_NE(lists.find(name), std::string::npos) << file.path << " is built by nobody";
    }
}

TEST(Tidy, MigrationsAreNumberedOnceWithoutGaps) {
    std::set<int> numbers;
    for (const File& file : files()) {
        constexpr std::string_view folder = "sql/migrations/";
        if (!file.path.starts_with(folder))
            continue;
        const std::string name = file.path.substr(folder.size());
        ASSERT_TRUE(std::regex_match(name, std::regex(R"(\d{4}_[a-z0-9_]+\.sql)"))) << name;
        EXPECT_TRUE(numbers.insert(std::stoi(name.substr(0, 4))).second) << name;
    }
    ASSERT_FALSE(numbers.empty());
    EXPECT_EQ(*numbers.begin(), 1);
    EXPECT_EQ(*numbers.rbegin(), static_cast<int>(numbers.size()));
}

// What is only true of the machine it was written on stays out of the tree.
TEST(Tidy, NoPathOfADevelopersMachine) {
    const std::vector<std::string> paths = {
        std::string("/wo") + "rk/main",
        std::string("/wo") + "rk/shared",
        std::string("/tmp/") + "bash_jobs"};
    for (const File& file : files())
        for (const std::string& path : paths)
            EXPECT_EQ(file.text.find(path), std::string::npos) << file.path;
}

} // namespace
} // namespace moisson::repo
