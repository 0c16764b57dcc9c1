// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The address guard, range by range (research S3).
#include "net/address_guard.hpp"

#include <gtest/gtest.h>

namespace moisson::net {

namespace {

boost::asio::ip::address ip(const std::string& text) {
    return boost::asio::ip::make_address(text);
}

boost::asio::ip::tcp::endpoint at(const std::string& text, std::uint16_t port) {
    return {ip(text), port};
}

} // namespace

class DeniedAddress : public ::testing::TestWithParam<const char*> {};
class PublicAddress : public ::testing::TestWithParam<const char*> {};

TEST_P(DeniedAddress, IsRefused) {
    EXPECT_FALSE(is_public(ip(GetParam())));
    EXPECT_TRUE(AddressGuard().judge(at(GetParam(), 443)).has_value());
}

TEST_P(PublicAddress, IsDialled) {
    EXPECT_TRUE(is_public(ip(GetParam())));
    EXPECT_FALSE(AddressGuard().judge(at(GetParam(), 443)).has_value());
}

// First and last address of every range, so that a wrong mask shows.
INSTANTIATE_TEST_SUITE_P(
    IPv4,
    DeniedAddress,
    ::testing::Values(
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "168.63.129.16",
        "169.254.0.0",
        "169.254.169.254",
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.255",
        "192.0.2.0",
        "192.0.2.255",
        "192.88.99.0",
        "192.88.99.255",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.0",
        "198.51.100.255",
        "203.0.113.0",
        "203.0.113.255",
        "224.0.0.0",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.255"
    )
);
INSTANTIATE_TEST_SUITE_P(
    IPv6,
    DeniedAddress,
    ::testing::Values(
        "::",
        "::1",
        "fc00::1",
        "fd00:ec2::254",
        "fdff::1",
        "fe80::1",
        "fec0::1",
        "ff00::1",
        "ff02::1",
        "100::1",
        "5f00::1",
        "64:ff9b:1::1",
        "2001::1",
        "2001:1ff:ffff::1",
        "2001:db8::1",
        "2002:0808:0808::1",
        "3fff::1",
        "3fff:fff:ffff::1",
        "4000::1",
        "8000::1"
    )
);
INSTANTIATE_TEST_SUITE_P(
    EmbeddedIPv4,
    DeniedAddress,
    ::testing::Values(
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:192.168.1.1",
        "::127.0.0.1",
        "::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::10.1.2.3"
    )
);
INSTANTIATE_TEST_SUITE_P(
    Neighbours,
    PublicAddress,
    ::testing::Values(
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.88.98.255",
        "192.88.100.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "8.8.8.8"
    )
);
INSTANTIATE_TEST_SUITE_P(
    IPv6,
    PublicAddress,
    ::testing::Values(
        "2001:200::1",
        "2001:db7::1",
        "2001:db9::1",
        "2003::1",
        "2a01:e0a::1",
        "2606:4700::1111",
        "3ffe::1",
        "3fff:1000::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808"
    )
);

TEST(AddressGuard, JudgesPorts) {
    for (const int port : {80, 443, 8080, 8443, 1024, 9404, 65'535})
        EXPECT_TRUE(is_web_port(static_cast<std::uint16_t>(port))) << port;
    for (const int port :
         {0,    21,   22,   25,   53,   110,  445,  1023, 2049, 2375,   2376,   3306,  3389,
          5432, 5672, 5900, 5984, 6379, 6443, 8500, 9200, 9300, 10'250, 11'211, 27'017})
        EXPECT_FALSE(is_web_port(static_cast<std::uint16_t>(port))) << port;
}

TEST(AddressGuard, JudgesNames) {
    for (const char* name :
         {"localhost",
          "a.localhost",
          "printer",
          "nas.local",
          "vault.internal",
          "metadata.google.internal",
          "box.home.arpa",
          "hidden.onion"})
        EXPECT_TRUE(is_private_name(name)) << name;
    for (const char* name : {"data.gouv.fr", "local.example.org", "xlocal", "mylocal.fr"})
        EXPECT_EQ(is_private_name(name), std::string(name) == "xlocal") << name;
}

TEST(AddressGuard, RefusesMixedAnswers) {
    const std::vector<boost::asio::ip::address> mixed{ip("8.8.8.8"), ip("10.0.0.1")};
    const auto refused = AddressGuard().judge("example.org", mixed, 443);
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->code, Code::ssrf_blocked);
}

TEST(AddressGuard, LetsExactPairsThroughAndNothingBeside) {
    const AddressGuard guard({AllowedAddress(ip("127.0.0.1"), 8081)});
    EXPECT_FALSE(guard.judge(at("127.0.0.1", 8081)).has_value());
    EXPECT_TRUE(guard.judge(at("127.0.0.1", 8082)).has_value());
    EXPECT_TRUE(guard.judge(at("127.0.0.2", 8081)).has_value());
    EXPECT_TRUE(guard.judge(at("::ffff:127.0.0.1", 8081)).has_value());
    EXPECT_TRUE(guard.judge(at("::1", 8081)).has_value());
}

TEST(AddressGuard, LetsAPrivateNameThroughOnlyToAnAllowedAddress) {
    const AddressGuard guard({AllowedAddress(ip("127.0.0.1"), 8081)});
    const std::vector<boost::asio::ip::address> loopback{ip("127.0.0.1")};
    const std::vector<boost::asio::ip::address> open{ip("8.8.8.8")};
    EXPECT_FALSE(guard.judge("localhost", loopback, 8081).has_value());
    EXPECT_TRUE(guard.judge("localhost", open, 8081).has_value());
    EXPECT_TRUE(guard.judge_name("localhost", 80).has_value());
}

TEST(AddressGuard, RefusesThisMachinesPublicAddress) {
    const AddressGuard guard({}, {ip("8.8.4.4")});
    EXPECT_TRUE(guard.judge(at("8.8.4.4", 443)).has_value());
    EXPECT_TRUE(guard.judge(at("::ffff:8.8.4.4", 443)).has_value());
    EXPECT_FALSE(guard.judge(at("8.8.8.8", 443)).has_value());
}

TEST(AllowedAddress, IsReadFromText) {
    EXPECT_EQ(parse_allowed_address("127.0.0.1:8081"), AllowedAddress(ip("127.0.0.1"), 8081));
    EXPECT_EQ(parse_allowed_address("[::1]:443"), AllowedAddress(ip("::1"), 443));
    for (const char* text :
         {"",
          "127.0.0.1",
          "127.0.0.1:",
          "127.0.0.1:0",
          "127.0.0.1:65536",
          "localhost:80",
          "::1:80",
          "127.0.0.0/8:80",
          ":80"})
        EXPECT_FALSE(parse_allowed_address(text).has_value()) << text;
}

} // namespace moisson::net
