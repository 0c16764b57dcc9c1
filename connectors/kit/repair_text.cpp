// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/repair_text.hpp"

#include "core/json_access.hpp"
#include "kit/repair_marks.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace moisson::kit {
namespace {

constexpr std::string_view space = " \t\r\n";
// How far a look ahead goes: keeps the whole linear.
constexpr std::size_t text_sight = 256;

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> typographic{{
    {"\xE2\x80\x9C", "\xE2\x80\x9D"}, // “ ”
    {"\xE2\x80\x9D", "\xE2\x80\x9D"},
    {"\xE2\x80\x9E", "\xE2\x80\x9C"}, // „ “
}};

std::string_view closing_of(std::string_view json, std::size_t at) {
    if (json[at] == '\'')
        return "'";
    for (const auto& [opening, closing] : typographic) {
        if (json.substr(at).starts_with(opening))
            return closing;
    }
    return "\"";
}

bool has_newline(std::string_view json, std::size_t from, std::size_t to) {
    return json.substr(from, to - from).find('\n') != std::string_view::npos;
}

// What may follow a comma inside JSON.
bool is_value_ahead(std::string_view json, std::size_t at) {
    if (at >= json.size())
        return true;
    const char c = json[at];
    const std::string_view rest = json.substr(at);
    return c == '"' || c == '{' || c == '[' || c == '}' || c == ']' || c == '-' || c == '/' ||
           (c >= '0' && c <= '9') || rest.starts_with("true") || rest.starts_with("false") ||
           rest.starts_with("null") || rest.starts_with("...") || opening_quote(json, at) > 0;
}

// True when the quote whose next byte is `after` ends its string.
bool ends_here(std::string_view json, std::size_t after, bool is_key) {
    const std::size_t next = next_byte(json, after);
    if (next >= json.size())
        return true;
    switch (json[next]) {
    case ',':
        return is_value_ahead(json, next_byte(json, next + 1));
    case ':':
        return is_key;
    case '}':
    case ']':
        return true;
    case '"':
        // The comma is missing: the next text stands on a line of its own, or is a key.
        return has_newline(json, after, next) || is_key_ahead(json, next) || next > after;
    case '{':
    case '[':
    case '/':
        return has_newline(json, after, next);
    default:
        return false;
    }
}

// A line break inside a string behind which JSON goes on: the closing quote is missing.
bool is_left_open(std::string_view json, std::size_t newline) {
    const std::size_t next = next_byte(json, newline);
    if (next >= json.size())
        return true;
    const char c = json[next];
    return c == '}' || c == ']' || (c == '"' && is_key_ahead(json, next));
}

// The quote at `quote` opens the key of the next member, behind a comma: the text that began at
// `begin` was left open.
bool is_next_member(std::string_view json, std::size_t begin, std::size_t quote) {
    const std::size_t before = quote > 0 ? json.find_last_not_of(space, quote - 1) : json.npos;
    return before != json.npos && before >= begin && json[before] == ',' &&
           quote - before <= text_sight && is_key_ahead(json, quote);
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n')
        out += "\\n";
    else if (c == '\t')
        out += "\\t";
    else if (c == '\r')
        out += "\\r";
    else if (byte < 0x20)
        (out += "\\u00") += {hex[byte >> 4U], hex[byte & 0x0FU]};
    else
        out += c;
}

bool is_hex4(std::string_view text) {
    return text.size() == 4 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isxdigit(c) != 0;
           });
}

// The escape at `at` ("\n"); returns the bytes it takes, false in `good` when it is none.
std::size_t take_escape(std::string_view json, std::size_t at, std::string& out, bool& good) {
    if (at + 1 >= json.size()) {
        good = false;
        return 1;
    }
    const char c = json[at + 1];
    if (std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos) {
        out += json.substr(at, 2);
        return 2;
    }
    if (c == 'u' && is_hex4(json.substr(at + 2, 4))) {
        out += json.substr(at, 6);
        return 6;
    }
    good = false;
    if (c == '\'')
        out += c;
    else
        out += "\\\\";
    return c == '\'' ? 2 : 1;
}

bool is_number(std::string_view word) {
    std::size_t i = word.starts_with('-') ? 1 : 0;
    const auto digits = [&] {
        const std::size_t begin = i;
        while (i < word.size() && word[i] >= '0' && word[i] <= '9')
            ++i;
        return i - begin;
    };
    const std::size_t whole = digits();
    if (whole == 0 || (whole > 1 && word[i - whole] == '0'))
        return false;
    if (i < word.size() && word[i] == '.') {
        ++i;
        if (digits() == 0)
            return false;
    }
    if (i < word.size() && (word[i] == 'e' || word[i] == 'E')) {
        ++i;
        if (i < word.size() && (word[i] == '+' || word[i] == '-'))
            ++i;
        if (digits() == 0)
            return false;
    }
    return i == word.size();
}

std::string quoted(std::string_view word) {
    std::string out = "\"";
    for (const char c : word) {
        if (c == '"' || c == '\\')
            out += '\\';
        append_escaped(out, c);
    }
    return out + '"';
}

// End of a word: placeholders are taken whole.
std::size_t word_end(std::string_view json, std::size_t at) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> holders{
        {{"{{", "}}"}, {"${", "}"}, {"<%", "%>"}, {"<", ">"}}};
    for (const auto& [opening, closing] : holders) {
        if (!json.substr(at).starts_with(opening))
            continue;
        const std::size_t end = json.substr(at, text_sight).find(closing);
        if (end != std::string_view::npos)
            return at + end + closing.size();
    }
    return std::min(json.find_first_of(",:{}[]\"\r\n", at + 1), json.size());
}

} // namespace

std::size_t next_byte(std::string_view json, std::size_t at) {
    return std::min(json.find_first_not_of(space, at), json.size());
}

bool is_key_ahead(std::string_view json, std::size_t at) {
    const std::size_t length = opening_quote(json, at);
    if (length == 0)
        return false;
    const std::string_view seen = json.substr(at, text_sight);
    const std::size_t end = seen.find_first_of("\"\n", length);
    if (end == std::string_view::npos || seen[end] != '"')
        return false;
    const std::size_t next = next_byte(seen, end + 1);
    return next < seen.size() && seen[next] == ':';
}

std::size_t opening_quote(std::string_view json, std::size_t at) {
    if (at >= json.size())
        return 0;
    if (json[at] == '"' || json[at] == '\'')
        return 1;
    for (const auto& [opening, closing] : typographic) {
        if (json.substr(at).starts_with(opening))
            return opening.size();
    }
    return 0;
}

// From behind the opening quote on.
LooseText loose_text(std::string_view json, std::size_t at, std::string_view closing, bool is_key) {
    LooseText result;
    const auto fault = [&](std::string_view what, std::size_t where) {
        // What leaves the end of the text in doubt is told before what does not.
        const bool is_graver = is_sure_repair(result.fault) && !is_sure_repair(what);
        if (!result.fault.empty() && !is_graver)
            return;
        result.fault = what;
        result.fault_at = where;
    };
    const auto leave_open = [&](std::size_t end) {
        fault("unclosed text", end);
        while (!result.text.empty() && space.find(result.text.back()) != space.npos)
            result.text.pop_back();
        if (result.text.ends_with(','))
            result.text.pop_back();
        result.end = end;
    };
    std::size_t i = at;
    std::size_t blanks_end = 0;
    while (i < json.size()) {
        const char c = json[i];
        if (c == '\\') {
            bool good = true;
            const std::size_t taken = take_escape(json, i, result.text, good);
            if (!good)
                fault("unknown escape", i);
            i += taken;
        } else if (json.substr(i).starts_with(closing)) {
            if (ends_here(json, i + closing.size(), is_key)) {
                result.end = i + closing.size();
                return result;
            }
            if (!is_key && is_next_member(json, at, i)) {
                leave_open(i);
                return result;
            }
            fault("quote inside a text", i);
            result.text += closing == "\"" ? "\\\"" : closing;
            i += closing.size();
        } else if (c == '\n' && i >= blanks_end && is_left_open(json, i)) {
            leave_open(i);
            return result;
        } else {
            if (static_cast<unsigned char>(c) < 0x20)
                fault("control character in a text", i);
            // What is behind a line break is behind all those that follow it.
            if (c == '\n' && i >= blanks_end)
                blanks_end = next_byte(json, i);
            if (c == '"')
                result.text += '\\';
            append_escaped(result.text, c);
            ++i;
        }
    }
    fault("unclosed text", json.size());
    result.end = json.size();
    return result;
}

LooseText loose_string(std::string_view json, std::size_t at, bool is_key) {
    LooseText result = loose_text(json, at + opening_quote(json, at), closing_of(json, at), is_key);
    constexpr std::string_view other = "other quotes";
    const bool is_graver =
        !result.fault.empty() && is_sure_repair(other) && !is_sure_repair(result.fault);
    if (json[at] != '"' && !is_graver) {
        result.fault = other;
        result.fault_at = at;
    }
    return result;
}

bool closes_text(std::string_view json, std::size_t quote) {
    return quote < json.size() && json[quote] == '"' && ends_here(json, quote + 1, false);
}

std::size_t next_quote(std::string_view json, std::size_t at) {
    while (at < json.size()) {
        at = std::min(json.find_first_of("\"\\\n", at), json.size());
        if (at >= json.size() || json[at] != '\\')
            break;
        at = std::min(at + 2, json.size());
    }
    return at;
}

LooseWord loose_word(std::string_view json, std::size_t at) {
    LooseWord result;
    result.end = word_end(json, at);
    std::string_view word = json.substr(at, result.end - at);
    while (!word.empty() && space.find(word.back()) != std::string_view::npos)
        word.remove_suffix(1);
    // A number that no double holds is a text to all readers.
    if (word == "true" || word == "false" || word == "null" ||
        (is_number(word) && json::parse(word).has_value())) {
        result.json = word;
        result.is_good = true;
    } else if (word == "True" || word == "False") {
        result.json = word == "True" ? "true" : "false";
    } else if (word == "None" || word == "NaN" || word == "undefined" || word.ends_with("Infinity")) {
        result.json = "null";
    } else if (word.find_first_not_of('.') == std::string_view::npos || word == "\xE2\x80\xA6") {
        result.json.clear();
    } else {
        result.json = quoted(word);
    }
    return result;
}

std::size_t comment_end(std::string_view json, std::size_t at) {
    const std::string_view rest = json.substr(at);
    if (!rest.starts_with("//") && !rest.starts_with("/*"))
        return at;
    const std::string_view closing = rest[1] == '/' ? "\n" : "*/";
    const std::size_t end = rest.find(closing, 2);
    return end == std::string_view::npos ? json.size() : at + end + (rest[1] == '/' ? 0 : 2);
}

} // namespace moisson::kit
