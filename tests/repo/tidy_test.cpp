// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// House rules that a compiler does not know: headers, lengths, banned words, migrations.
#include "repo/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
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
// From the line that opens its body to the one that closes it.
constexpr std::size_t function_lines_max = 70;
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

// What stands in raw strings may look like code: its lines alone are left, deeper than any code.
std::string without_raw_strings(std::string_view text) {
    constexpr std::size_t delimiter_max = 16;
    const std::string line = "\n" + std::string(100, ' ');
    std::string out;
    std::size_t done = 0;
    std::size_t at = 0;
    while ((at = text.find("R\"", at)) != text.npos) {
        const bool in_a_word =
            at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;
        at += 2;
        const std::size_t open = text.find_first_of("( )\\\"\n", at);
        if (in_a_word || open == text.npos || text[open] != '(' || open - at > delimiter_max)
            continue;
        const std::string close = ")" + std::string(text.substr(at, open - at)) + "\"";
        const std::size_t end = std::min(text.find(close, open), text.size());
        out += text.substr(done, open - done);
        for (const char c : text.substr(open, end - open))
            if (c == '\n')
                out += line;
        done = end;
        at = end;
    }
    out += text.substr(done);
    return out;
}

std::size_t indent_of(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

// As clang-format leaves it, a brace alone on its line closes a function or a part of one (types
// and values end in "};", namespaces in a comment) at the indentation of what it belongs to.
std::vector<std::string> long_functions(const File& file) {
    const File code{file.path, without_raw_strings(file.text)};
    const std::vector<std::string_view> lines = code.lines();
    std::vector<std::string> found;
    for (std::size_t end = 1; end < lines.size(); ++end) {
        const std::size_t indent = indent_of(lines[end]);
        if (lines[end].substr(indent) != "}")
            continue;
        const auto belongs = [&](std::string_view line) {
            return !line.empty() && line.front() != '#' && indent_of(line) <= indent;
        };
        std::size_t begin = end - 1;
        while (begin > 0 && !belongs(lines[begin]))
            --begin;
        // A constructor gives its members their values first.
        while (begin < end && !lines[begin].ends_with('{'))
            ++begin;
        if (end - begin + 1 > function_lines_max)
            found.push_back(file.path + ":" + std::to_string(begin + 1));
    }
    return found;
}

TEST(Tidy, FunctionsAreShort) {
    for (const File& file : files())
        if (file.is_code())
            for (const std::string& where : long_functions(file))
                ADD_FAILURE() << where << " is longer than " << function_lines_max << " lines";
}

TEST(Tidy, FindsAFunctionThatIsTooLong) {
    const auto statements = [](std::size_t count, const std::string& indent) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i)
            out += indent + "act();\n";
        return out;
    };
    const auto found = [](const std::string& text) { return long_functions(File{"a.cpp", text}); };
    using Places = std::vector<std::string>;
    const std::string fits = statements(function_lines_max - 2, "    ");
    const std::string too_long = fits + "    act();\n";
    EXPECT_EQ(found("void f() {\n" + fits + "}\n"), Places{});
    EXPECT_EQ(found("\nvoid f() {\n" + too_long + "}\n"), Places{"a.cpp:2"});
    EXPECT_EQ(found("void f(\n    int a\n) {\n" + too_long + "}\n"), Places{"a.cpp:3"});
    EXPECT_EQ(found("A::A()\n    : a_(1) {\n" + too_long + "}\n"), Places{"a.cpp:2"});
    EXPECT_EQ(found("A::A()\n    : a_(1) {\n" + fits + "}\n"), Places{});
    const std::string inside = statements(function_lines_max - 1, "        ");
    EXPECT_EQ(found("class A {\npublic:\n    A() {\n" + inside + "    }\n};\n"), Places{"a.cpp:3"});
    // A type is as long as its functions are many, a table as its rows.
    EXPECT_EQ(found("class A {\n" + too_long + too_long + "};\n"), Places{});
    EXPECT_EQ(found("namespace a {\n" + too_long + "} // namespace a\n"), Places{});
    // Neither a preprocessor's line nor a raw string ends a function or begins one.
    EXPECT_EQ(found("void f() {\n#if A\n" + too_long + "#endif\n}\n"), Places{"a.cpp:1"});
    EXPECT_EQ(found("void f() {\n    a(R\"(\n}\n)\");\n" + too_long + "}\n"), Places{"a.cpp:1"});
    EXPECT_EQ(found("auto a = R\"x(\nvoid f() {\n" + too_long + "}\n)x\";\n"), Places{});
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
