// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The forms in which an answer may hold a header value.
#include "kit/secret_mask.hpp"

#include "core/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace moisson::kit {
namespace {

constexpr std::string_view mask = "***";
constexpr std::size_t secret_bytes_min = 4;
// A shorter beginning of a secret, at the edge of a cut text, tells nothing.
constexpr std::size_t edge_bytes_min = 4;

constexpr std::array<std::string_view, 10> public_headers = {
    "accept",
    "accept-charset",
    "accept-language",
    "cache-control",
    "dnt",
    "from",
    "origin",
    "pragma",
    "referer",
    "user-agent"};

bool is_public(std::string_view header) {
    const std::string name = ascii_lowered(header);
    return std::find(public_headers.begin(), public_headers.end(), name) != public_headers.end();
}

using Escape = std::string (*)(unsigned char);

std::string in_json(unsigned char c) {
    if (c == '"' || c == '\\')
        return {'\\', static_cast<char>(c)};
    return std::string(1, static_cast<char>(c));
}

// PHP's json_encode.
std::string in_json_with_slashes(unsigned char c) {
    return c == '/' ? "\\/" : in_json(c);
}

std::string in_html(unsigned char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return std::string(1, static_cast<char>(c));
    }
}

std::string in_url(unsigned char c) {
    const bool plain = std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~';
    return plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
}

std::string escaped(std::string_view text, Escape escape) {
    std::string out;
    for (const char c : text)
        out += escape(static_cast<unsigned char>(c));
    return out;
}

// Length of the longest end of `text` that begins `secret`, the whole left out.
std::size_t cut_at_end(std::string_view text, std::string_view secret) {
    for (std::size_t size = std::min(text.size(), secret.size() - 1); size >= edge_bytes_min;
         --size)
        if (text.ends_with(secret.substr(0, size)))
            return size;
    return 0;
}

std::size_t cut_at_begin(std::string_view text, std::string_view secret) {
    for (std::size_t size = std::min(text.size(), secret.size() - 1); size >= edge_bytes_min;
         --size)
        if (text.starts_with(secret.substr(secret.size() - size)))
            return size;
    return 0;
}

} // namespace

SecretMask::SecretMask(const std::map<std::string, std::string>& headers) {
    const auto add = [this](std::string_view value) {
        if (value.size() < secret_bytes_min)
            return;
        secrets_.emplace_back(value);
        for (const Escape escape : {&in_json, &in_json_with_slashes, &in_html, &in_url})
            secrets_.push_back(escaped(value, escape));
    };
    for (const auto& [name, value] : headers) {
        if (is_public(name))
            continue;
        add(value);
        // "Bearer x", "Basic x", "Token token=x".
        if (const std::size_t space = value.find(' '); space != value.npos)
            add(std::string_view(value).substr(space + 1));
    }
    std::sort(secrets_.begin(), secrets_.end(), [](const auto& a, const auto& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    secrets_.erase(std::unique(secrets_.begin(), secrets_.end()), secrets_.end());
}

void SecretMask::hide(std::string& text) const {
    for (const std::string& secret : secrets_) {
        std::size_t at = text.find(secret);
        while (at != text.npos) {
            text.replace(at, secret.size(), mask);
            at = text.find(secret, at + mask.size());
        }
    }
    for (const std::string& secret : secrets_) {
        if (const std::size_t size = cut_at_end(text, secret); size > 0)
            text.replace(text.size() - size, size, mask);
        if (const std::size_t size = cut_at_begin(text, secret); size > 0)
            text.replace(0, size, mask);
    }
}

void SecretMask::hide(Issue& issue) const {
    hide(issue.detail);
    hide(issue.excerpt);
    hide(issue.remote_url);
}

void SecretMask::hide(std::vector<Issue>& issues) const {
    for (Issue& issue : issues)
        hide(issue);
}

void SecretMask::hide(Error& error) const {
    hide(error.detail);
}

} // namespace moisson::kit
