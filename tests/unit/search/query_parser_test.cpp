// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The query language, and that nothing makes it fail.
#include "core/limits.hpp"
#include "core/rng.hpp"
#include "search/query_parser.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::search {
namespace {

// "a|b" for OR, "-" excluded, "f:" field, quotes for phrases, "*" prefix.
std::string shape(std::string_view text) {
    std::string out;
    for (const QueryGroup& group : parse_query(text).groups) {
        out += out.empty() ? "" : " ";
        out += group.excluded ? "-" : "";
        for (std::size_t i = 0; i < group.items.size(); ++i) {
            const QueryItem& item = group.items[i];
            out += i > 0 ? "|" : "";
            out += item.shown.field.empty() ? "" : item.shown.field + ":";
            out += item.shown.phrase ? "\"" : "";
            for (std::size_t j = 0; j < item.words.size(); ++j)
                out += (j > 0 ? "+" : "") + item.words[j];
            out += item.shown.phrase ? "\"" : "";
            out += item.shown.prefix ? "*" : "";
        }
    }
    return out;
}

bool warns(std::string_view text, WarningKind kind) {
    const ParsedQuery parsed = parse_query(text);
    return std::any_of(
        parsed.warnings.begin(),
        parsed.warnings.end(),
        [kind](const Warning& warning) { return warning.kind == kind; }
    );
}

TEST(QueryParser, JoinsWordsByAnd) {
    EXPECT_EQ(shape("prix du riz "), "prix riz");
    EXPECT_EQ(shape("prix du ri"), "prix ri*");
}

TEST(QueryParser, ReadsOperators) {
    EXPECT_EQ(
        shape("\"plan local\" -paris titre:bus prod:insee "),
        "\"plan+local\" -paris titre:bus prod:insee"
    );
    EXPECT_EQ(shape("riz OU mil OR maïs prix "), "riz|mil|mais prix");
    EXPECT_EQ(shape("titre:\"eau potable\""), "titre:\"eau+potable\"");
    EXPECT_EQ(shape("ou est la mer "), "est mer");
}

TEST(QueryParser, ReadsWhatDoesNotParseAsWords) {
    EXPECT_EQ(shape("\"eau potable "), "eau potable");
    EXPECT_TRUE(warns("\"eau potable ", WarningKind::malformed_query));
    EXPECT_EQ(shape("OU riz "), "riz");
    EXPECT_TRUE(warns("riz OU", WarningKind::malformed_query));
    EXPECT_EQ(shape("https://data.gouv.ci/x "), "https+data+gouv+ci+x");
    EXPECT_EQ(shape("- -- \"\" : titre: "), "titre");
}

TEST(QueryParser, BoundsWhatItReads) {
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += "mot" + std::string(1, static_cast<char>('a' + i % 26)) + " ";
    std::size_t words = 0;
    for (const QueryGroup& group : parse_query(text).groups)
        words += group.items[0].words.size();
    EXPECT_EQ(words, limits::query_words);
    EXPECT_TRUE(warns(text, WarningKind::query_truncated));
    EXPECT_TRUE(warns(std::string(100'000, 'x'), WarningKind::query_truncated));
    EXPECT_TRUE(warns("de la", WarningKind::only_stop_words));
}

TEST(QueryParser, SaysThatThereIsNothingToSearch) {
    for (const char* const text :
         {"~", ",,", " - ", "\"", "\"\"", "\u00ab \u00bb", "titre:~", "OU", "l'"}) {
        const ParsedQuery parsed = parse_query(text);
        ASSERT_TRUE(parsed.empty()) << text;
        ASSERT_EQ(parsed.warnings.size(), 1U) << text;
        EXPECT_EQ(parsed.warnings[0].kind, WarningKind::no_words) << text;
    }
    EXPECT_EQ(parse_query("de la").warnings.size(), 1U);
    EXPECT_TRUE(parse_query("").warnings.empty());
    EXPECT_TRUE(parse_query(" \t").warnings.empty());
    EXPECT_TRUE(parse_query("~ riz").warnings.empty());
}

TEST(QueryParser, NeverFailsOnRandomBytes) {
    Rng rng(42);
    const std::string_view pieces = "\"\"-OU OR titre:prod: aé\xC3\xFF\0'.:";
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::uint64_t left = rng.below(40); left > 0; --left)
            text += rng.below(3) == 0 ? static_cast<char>(rng.below(256))
                                      : pieces[rng.below(pieces.size())];
        const ParsedQuery parsed = parse_query(text);
        for (const QueryGroup& group : parsed.groups) {
            ASSERT_FALSE(group.items.empty());
            for (const QueryItem& item : group.items)
                ASSERT_FALSE(item.words.empty());
        }
    }
}

} // namespace
} // namespace moisson::search
