// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The documents: one title each, links that lead somewhere, decisions numbered once.
#include "core/code.hpp"
#include "repo/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace moisson::repo {
namespace {

// Markdown without its fenced code blocks.
std::string prose(const File& file) {
    std::string out;
    bool code = false;
    for (const std::string_view line : file.lines()) {
        if (line.starts_with("```"))
            code = !code;
        else if (!code)
            out.append(line).append("\n");
    }
    return out;
}

TEST(Documents, HaveExactlyOneTitle) {
    for (const File& file : files()) {
        if (!file.path.ends_with(".md"))
            continue;
        const std::string text = "\n" + prose(file);
        const std::regex title("\n# [^\n]");
        const auto count = std::distance(
            std::sregex_iterator(text.begin(), text.end(), title),
            std::sregex_iterator()
        );
        EXPECT_EQ(count, 1) << file.path;
    }
}

TEST(Documents, LinksLeadToFiles) {
    const std::regex link(R"(\]\(([^)#\s]+)(#[^)]*)?\))");
    for (const File& file : files()) {
        if (!file.path.ends_with(".md"))
            continue;
        const std::string text = prose(file);
        for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
            const std::string target = (*it)[1];
            if (target.find("://") != std::string::npos || target.starts_with("mailto:"))
                continue;
            const auto path = (root() / file.path).parent_path() / target;
            EXPECT_TRUE(std::filesystem::exists(path)) << file.path << " -> " << target;
        }
    }
}

TEST(Documents, DecisionsAreNumberedOnceAndSaySo) {
    std::set<std::string> numbers;
    for (const File& file : files()) {
        constexpr std::string_view folder = "docs/adr/";
        if (!file.path.starts_with(folder))
            continue;
        const std::string name = file.path.substr(folder.size());
        ASSERT_TRUE(std::regex_match(name, std::regex(R"(\d{4}-[a-z0-9-]+\.md)"))) << name;
        EXPECT_TRUE(numbers.insert(name.substr(0, 4)).second) << name;
        for (const char* section :
             {"Status", "Context", "Decision", "Consequences", "What would change our mind"})
            EXPECT_NE(file.text.find(section), std::string::npos) << name << " lacks " << section;
    }
    EXPECT_FALSE(numbers.empty());
}

TEST(Documents, EveryCodeIsDocumented) {
    std::ifstream in(root() / "docs/codes.md");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    for (const Code code : all_codes())
        EXPECT_NE(text.find("`" + std::string(to_string(code)) + "`"), std::string::npos)
            << to_string(code);
}

constexpr std::string_view name_letters = "abcdefghijklmnopqrstuvwxyz0123456789_";

// A code that nothing names is a promise of the documentation that nobody keeps.
TEST(Documents, EveryCodeIsUsedByTheProduct) {
    std::string list;
    std::string product;
    for (const File& file : files()) {
        const bool ours = file.path.starts_with("daemon/") || file.path.starts_with("connectors/");
        if (file.path == "daemon/core/code.hpp")
            list = file.text;
        else if (ours && file.is_code())
            product += file.text;
    }
    // By hand: std::regex takes seconds over six megabytes.
    std::set<std::string> named;
    constexpr std::string_view prefix = "Code::";
    for (std::size_t at = product.find(prefix); at != product.npos; at = product.find(prefix, at)) {
        at += prefix.size();
        const std::size_t stop =
            std::min(product.find_first_not_of(name_letters, at), product.size());
        named.insert(product.substr(at, stop - at));
    }
    const std::regex entry(R"(MOISSON_CODE\((\w+), ")");
    std::size_t codes = 0;
    for (std::sregex_iterator it(list.begin(), list.end(), entry), end; it != end; ++it, ++codes)
        EXPECT_TRUE(named.contains((*it)[1].str())) << (*it)[1].str();
    EXPECT_EQ(codes, all_codes().size());
}

// docs/plaintes.md: 45 complaints in their order; each names tests that exist, or the issue that
// will answer it.
TEST(Documents, ComplaintsNameTestsThatExist) {
    std::set<std::string> tests;
    const std::regex test(R"(\nTEST(_F|_P)?\(\s*(\w+),\s*(\w+)\s*\))");
    for (const File& file : files()) {
        if (!file.path.starts_with("tests/") || !file.is_code())
            continue;
        for (std::sregex_iterator it(file.text.begin(), file.text.end(), test), end; it != end;
             ++it)
            tests.insert((*it)[2].str() + "." + (*it)[3].str());
    }
    std::ifstream in(root() / "docs/plaintes.md");
    const std::regex row(R"(\| (\d+) \|.*\|.*\|(.*)\|)");
    const std::regex name(R"(`(\w+\.\w+)`)");
    int complaints = 0;
    for (std::string line; std::getline(in, line);) {
        std::smatch parts;
        if (!std::regex_match(line, parts, row))
            continue;
        EXPECT_EQ(std::stoi(parts[1]), ++complaints);
        const std::string named = parts[2];
        std::sregex_iterator it(named.begin(), named.end(), name);
        const std::sregex_iterator end;
        EXPECT_TRUE(it != end || line.find("Pas encore : issue ") != line.npos) << line;
        for (; it != end; ++it)
            EXPECT_TRUE(tests.contains((*it)[1])) << complaints << ": " << (*it)[1];
    }
    EXPECT_EQ(complaints, 45);
}

} // namespace
} // namespace moisson::repo
