// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Words of the Turtle family, found leniently: a flawed word is still told apart from its
// neighbours, so that it can be mended or left out. Pure; no meaning of words here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace moisson::rdf::turtle {

enum class TokenKind : std::uint8_t {
    iri,       // <...>
    name,      // prefix:local
    blank,     // _:label
    string,    // "..." '...' """...""" '''...'''
    language,  // @fr
    directive, // @prefix @base
    datatype,  // ^^
    number,
    word,        // a, true, PREFIX, anything else of letters
    punctuation, // . ; , [ ] ( ) { }
    junk,        // belongs to no word of the language
};

struct Token {
    TokenKind kind = TokenKind::junk;
    // Position in the text.
    std::size_t begin = 0;
    std::size_t end = 0;
    // A name, blank node or word with characters that are not allowed there; a string that a line
    // break interrupts.
    bool is_loose = false;
    // First on its line, without indentation.
    bool opens_line = false;

    bool is(std::string_view text, char mark) const {
        return kind == TokenKind::punctuation && text[begin] == mark;
    }
};

enum class Step : std::uint8_t { token, need_more, end };

// Finds the word at or after `position` and moves behind it. `at_end`: no more text will follow;
// otherwise a word that touches the end of `text` is not decided (need_more, `position` at the
// start of that word or of the space before it).
Step next_token(std::string_view text, std::size_t& position, bool at_end, Token& token);

} // namespace moisson::rdf::turtle
