// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/xml_body.hpp"

#include "core/ascii.hpp"
#include "core/utf8.hpp"
#include "kit/body.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace moisson::kit {
namespace {

constexpr std::size_t declaration_bytes = 256;
constexpr std::size_t charset_name_bytes = 40;

// The encoding that the XML declaration names, in lower case; empty without one.
std::string declared_encoding(std::string_view body) {
    std::string_view head = body.substr(0, declaration_bytes);
    if (!head.starts_with("<?xml"))
        return {};
    head = head.substr(0, head.find("?>"));
    std::size_t at = head.find("encoding");
    if (at == std::string_view::npos)
        return {};
    at = head.find_first_of("\"'", at);
    if (at == std::string_view::npos)
        return {};
    const std::size_t end = head.find(head[at], at + 1);
    if (end == std::string_view::npos)
        return {};
    return ascii_lowered(head.substr(at + 1, std::min(end - at - 1, charset_name_bytes)));
}

// Nothing when the charset is unknown or the bytes are not of it.
std::optional<std::string> decoded(std::string_view bytes, const std::string& charset) {
    const bool named = !charset.empty() && std::all_of(charset.begin(), charset.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!named)
        return std::nullopt;
    // POSIX says (iconv_t)-1.
    const iconv_t none = reinterpret_cast<iconv_t>(std::intptr_t{-1}); // NOLINT
    const iconv_t converter = iconv_open("UTF-8", charset.c_str());
    if (converter == none)
        return std::nullopt;
    std::string out(bytes.size() * 3 + 16, '\0');
    std::string copy(bytes);
    char* from = copy.data();
    std::size_t from_left = copy.size();
    char* to = out.data();
    std::size_t to_left = out.size();
    const std::size_t result = iconv(converter, &from, &from_left, &to, &to_left);
    iconv_close(converter);
    if (result == static_cast<std::size_t>(-1))
        return std::nullopt;
    out.resize(out.size() - to_left);
    return out;
}

bool is_latin(std::string_view charset) {
    static constexpr std::array<std::string_view, 6>
        names{"iso-8859-1", "iso-8859-15", "latin1", "windows-1252", "cp1252", "us-ascii"};
    return std::find(names.begin(), names.end(), charset) != names.end();
}

void decode(std::string& body, std::string_view url, std::vector<Issue>& issues) {
    const std::string_view start = std::string_view(body).substr(0, 2);
    if (start == "\xFF\xFE" || start == "\xFE\xFF") {
        if (auto text = decoded(body, "utf-16"))
            body = std::move(*text);
    }
    if (body.starts_with(byte_order_mark))
        body.erase(0, byte_order_mark.size());
    if (is_clean_utf8(body))
        return;
    const std::string charset = declared_encoding(body);
    if (!charset.empty() && charset != "utf-8" && charset != "utf8" && !is_latin(charset)) {
        if (auto text = decoded(body, charset); text && is_clean_utf8(*text)) {
            body = std::move(*text);
            return;
        }
    }
    RepairedText repaired = repair_utf8(body);
    body = std::move(repaired.text);
    if (is_latin(charset))
        return;
    Issue issue(
        Code::encoding_repaired,
        Stage::parse,
        std::to_string(repaired.repairs) + " sequences"
    );
    issue.remote_url = url;
    issues.push_back(std::move(issue));
}

bool is_html(std::string_view text) {
    const std::string head = ascii_lowered(text.substr(0, declaration_bytes));
    return head.find("<!doctype html") != std::string::npos ||
           head.find("<html") != std::string::npos;
}

// Characters that XML 1.0 allows.
bool is_allowed(std::uint32_t code_point) {
    return code_point == 0x9 || code_point == 0xA || code_point == 0xD ||
           (code_point >= 0x20 && code_point <= 0xD7FF) ||
           (code_point >= 0xE000 && code_point <= 0xFFFD) ||
           (code_point >= 0x10000 && code_point <= 0x10FFFF);
}

enum class Reference { good, bad_character, none };

// What the '&' at the front of `text` begins; `length` is that of the whole reference.
Reference reference_at(std::string_view text, std::size_t& length) {
    static constexpr std::array<std::string_view, 5> known{"amp", "lt", "gt", "quot", "apos"};
    const std::size_t end = text.substr(0, 16).find(';');
    if (end == std::string_view::npos || end < 2)
        return Reference::none;
    length = end + 1;
    std::string_view name = text.substr(1, end - 1);
    if (!name.starts_with('#'))
        return std::find(known.begin(), known.end(), name) != known.end() ? Reference::good
                                                                          : Reference::none;
    name.remove_prefix(1);
    const bool hexadecimal = name.starts_with('x');
    if (hexadecimal)
        name.remove_prefix(1);
    std::uint32_t code_point = 0;
    const auto read =
        std::from_chars(name.data(), name.data() + name.size(), code_point, hexadecimal ? 16 : 10);
    if (name.empty() || read.ptr != name.data() + name.size())
        return Reference::none;
    return read.ec == std::errc{} && is_allowed(code_point) ? Reference::good
                                                            : Reference::bad_character;
}

// One past the bytes at `at` that may not stand in XML; `at` when they may.
std::size_t past_forbidden(std::string_view xml, std::size_t at) {
    const auto byte = static_cast<unsigned char>(xml[at]);
    if (byte < 0x20)
        return is_allowed(byte) ? at : at + 1;
    const std::string_view three = xml.substr(at, 3);
    return three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF" ? at + 3 : at;
}

// What may follow a '<' in markup; a number or a space makes it a sign of somebody's text.
bool begins_markup(std::string_view next) {
    if (next.empty())
        return false;
    const char c = next.front();
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' || c == '!' ||
           c == '?' || static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

Result<void> prepare_xml_body(std::string& body, std::string_view url, std::vector<Issue>& issues) {
    decode(body, url, issues);
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return Error(Code::parse_xml, "empty body");
    const std::string_view text = std::string_view(body).substr(first);
    if (is_html(text))
        return Error(Code::parse_xml, "HTML: " + excerpt_of(text.substr(0, 200)));
    if (text.front() != '<')
        return Error(Code::parse_xml, excerpt_of(text.substr(0, 200)));
    return {};
}

std::string repair_xml_escapes(std::string_view xml, std::size_t& repairs) {
    static constexpr std::string_view cdata = "<![CDATA[";
    std::string out;
    out.reserve(xml.size() + 64);
    for (std::size_t at = 0; at < xml.size();) {
        if (xml.substr(at, cdata.size()) == cdata) {
            const std::size_t close = xml.find("]]>", at);
            const std::size_t end = close == std::string_view::npos ? xml.size() : close + 3;
            out += xml.substr(at, end - at);
            at = end;
            continue;
        }
        if (const std::size_t past = past_forbidden(xml, at); past != at) {
            ++repairs;
            at = past;
            continue;
        }
        if (xml[at] == '<' && !begins_markup(xml.substr(at + 1, 1))) {
            ++repairs;
            out += "&lt;";
            ++at;
            continue;
        }
        if (xml[at] != '&') {
            out += xml[at++];
            continue;
        }
        std::size_t length = 1;
        switch (reference_at(xml.substr(at), length)) {
        case Reference::good:
            out += xml.substr(at, length);
            at += length;
            break;
        case Reference::bad_character:
            ++repairs;
            at += length;
            break;
        case Reference::none:
            ++repairs;
            out += "&amp;";
            ++at;
            break;
        }
    }
    return out;
}

} // namespace moisson::kit
