// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/fold.hpp"

#include "core/ascii.hpp"
#include "core/utf8.hpp"
#include "text/unicode.hpp"

#include <algorithm>

namespace moisson::text {

void fold_to(std::string& out, char32_t code_point) {
    if (code_point < 0x80) {
        const auto c = static_cast<char>(code_point);
        out += ascii_lower(c);
        return;
    }
    switch (code_point) {
    case 0x2018:
    case 0x2019:
    case 0x02BC:
    case 0x00B4:
        out += '\'';
        return;
    case 0x0649: // alef maksura -> ya
        out += "\u064A";
        return;
    case 0x0629: // ta marbuta -> ha
        out += "\u0647";
        return;
    case 0x0671: // alef wasla -> alef
        out += "\u0627";
        return;
    case 0x00A0:
    case 0x202F:
    case 0x2009:
        out += ' ';
        return;
    default:
        break;
    }
    // The Arabic presentation forms, and U+0149 with its apostrophe, decompose to letters that fold
    // once more.
    const std::string_view letters = folded(code_point);
    for (std::size_t i = 0; i < letters.size();) {
        const char32_t letter = next_code_point(letters, i);
        if (letter == 0x0649)
            out += "\u064A";
        else if (letter == 0x0629)
            out += "\u0647";
        else if (letter == 0x0671)
            out += "\u0627";
        else if (letter == 0x02BC)
            out += '\'';
        else
            append_utf8(out, letter);
    }
}

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();)
        fold_to(out, next_code_point(text, i));
    return out;
}

std::string fold_trimmed(std::string_view text) {
    std::string out = fold(text);
    out.erase(out.find_last_not_of(' ') + 1);
    out.erase(0, std::min(out.find_first_not_of(' '), out.size()));
    return out;
}

bool has_word_beginning(std::string_view folded, std::string_view beginning) {
    constexpr std::string_view before_words = " '-(/_";
    for (std::size_t at = folded.find(beginning); at != std::string_view::npos;
         at = folded.find(beginning, at + 1))
        if (at == 0 || before_words.find(folded[at - 1]) != std::string_view::npos)
            return true;
    return false;
}

} // namespace moisson::text
