// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One function for each kind of word.
#include "rdf/turtle_mender.hpp"

#include "core/ascii.hpp"
#include "core/utf8.hpp"
#include "rdf/bounds.hpp"
#include "rdf/iri_mend.hpp"
#include "rdf/known_prefixes.hpp"
#include "rdf/turtle_escapes.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace moisson::rdf::turtle {

namespace {

// Schemes that people write without angle brackets.
constexpr std::array<std::string_view, 7> bare_schemes =
    {"http", "https", "ftp", "urn", "mailto", "tel", "file"};

bool is_language_tag(std::string_view tag) {
    bool first = true;
    while (true) {
        const std::string_view part = tag.substr(0, tag.find('-'));
        const bool fine = !part.empty() && std::ranges::all_of(part, [&](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte < 0x80 && (first ? std::isalpha(byte) != 0 : std::isalnum(byte) != 0);
        });
        if (!fine)
            return false;
        if (part.size() == tag.size())
            return true;
        tag.remove_prefix(part.size() + 1);
        first = false;
    }
}

} // namespace

// The IRI between angle brackets, without escapes and with everything illegal encoded.
std::string TurtleMender::plain_iri(std::string_view word, std::size_t line) {
    const std::string_view inside = word.substr(1, word.size() - 2);
    Unescaped plain = unescape_iri(inside);
    const auto mended = mend_iri(plain.text);
    if (mended || plain.had_fault)
        report_.repaired(Code::iri_repaired, "illegal characters in an IRI", line, word);
    std::string text = mended ? *mended : std::move(plain.text);
    if (absolute_only_ && !has_scheme(text)) {
        report_.repaired(Code::iri_repaired, "relative IRI in N-Triples", line, word);
        text = session_.resolve(text, base_);
    }
    return text;
}

void TurtleMender::add_iri(std::string_view word, std::size_t line, std::string& out) {
    out += '<';
    out += plain_iri(word, line);
    out += '>';
}

const std::string&
TurtleMender::space_of(std::string_view prefix, std::size_t line, std::string_view word) {
    const auto found = spaces_.find(prefix);
    if (found != spaces_.end())
        return found->second;
    const std::string_view known = known_namespace(prefix);
    report_.repaired(
        Code::prefix_repaired,
        known.empty() ? "undefined prefix, not known" : "undefined prefix, its usual IRI is taken",
        line,
        word
    );
    std::string space = known.empty() ? invented_namespace(prefix) : std::string(known);
    if (spaces_.size() >= bounds::prefixes)
        spaces_.clear();
    return spaces_.emplace(prefix, std::move(space)).first->second;
}

void TurtleMender::add_name(std::string_view word, bool loose, std::size_t line, std::string& out) {
    const auto colon = word.find(':');
    const std::string_view prefix = word.substr(0, colon);
    const std::string_view local = word.substr(colon + 1);
    std::string text;
    const bool bare = spaces_.find(prefix) == spaces_.end() && !local.empty() &&
                      std::ranges::find(bare_schemes, ascii_lowered(prefix)) != bare_schemes.end();
    if (bare) {
        text = word;
        report_.repaired(Code::syntax_repaired, "IRI without angle brackets", line, word);
    } else {
        text = space_of(prefix, line, word) + unescape_local(local);
        if (loose || absolute_only_)
            report_.repaired(
                Code::syntax_repaired,
                loose ? "unescaped character in a name" : "prefixed name in N-Triples",
                line,
                word
            );
    }
    const auto mended = mend_iri(text);
    out += '<';
    out += mended ? *mended : text;
    out += '>';
}

void TurtleMender::add_string(
    std::string_view word,
    bool loose,
    std::size_t line,
    std::string& out
) {
    const std::size_t quotes = word.size() >= 6 && word[1] == word[0] && word[2] == word[0] ? 3 : 1;
    const std::string_view inside = word.substr(quotes, word.size() - 2 * quotes);
    const auto mended = mend_string(inside, quotes == 1);
    if (!mended && !loose) {
        out += word;
        return;
    }
    report_.repaired(
        Code::syntax_repaired,
        loose ? "line break in a string" : "wrong escape in a string",
        line,
        word
    );
    out += word.substr(0, quotes);
    out += mended ? *mended : std::string(inside);
    out += word.substr(0, quotes);
}

void TurtleMender::add_language(std::string_view word, std::size_t line, std::string& out) {
    const std::string_view tag = word.substr(1);
    if (is_language_tag(tag)) {
        out += word;
        return;
    }
    report_.repaired(Code::syntax_repaired, "wrong language tag", line, word);
    std::string mended(tag);
    std::ranges::replace(mended, '_', '-');
    while (mended.ends_with('-'))
        mended.pop_back();
    // Without a tag the string stays a plain one.
    if (is_language_tag(mended))
        out += "@" + mended;
}

void TurtleMender::add_blank(
    std::string_view word,
    bool loose,
    std::size_t line,
    std::string& out
) {
    if (!loose) {
        out += word;
        return;
    }
    report_.repaired(Code::node_id_repaired, "wrong label of a blank node", line, word);
    out += "_:" + ncname_of(word.substr(2));
}

void TurtleMender::add_word(std::string_view word, bool loose, std::size_t line, std::string& out) {
    const std::string small = ascii_lowered(word);
    const bool boolean = small == "true" || small == "false";
    if (word == "a" || word == small) {
        if (!loose) {
            out += word;
            return;
        }
    } else if (boolean) {
        report_.repaired(Code::syntax_repaired, "boolean in capitals", line, word);
        out += small;
        return;
    }
    const bool value = std::isdigit(static_cast<unsigned char>(word.front())) != 0;
    if (!loose || !value) {
        out += word;
        return;
    }
    report_.repaired(Code::syntax_repaired, "value without quotes", line, word);
    out += '"';
    append_escaped(out, word);
    out += '"';
}

void TurtleMender::add(
    std::string_view word,
    const Token& token,
    std::size_t line,
    Statement& statement
) {
    mended_.clear();
    TokenKind kind = token.kind;
    switch (kind) {
    case TokenKind::iri:
        add_iri(word, line, mended_);
        break;
    case TokenKind::name:
        add_name(word, token.is_loose, line, mended_);
        kind = TokenKind::iri;
        break;
    case TokenKind::string:
        add_string(word, token.is_loose, line, mended_);
        break;
    case TokenKind::language:
        add_language(word, line, mended_);
        break;
    case TokenKind::blank:
        add_blank(word, token.is_loose, line, mended_);
        break;
    case TokenKind::word:
        add_word(word, token.is_loose, line, mended_);
        break;
    default:
        mended_ = word;
    }
    if (mended_.empty())
        return;
    if (statement.empty())
        statement.line = line;
    statement.add(mended_, kind, token.opens_line);
}

void TurtleMender::declare_prefix(std::string_view prefix, std::string_view iri, std::size_t line) {
    std::string space = plain_iri(iri, line);
    const std::string_view completed = completed_namespace(space);
    if (!completed.empty()) {
        report_.repaired(Code::prefix_repaired, "namespace without its last character", line, iri);
        space = completed;
    }
    if (!has_scheme(space))
        space = session_.resolve(space, base_);
    if (spaces_.size() < bounds::prefixes || spaces_.contains(prefix))
        spaces_.insert_or_assign(std::string(prefix), std::move(space));
}

void TurtleMender::declare_base(std::string_view iri, std::size_t line) {
    base_ = session_.resolve(plain_iri(iri, line), base_);
}

} // namespace moisson::rdf::turtle
