// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/email_mask.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace moisson::text {
namespace {

// Bytes of other scripts may be part of both sides (RFC 6531).
bool is_wide(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

bool is_local(char c) {
    constexpr std::string_view marks = "._+-";
    return is_ascii_letter(c) || is_ascii_digit(c) || marks.find(c) != marks.npos;
}

bool is_domain(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || is_wide(c) || c == '.' || c == '-';
}

// Where an escape of JSON or N-Triples ends, its letter is no part of what follows: "\nnom@...".
std::size_t begin_of_local(std::string_view text, std::size_t at) {
    std::size_t begin = at;
    while (begin > 0 && is_local(text[begin - 1]))
        --begin;
    if (begin > 0 && begin < at && text[begin - 1] == '\\') {
        const char kind = text[begin];
        begin += kind == 'u' ? 5 : kind == 'U' ? 9 : 1;
    }
    return std::min(begin, at);
}

// Behind the domain; `from` when there is none: at least one dot, and two letters behind the last.
std::size_t end_of_domain(std::string_view text, std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && is_domain(text[end]))
        ++end;
    while (end > from && (text[end - 1] == '.' || text[end - 1] == '-'))
        --end;
    const std::string_view domain = text.substr(from, end - from);
    const std::size_t dot = domain.rfind('.');
    if (dot == domain.npos || dot == 0)
        return from;
    const std::string_view last = domain.substr(dot + 1);
    const bool named = last.size() >= 2 && (is_ascii_letter(last.front()) || is_wide(last.front()));
    return named ? end : from;
}

} // namespace

std::string mask_emails(std::string text) {
    std::string out;
    std::size_t copied = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t sign = text.find_first_of("@%", at);
        if (sign == text.npos)
            break;
        const bool escaped = text[sign] == '%';
        const std::size_t width = escaped ? 3 : 1;
        at = sign + 1;
        if (escaped && text.compare(sign, 3, "%40") != 0)
            continue;
        const std::size_t begin = std::max(copied, begin_of_local(text, sign));
        const std::size_t end = end_of_domain(text, sign + width);
        if (begin == sign || end == sign + width)
            continue;
        out.append(text, copied, begin - copied);
        out += email_mask;
        copied = end;
        at = end;
    }
    if (copied == 0)
        return text;
    out.append(text, copied);
    return out;
}

} // namespace moisson::text
