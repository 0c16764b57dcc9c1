// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Who gives up its place in a full server, and to whom.
#include "net/server/place.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace moisson::net {
namespace {

using namespace std::chrono_literals;

constexpr Steady now{1000h};

Standing standing(Worth worth, Steady::duration silent, Steady::duration own = 1s) {
    Standing out;
    out.worth = worth;
    out.since = now - silent;
    if (worth != Worth::queued)
        out.spare_from = out.since + own;
    return out;
}

bool is_taken(const Standing& owner, std::size_t of_owner, std::size_t of_newcomer) {
    return place_rank(owner, of_owner, of_newcomer, now).has_value();
}

// Which of two, each the only connection of its client but for the counts given.
bool goes_before(const Standing& first, std::size_t of_first, const Standing& second) {
    return place_rank(first, of_first, 0, now).value() < place_rank(second, 1, 0, now).value();
}

TEST(Places, OfWhoDripsAreAnybodysAfterItsOwnTime) {
    EXPECT_FALSE(is_taken(standing(Worth::slow, 999ms), 1, 0));
    EXPECT_TRUE(is_taken(standing(Worth::slow, 1s), 1, 0));
    EXPECT_TRUE(is_taken(standing(Worth::slow, 1s), 1, 200)) << "whoever it is that comes";
}

TEST(Places, OfWhoHasManyAreForWhoWouldHaveFewer) {
    EXPECT_TRUE(is_taken(standing(Worth::slow, 0s), 3, 1));
    EXPECT_FALSE(is_taken(standing(Worth::slow, 0s), 3, 2)) << "they would change places for ever";
    EXPECT_TRUE(is_taken(standing(Worth::queued, 1h), 3, 1));
    EXPECT_FALSE(is_taken(standing(Worth::queued, 1h), 1, 0)) << "it waits for us";
}

TEST(Places, OfWhoIsIdleAreForWhoHasFewerOrForAnybodyAfterAWhile) {
    EXPECT_TRUE(is_taken(standing(Worth::idle, 0s, 10s), 1, 0));
    EXPECT_FALSE(is_taken(standing(Worth::idle, 0s, 10s), 1, 1));
    EXPECT_TRUE(is_taken(standing(Worth::idle, 10s, 10s), 1, 1));
}

TEST(Places, OfRequestsThatAreWorkedOnStayTheirs) {
    EXPECT_FALSE(is_taken(standing(Worth::working, 1h), 1'000, 0));
}

// A crowd that drips from a thousand addresses and comes back each time it was thrown out.
TEST(Places, OfACrowdThatDripsGoBeforeThatOfANewcomer) {
    const Standing newcomer = standing(Worth::idle, 0s, 10s);
    EXPECT_TRUE(goes_before(standing(Worth::slow, 1s), 1, newcomer));
    EXPECT_TRUE(goes_before(standing(Worth::slow, 3s), 1, standing(Worth::slow, 2s)));
}

TEST(Places, AreTakenFromTheIdleThenFromWhoHasMostThenFromTheSlow) {
    const Standing long_idle = standing(Worth::idle, 20s, 10s);
    const Standing slow = standing(Worth::slow, 5s);
    EXPECT_TRUE(goes_before(long_idle, 1, slow));
    EXPECT_TRUE(goes_before(standing(Worth::slow, 0s), 200, slow));
    EXPECT_FALSE(goes_before(standing(Worth::queued, 1h), 200, slow)) << "it is taken last";
}

} // namespace
} // namespace moisson::net
