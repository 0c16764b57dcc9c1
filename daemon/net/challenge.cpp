// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Marks of the firewalls met in the field.
#include "net/challenge.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>

namespace moisson::net {

namespace {

constexpr std::size_t searched_bytes = 32 * 1024;

constexpr std::array<std::string_view, 20> marks{
    "cf-chl-",
    "/cdn-cgi/challenge-platform",
    "just a moment...",
    "attention required! | cloudflare",
    "checking your browser before accessing",
    "_incapsula_resource",
    "incapsula incident id",
    "/_sec/cp_challenge",
    "errors.edgesuite.net",
    "access denied | akamai",
    "ddos-guard",
    "sucuri website firewall",
    "awswaf",
    "aws-waf-token",
    "datadome",
    "px-captcha",
    "pardon our interruption",
    "the requested url was rejected. please consult with your administrator",
    "g-recaptcha",
    "h-captcha"};

} // namespace

bool is_challenge(int status, const Headers& headers, std::string_view body) {
    if (status != 403 && status != 429 && status != 503)
        return false;
    if (!header(headers, "cf-mitigated").empty() || !header(headers, "x-amzn-waf-action").empty())
        return true;
    if (ascii_lowered(header(headers, "content-type")).find("html") == std::string::npos)
        return false;
    const std::string text = ascii_lowered(body.substr(0, searched_bytes));
    return std::any_of(marks.begin(), marks.end(), [&text](std::string_view mark) {
        return text.find(mark) != std::string::npos;
    });
}

} // namespace moisson::net
