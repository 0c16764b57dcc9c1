// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Who really asks: X-Forwarded-For is believed from trusted proxies only.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace moisson::net {

class TrustedProxies {
public:
    TrustedProxies() = default;
    // Throws std::invalid_argument for what is neither an address nor "address/prefix".
    explicit TrustedProxies(const std::vector<std::string>& entries);

    bool trusts(const boost::asio::ip::address& address) const;
    // The last address of the chain that is not one of ours: "spoofed, client, proxy" -> client.
    // `forwarded` is the joined value of all X-Forwarded-For headers.
    std::string client_of(const boost::asio::ip::address& peer, std::string_view forwarded) const;

private:
    struct Network {
        boost::asio::ip::address_v6::bytes_type prefix{};
        unsigned bits = 128;
    };
    std::vector<Network> networks_;
};

} // namespace moisson::net
