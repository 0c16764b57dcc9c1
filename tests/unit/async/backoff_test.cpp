// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Backoff: doubling, cap, jitter.
#include "async/backoff.hpp"

#include <gtest/gtest.h>

namespace moisson {

TEST(Backoff, DoublesFromOneSecondAndStopsAtTwoMinutes) {
    EXPECT_EQ(backoff_ceiling(0), std::chrono::seconds(1));
    EXPECT_EQ(backoff_ceiling(1), std::chrono::seconds(2));
    EXPECT_EQ(backoff_ceiling(6), std::chrono::seconds(64));
    EXPECT_EQ(backoff_ceiling(7), std::chrono::seconds(120));
    EXPECT_EQ(backoff_ceiling(1'000'000), std::chrono::seconds(120));
}

TEST(Backoff, DrawsOverTheWholeRange) {
    Rng rng(7);
    int low = 0;
    int high = 0;
    for (int i = 0; i < 1'000; ++i) {
        const auto delay = backoff_delay(3, rng);
        EXPECT_GE(delay.count(), 0);
        EXPECT_LE(delay, std::chrono::seconds(8));
        low += delay < std::chrono::seconds(2) ? 1 : 0;
        high += delay > std::chrono::seconds(6) ? 1 : 0;
    }
    EXPECT_GT(low, 150);
    EXPECT_GT(high, 150);
}

TEST(Backoff, IsAFunctionOfTheSeed) {
    Rng one(42);
    Rng two(42);
    for (int attempt = 0; attempt < 10; ++attempt)
        EXPECT_EQ(backoff_delay(attempt, one), backoff_delay(attempt, two));
}

} // namespace moisson
