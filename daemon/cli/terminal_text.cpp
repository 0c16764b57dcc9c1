// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recognises the UTF-8 forms; the text is valid UTF-8 since core made it so.
#include "cli/terminal_text.hpp"

#include <cstddef>

namespace moisson::cli {
namespace {

unsigned char byte_at(std::string_view text, std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

// Bytes of the harmful character at `i`; 0 when it is none.
std::size_t harmful_at(std::string_view text, std::size_t i) {
    const unsigned char first = byte_at(text, i);
    const unsigned char second = byte_at(text, i + 1);
    const unsigned char third = byte_at(text, i + 2);
    if (first < 0x20 || first == 0x7f)
        return 1;
    // U+0080 to U+009F, U+009B being "ESC [".
    if (first == 0xc2 && second >= 0x80 && second <= 0x9f)
        return 2;
    // U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069.
    const bool general = first == 0xe2 && second == 0x80;
    if (general && (third == 0x8e || third == 0x8f || (third >= 0xa8 && third <= 0xae)))
        return 3;
    if (first == 0xe2 && second == 0x81 && third >= 0xa6 && third <= 0xa9)
        return 3;
    return 0;
}

} // namespace

std::string terminal_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t harmful = harmful_at(text, i);
        const char c = text[i];
        if (harmful == 0)
            out += c;
        else
            out += c == '\n' || c == '\r' || c == '\t' ? ' ' : '?';
        i += harmful == 0 ? 1 : harmful;
    }
    return out;
}

} // namespace moisson::cli
