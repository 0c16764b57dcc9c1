// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Escapes, read and written.
#include "rdf/turtle_escapes.hpp"

#include "core/utf8.hpp"

#include <charconv>

namespace moisson::rdf::turtle {

namespace {

struct NumericEscape {
    // Length with the backslash, 0 when there are too few digits.
    std::size_t length = 0;
    // No value when the number names no character.
    std::optional<char32_t> code_point;
};

// `text` begins with "\u" or "\U".
NumericEscape numeric_escape(std::string_view text) {
    NumericEscape escape;
    const std::size_t digits = text[1] == 'u' ? 4 : 8;
    if (text.size() < 2 + digits)
        return escape;
    std::uint32_t value = 0;
    const char* const first = text.data() + 2;
    const auto [end, error] = std::from_chars(first, first + digits, value, 16);
    if (error != std::errc{} || end != first + digits)
        return escape;
    escape.length = 2 + digits;
    if (value != 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF))
        escape.code_point = static_cast<char32_t>(value);
    return escape;
}

bool is_numeric(std::string_view text) {
    return text.size() > 1 && text[0] == '\\' && (text[1] == 'u' || text[1] == 'U');
}

} // namespace

Unescaped unescape_iri(std::string_view text) {
    Unescaped out;
    while (!text.empty()) {
        if (text.front() != '\\') {
            const auto run = std::min(text.find('\\'), text.size());
            out.text += text.substr(0, run);
            text.remove_prefix(run);
            continue;
        }
        const NumericEscape escape = is_numeric(text) ? numeric_escape(text) : NumericEscape{};
        if (escape.code_point) {
            append_utf8(out.text, *escape.code_point);
        } else {
            out.had_fault = true;
            out.text += escape.length > 0 ? "\xEF\xBF\xBD" : "\\";
        }
        text.remove_prefix(escape.length > 0 ? escape.length : 1);
    }
    return out;
}

std::optional<std::string> mend_string(std::string_view inside, bool one_line) {
    std::string out;
    bool changed = false;
    while (!inside.empty()) {
        const auto run = std::min(inside.find_first_of("\\\n\r"), inside.size());
        out += inside.substr(0, run);
        inside.remove_prefix(run);
        if (inside.empty())
            break;
        std::size_t length = 1;
        if (inside.front() != '\\') {
            changed = changed || one_line;
            if (one_line)
                out += inside.front() == '\n' ? "\\n" : "\\r";
            else
                out += inside.front();
        } else if (inside.size() > 1 && std::string_view("tbnrf\"'\\").find(inside[1]) != std::string_view::npos) {
            length = 2;
            out += inside.substr(0, 2);
        } else {
            const NumericEscape escape =
                is_numeric(inside) ? numeric_escape(inside) : NumericEscape{};
            // NUL has no place in our text either, and a lone backslash stands for itself.
            if (escape.code_point)
                out += inside.substr(0, escape.length);
            else
                out += escape.length > 0 ? "\\uFFFD" : "\\\\";
            changed = changed || !escape.code_point;
            length = escape.length > 0 ? escape.length : 1;
        }
        inside.remove_prefix(length);
    }
    return changed ? std::optional(std::move(out)) : std::nullopt;
}

std::string unescape_local(std::string_view local) {
    std::string out;
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (local[i] == '\\' && i + 1 < local.size())
            ++i;
        out += local[i];
    }
    return out;
}

void append_escaped(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (byte < 0x20 || byte == 0x7F) {
                out += "\\u00";
                out += digits[byte >> 4U];
                out += digits[byte & 15U];
            } else {
                out += c;
            }
        }
    }
}

} // namespace moisson::rdf::turtle
