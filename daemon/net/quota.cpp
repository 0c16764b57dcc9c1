// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "net/quota.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Quota {
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> left;
    // Seconds from now, or since 1970; some count milliseconds since then.
    std::optional<std::int64_t> reset;
};

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

// The number that the text begins with: "100, 100;w=60", not "2026-11-23T08:00:00Z".
std::optional<std::int64_t> number(std::string_view text) {
    text = trimmed(text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0)
        return std::nullopt;
    constexpr std::string_view may_follow = " ,;.";
    if (end != text.data() + text.size() && may_follow.find(*end) == std::string_view::npos)
        return std::nullopt;
    return value;
}

// Takes off what comes before the next `mark`.
std::string_view take_until(std::string_view& text, char mark) {
    const std::size_t end = std::min(text.find(mark), text.size());
    const std::string_view part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

// Of "limit=100, remaining=50" or of "\"default\";r=50;t=30".
std::optional<std::int64_t> member(std::string_view text, std::string_view name, char mark) {
    while (!text.empty()) {
        const std::string_view part = take_until(text, mark);
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
            return number(part.substr(name.size() + 1));
    }
    return std::nullopt;
}

// The policy of that name: "\"default\";q=100;w=60".
std::optional<std::int64_t> limit_of(std::string_view policies, std::string_view name) {
    while (!policies.empty()) {
        const std::string_view policy = take_until(policies, ',');
        std::string_view rest = policy;
        if (take_until(rest, ';') == name)
            return member(policy, "q", ';');
    }
    return std::nullopt;
}

std::optional<milliseconds> pause_of(const Quota& quota, Instant now) {
    if (!quota.left || !quota.reset)
        return std::nullopt;
    const std::int64_t scarce = quota.limit.value_or(0) / 10;
    if (*quota.left > scarce)
        return std::nullopt;
    // Nobody counts days of seconds: that is a date.
    constexpr std::int64_t date_from = 1'000'000'000;
    constexpr std::int64_t wait_max = 366 * 86'400;
    const std::int64_t today = std::chrono::floor<seconds>(now).time_since_epoch().count();
    constexpr std::int64_t milliseconds_from = 1'000 * date_from;
    const std::int64_t reset =
        *quota.reset >= milliseconds_from ? *quota.reset / 1'000 : *quota.reset;
    const std::int64_t wait = reset >= date_from ? reset - today : reset;
    const milliseconds until = seconds(std::clamp<std::int64_t>(wait, 0, wait_max));
    const milliseconds each = until / std::max<std::int64_t>(*quota.left, 1);
    if (each.count() == 0)
        return std::nullopt;
    return std::min<milliseconds>(each, limits::quota_pause_max);
}

void keep_longer(std::optional<milliseconds>& longest, const Quota& quota, Instant now) {
    const std::optional<milliseconds> pause = pause_of(quota, now);
    if (pause && (!longest || *pause > *longest))
        longest = pause;
}

} // namespace

std::optional<milliseconds> quota_pause(const Headers& headers, Instant now) {
    std::optional<milliseconds> longest;
    constexpr std::array<std::string_view, 3> families{
        "ratelimit-",
        "x-ratelimit-",
        "x-rate-limit-"};
    for (const std::string_view family : families) {
        const auto value = [&](std::string_view name) {
            return number(header(headers, std::string(family) + std::string(name)));
        };
        Quota quota;
        quota.limit = value("limit");
        quota.left = value("remaining");
        quota.reset = value("reset");
        keep_longer(longest, quota, now);
    }
    std::string_view list = header(headers, "ratelimit");
    Quota whole;
    whole.limit = member(list, "limit", ',');
    whole.left = member(list, "remaining", ',');
    whole.reset = member(list, "reset", ',');
    keep_longer(longest, whole, now);
    const std::string_view policies = header(headers, "ratelimit-policy");
    while (!list.empty()) {
        const std::string_view item = take_until(list, ',');
        std::string_view rest = item;
        Quota one;
        one.limit = limit_of(policies, take_until(rest, ';'));
        one.left = member(item, "r", ';');
        one.reset = member(item, "t", ';');
        keep_longer(longest, one, now);
    }
    return longest;
}

} // namespace moisson::net
