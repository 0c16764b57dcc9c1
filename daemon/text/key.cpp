// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/key.hpp"

#include "core/ascii.hpp"
#include "core/utf8.hpp"
#include "text/unicode.hpp"

#include <algorithm>

namespace moisson::text {
namespace {

int hex_value(char c) {
    if (is_ascii_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string_view without_scheme(std::string_view text) {
    const auto mark = text.find("://");
    if (mark == std::string_view::npos || mark == 0 || !is_ascii_letter(text[0]))
        return text;
    const bool scheme =
        std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(mark), [](char c) {
            return is_ascii_letter(c) || is_ascii_digit(c) || c == '+' || c == '-' || c == '.';
        });
    if (!scheme)
        return text;
    text.remove_prefix(mark + 3);
    if (text.size() >= 4 && (text[0] | 0x20) == 'w' && (text[1] | 0x20) == 'w' &&
        (text[2] | 0x20) == 'w' && text[3] == '.')
        text.remove_prefix(4);
    return text;
}

bool is_blank(char32_t code_point) {
    return code_point <= 0x20 || code_point == 0x7F || code_point == 0x85 || code_point == 0xA0 ||
           code_point == 0x1680 || (code_point >= 0x2000 && code_point <= 0x200F) ||
           (code_point >= 0x2028 && code_point <= 0x202F) || code_point == 0x205F ||
           code_point == 0x2060 || code_point == 0x3000 || code_point == 0xFEFF;
}

} // namespace

std::string_view trim(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t next = begin;
        if (!is_blank(next_code_point(text, next)))
            break;
        begin = next;
    }
    std::size_t end = text.size();
    while (end > begin) {
        std::size_t start = end - 1;
        while (start > begin && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U)
            --start;
        std::size_t after = start;
        if (!is_blank(next_code_point(text, after)))
            break;
        end = start;
    }
    return text.substr(begin, end - begin);
}

std::string percent_decoded(std::string_view text) {
    if (text.find('%') == std::string_view::npos)
        return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                            hex_value(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return is_clean_utf8(out) ? out : std::string(text);
}

std::string vocabulary_key(std::string_view text) {
    text = without_scheme(trim(text));
    std::string decoded;
    if (text.find('%') != std::string_view::npos) {
        decoded = percent_decoded(text);
        text = decoded;
    }
    std::string key;
    key.reserve(text.size());
    bool gap = false;
    const auto put = [&](char c) {
        if (gap && !key.empty())
            key += ' ';
        gap = false;
        key += c;
    };
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) < 0x80) {
            if (is_ascii_letter(c))
                put(ascii_lower(c));
            else if (is_ascii_digit(c))
                put(c);
            else
                gap = true;
            ++i;
            continue;
        }
        const std::string_view letters = folded(next_code_point(text, i));
        for (std::size_t j = 0; j < letters.size();) {
            const std::size_t start = j;
            if (!is_alphanumeric(next_code_point(letters, j))) {
                gap = true;
                continue;
            }
            put(letters[start]);
            key.append(letters, start + 1, j - start - 1);
        }
    }
    return key;
}

} // namespace moisson::text
