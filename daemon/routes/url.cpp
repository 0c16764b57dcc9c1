// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/url.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::routes {
namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '%' && i + 2 < text.size()) {
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        out += c == '+' && plus_is_space ? ' ' : c;
    }
    return out;
}

Query parse_query(std::string_view text) {
    Query query;
    while (!text.empty() && query.size() < limits::query_parameters) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty())
            continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
        query.emplace_back(
            repair_utf8(percent_decode(pair.substr(0, equals))).text,
            repair_utf8(percent_decode(value)).text
        );
    }
    return query;
}

std::string build_query(const Query& query) {
    std::string out;
    for (const auto& [name, value] : query) {
        if (!out.empty())
            out += '&';
        out += percent_encode(name);
        out += '=';
        out += percent_encode(value);
    }
    return out;
}

std::string with_query(std::string_view path, const Query& query) {
    std::string out(path);
    if (!query.empty())
        out += '?' + build_query(query);
    return out;
}

std::string_view first(const Query& query, std::string_view name) {
    for (const auto& [key, value] : query)
        if (key == name)
            return value;
    return {};
}

Query without(Query query, std::string_view name) {
    std::erase_if(query, [&](const auto& pair) { return pair.first == name; });
    return query;
}

Query without(Query query, std::string_view name, std::string_view value) {
    std::erase_if(query, [&](const auto& pair) {
        return pair.first == name && pair.second == value;
    });
    return query;
}

Query with(Query query, std::string_view name, std::string_view value) {
    query.emplace_back(name, value);
    return query;
}

std::optional<std::int64_t> positive_number(std::string_view text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value <= 0)
        return std::nullopt;
    return value;
}

} // namespace moisson::routes
