// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/unicode.hpp"

#include "core/utf8.hpp"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace moisson::text {
namespace {

constexpr char32_t table_size = 0x0750; // Latin, Greek, Cyrillic, Hebrew, Arabic

utf8proc_int32_t signed_code_point(char32_t code_point) {
    return static_cast<utf8proc_int32_t>(code_point);
}

// Letters that decompose to nothing but are written with plain ones (README, section 1, step 4).
std::string_view written_out(char32_t code_point) {
    switch (code_point) {
    case 0x0153:
        return "oe";
    case 0x00E6:
        return "ae";
    case 0x00DF:
    case 0x1E9E:
        return "ss";
    case 0x00F8:
        return "o";
    case 0x0142:
        return "l";
    case 0x0111:
    case 0x00F0:
        return "d";
    case 0x00FE:
        return "th";
    case 0x0131:
        return "i";
    default:
        return {};
    }
}

// The value of a decimal digit of any script. Unicode keeps the ten digits of a script together and
// utf8proc does not tell their value, so the run is measured. (Adjacent runs, the mathematical
// digits, have decomposed before they come here.)
int decimal_value(char32_t code_point) {
    int before = 0;
    while (before < 9 &&
           utf8proc_category(signed_code_point(code_point - 1)) == UTF8PROC_CATEGORY_ND) {
        --code_point;
        ++before;
    }
    return before;
}

void append_simple(std::string& out, char32_t code_point) {
    const auto* property = utf8proc_get_property(signed_code_point(code_point));
    if (property->category == UTF8PROC_CATEGORY_MN || property->category == UTF8PROC_CATEGORY_CF ||
        code_point == 0x0640)
        return;
    if (property->category == UTF8PROC_CATEGORY_ND && code_point > 0x7F) {
        out += static_cast<char>('0' + decimal_value(code_point));
        return;
    }
    const auto lowered = static_cast<char32_t>(utf8proc_tolower(signed_code_point(code_point)));
    const std::string_view letters = written_out(lowered);
    if (!letters.empty())
        out += letters;
    else
        append_utf8(out, lowered);
}

std::string fold_one(char32_t code_point) {
    std::string out;
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        return out;
    std::array<utf8proc_int32_t, 32> parts{};
    int last_boundary = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        signed_code_point(code_point),
        parts.data(),
        static_cast<utf8proc_ssize_t>(parts.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT),
        &last_boundary
    );
    if (count < 0 || static_cast<std::size_t>(count) > parts.size())
        return out;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
        append_simple(out, static_cast<char32_t>(parts[i]));
    return out;
}

const std::array<std::string, table_size>& folding_table() {
    static const auto table = [] {
        auto built = std::make_unique<std::array<std::string, table_size>>();
        for (char32_t code_point = 0; code_point < table_size; ++code_point)
            (*built)[code_point] = fold_one(code_point);
        return built;
    }();
    return *table;
}

// Code points that are starters, stay themselves in NFC and never combine with what follows;
// enough to recognise nearly all text as NFC without tables.
bool surely_nfc(char32_t code_point) {
    return code_point < 0x0300 || (code_point >= 0x0621 && code_point <= 0x064A) ||
           (code_point >= 0x0660 && code_point <= 0x066F) ||
           (code_point >= 0x2010 && code_point <= 0x205F) || code_point == 0x20AC ||
           (code_point >= 0x2190 && code_point <= 0x21FF) || code_point == 0xFFFD;
}

} // namespace

bool is_nfc(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0xCC) { // below U+0300
            ++i;
            continue;
        }
        if (!surely_nfc(next_code_point(text, i)))
            return false;
    }
    return true;
}

std::string to_nfc(std::string_view text) {
    if (is_nfc(text))
        return std::string(text);
    utf8proc_uint8_t* mapped = nullptr;
    const utf8proc_ssize_t length = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()),
        &mapped,
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE)
    );
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
    if (length < 0)
        return repair_utf8(text).text; // not UTF-8: the caller skipped the door of core
    return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
}

std::string_view folded(char32_t code_point) {
    if (code_point < table_size)
        return folding_table()[code_point];
    thread_local std::string rare;
    rare = fold_one(code_point);
    return rare;
}

bool is_alphanumeric(char32_t code_point) {
    if (code_point < 0x80)
        return (code_point >= 'a' && code_point <= 'z') ||
               (code_point >= 'A' && code_point <= 'Z') || (code_point >= '0' && code_point <= '9');
    switch (utf8proc_category(signed_code_point(code_point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
        return true;
    default:
        return false;
    }
}

std::string lower(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            out += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : text[i];
            ++i;
            continue;
        }
        append_utf8(
            out,
            static_cast<char32_t>(utf8proc_tolower(signed_code_point(next_code_point(text, i))))
        );
    }
    return out;
}

} // namespace moisson::text
