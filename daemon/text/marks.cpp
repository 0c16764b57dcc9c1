// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/marks.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>

namespace moisson::text {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_all_of(std::string_view text, std::string_view allowed) {
    return !text.empty() && text.find_first_not_of(allowed) == npos;
}

// A rule, the line under a heading, or the line under the head of a table.
bool is_ruler(std::string_view line) {
    return line.size() >= 3 && is_all_of(line, "-=*_|:+ ");
}

// "##", "*", "-" or ">" alone, where prose has no use for it.
bool is_sign(std::string_view word, std::string_view before, std::string_view after) {
    const bool first = before.empty();
    if (is_all_of(word, "#"))
        return first || word.size() > 1;
    if (word == "*")
        return first || before.back() != ' ' || before.size() < 2 ||
               !is_ascii_digit(before[before.size() - 2]) || after.empty() ||
               !is_ascii_digit(after.front());
    return first && (word == "-" || word == "+" || is_all_of(word, ">"));
}

bool is_emphasis_byte(char c) {
    return c == '*' || c == '_' || c == '~' || c == '`';
}

// A word without "**" and the like; "_" inside a word is part of it.
std::string without_emphasis(std::string_view word) {
    static constexpr std::array<std::string_view, 4> marks = {"**", "~~", "```", "`"};
    // Nearly every word: looking for four marks at each byte would cost more than all the rest.
    if (std::none_of(word.begin(), word.end(), is_emphasis_byte))
        return std::string(word);
    if (word.starts_with("__"))
        word.remove_prefix(2);
    if (word.ends_with("__"))
        word.remove_suffix(2);
    std::string out;
    for (std::size_t at = 0; at < word.size();) {
        const std::string_view rest = word.substr(at);
        const auto mark = std::find_if(marks.begin(), marks.end(), [&](std::string_view sign) {
            return rest.starts_with(sign);
        });
        if (mark == marks.end())
            out += word[at++];
        else
            at += mark->size();
    }
    return out;
}

bool is_word_byte(char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// "*one or more words*" -> "one or more words"; a star that stands alone stays.
std::string without_stars(std::string line) {
    for (std::size_t open = line.find('*'); open != line.npos; open = line.find('*', open + 1)) {
        const bool opens = (open == 0 || !is_word_byte(line[open - 1])) && open + 1 < line.size() &&
                           is_word_byte(line[open + 1]);
        if (!opens)
            continue;
        const std::size_t close = line.find('*', open + 1);
        if (close == line.npos)
            break;
        const bool closes =
            line[close - 1] != ' ' && (close + 1 == line.size() || !is_word_byte(line[close + 1]));
        if (!closes)
            continue;
        line.erase(close, 1);
        line.erase(open, 1);
    }
    return line;
}

// "[label](target)" -> "label", also when the end was cut off.
std::string without_links(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t middle = text.find("](");
        const std::size_t open = text.substr(0, middle).rfind('[');
        if (middle == npos || open == npos) {
            const std::size_t end = middle == npos ? text.size() : middle + 2;
            out += text.substr(0, end);
            text.remove_prefix(end);
            continue;
        }
        const bool image = open > 0 && text[open - 1] == '!';
        out += text.substr(0, image ? open - 1 : open);
        out += text.substr(open + 1, middle - open - 1);
        const std::size_t close = text.find_first_of(") \n", middle);
        if (close == npos)
            break;
        text.remove_prefix(text[close] == ')' ? close + 1 : close);
    }
    return out;
}

std::string line_without_marks(std::string_view line) {
    std::string bars(line);
    if (line.starts_with("|"))
        std::replace(bars.begin(), bars.end(), '|', ' ');
    std::string out;
    for (std::size_t at = 0; at < bars.size();) {
        const std::size_t begin = bars.find_first_not_of(' ', at);
        if (begin == bars.npos)
            break;
        const std::size_t end = std::min(bars.find(' ', begin), bars.size());
        const std::string_view word = std::string_view(bars).substr(begin, end - begin);
        const std::size_t next = bars.find_first_not_of(' ', end);
        const std::string_view after =
            next == bars.npos ? std::string_view{} : std::string_view(bars).substr(next);
        at = end;
        const std::string bare = without_emphasis(word);
        if (bare.empty() || is_sign(bare, out, after))
            continue;
        out += bare;
        out += ' ';
    }
    if (!out.empty())
        out.pop_back();
    return without_stars(std::move(out));
}

} // namespace

std::string without_marks(std::string_view text) {
    const std::string plain = without_links(text);
    std::string out;
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t end = std::min(plain.find('\n', at), plain.size());
        std::string_view line = std::string_view(plain).substr(at, end - at);
        at = end + 1;
        const std::size_t first = line.find_first_not_of(" \t\r");
        line = first == npos ? std::string_view{} : line.substr(first);
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        if (line.empty() || is_ruler(line))
            continue;
        const std::string clean = line_without_marks(line);
        if (clean.empty())
            continue;
        out += out.empty() ? "" : "\n";
        out += clean;
    }
    return out;
}

} // namespace moisson::text
