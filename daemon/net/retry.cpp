// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Retry decisions.
#include "net/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace moisson::net {

bool is_idempotent(std::string_view method) {
    constexpr std::array<std::string_view, 5> methods{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
    return std::find(methods.begin(), methods.end(), method) != methods.end();
}

bool is_retryable_status(int status) {
    constexpr std::array<int, 6> statuses{408, 429, 500, 502, 503, 504};
    return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

bool is_retryable(Code code) {
    constexpr std::array<Code, 7> codes{
        Code::connect_refused,
        Code::connect_reset,
        Code::host_unreachable,
        Code::timeout_connect,
        Code::truncated,
        Code::dns_servfail,
        Code::local_resources};
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Instant now) {
    while (!value.empty() && value.front() == ' ')
        value.remove_prefix(1);
    while (!value.empty() && value.back() == ' ')
        value.remove_suffix(1);
    if (value.empty())
        return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    // Some servers send "120.5".
    const bool whole = end == value.data() + value.size() || (end != value.data() && *end == '.');
    constexpr std::int64_t year = 366 * 86'400;
    if (error == std::errc::result_out_of_range)
        return std::chrono::seconds(year);
    if (error == std::errc() && whole)
        return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, year));
    const std::optional<Instant> date = from_http_date(value);
    if (!date)
        return std::nullopt;
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*date - now);
    return std::clamp(wait, std::chrono::seconds(0), std::chrono::seconds(year));
}

std::optional<std::chrono::seconds> asked_pause(const Error& error) {
    constexpr std::string_view mark = "seconds=";
    const std::size_t at = error.detail.rfind(mark);
    if (error.code != Code::rate_limited || at == std::string::npos)
        return std::nullopt;
    const std::string_view digits = std::string_view(error.detail).substr(at + mark.size());
    std::int64_t seconds = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (failure != std::errc() || end != digits.data() + digits.size() || seconds < 0)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

} // namespace moisson::net
