// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace moisson {
namespace {

// Length of the valid sequence at the start of `bytes` (Unicode 15, table 3-7), 0 if invalid.
std::size_t valid_sequence(std::string_view bytes) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const auto continues = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return i < bytes.size() && at(i) >= low && at(i) <= high;
    };
    const unsigned first = at(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = first == 0xED ? 0x9F : 0xBF;
        return continues(1, low, high) && continues(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80;
        const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
        return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

constexpr std::size_t ascii_at_once = sizeof(std::uint64_t);

// Eight bytes of ASCII, none of them zero: taking one from each sets the high bit of a zero byte.
bool is_plain_ascii(const char* bytes) {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, ascii_at_once);
    return ((word | (word - ones)) & (ones << 7U)) == 0;
}

// Bytes to skip after an invalid start: the maximal subpart rule, simplified to lead + the
// continuation bytes that could belong to it.
std::size_t invalid_length(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes[0]);
    std::size_t wanted = 0;
    if (first >= 0xC2 && first <= 0xDF)
        wanted = 1;
    else if (first >= 0xE0 && first <= 0xEF)
        wanted = 2;
    else if (first >= 0xF0 && first <= 0xF4)
        wanted = 3;
    std::size_t length = 1;
    while (length <= wanted && length < bytes.size() &&
           (static_cast<unsigned char>(bytes[length]) & 0xC0U) == 0x80U)
        ++length;
    // E0 80.., ED A0.. and F0 80.. are invalid at the second byte: one replacement for the whole.
    return length;
}

// Windows-1252, 0x80-0x9F; 0 where the code page has a hole.
constexpr std::array<char32_t, 32> windows_1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

} // namespace

bool is_clean_utf8(std::string_view bytes) {
    std::size_t i = 0;
    while (i < bytes.size()) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if (byte == 0)
            return false;
        if (byte < 0x80) {
            const bool many = bytes.size() - i >= ascii_at_once && is_plain_ascii(bytes.data() + i);
            i += many ? ascii_at_once : 1;
            continue;
        }
        const std::size_t length = valid_sequence(bytes.substr(i));
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

// Single bytes 0xC0-0xFF followed by ASCII are how Latin-1 letters look in a body said to be UTF-8;
// a broken UTF-8 body has truncated multi-byte sequences instead.
void EncodingSigns::add(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t length = valid_sequence(bytes.substr(i));
        if (length > 0) {
            multi_byte += length > 1 ? 1U : 0U;
            i += length;
            continue;
        }
        const std::size_t skip = invalid_length(bytes.substr(i));
        (skip == 1 && static_cast<unsigned char>(bytes[i]) >= 0xA0 ? lone : broken) += 1;
        i += skip;
    }
}

RepairedText repair_utf8(std::string_view bytes) {
    EncodingSigns signs;
    signs.add(bytes);
    return repair_utf8(bytes, signs);
}

RepairedText repair_utf8(std::string_view bytes, const EncodingSigns& signs) {
    const bool latin = signs.is_latin();
    RepairedText out;
    out.text.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if (byte == 0) {
            ++out.repairs;
            ++i;
            continue;
        }
        const std::size_t length = valid_sequence(bytes.substr(i));
        if (length > 0) {
            out.text.append(bytes.substr(i, length));
            i += length;
            continue;
        }
        ++out.repairs;
        if (latin) {
            const char32_t mapped = byte >= 0xA0 ? byte : windows_1252[byte - 0x80U];
            append_utf8(out.text, mapped == 0 ? char32_t{0xFFFD} : mapped);
            ++i;
        } else {
            append_utf8(out.text, 0xFFFD);
            i += invalid_length(bytes.substr(i));
        }
    }
    return out;
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max)
        return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

std::size_t utf8_length(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

void append_utf8(std::string& out, char32_t code_point) {
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = 0xFFFD;
    const auto byte = [&](char32_t value) {
        out += static_cast<char>(static_cast<unsigned char>(value));
    };
    if (code_point < 0x80) {
        byte(code_point);
    } else if (code_point < 0x800) {
        byte(0xC0 | (code_point >> 6));
        byte(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        byte(0xE0 | (code_point >> 12));
        byte(0x80 | ((code_point >> 6) & 0x3F));
        byte(0x80 | (code_point & 0x3F));
    } else {
        byte(0xF0 | (code_point >> 18));
        byte(0x80 | ((code_point >> 12) & 0x3F));
        byte(0x80 | ((code_point >> 6) & 0x3F));
        byte(0x80 | (code_point & 0x3F));
    }
}

std::string without_xml_noncharacters(std::string_view text) {
    constexpr std::string_view lead = "\xEF\xBF";
    std::string out;
    out.reserve(text.size());
    std::size_t from = 0;
    for (std::size_t at = text.find(lead); at != text.npos; at = text.find(lead, at + 2)) {
        if (at + 2 >= text.size() || (text[at + 2] != '\xBE' && text[at + 2] != '\xBF'))
            continue;
        out.append(text.substr(from, at - from));
        from = at + 3;
    }
    out.append(text.substr(from));
    return out;
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
    const auto at = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
    };
    const char32_t first = at(position);
    if (first < 0x80) {
        ++position;
        return first;
    }
    if (first < 0xE0 && position + 1 < text.size()) {
        position += 2;
        return ((first & 0x1F) << 6) | (at(position - 1) & 0x3F);
    }
    if (first < 0xF0 && position + 2 < text.size()) {
        position += 3;
        return ((first & 0x0F) << 12) | ((at(position - 2) & 0x3F) << 6) |
               (at(position - 1) & 0x3F);
    }
    if (position + 3 < text.size()) {
        position += 4;
        return ((first & 0x07) << 18) | ((at(position - 3) & 0x3F) << 12) |
               ((at(position - 2) & 0x3F) << 6) | (at(position - 1) & 0x3F);
    }
    position = text.size();
    return 0xFFFD;
}

} // namespace moisson
