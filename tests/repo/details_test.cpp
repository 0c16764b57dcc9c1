// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the sources say in English reaches readers in French: every phrase given with a Code has its
// words in daemon/i18n/details_fr.inc. And an event is logged in one place.
#include "i18n/details.hpp"
#include "i18n/people_labels.hpp"
#include "repo/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace moisson::repo {
namespace {

// End of the string literal that begins at `at`.
std::size_t end_of_literal(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\')
            ++at;
    return at + 1;
}

// `text` cut at every `separator` outside of strings and brackets.
std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        std::size_t end = at + 1;
        if (c == '"')
            end = std::min(end_of_literal(text, at), text.size());
        depth += c == '(' || c == '{' || c == '[' ? 1 : c == ')' || c == '}' || c == ']' ? -1 : 0;
        if (c == separator && depth == 0)
            parts.emplace_back();
        else
            parts.back() += text.substr(at, end - at);
        at = end;
    }
    for (std::string& part : parts) {
        const std::size_t first = part.find_first_not_of(" \n");
        part =
            first == part.npos ? "" : part.substr(first, part.find_last_not_of(" \n") - first + 1);
    }
    return parts;
}

// What the brackets that open at `at` hold.
std::string inside(std::string_view text, std::size_t at) {
    int depth = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
        if (text[i] == '"')
            i = end_of_literal(text, i) - 1;
        else if (text[i] == '(')
            ++depth;
        else if (text[i] == ')' && --depth == 0)
            return std::string(text.substr(at + 1, i - at - 1));
    }
    return {};
}

// "a" "b" -> ab
std::string literals(std::string_view text) {
    std::string out;
    for (std::size_t at = text.find('"'); at != text.npos; at = text.find('"', at)) {
        const std::size_t end = end_of_literal(text, at);
        out += text.substr(at + 1, end - at - 2);
        at = end;
    }
    return out;
}

// An argument as the phrases it may become, 7 in the place of what the program fills in.
std::vector<std::string> phrases_of(const std::string& argument) {
    if (argument.starts_with("fmt::format(")) {
        const std::string format = literals(split(inside(argument, 11), ',').front());
        return {std::regex_replace(format, std::regex(R"(\{[^}]*\})"), "7")};
    }
    std::vector<std::string> phrases;
    if (argument.find(" ? ") != argument.npos) {
        for (const std::string& choice : split(argument, '?'))
            for (const std::string& side : split(choice, ':'))
                if (side.starts_with("\""))
                    phrases.push_back(literals(side));
        return phrases;
    }
    const std::vector<std::string> terms = split(argument, '+');
    std::string phrase;
    bool any = false;
    for (const std::string& term : terms) {
        any = any || term.starts_with("\"");
        phrase += term.starts_with("\"") ? literals(term) : "7";
    }
    if (any)
        phrases.push_back(std::move(phrase));
    return phrases;
}

std::set<std::string> phrases_in(const std::string& text) {
    std::set<std::string> out;
    for (std::size_t at = text.find("Code::"); at != text.npos; at = text.find("Code::", at + 6)) {
        const std::size_t before = text.find_last_not_of(" \n", at - 1);
        if (before == text.npos || text[before] != '(')
            continue;
        const std::vector<std::string> arguments = split(inside(text, before), ',');
        for (std::size_t i = 1; i < arguments.size(); ++i)
            for (const std::string& phrase : phrases_of(arguments[i]))
                if (std::any_of(phrase.begin(), phrase.end(), [](unsigned char c) {
                        return std::isalpha(c) != 0;
                    }))
                    out.insert(phrase);
    }
    return out;
}

bool is_product(const File& file) {
    const bool in_a_room = file.path.starts_with("daemon/") || file.path.starts_with("connectors/");
    // Readers of RDF report to the connectors, which have not spoken to people yet.
    return in_a_room && file.path.ends_with(".cpp") && !file.path.starts_with("daemon/rdf/") &&
           !file.path.starts_with("daemon/i18n/");
}

TEST(Details, OfEveryErrorAndIssueHaveFrenchWords) {
    std::size_t count = 0;
    for (const File& file : files()) {
        if (!is_product(file))
            continue;
        for (const std::string& phrase : phrases_in(file.text)) {
            ++count;
            EXPECT_TRUE(i18n::knows_detail(phrase))
                << file.path << ": add \"" << phrase << "\" to daemon/i18n/details_fr.inc";
        }
    }
    EXPECT_GT(count, 150U) << "the sources are no longer read";
}

TEST(Details, AreFoundHoweverTheyAreWritten) {
    EXPECT_EQ(
        phrases_in(
            R"(f(Code::a, "one " + std::to_string(n) + " two"); Error(Code::b, x ? "yes" : "no");
            g(Code::c, Stage::d, fmt::format("{} of "
                "{:.1f}", a, b)); h(Code::e, name(x, "key")); i(Code::f, Stage::g, other);)"
        ),
        (std::set<std::string>{"one 7 two", "yes", "no", "7 of 7"})
    );
}

TEST(Logs, EachEventIsWrittenInOneFile) {
    const std::regex call(R"re((?:info|warning|error)\(\s*"([^"]+)")re");
    std::map<std::string, std::set<std::string>> places;
    for (const File& file : files())
        if (is_product(file))
            for (std::sregex_iterator it(file.text.begin(), file.text.end(), call), end; it != end;
                 ++it)
                places[(*it)[1]].insert(file.path);
    EXPECT_GT(places.size(), 20U);
    for (const auto& [event, where] : places)
        EXPECT_EQ(where.size(), 1U)
            << '"' << event << "\" is logged by " << *where.begin() << " and " << *where.rbegin();
}

// Deeds of people are named in the sources of store as "thing.done"; what nobody did has no author.
TEST(Details, EveryDeedOfTheAuditLogHasItsWords) {
    const std::regex deed(
        "[\"'](?:alerts?|overlay|person|run|silence|source|subscription|takedown|token|webhook)"
        "\\.[a-z]+[\"']"
    );
    const std::set<std::string> of_nobody = {"source.revived", "source.suspended"};
    std::set<std::string> found;
    for (const File& file : files())
        if (file.path.starts_with("daemon/store/") && file.path.ends_with(".cpp"))
            for (std::sregex_iterator at(file.text.begin(), file.text.end(), deed), end; at != end;
                 ++at)
                found.insert(at->str().substr(1, at->str().size() - 2));
    for (const char* const done : {"acked", "snoozed", "unacked"})
        found.insert(std::string("alert.") + done);
    EXPECT_GE(found.size(), 18U);
    for (const std::string& action : found)
        if (!of_nobody.contains(action))
            EXPECT_NE(i18n::audit_action_label(action), action);
}

} // namespace
} // namespace moisson::repo
