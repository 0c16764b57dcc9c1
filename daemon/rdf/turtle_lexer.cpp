// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One function for each kind of word; each returns where the word ends, or that the text must go
// on.
#include "rdf/turtle_lexer.hpp"

#include "core/ascii.hpp"
#include "rdf/bounds.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace moisson::rdf::turtle {

namespace {

constexpr std::size_t npos = std::string_view::npos;

struct Lexer {
    std::string_view text;
    bool at_end = false;

    bool has(std::size_t at) const { return at < text.size(); }
    // The text must go on before anything can be said about `at`.
    bool is_open(std::size_t at) const { return at >= text.size() && !at_end; }
    unsigned char byte(std::size_t at) const { return static_cast<unsigned char>(text[at]); }

    std::optional<std::size_t> skip_space(std::size_t at) const;
    Step read(std::size_t start, Token& token) const;
    Step read_iri(Token& token) const;
    Step read_string(Token& token) const;
    Step read_short_string(Token& token, char quote) const;
    Step read_at(Token& token) const;
    Step read_blank(Token& token) const;
    Step read_number(Token& token) const;
    Step read_name(Token& token) const;
    std::size_t local_end(std::size_t at, bool& loose) const;
    Step read_junk(Token& token) const;
    bool may_follow_string(std::size_t at) const;
};

bool is_digit(unsigned char c) {
    return std::isdigit(c) != 0;
}
bool is_letter(unsigned char c) {
    return std::isalpha(c) != 0 || c >= 0x80;
}
bool is_name_byte(unsigned char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}
bool is_space(unsigned char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_any_of(unsigned char c, std::string_view set) {
    return set.find(static_cast<char>(c)) != npos;
}
// What ends a word without being a fault.
bool is_delimiter(unsigned char c) {
    return is_space(c) || is_any_of(c, ";,[](){}<>\"'^#");
}

// Past space and comments; no value when the text ends inside a comment and may go on.
std::optional<std::size_t> Lexer::skip_space(std::size_t at) const {
    while (has(at)) {
        if (is_space(byte(at))) {
            ++at;
        } else if (text[at] == '#') {
            const auto line = text.find_first_of("\r\n", at);
            if (line == npos)
                return at_end ? std::optional(text.size()) : std::nullopt;
            at = line;
        } else {
            break;
        }
    }
    return at;
}

Step Lexer::read_junk(Token& token) const {
    std::size_t at = token.begin + 1;
    while (has(at) && !is_space(byte(at)))
        ++at;
    if (is_open(at) && at - token.begin < bounds::iri_bytes)
        return Step::need_more;
    token.kind = TokenKind::junk;
    token.end = at;
    return Step::token;
}

// Up to '>'; a line break inside is a flaw that the mender takes out, '<' means it never closed.
Step Lexer::read_iri(Token& token) const {
    const auto end = text.find_first_of("<>", token.begin + 1);
    const bool bounded = end == npos ? text.size() - token.begin < 4 * bounds::iri_bytes
                                     : end - token.begin < 4 * bounds::iri_bytes;
    if (end == npos && bounded && !at_end)
        return Step::need_more;
    if (end == npos || text[end] == '<' || !bounded) {
        token.end = token.begin + 1;
        return Step::token;
    }
    const std::string_view inside = text.substr(token.begin, end - token.begin);
    if (std::count(inside.begin(), inside.end(), '\n') > 2) {
        token.end = token.begin + 1;
        return Step::token;
    }
    token.kind = TokenKind::iri;
    token.end = end + 1;
    return Step::token;
}

// What may stand behind the closing quote of a string: used to tell a string that spans lines
// from one that never closes.
bool Lexer::may_follow_string(std::size_t at) const {
    while (has(at) && (text[at] == ' ' || text[at] == '\t'))
        ++at;
    return !has(at) || is_any_of(byte(at), "@^;,.])\r\n");
}

Step Lexer::read_short_string(Token& token, char quote) const {
    std::size_t at = token.begin + 1;
    bool broken = false;
    for (; has(at) && text[at] != quote; ++at) {
        broken = broken || text[at] == '\n';
        if (text[at] == '\\')
            ++at;
        if (at - token.begin > bounds::literal_bytes)
            break;
    }
    if (is_open(at) && at - token.begin <= bounds::literal_bytes)
        return Step::need_more;
    if (has(at) && text[at] == quote && (!broken || may_follow_string(at + 1))) {
        token.kind = TokenKind::string;
        token.is_loose = broken;
        token.end = at + 1;
        return Step::token;
    }
    // Never closed: the rest of the line is lost with it.
    token.end = std::min(text.find('\n', token.begin), text.size());
    return Step::token;
}

Step Lexer::read_string(Token& token) const {
    const char quote = text[token.begin];
    if (is_open(token.begin + 2))
        return Step::need_more;
    const bool is_long =
        has(token.begin + 2) && text[token.begin + 1] == quote && text[token.begin + 2] == quote;
    if (!is_long) {
        if (text.size() > token.begin + 1 && text[token.begin + 1] == quote) {
            token.kind = TokenKind::string;
            token.end = token.begin + 2;
            return Step::token;
        }
        return read_short_string(token, quote);
    }
    std::size_t at = token.begin + 3;
    while (has(at) && at - token.begin <= bounds::statement_bytes / 2) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == quote && text.substr(at, 3).size() == 3 && text[at + 1] == quote && text[at + 2] == quote)
            break;
        ++at;
    }
    if (at + 3 <= text.size() && text[at] == quote) {
        token.kind = TokenKind::string;
        token.end = at + 3;
        return Step::token;
    }
    if (!at_end && at - token.begin <= bounds::statement_bytes / 2)
        return Step::need_more;
    token.end = std::min(text.find('\n', token.begin), text.size());
    return Step::token;
}

Step Lexer::read_at(Token& token) const {
    std::size_t at = token.begin + 1;
    while (has(at) &&
           (is_letter(byte(at)) || is_digit(byte(at)) || text[at] == '-' || text[at] == '_'))
        ++at;
    if (is_open(at))
        return Step::need_more;
    std::string_view word = text.substr(token.begin + 1, at - token.begin - 1);
    const auto is_word = [&](std::string_view other) {
        return word.size() == other.size() &&
               std::equal(word.begin(), word.end(), other.begin(), [](char a, char b) {
                   return ascii_lower(a) == b;
               });
    };
    token.kind = is_word("prefix") || is_word("base") ? TokenKind::directive : TokenKind::language;
    token.is_loose = token.kind == TokenKind::directive && word != "prefix" && word != "base";
    token.end = at;
    return Step::token;
}

Step Lexer::read_blank(Token& token) const {
    std::size_t at = token.begin + 2;
    bool loose =
        is_open(at) ? false : !has(at) || is_any_of(byte(at), "-.") || is_delimiter(byte(at));
    while (has(at) && (is_name_byte(byte(at)) || !is_delimiter(byte(at)))) {
        // The next word may be a name that clings: "_:s:p". An address does not.
        if (text[at] == ':' && text.substr(at, 3) != "://")
            break;
        loose = loose || !is_name_byte(byte(at));
        ++at;
    }
    if (is_open(at))
        return Step::need_more;
    while (at > token.begin + 2 && text[at - 1] == '.')
        --at;
    token.kind = TokenKind::blank;
    token.is_loose = loose;
    token.end = at;
    return Step::token;
}

Step Lexer::read_number(Token& token) const {
    std::size_t at = token.begin;
    if (text[at] == '+' || text[at] == '-')
        ++at;
    const auto digits = [&] {
        const std::size_t from = at;
        while (has(at) && is_digit(byte(at)))
            ++at;
        return at > from;
    };
    bool number = digits();
    if (is_open(at) || is_open(at + 1))
        return Step::need_more;
    if (has(at) && text[at] == '.' &&
        (has(at + 1) && (is_digit(byte(at + 1)) || (number && is_any_of(byte(at + 1), "eE"))))) {
        ++at;
        number = digits() || number;
    }
    if (is_open(at) || is_open(at + 2))
        return Step::need_more;
    if (number && has(at) && is_any_of(byte(at), "eE")) {
        const std::size_t sign = has(at + 1) && is_any_of(byte(at + 1), "+-") ? 2 : 1;
        if (has(at + sign) && is_digit(byte(at + sign))) {
            at += sign;
            digits();
        }
    }
    if (is_open(at))
        return Step::need_more;
    const bool ends = !has(at) || is_delimiter(byte(at)) ||
                      (text[at] == '.' && (!has(at + 1) || !is_digit(byte(at + 1))));
    if (number && ends) {
        token.kind = TokenKind::number;
        token.end = at;
        return Step::token;
    }
    // A date without quotes, an identifier: one word.
    while (has(at) && !is_delimiter(byte(at)))
        ++at;
    if (is_open(at))
        return Step::need_more;
    while (at > token.begin + 1 && text[at - 1] == '.')
        --at;
    token.kind = TokenKind::word;
    token.is_loose = true;
    token.end = at;
    return Step::token;
}

// The end of the local part that begins at `at`.
std::size_t Lexer::local_end(std::size_t at, bool& loose) const {
    const std::size_t start = at;
    if (has(at) && text[at] == '-')
        loose = true;
    while (has(at)) {
        const unsigned char c = byte(at);
        const auto is_hex = [&](std::size_t i) { return has(i) && std::isxdigit(byte(i)) != 0; };
        if (is_name_byte(c) || c == ':') {
            ++at;
        } else if (c == '%' && is_hex(at + 1) && is_hex(at + 2)) {
            at += 3;
        } else if (c == '\\' && has(at + 1) && is_any_of(byte(at + 1), "_~.-!$&'()*+,;=/?#@%")) {
            at += 2;
        } else if (is_delimiter(c)) {
            break;
        } else {
            loose = true;
            ++at;
            // Once it is an address rather than a name, '#' belongs to it.
            while (has(at) && (text[at] == '#' || !is_delimiter(byte(at))))
                ++at;
        }
    }
    if (!is_open(at))
        while (at > start && text[at - 1] == '.' && (at < start + 2 || text[at - 2] != '\\'))
            --at;
    return at;
}

Step Lexer::read_name(Token& token) const {
    std::size_t at = token.begin;
    while (has(at) && is_name_byte(byte(at)))
        ++at;
    if (is_open(at))
        return Step::need_more;
    token.kind = TokenKind::word;
    if (has(at) && text[at] == ':') {
        token.kind = TokenKind::name;
        const std::string_view prefix = text.substr(token.begin, at - token.begin);
        token.is_loose = !prefix.empty() && (!is_letter(byte(token.begin)) || prefix.back() == '.');
        at = local_end(at + 1, token.is_loose);
        if (is_open(at) || is_open(at + 1))
            return Step::need_more;
    } else {
        while (has(at) && !is_delimiter(byte(at))) {
            token.is_loose = true;
            ++at;
        }
        if (is_open(at))
            return Step::need_more;
        while (at > token.begin + 1 && text[at - 1] == '.')
            --at;
    }
    token.end = at;
    return Step::token;
}

Step Lexer::read(std::size_t start, Token& token) const {
    token = Token{};
    token.begin = start;
    token.opens_line = start == 0 || text[start - 1] == '\n' || text[start - 1] == '\r';
    const unsigned char c = byte(start);
    if (is_open(start + 1))
        return Step::need_more;
    const unsigned char next = has(start + 1) ? byte(start + 1) : 0;
    if (c == '<')
        return read_iri(token);
    if (c == '"' || c == '\'')
        return read_string(token);
    if (c == '@')
        return read_at(token);
    if (c == '_' && next == ':')
        return read_blank(token);
    if (is_digit(c) || ((c == '+' || c == '-' || c == '.') && is_digit(next)) ||
        ((c == '+' || c == '-') && next == '.'))
        return read_number(token);
    if (c == '^' && next == '^') {
        token.kind = TokenKind::datatype;
        token.end = start + 2;
        return Step::token;
    }
    if (is_any_of(c, ".;,[](){}")) {
        token.kind = TokenKind::punctuation;
        token.end = start + 1;
        return Step::token;
    }
    if (is_letter(c) || c == ':' || c == '_')
        return read_name(token);
    return read_junk(token);
}

} // namespace

Step next_token(std::string_view text, std::size_t& position, bool at_end, Token& token) {
    const Lexer lexer{text, at_end};
    const auto start = lexer.skip_space(position);
    if (!start)
        return Step::need_more;
    if (*start >= text.size()) {
        // Space that is behind us is not read again, but a line's start is told by the byte before.
        position = *start;
        return at_end ? Step::end : Step::need_more;
    }
    const Step step = lexer.read(*start, token);
    position = step == Step::token ? token.end : *start;
    return step;
}

} // namespace moisson::rdf::turtle
