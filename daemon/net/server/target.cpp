// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Percent-decoding and dot segments of request targets.
#include "net/server/target.hpp"

#include "core/utf8.hpp"

#include <vector>

namespace moisson::net {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size())
                return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0)
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (is_control(c))
            return std::nullopt;
        out += c;
    }
    return out;
}

std::string normalised(std::string_view path) {
    std::vector<std::string_view> segments;
    bool slash_at_end = true;
    std::size_t at = 0;
    while (at < path.size()) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view segment = path.substr(at, end - at);
        slash_at_end = end < path.size() || segment == "." || segment == "..";
        at = end + 1;
        if (segment.empty() || segment == ".")
            continue;
        if (segment != "..")
            segments.push_back(segment);
        else if (!segments.empty())
            segments.pop_back();
    }
    std::string out;
    for (const std::string_view segment : segments) {
        out += '/';
        out += segment;
    }
    if (out.empty() || slash_at_end)
        out += '/';
    return out;
}

// "http://host/path" -> "/path".
std::optional<std::string_view> origin_form(std::string_view raw) {
    if (!raw.empty() && raw.front() == '/')
        return raw;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!raw.starts_with(scheme))
            continue;
        const std::size_t end = raw.find_first_of("/?", scheme.size());
        return end == raw.npos ? std::string_view{} : raw.substr(end);
    }
    return std::nullopt;
}

} // namespace

std::optional<RequestTarget> parse_request_target(std::string_view raw) {
    RequestTarget target;
    if (raw == "*") {
        target.path = "*";
        return target;
    }
    const std::optional<std::string_view> origin = origin_form(raw);
    if (!origin || origin->find('#') != origin->npos)
        return std::nullopt;
    const std::size_t mark = origin->find('?');
    const std::optional<std::string> decoded = percent_decode(origin->substr(0, mark));
    if (!decoded || !is_clean_utf8(*decoded))
        return std::nullopt;
    target.path = normalised(*decoded);
    if (mark != origin->npos)
        target.query = std::string(origin->substr(mark + 1));
    for (const char c : target.query)
        if (is_control(c))
            return std::nullopt;
    return target;
}

} // namespace moisson::net
