// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/clean.hpp"

#include "core/utf8.hpp"
#include "text/entities.hpp"
#include "text/html.hpp"
#include "text/key.hpp"
#include "text/unicode.hpp"

#include <algorithm>

namespace moisson::text {
namespace {

constexpr int passes_max = 8;
constexpr std::string_view embedded_marker = ";base64,";

bool is_space(char32_t c) {
    return c <= 0x20 || c == 0x7F || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool is_invisible(char32_t c) {
    return c == 0xAD || (c >= 0x80 && c <= 0x9F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB);
}

// A letter of U+00C0 to U+02FF that stands alone: of two side by side the first may be the lead
// byte of one that was encoded twice.
bool is_lone_letter(std::string_view text) {
    const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    return text.size() >= 2 && at(0) >= 0xC3 && at(0) <= 0xCB && (at(1) & 0xC0U) == 0x80U &&
           (text.size() == 2 || at(2) < 0x80);
}

// Nothing in the text can change: printable ASCII and lone letters with accents, single spaces
// inside, no markup.
bool is_plain_line(std::string_view text) {
    char previous = ' ';
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        const bool gap = c == ' ' && previous == ' ';
        if (byte >= 0x80 && is_lone_letter(text.substr(i)))
            ++i;
        else if (byte < 0x20 || byte >= 0x7F || c == '<' || c == '&' || gap)
            return false;
        previous = c;
    }
    return text.empty() || previous != ' ';
}

// Bytes of a character that stays as it is wherever it stands in a block: a lone letter, a sign of
// Latin-1 (NBSP and « » among them), a dash, a quotation mark or the like of U+2010 to U+2027. None
// of them is part of what was encoded twice, and no two of them compose. 0 for any other.
std::size_t settled_bytes(std::string_view text) {
    const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (is_lone_letter(text))
        return 2;
    if (text.size() >= 2 && at(0) == 0xC2 && at(1) >= 0xA0 && at(1) <= 0xBF)
        return 2;
    const bool general_punctuation =
        text.size() >= 3 && at(0) == 0xE2 && at(1) == 0x80 && at(2) >= 0x90 && at(2) <= 0xA7;
    return general_punctuation ? 3 : 0;
}

// Nothing in the text can change: no white space at its ends, no control character but line ends
// and tabs, no entity, no embedded data.
bool is_plain_block(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte >= 0x20 && byte < 0x7F && byte != '&') || byte == '\n' || byte == '\t') {
            ++i;
            continue;
        }
        const std::size_t length = byte < 0x80 ? std::size_t{0} : settled_bytes(text.substr(i));
        if (length == 0)
            return false;
        i += length;
    }
    return trim(text).size() == text.size() && text.find(embedded_marker) == text.npos;
}

std::string one_line(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool gap = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t start = i;
        const char32_t c = next_code_point(text, i);
        if (is_space(c)) {
            gap = true;
            continue;
        }
        if (is_invisible(c))
            continue;
        if (gap && !out.empty())
            out += ' ';
        gap = false;
        out.append(text, start, i - start);
    }
    return out;
}

std::string line_pass(std::string_view text) {
    std::string current = decode_entities_fully(text);
    if (current.find('<') != std::string::npos)
        current = remove_tags(current);
    return to_nfc(one_line(repair_mojibake(current)));
}

std::string block_pass(std::string_view text) {
    std::string current = remove_embedded_data(text);
    if (holds_escaped_html(current) && !looks_like_html(current))
        current = decode_entities(current);
    return std::string(trim(to_nfc(visible_lines(repair_mojibake(current)))));
}

// Where the base64 that starts at `at` ends.
std::size_t end_of_base64(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const char c = text[at];
        const bool inside = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=' ||
                            c == '%' || c == '\n' || c == '\r' || c == '-' || c == '_';
        if (!inside)
            break;
        ++at;
    }
    return at;
}

// Grows [begin, end) from the data URL to the Markdown image or the img element around it.
void grow_to_image(std::string_view text, std::size_t& begin, std::size_t& end) {
    constexpr std::size_t before_max = 1'024;
    const std::size_t window = begin > before_max ? begin - before_max : 0;
    const std::string_view before = text.substr(window, begin - window);
    const auto tag = before.rfind("<img");
    const auto image = before.rfind("![");
    if (tag != std::string_view::npos && before.find('>', tag) == std::string_view::npos) {
        const auto close = text.find('>', end);
        begin = window + tag;
        end = close == std::string_view::npos ? text.size() : close + 1;
        return;
    }
    if (image == std::string_view::npos || before.find("](", image) == std::string_view::npos)
        return;
    const auto target = before.substr(before.find("](", image) + 2);
    if (target.find(')') != std::string_view::npos)
        return;
    begin = window + image;
    const auto close = text.find(')', end);
    if (close != std::string_view::npos && close - end < before_max)
        end = close + 1;
}

} // namespace

std::string visible_lines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == '\r') {
            out += '\n';
            i += i + 1 < text.size() && text[i + 1] == '\n' ? 2U : 1U;
            continue;
        }
        if (byte < 0x80) {
            if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7F))
                out += text[i];
            ++i;
            continue;
        }
        const std::size_t start = i;
        const char32_t c = next_code_point(text, i);
        // Joiners and direction marks belong to scripts; the others are left-overs of editors, or
        // turn the text around them (embeddings, overrides, isolates).
        const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (turns || c == 0x200B || c == 0x2060 || c == 0xFEFF ||
            (c >= 0x80 && c <= 0x9F && c != 0x85))
            continue;
        if (c == 0x2028 || c == 0x2029 || c == 0x85)
            out += '\n';
        else
            out.append(text, start, i - start);
    }
    return out;
}

std::string remove_embedded_data(std::string_view text) {
    if (text.find(embedded_marker) == std::string_view::npos)
        return std::string(text);
    std::string out;
    std::size_t kept = 0;
    for (auto at = text.find(embedded_marker); at != std::string_view::npos;) {
        const std::size_t window = at > kept + 128 ? at - 128 : kept;
        const auto scheme = text.substr(window, at - window).rfind("data:");
        if (scheme == std::string_view::npos) {
            at = text.find(embedded_marker, at + embedded_marker.size());
            continue;
        }
        std::size_t begin = window + scheme;
        std::size_t end = end_of_base64(text, at + embedded_marker.size());
        grow_to_image(text, begin, end);
        begin = std::max(begin, kept);
        out.append(text, kept, begin - kept);
        kept = end;
        at = text.find(embedded_marker, end);
    }
    out.append(text, kept, text.size() - kept);
    return out;
}

std::string clean_line(std::string_view text) {
    text = trim(text);
    if (is_plain_line(text))
        return std::string(text);
    std::string current = line_pass(text);
    for (int pass = 0; pass < passes_max && !is_plain_line(current); ++pass) {
        std::string next = line_pass(current);
        if (next == current)
            break;
        current = std::move(next);
    }
    return current;
}

std::string clean_block(std::string_view text) {
    if (is_plain_block(text))
        return std::string(text);
    std::string current = block_pass(text);
    // A second pass is needed only where the first has changed something that may uncover more.
    for (int pass = 0; pass < passes_max && current.size() != text.size(); ++pass) {
        std::string next = block_pass(current);
        if (next == current)
            break;
        current = std::move(next);
    }
    return current;
}

} // namespace moisson::text
