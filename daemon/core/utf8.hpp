// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Text of unknown origin becomes valid here, once: UTF-8 without NUL, unpaired surrogates or
// overlong forms (decision 18). Everything behind this door may assume valid UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson {

// What some programs put before a UTF-8 text.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct RepairedText {
    std::string text;
    // Number of sequences that were replaced by U+FFFD or dropped (NUL).
    std::size_t repairs = 0;
};

// True when `bytes` is valid UTF-8 and holds no NUL.
bool is_clean_utf8(std::string_view bytes);

// What the bytes of a text that is no UTF-8 look like, whole or piece by piece; a piece begins
// where no byte is a continuation.
struct EncodingSigns {
    // Single bytes from 0xA0 on: letters of Latin-1.
    std::size_t lone = 0;
    // Other invalid sequences.
    std::size_t broken = 0;
    // Characters of several bytes that are right.
    std::size_t multi_byte = 0;

    void add(std::string_view bytes);
    bool is_latin() const { return lone > 0 && broken == 0 && multi_byte == 0; }
};

// Replaces each maximal invalid sequence by U+FFFD and drops NUL. When nearly every invalid byte
// reads as Windows-1252 (a Latin-1 body labelled UTF-8), decodes the invalid bytes as such.
RepairedText repair_utf8(std::string_view bytes);
// The same for a piece of the text that has these signs.
RepairedText repair_utf8(std::string_view bytes, const EncodingSigns& signs);

// The longest prefix of at most `bytes_max` bytes that ends on a code point.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max);

// Number of code points of valid UTF-8.
std::size_t utf8_length(std::string_view text);

// Appends `code_point` as UTF-8; values that are no scalar value become U+FFFD.
void append_utf8(std::string& out, char32_t code_point);

// Without U+FFFE and U+FFFF, which are Unicode and which no XML 1.0 document can carry.
std::string without_xml_noncharacters(std::string_view text);

// Decodes the code point at `position` of valid UTF-8 and moves past it.
char32_t next_code_point(std::string_view text, std::size_t& position);

} // namespace moisson
