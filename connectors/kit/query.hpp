// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Addresses of an API: query strings, path segments and what a configured address is the root of.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::kit {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Everything but the unreserved characters of RFC 3986 as %XX.
inline std::string percent_encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        out += '%';
        out += hex[byte >> 4U];
        out += hex[byte & 0x0FU];
    }
    return out;
}

// `base` with "?name=value&..."; `base` alone without parameters.
inline std::string address_of(std::string base, const Parameters& parameters) {
    char before = '?';
    for (const auto& [name, value] : parameters) {
        base += before;
        base += percent_encoded(name);
        base += '=';
        base += percent_encoded(value);
        before = '&';
    }
    return base;
}

// The site of a configured address: without query, fragment, trailing slashes and the first of
// `api_paths` it ends with.
inline std::string site_of(std::string_view url, std::span<const std::string_view> api_paths) {
    const auto without_slashes = [&url] {
        while (url.ends_with('/'))
            url.remove_suffix(1);
    };
    url = url.substr(0, url.find_first_of("?#"));
    without_slashes();
    const auto path = std::find_if(api_paths.begin(), api_paths.end(), [&url](auto candidate) {
        return url.ends_with(candidate);
    });
    if (path != api_paths.end())
        url.remove_suffix(path->size());
    without_slashes();
    return std::string(url);
}

// "https://host:1" of "https://host:1/data".
inline std::string_view origin_of(std::string_view site) {
    const std::size_t scheme = site.find("://");
    if (scheme == std::string_view::npos)
        return site;
    return site.substr(0, std::min(site.find('/', scheme + 3), site.size()));
}

} // namespace moisson::kit
