// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Turns of one client: how many, in which order, and who is one client.
#include "net/server/client_turns.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace moisson::net {
namespace {

TEST(ClientKey, IsTheAddressOrTheNetworkThatOneSubscriberHas) {
    EXPECT_EQ(client_key("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(client_key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(client_key("2001:db8:1:2::9"), client_key("2001:db8:1:2:ffff::1"));
    EXPECT_NE(client_key("2001:db8:1:2::9"), client_key("2001:db8:1:3::9"));
    EXPECT_EQ(client_key("unknown"), "unknown");
}

TEST(ClientTurns, ServeAClientInItsOrderAndOthersBesideIt) {
    ClientTurns turns(2);
    std::vector<int> woken;
    const auto wake = [&](int n) { return [&woken, n] { woken.push_back(n); }; };
    std::optional<ClientTurns::Turn> first;
    std::optional<ClientTurns::Turn> second;
    std::optional<ClientTurns::Turn> third;
    std::optional<ClientTurns::Turn> fourth;
    first.emplace(turns, "a", wake(1));
    second.emplace(turns, "a", wake(2));
    third.emplace(turns, "a", wake(3));
    fourth.emplace(turns, "a", wake(4));
    const ClientTurns::Turn other(turns, "b", wake(9));
    EXPECT_TRUE(first->granted());
    EXPECT_TRUE(second->granted());
    EXPECT_FALSE(third->granted());
    EXPECT_FALSE(fourth->granted());
    EXPECT_TRUE(other.granted());
    // One that gives up waiting is not served.
    third.reset();
    first.reset();
    EXPECT_EQ(woken, std::vector<int>{4});
    EXPECT_TRUE(fourth->granted());
    second.reset();
    fourth.reset();
    EXPECT_TRUE(ClientTurns::Turn(turns, "a", wake(5)).granted());
    EXPECT_EQ(woken, std::vector<int>{4});
}

} // namespace
} // namespace moisson::net
