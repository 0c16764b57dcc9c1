// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Token buckets: what a client may send, and what filling the table gains.
#include "net/server/rate_limit.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::net {
namespace {

using namespace std::chrono_literals;

class RateLimits : public ::testing::Test {
protected:
    RateVerdict take(const std::string& client, ClientKind kind = ClientKind::stranger) {
        return limiter_.take(kind, client, policy_, now_);
    }
    // How many of `wishes` are let through.
    int burst(const std::string& client, int wishes) {
        int through = 0;
        for (int i = 0; i < wishes; ++i)
            through += take(client).allowed ? 1 : 0;
        return through;
    }

    RatePolicy policy_{"default", 60};
    Steady now_{1000h};
    RateLimiter limiter_{4, "secret"};
};

TEST_F(RateLimits, AClientHasItsQuotaAtOnceThenOneASecond) {
    const RateVerdict first = take("10.0.0.1");
    EXPECT_TRUE(first.allowed);
    EXPECT_EQ(first.quota, 60);
    EXPECT_EQ(first.remaining, 59);
    EXPECT_EQ(first.reset, 1s);
    EXPECT_EQ(burst("10.0.0.1", 100), 59);
    const RateVerdict refused = take("10.0.0.1");
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.remaining, 0);
    EXPECT_EQ(refused.retry_after, 1s);
    EXPECT_EQ(refused.reset, 60s);
    now_ += 500ms;
    EXPECT_FALSE(take("10.0.0.1").allowed);
    now_ += 500ms;
    EXPECT_TRUE(take("10.0.0.1").allowed);
    now_ += 30s;
    EXPECT_EQ(burst("10.0.0.1", 100), 30);
    now_ += 1h;
    EXPECT_EQ(burst("10.0.0.1", 100), 60) << "never more than the quota";
}

TEST_F(RateLimits, ClientsPoliciesAndTokensAreToldApart) {
    EXPECT_EQ(burst("10.0.0.1", 100), 60);
    EXPECT_EQ(burst("10.0.0.2", 100), 60);
    EXPECT_TRUE(limiter_.take(ClientKind::stranger, "10.0.0.1", {"pages", 60}, now_).allowed);
    EXPECT_TRUE(take("10.0.0.1", ClientKind::known).allowed);
    EXPECT_FALSE(take("10.0.0.1").allowed);
}

TEST_F(RateLimits, WhatCostNothingIsGivenBack) {
    EXPECT_EQ(take("10.0.0.1").remaining, 59);
    const auto back = limiter_.give_back(ClientKind::stranger, "10.0.0.1", policy_, now_);
    EXPECT_EQ(back.remaining, 60);
    EXPECT_EQ(back.reset, 0s);
    // Not more than there can be.
    limiter_.give_back(ClientKind::stranger, "10.0.0.1", policy_, now_);
    EXPECT_EQ(burst("10.0.0.1", 100), 60);
}

TEST_F(RateLimits, WhatTurnsOutToCostMoreIsOwed) {
    const RatePolicy hour("exports", 60, 1h);
    const auto look = [&] { return limiter_.look(ClientKind::stranger, "10.0.0.1", hour, now_); };
    const auto spend = [&](double units) {
        limiter_.spend(ClientKind::stranger, "10.0.0.1", hour, units, now_);
    };
    EXPECT_TRUE(look().allowed);
    EXPECT_EQ(look().remaining, 60) << "to look costs nothing";
    spend(59.5);
    EXPECT_FALSE(look().allowed);
    EXPECT_EQ(look().retry_after, 30s);
    spend(9.5);
    EXPECT_EQ(look().remaining, 0);
    EXPECT_EQ(look().retry_after, 10min);
    spend(10'000);
    EXPECT_EQ(look().retry_after, 61min) << "an hour of debt at most";
    now_ += 62min;
    EXPECT_TRUE(look().allowed);
    EXPECT_TRUE(take("10.0.0.1").allowed) << "requests are counted apart";
}

TEST_F(RateLimits, FillingTheTableFreesNobodyOfItsDebt) {
    EXPECT_EQ(burst("10.0.0.1", 100), 60);
    for (int i = 0; i < 1000; ++i)
        take("192.168.7." + std::to_string(i % 250));
    EXPECT_EQ(limiter_.clients(), 4U) << "bounded";
    EXPECT_FALSE(take("10.0.0.1").allowed);
    // Newcomers of one neighbourhood share; another neighbourhood does not notice.
    EXPECT_FALSE(take("192.168.9.9").allowed) << "ten quotas are spent";
    EXPECT_TRUE(take("41.82.3.4").allowed);
    // Full buckets make room.
    now_ += 2min;
    EXPECT_TRUE(take("192.168.9.9").allowed);
    EXPECT_LE(limiter_.clients(), 4U);
    EXPECT_EQ(burst("10.0.0.1", 100), 60);
}

TEST_F(RateLimits, TokensHaveTheirPlaceInAFullTable) {
    for (int i = 0; i < 1000; ++i)
        take("192.168.7." + std::to_string(i % 250));
    int through = 0;
    for (int i = 0; i < 100; ++i)
        through += take("12", ClientKind::known).allowed ? 1 : 0;
    EXPECT_EQ(through, 60);
}

TEST_F(RateLimits, TimeThatGoesBackGivesNothing) {
    EXPECT_EQ(burst("10.0.0.1", 100), 60);
    now_ -= 10s;
    EXPECT_FALSE(take("10.0.0.1").allowed);
}

TEST(Neighbourhoods, AreNetworks) {
    EXPECT_EQ(neighbourhood_of("41.82.7.1"), "41.82.0.0/16");
    EXPECT_EQ(neighbourhood_of("2001:db8:0:1::/64"), "2001:db8::/32");
    EXPECT_EQ(neighbourhood_of("?"), "?");
}

} // namespace
} // namespace moisson::net
