// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is left of a quota is spread until there is more.
#include "net/quota.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace moisson::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Instant heard_at = *from_iso8601("2026-11-23T08:00:00Z");

std::optional<milliseconds> of(const Headers& headers) {
    return quota_pause(headers, heard_at);
}

Headers quota(std::string prefix, std::string limit, std::string left, std::string reset) {
    return {
        {prefix + "Limit", std::move(limit)},
        {prefix + "Remaining", std::move(left)},
        {prefix + "Reset", std::move(reset)}};
}

TEST(Quota, OnlyTheLastTenthIsSpread) {
    EXPECT_EQ(of({}), std::nullopt);
    EXPECT_EQ(of(quota("X-RateLimit-", "100", "11", "50")), std::nullopt);
    EXPECT_EQ(of(quota("X-RateLimit-", "100", "10", "50")), seconds(5));
    EXPECT_EQ(of(quota("x-rate-limit-", "100", "4", "10")), milliseconds(2'500));
    EXPECT_EQ(of(quota("RateLimit-", "100, 100;w=60", "0", "30")), seconds(30));
    EXPECT_EQ(of(quota("RateLimit-", "100", "0", "86400")), seconds(60)) << "bounded";
    EXPECT_EQ(of(quota("RateLimit-", "100", "0", "0")), std::nullopt);
    EXPECT_EQ(of({{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "7"}}), seconds(7));
    EXPECT_EQ(of({{"X-RateLimit-Remaining", "1"}, {"X-RateLimit-Reset", "7"}}), std::nullopt)
        << "of how many?";
}

TEST(Quota, TheResetMayBeADate) {
    const std::int64_t today = std::chrono::floor<seconds>(heard_at).time_since_epoch().count();
    EXPECT_EQ(of(quota("X-RateLimit-", "60", "0", std::to_string(today + 20))), seconds(20));
    EXPECT_EQ(of(quota("X-RateLimit-", "60", "0", std::to_string(today - 20))), std::nullopt);
    EXPECT_EQ(of(quota("X-RateLimit-", "60", "0", std::to_string(today + 20) + "500")), seconds(20))
        << "in milliseconds";
    EXPECT_EQ(of(quota("X-RateLimit-", "60", "0", "20.5")), seconds(20));
    EXPECT_EQ(of(quota("X-RateLimit-", "60", "0", "2026-11-23T08:00:20Z")), std::nullopt)
        << "not so many seconds as its year";
    EXPECT_EQ(of(quota("X-RateLimit-", "60", "0", "demain")), std::nullopt);
    EXPECT_EQ(of(quota("X-RateLimit-", "60", "-1", "5")), std::nullopt);
    EXPECT_EQ(of(quota("X-RateLimit-", "60", "0", "99999999999999999999")), std::nullopt);
}

TEST(Quota, TheDraftsOfTheIetfAreRead) {
    EXPECT_EQ(of({{"RateLimit", "limit=100, remaining=5, reset=50"}}), seconds(10));
    EXPECT_EQ(
        of({{"RateLimit-Policy", "\"default\";q=100;w=60"}, {"RateLimit", "\"default\";r=5;t=50"}}),
        seconds(10)
    );
    EXPECT_EQ(
        of({{"RateLimit-Policy", "\"burst\";q=10;w=1, \"daily\";q=1000;w=86400"},
            {"RateLimit", "\"burst\";r=9;t=1, \"daily\";r=100;t=1000"}}),
        seconds(10)
    ) << "the scarcest of them";
    EXPECT_EQ(of({{"RateLimit", "\"default\";r=598;t=1"}}), std::nullopt);
    EXPECT_EQ(of({{"RateLimit", "\"default\";r=0;t=9"}}), seconds(9));
    EXPECT_EQ(of({{"RateLimit", ";;,=,r=,\"x"}}), std::nullopt);
}

} // namespace
} // namespace moisson::net
