// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whose X-Forwarded-For is believed, and which hop is the client.
#include "net/server/forwarded.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace moisson::net {
namespace {

using boost::asio::ip::make_address;

TEST(TrustedProxies, NobodyIsTrustedByDefault) {
    const TrustedProxies proxies;
    EXPECT_EQ(proxies.client_of(make_address("10.0.0.1"), "1.2.3.4"), "10.0.0.1");
}

TEST(TrustedProxies, TheLastUntrustedHopIsTheClient) {
    const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8"});
    const auto peer = make_address("127.0.0.1");
    EXPECT_EQ(proxies.client_of(peer, "6.6.6.6, 41.82.0.9"), "41.82.0.9");
    EXPECT_EQ(proxies.client_of(peer, "41.82.0.9, 10.1.2.3"), "41.82.0.9");
    EXPECT_EQ(proxies.client_of(peer, "41.82.0.9:5555 , 10.1.2.3"), "41.82.0.9");
    EXPECT_EQ(proxies.client_of(peer, ""), "127.0.0.1");
    EXPECT_EQ(proxies.client_of(peer, "41.82.0.9, garbage"), "127.0.0.1");
    EXPECT_EQ(proxies.client_of(make_address("11.0.0.1"), "6.6.6.6"), "11.0.0.1");
}

TEST(TrustedProxies, ReadsNetworksOfBothFamilies) {
    const TrustedProxies proxies({"192.168.4.0/22", "2001:db8::/33", "::1"});
    EXPECT_TRUE(proxies.trusts(make_address("192.168.7.255")));
    EXPECT_TRUE(proxies.trusts(make_address("::ffff:192.168.4.1")));
    EXPECT_FALSE(proxies.trusts(make_address("192.168.8.0")));
    EXPECT_TRUE(proxies.trusts(make_address("2001:db8:7fff::1")));
    EXPECT_FALSE(proxies.trusts(make_address("2001:db8:8000::1")));
    EXPECT_TRUE(proxies.trusts(make_address("::1")));
    EXPECT_EQ(proxies.client_of(make_address("::1"), "[2a00::7]:80"), "2a00::7");
}

TEST(TrustedProxies, RefusesWhatIsNoNetwork) {
    for (const char* const entry : {"localhost", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/", ""})
        EXPECT_THROW(TrustedProxies({entry}), std::invalid_argument) << entry;
}

} // namespace
} // namespace moisson::net
