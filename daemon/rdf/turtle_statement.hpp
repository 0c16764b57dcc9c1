// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Statement: one Turtle statement as mended words, without its final dot, and the ways to cut a
// broken one into pieces that may still be read. Pure.
#pragma once

#include "rdf/term.hpp"
#include "rdf/turtle_lexer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf::turtle {

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    TokenKind kind = TokenKind::junk;
    bool opens_line = false;
};

struct Statement {
    // Words with one space between them.
    std::string text;
    std::vector<Word> words;
    // Name of the graph it stands in; an empty value is the default graph.
    Term graph;
    std::size_t line = 0;

    bool empty() const { return words.empty(); }
    std::string_view word(std::size_t index) const;
    bool is(std::size_t index, char mark) const;
    void add(std::string_view word, TokenKind kind, bool opens_line);
    void add_words(const Statement& other, std::size_t first, std::size_t last);
    void clear();
    // The text a parser takes, with its dot and line break.
    void append_to(std::string& out) const;
    // The first word when it is an IRI or a labelled blank node that can be repeated, else empty.
    std::string_view plain_subject() const;
};

// Number of terms when the words are a line of N-Triples (3) or of N-Quads (4), 0 when they are
// not.
std::size_t terms_of_line(const Statement& statement);

// Pieces that begin where a term opens a line without indentation: the dot before it is missing.
// Empty when there is no such place.
std::vector<Statement> split_at_lines(const Statement& statement);

// One piece per predicate, each with the subject. Empty when the subject cannot be repeated or
// there is but one predicate.
std::vector<Statement> split_at_predicates(const Statement& statement);

// The statement behind `subject`, when it is a predicate and objects that lack one: the dot before
// it came too early.
std::optional<Statement> with_subject(const Statement& statement, std::string_view subject);

// Without what dangles at the end (separators, junk, a predicate without object), open brackets
// closed. No value when nothing changes.
std::optional<Statement> closed(const Statement& statement);

// Without its last predicate or object, at any depth; no value when nothing is left to cut.
std::optional<Statement> shortened(const Statement& statement);

} // namespace moisson::rdf::turtle
