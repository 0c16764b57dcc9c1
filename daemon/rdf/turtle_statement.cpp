// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Cutting and closing of broken statements.
#include "rdf/turtle_statement.hpp"

#include "core/assert.hpp"

namespace moisson::rdf::turtle {

namespace {

bool is_term(TokenKind kind) {
    return kind == TokenKind::iri || kind == TokenKind::name || kind == TokenKind::blank;
}

bool opens(const Statement& statement, std::size_t index) {
    return statement.is(index, '[') || statement.is(index, '(');
}
bool closes(const Statement& statement, std::size_t index) {
    return statement.is(index, ']') || statement.is(index, ')');
}
bool separates(const Statement& statement, std::size_t index) {
    return statement.is(index, ';') || statement.is(index, ',');
}

Statement begun_like(const Statement& statement) {
    Statement piece;
    piece.graph = statement.graph;
    piece.line = statement.line;
    return piece;
}

// Terms before the first separator outside brackets.
std::size_t leading_terms(const Statement& statement) {
    std::size_t terms = 0;
    int depth = 0;
    for (std::size_t i = 0; i < statement.words.size(); ++i) {
        if (depth == 0 && separates(statement, i))
            return terms;
        const TokenKind kind = statement.words[i].kind;
        const bool part = kind == TokenKind::language || kind == TokenKind::datatype ||
                          (i > 0 && statement.words[i - 1].kind == TokenKind::datatype);
        depth -= closes(statement, i) ? 1 : 0;
        if (depth == 0 && !part && !closes(statement, i))
            ++terms;
        depth += opens(statement, i) ? 1 : 0;
    }
    return terms;
}

} // namespace

std::string_view Statement::word(std::size_t index) const {
    MOISSON_ASSERT(index < words.size());
    return std::string_view(text).substr(words[index].begin, words[index].end - words[index].begin);
}

bool Statement::is(std::size_t index, char mark) const {
    return words[index].kind == TokenKind::punctuation && text[words[index].begin] == mark;
}

void Statement::add(std::string_view word, TokenKind kind, bool opens_line) {
    // A language tag and a datatype cling to their string.
    if (!words.empty() && kind != TokenKind::language && kind != TokenKind::datatype &&
        words.back().kind != TokenKind::datatype)
        text += ' ';
    words.push_back(Word{text.size(), text.size() + word.size(), kind, opens_line});
    text += word;
}

void Statement::add_words(const Statement& other, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i)
        add(other.word(i), other.words[i].kind, other.words[i].opens_line);
}

void Statement::clear() {
    text.clear();
    words.clear();
    line = 0;
}

void Statement::append_to(std::string& out) const {
    out += text;
    out += " .\n";
}

std::string_view Statement::plain_subject() const {
    return !words.empty() && is_term(words.front().kind) ? word(0) : std::string_view{};
}

std::size_t terms_of_line(const Statement& statement) {
    const auto& words = statement.words;
    const auto is = [&](std::size_t i, TokenKind kind) {
        return i < words.size() && words[i].kind == kind;
    };
    const auto is_node = [&](std::size_t i) {
        return is(i, TokenKind::iri) || is(i, TokenKind::blank);
    };
    if (!is_node(0) || !is(1, TokenKind::iri))
        return 0;
    std::size_t at = 3;
    if (is(2, TokenKind::string)) {
        const std::string_view text = statement.word(2);
        if (text.front() != '"' || (text.size() > 2 && text.starts_with("\"\"\"")))
            return 0;
        if (is(3, TokenKind::language))
            at = 4;
        else if (is(3, TokenKind::datatype) && is(4, TokenKind::iri))
            at = 5;
    } else if (!is_node(2)) {
        return 0;
    }
    if (at == words.size())
        return 3;
    return is_node(at) && at + 1 == words.size() ? 4 : 0;
}

std::vector<Statement> split_at_lines(const Statement& statement) {
    std::vector<Statement> pieces;
    std::size_t first = 0;
    for (std::size_t i = 1; i <= statement.words.size(); ++i) {
        const bool cut = i == statement.words.size() ||
                         (statement.words[i].opens_line && is_term(statement.words[i].kind));
        if (!cut)
            continue;
        if (i == statement.words.size() && first == 0)
            return {};
        Statement piece = begun_like(statement);
        piece.add_words(statement, first, i);
        pieces.push_back(std::move(piece));
        first = i;
    }
    return pieces;
}

std::vector<Statement> split_at_predicates(const Statement& statement) {
    const std::string_view subject = statement.plain_subject();
    std::vector<Statement> pieces;
    if (subject.empty())
        return pieces;
    int depth = 0;
    std::size_t first = 1;
    for (std::size_t i = 1; i <= statement.words.size(); ++i) {
        if (i < statement.words.size()) {
            depth += opens(statement, i) ? 1 : closes(statement, i) ? -1 : 0;
            if (depth != 0 || !statement.is(i, ';'))
                continue;
        }
        if (i > first) {
            Statement piece = begun_like(statement);
            piece.add_words(statement, 0, 1);
            piece.add_words(statement, first, i);
            pieces.push_back(std::move(piece));
        }
        first = i + 1;
    }
    return pieces.size() > 1 ? pieces : std::vector<Statement>{};
}

std::optional<Statement> with_subject(const Statement& statement, std::string_view subject) {
    // A line that is not indented begins a description of its own.
    if (subject.empty() || statement.empty() || statement.words.front().opens_line ||
        leading_terms(statement) != 2)
        return std::nullopt;
    const bool predicate =
        statement.words.front().kind == TokenKind::iri || statement.word(0) == "a";
    if (!predicate)
        return std::nullopt;
    Statement whole = begun_like(statement);
    whole.add(subject, TokenKind::iri, false);
    whole.add_words(statement, 0, statement.words.size());
    return whole;
}

std::optional<Statement> closed(const Statement& statement) {
    std::size_t end = statement.words.size();
    while (end > 0 &&
           (separates(statement, end - 1) || statement.words[end - 1].kind == TokenKind::junk ||
            statement.words[end - 1].kind == TokenKind::datatype))
        --end;
    std::string open;
    for (std::size_t i = 0; i < end; ++i) {
        if (opens(statement, i))
            open += statement.is(i, '[') ? ']' : ')';
        else if (closes(statement, i) && !open.empty())
            open.pop_back();
    }
    if (end == statement.words.size() && open.empty())
        return std::nullopt;
    Statement whole = begun_like(statement);
    whole.add_words(statement, 0, end);
    for (; !open.empty(); open.pop_back())
        whole.add(std::string_view(&open.back(), 1), TokenKind::punctuation, false);
    return whole;
}

std::optional<Statement> shortened(const Statement& statement) {
    std::size_t end = statement.words.size();
    while (end > 0 && (separates(statement, end - 1) || closes(statement, end - 1)))
        --end;
    while (end > 0 && !separates(statement, end - 1) && !opens(statement, end - 1))
        --end;
    if (end <= 1)
        return std::nullopt;
    Statement shorter = begun_like(statement);
    // An empty bracket goes with its predicate.
    shorter.add_words(statement, 0, end);
    const auto whole = closed(shorter);
    return whole ? whole : shorter;
}

} // namespace moisson::rdf::turtle
