// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The address guard: which socket addresses, ports and names the house may dial (research S3). A
// pure function of the address really dialled; it has no off switch, only exact exceptions.
#pragma once

#include "core/result.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::net {

// An address that is dialled although it is not public: the demonstration's simulator, an
// operator's own portal.
struct AllowedAddress {
    AllowedAddress() = default;
    AllowedAddress(boost::asio::ip::address where, std::uint16_t at)
        : address(std::move(where)), port(at) {}

    boost::asio::ip::address address;
    std::uint16_t port = 0;

    bool operator==(const AllowedAddress&) const = default;
};

// "127.0.0.1:8081" or "[::1]:8081".
std::optional<AllowedAddress> parse_allowed_address(std::string_view text);

// True when the address belongs to the public Internet. IPv4 inside IPv6 is judged as IPv4.
bool is_public(const boost::asio::ip::address& address);

// True for 80, 443, and every port from 1024 on that is not a well-known internal service.
bool is_web_port(std::uint16_t port);

// True for names that cannot be public: localhost, single labels, .local, .internal, ...
// `host` is lower case, without a trailing dot.
bool is_private_name(std::string_view host);

class AddressGuard {
public:
    AddressGuard() = default;
    // `own`: addresses of this machine, refused like private ones.
    explicit AddressGuard(
        std::vector<AllowedAddress> allow,
        std::vector<boost::asio::ip::address> own = {}
    )
        : allow_(std::move(allow)), own_(std::move(own)) {}

    // Nothing when `endpoint` may be dialled, otherwise SSRF_BLOCKED with the rule in the detail.
    std::optional<Error> judge(const boost::asio::ip::tcp::endpoint& endpoint) const;

    // All answers of a name at once: one refused address refuses them all (mixed answers).
    std::optional<Error> judge(
        std::string_view host,
        std::span<const boost::asio::ip::address> addresses,
        std::uint16_t port
    ) const;

    // What can be said before the name is resolved: port and name, when no exception could apply.
    std::optional<Error> judge_name(std::string_view host, std::uint16_t port) const;

    bool allows(const boost::asio::ip::address& address, std::uint16_t port) const;

private:
    std::vector<AllowedAddress> allow_;
    std::vector<boost::asio::ip::address> own_;
};

// Addresses of this machine's interfaces that are public; loopback and private ones are refused
// anyway.
std::vector<boost::asio::ip::address> own_public_addresses();

} // namespace moisson::net
