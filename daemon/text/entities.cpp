// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/entities.hpp"

#include "core/utf8.hpp"
#include "text/html.hpp"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace moisson::text {
namespace {

constexpr std::array<std::string_view, 74> tags = {
    "a",        "abbr",  "acronym",    "address", "article", "b",      "big",    "blockquote",
    "body",     "br",    "button",     "caption", "center",  "cite",   "code",   "col",
    "colgroup", "dd",    "del",        "details", "dfn",     "div",    "dl",     "dt",
    "em",       "embed", "figcaption", "figure",  "font",    "footer", "form",   "h1",
    "h2",       "h3",    "h4",         "h5",      "h6",      "head",   "header", "hr",
    "html",     "i",     "iframe",     "img",     "input",   "ins",    "label",  "li",
    "link",     "meta",  "ol",         "p",       "pre",     "q",      "s",      "script",
    "section",  "small", "span",       "strike",  "strong",  "style",  "sub",    "summary",
    "sup",      "svg",   "table",      "tbody",   "td",      "th",     "tr",     "u",
    "ul",       "video"};

constexpr std::size_t tag_bytes = 4'096;

struct Reference {
    char32_t code_point = 0;
    std::size_t length = 0; // without the ampersand
};

// The reference whose text after '&' is at the front of `text`.
std::optional<Reference> reference(std::string_view text) {
    if (text.empty())
        return std::nullopt;
    if (text[0] == '#') {
        const bool hexadecimal = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
        const std::size_t start = hexadecimal ? 2 : 1;
        const char* begin = text.data() + std::min(start, text.size());
        const char* end = text.data() + std::min(text.size(), start + 8);
        std::uint32_t value = 0;
        const auto parsed = std::from_chars(begin, end, value, hexadecimal ? 16 : 10);
        const auto length = static_cast<std::size_t>(parsed.ptr - text.data());
        if (parsed.ec != std::errc{} || length >= text.size() || text[length] != ';' || value == 0)
            return std::nullopt;
        return Reference{value, length + 1};
    }
    std::array<char, 12> name{};
    std::size_t length = 0;
    while (length < text.size() && length + 1 < name.size() &&
           ((text[length] >= 'a' && text[length] <= 'z') ||
            (text[length] >= 'A' && text[length] <= 'Z') ||
            (text[length] >= '0' && text[length] <= '9'))) {
        name[length] = text[length];
        ++length;
    }
    if (length == 0 || length >= text.size() || text[length] != ';')
        return std::nullopt;
    const std::string_view word(name.data(), length);
    if (word == "apos")
        return Reference{U'\'', length + 1};
    const auto* known = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.data()));
    if (known == nullptr)
        return std::nullopt;
    return Reference{known->value, length + 1};
}

bool separates_words(std::string_view tag) {
    static constexpr std::array<std::string_view, 17> inside = {
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "u"};
    return std::find(inside.begin(), inside.end(), tag) == inside.end();
}

std::string decode(std::string_view text, bool fully) {
    std::string out;
    out.reserve(text.size());
    bool ampersand = false; // one was decoded and may start another reference
    for (std::size_t i = 0; i < text.size();) {
        if (!ampersand && text[i] != '&') {
            const auto next = std::min(text.find('&', i), text.size());
            out.append(text, i, next - i);
            i = next;
            continue;
        }
        const std::size_t name = ampersand ? i : i + 1;
        ampersand = false;
        const auto found = reference(text.substr(name));
        if (!found) {
            out += '&';
            i = name;
        } else if (found->code_point == '&' && fully) {
            ampersand = true;
            i = name + found->length;
        } else {
            append_utf8(out, found->code_point);
            i = name + found->length;
        }
    }
    if (ampersand)
        out += '&';
    return out;
}

} // namespace

std::string_view known_tag(std::string_view text, std::size_t& length) {
    std::size_t i = 1;
    if (i < text.size() && text[i] == '/')
        ++i;
    std::array<char, 12> name{};
    std::size_t size = 0;
    while (i < text.size() && size < name.size()) {
        const char c = text[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(size > 0 && c >= '1' && c <= '6'))
            break;
        name[size++] = letter ? static_cast<char>(c | 0x20) : c;
        ++i;
    }
    if (i >= text.size() || size == 0)
        return {};
    if (text[i] != '>' && text[i] != '/' && text[i] != ' ' && text[i] != '\n' && text[i] != '\t' &&
        text[i] != '\r')
        return {};
    const auto known = std::find(tags.begin(), tags.end(), std::string_view(name.data(), size));
    if (known == tags.end())
        return {};
    const auto end = text.substr(0, tag_bytes).find('>', i);
    if (end == std::string_view::npos ||
        text.substr(i, end - i).find('<') != std::string_view::npos)
        return {};
    length = end + 1;
    return *known;
}

std::string decode_entities(std::string_view text) {
    return decode(text, false);
}

std::string decode_entities_fully(std::string_view text) {
    return text.find('&') == std::string_view::npos ? std::string(text) : decode(text, true);
}

std::string remove_tags(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    // A tag is recognised at its end, in what is already written, so that removing one may
    // complete another around it: "<<b>b>" leaves nothing. `open` = where each '<' stands.
    std::vector<std::size_t> open;
    for (const char c : text) {
        out += c;
        if (c == '<')
            open.push_back(out.size() - 1);
        if (c != '>' || open.empty())
            continue;
        const std::size_t start = open.back();
        std::size_t length = 0;
        const std::string_view candidate = std::string_view(out).substr(start);
        const bool comment = candidate.starts_with("<!--") && candidate.ends_with("-->");
        const std::string_view tag = known_tag(candidate, length);
        if (!comment && (tag.empty() || length != candidate.size()))
            continue;
        out.resize(start);
        open.pop_back();
        if (comment || separates_words(tag))
            out += ' ';
    }
    return out;
}

bool looks_like_html(std::string_view text) {
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        std::size_t length = 0;
        if (!known_tag(text.substr(at), length).empty())
            return true;
    }
    return false;
}

bool holds_escaped_html(std::string_view text) {
    for (auto at = text.find("&lt;"); at != std::string_view::npos;
         at = text.find("&lt;", at + 4)) {
        const std::string_view rest = text.substr(at + 4, tag_bytes);
        const auto end = rest.find("&gt;");
        if (end == std::string_view::npos)
            return false;
        std::string tag = "<";
        tag.append(rest.substr(0, end)).append(">");
        std::size_t length = 0;
        if (!known_tag(tag, length).empty())
            return true;
    }
    return false;
}

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace moisson::text
