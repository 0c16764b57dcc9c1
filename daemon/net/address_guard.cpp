// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The deny list of research S3, range by range.
#include "net/address_guard.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace moisson::net {

namespace ip = boost::asio::ip;

namespace {

struct Range4 {
    std::uint32_t network;
    int bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array<Range4, 17> denied_v4{{
    {v4(0, 0, 0, 0), 8},        // "this network"
    {v4(10, 0, 0, 0), 8},       // private
    {v4(100, 64, 0, 0), 10},    // carrier-grade NAT
    {v4(127, 0, 0, 0), 8},      // loopback
    {v4(168, 63, 129, 16), 32}, // Azure's wire server
    {v4(169, 254, 0, 0), 16},   // link-local, cloud metadata
    {v4(172, 16, 0, 0), 12},    // private
    {v4(192, 0, 0, 0), 24},     // protocol assignments
    {v4(192, 0, 2, 0), 24},     // documentation
    {v4(192, 88, 99, 0), 24},   // 6to4 relays
    {v4(192, 168, 0, 0), 16},   // private
    {v4(198, 18, 0, 0), 15},    // benchmarking
    {v4(198, 51, 100, 0), 24},  // documentation
    {v4(203, 0, 113, 0), 24},   // documentation
    {v4(224, 0, 0, 0), 4},      // multicast
    {v4(240, 0, 0, 0), 4},      // reserved
    {v4(255, 255, 255, 255), 32},
}};

bool is_public_v4(const ip::address_v4& address) {
    const std::uint32_t value = address.to_uint();
    return std::none_of(denied_v4.begin(), denied_v4.end(), [value](const Range4& range) {
        return (value ^ range.network) >> (32 - range.bits) == 0;
    });
}

struct Range6 {
    std::array<std::uint8_t, 6> network;
    unsigned bits;
};

bool within(const ip::address_v6::bytes_type& bytes, const Range6& range) {
    for (unsigned bit = 0; bit < range.bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        if (((bytes[bit / 8] ^ range.network[bit / 8]) & mask) != 0)
            return false;
    }
    return true;
}

constexpr Range6 global_unicast{{0x20}, 3};
constexpr std::array<Range6, 4> denied_v6{{
    {{0x20, 0x01, 0x00, 0x00}, 23}, // Teredo, benchmarking, ORCHID
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation
    {{0x20, 0x02}, 16},             // 6to4
    {{0x3f, 0xff, 0x00}, 20},       // documentation (RFC 9637)
}};

// The IPv4 address inside ::ffff:0:0/96, ::/96 or 64:ff9b::/96.
std::optional<ip::address_v4> embedded_v4(const ip::address_v6::bytes_type& bytes) {
    constexpr std::array<std::array<std::uint8_t, 12>, 3> prefixes{{
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff},
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0},
    }};
    for (const auto& prefix : prefixes)
        if (std::equal(prefix.begin(), prefix.end(), bytes.begin()))
            return ip::address_v4({bytes[12], bytes[13], bytes[14], bytes[15]});
    return std::nullopt;
}

bool is_public_v6(const ip::address_v6& address) {
    const auto bytes = address.to_bytes();
    if (const auto inner = embedded_v4(bytes))
        return is_public_v4(*inner);
    if (!within(bytes, global_unicast))
        return false;
    return std::none_of(denied_v6.begin(), denied_v6.end(), [&bytes](const Range6& range) {
        return within(bytes, range);
    });
}

// One form per address: ::ffff:a.b.c.d is a.b.c.d.
ip::address canonical(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

bool ends_with_label(std::string_view host, std::string_view suffix) {
    return host == suffix || (host.size() > suffix.size() && host.ends_with(suffix) &&
                              host[host.size() - suffix.size() - 1] == '.');
}

} // namespace

std::optional<AllowedAddress> parse_allowed_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    const bool bracketed = host.front() == '[' && host.back() == ']';
    if (bracketed)
        host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = ip::make_address(host, error);
    if (error || address.is_v6() != bracketed)
        return std::nullopt;
    unsigned port = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9' || port > 65'535)
            return std::nullopt;
        port = port * 10 + static_cast<unsigned>(digit - '0');
    }
    if (digits.empty() || port == 0 || port > 65'535)
        return std::nullopt;
    return AllowedAddress(address, static_cast<std::uint16_t>(port));
}

bool is_public(const ip::address& address) {
    return address.is_v4() ? is_public_v4(address.to_v4()) : is_public_v6(address.to_v6());
}

bool is_web_port(std::uint16_t port) {
    // Databases, caches, brokers, remote desktops, container and cluster interfaces.
    constexpr std::array<std::uint16_t, 40> services{
        1433, 1521, 1723, 2049, 2181, 2375, 2376, 2379, 2380,  3128,  3306,  3389, 4369, 5432,
        5433, 5601, 5672, 5900, 5984, 5985, 5986, 6000, 6379,  6380,  6443,  6667, 7000, 7001,
        8300, 8301, 8500, 8600, 9042, 9092, 9200, 9300, 10250, 11211, 15672, 27017};
    if (port == 80 || port == 443)
        return true;
    return port >= 1024 && std::find(services.begin(), services.end(), port) == services.end();
}

bool is_private_name(std::string_view host) {
    constexpr std::array<std::string_view, 7>
        suffixes{"localhost", "local", "internal", "home.arpa", "onion", "localdomain", "lan"};
    if (host.find('.') == std::string_view::npos)
        return true;
    return std::any_of(suffixes.begin(), suffixes.end(), [host](std::string_view suffix) {
        return ends_with_label(host, suffix);
    });
}

bool AddressGuard::allows(const ip::address& address, std::uint16_t port) const {
    const AllowedAddress wanted(canonical(address), port);
    return std::find(allow_.begin(), allow_.end(), wanted) != allow_.end();
}

std::optional<Error> AddressGuard::judge(const ip::tcp::endpoint& endpoint) const {
    const ip::address address = canonical(endpoint.address());
    // The mapped form of an allowed address is not that address: nobody dials it on purpose.
    if (address == endpoint.address() && allows(address, endpoint.port()))
        return std::nullopt;
    if (!is_web_port(endpoint.port()))
        return Error(Code::ssrf_blocked, "port " + std::to_string(endpoint.port()));
    if (!is_public(address) || std::find(own_.begin(), own_.end(), address) != own_.end())
        return Error(Code::ssrf_blocked, "address not public");
    return std::nullopt;
}

std::optional<Error> AddressGuard::judge(
    std::string_view host,
    std::span<const ip::address> addresses,
    std::uint16_t port
) const {
    bool all_allowed = !addresses.empty();
    for (const auto& address : addresses) {
        if (auto error = judge(ip::tcp::endpoint(address, port)))
            return error;
        all_allowed = all_allowed && allows(address, port);
    }
    boost::system::error_code not_literal;
    ip::make_address(host, not_literal);
    if (not_literal && is_private_name(host) && !all_allowed)
        return Error(Code::ssrf_blocked, "name not public");
    return std::nullopt;
}

std::optional<Error> AddressGuard::judge_name(std::string_view host, std::uint16_t port) const {
    const bool port_has_exception =
        std::any_of(allow_.begin(), allow_.end(), [port](const AllowedAddress& allowed) {
            return allowed.port == port;
        });
    if (port_has_exception)
        return std::nullopt;
    if (!is_web_port(port))
        return Error(Code::ssrf_blocked, "port " + std::to_string(port));
    boost::system::error_code not_literal;
    ip::make_address(host, not_literal);
    if (not_literal && is_private_name(host))
        return Error(Code::ssrf_blocked, "name not public");
    return std::nullopt;
}

std::vector<ip::address> own_public_addresses() {
    std::vector<ip::address> found;
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0)
        return found;
    for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
        if (entry->ifa_addr == nullptr)
            continue;
        ip::address address;
        if (entry->ifa_addr->sa_family == AF_INET) {
            sockaddr_in in{};
            std::memcpy(&in, entry->ifa_addr, sizeof(in));
            address = ip::address_v4(ntohl(in.sin_addr.s_addr));
        } else if (entry->ifa_addr->sa_family == AF_INET6) {
            sockaddr_in6 in{};
            std::memcpy(&in, entry->ifa_addr, sizeof(in));
            ip::address_v6::bytes_type bytes{};
            std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
            address = ip::address_v6(bytes);
        } else {
            continue;
        }
        if (is_public(address))
            found.push_back(std::move(address));
    }
    freeifaddrs(list);
    return found;
}

} // namespace moisson::net
