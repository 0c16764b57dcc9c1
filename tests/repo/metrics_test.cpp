// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of metrics in docs/exploitation.md against the program, both ways.
#include "repo/files.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

namespace moisson::repo {
namespace {

std::set<std::string> names_in(const std::string& text, const std::regex& pattern) {
    std::set<std::string> out;
    for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it)
        out.insert((*it)[1]);
    return out;
}

TEST(Metrics, TheTableNamesThemAll) {
    const std::regex made("(?:counter|gauge|histogram)\\(\\s*\"(moisson_[a-z0-9_]+)\"");
    const std::regex row("\\n\\| `(moisson_[a-z0-9_]+)`");
    std::set<std::string> in_code;
    std::set<std::string> in_table;
    for (const File& file : files()) {
        if (file.path.starts_with("daemon/app/") && file.path.ends_with(".cpp"))
            in_code.merge(names_in(file.text, made));
        if (file.path == "docs/exploitation.md")
            in_table = names_in(file.text, row);
    }
    EXPECT_GT(in_code.size(), 25U);
    EXPECT_EQ(in_code, in_table);
}

} // namespace
} // namespace moisson::repo
