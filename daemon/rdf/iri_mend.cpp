// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Percent-encoding of what an IRI may not hold.
#include "rdf/iri_mend.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace moisson::rdf {

namespace {

bool is_legal(unsigned char c) {
    return c > 0x20 && c != 0x7F &&
           std::string_view("<>\"{}|^`\\").find(static_cast<char>(c)) == std::string_view::npos;
}

bool is_space(char c) {
    return static_cast<unsigned char>(c) <= 0x20;
}

void append_hex(std::string& out, unsigned char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    out += digits[c >> 4U];
    out += digits[c & 15U];
}

bool is_name_char(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_' || c == '-' || c == '.';
}

} // namespace

std::optional<std::string> mend_iri(std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return is_legal(static_cast<unsigned char>(c)); }))
        return std::nullopt;
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    std::string out;
    out.reserve(text.size() + 8);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_legal(byte)) {
            out += c;
        } else if (c != '\n' && c != '\r' && c != '\t') {
            out += '%';
            append_hex(out, byte);
        }
    }
    return out;
}

bool has_scheme(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 ||
        std::isalpha(static_cast<unsigned char>(text.front())) == 0)
        return false;
    return std::ranges::all_of(text.substr(0, colon), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
    });
}

bool is_ncname(std::string_view text) {
    if (text.empty() || !std::ranges::all_of(text, is_name_char))
        return false;
    const char first = text.front();
    return std::isdigit(static_cast<unsigned char>(first)) == 0 && first != '-' && first != '.';
}

std::string ncname_of(std::string_view text) {
    // "x" opens every mended name; an underscore escapes, and escapes itself.
    std::string out = "x";
    for (const char c : text) {
        if (is_name_char(c) && c != '_') {
            out += c;
        } else {
            out += '_';
            append_hex(out, static_cast<unsigned char>(c));
        }
    }
    return out;
}

} // namespace moisson::rdf
