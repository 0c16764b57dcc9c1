// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Networks of trusted proxies, IPv4 held as mapped IPv6 so that one comparison serves both.
#include "net/server/forwarded.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <charconv>
#include <stdexcept>

namespace moisson::net {
namespace {

namespace ip = boost::asio::ip;

ip::address_v6 as_v6(const ip::address& address) {
    return address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

std::string plain_text(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Accepts "1.2.3.4", "1.2.3.4:80", "::1" and "[::1]:80".
ip::address hop_address(std::string_view text, boost::system::error_code& error) {
    if (text.starts_with('['))
        text = text.substr(1, text.find(']') - 1);
    else if (text.find(':') == text.rfind(':'))
        text = text.substr(0, text.find(':'));
    return ip::make_address(text, error);
}

} // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) {
        const std::size_t slash = entry.find('/');
        boost::system::error_code failed;
        const ip::address address = ip::make_address(entry.substr(0, slash), failed);
        Network network;
        const unsigned width = !failed && address.is_v4() ? 32U : 128U;
        unsigned bits = width;
        if (!failed && slash != std::string::npos) {
            const char* const end = entry.data() + entry.size();
            const auto [stop, code] = std::from_chars(entry.data() + slash + 1, end, bits);
            if (code != std::errc{} || stop != end || bits > width)
                failed = boost::asio::error::invalid_argument;
        }
        if (failed)
            throw std::invalid_argument("not an address or a network: " + entry);
        network.prefix = as_v6(address).to_bytes();
        network.bits = bits + (128U - width);
        networks_.push_back(network);
    }
}

bool TrustedProxies::trusts(const ip::address& address) const {
    const ip::address_v6::bytes_type bytes = as_v6(address).to_bytes();
    for (const Network& network : networks_) {
        bool same = true;
        for (unsigned bit = 0; bit < network.bits && same; bit += 8) {
            const unsigned left = network.bits - bit;
            const unsigned mask = left >= 8 ? 0xFFU : (0xFFU << (8 - left)) & 0xFFU;
            const auto difference = static_cast<unsigned>(bytes[bit / 8] ^ network.prefix[bit / 8]);
            same = (difference & mask) == 0;
        }
        if (same)
            return true;
    }
    return false;
}

std::string TrustedProxies::client_of(const ip::address& peer, std::string_view forwarded) const {
    ip::address client = peer;
    while (trusts(client) && !forwarded.empty()) {
        const std::size_t comma = forwarded.rfind(',');
        const std::string_view hop =
            trimmed(comma == forwarded.npos ? forwarded : forwarded.substr(comma + 1));
        forwarded = comma == forwarded.npos ? std::string_view{} : forwarded.substr(0, comma);
        boost::system::error_code error;
        const ip::address address = hop_address(hop, error);
        // A hop that is no address ends what can be believed.
        if (error)
            break;
        client = address;
    }
    return plain_text(client);
}

} // namespace moisson::net
