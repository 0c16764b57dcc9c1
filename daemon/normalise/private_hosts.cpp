// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Hosts that cannot be reached from elsewhere. A statement about the text of a URL only: the guard
// on dialled addresses is in net.
#include "normalise/urls.hpp"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace moisson::normalise {
namespace {

struct Network {
    std::uint32_t address;
    int bits;
};

constexpr std::array<Network, 14> private_networks = {{
    {0x00000000, 8},
    {0x0A000000, 8},
    {0x64400000, 10},
    {0x7F000000, 8},
    {0xA9FE0000, 16},
    {0xAC100000, 12},
    {0xC0000000, 24},
    {0xC0000200, 24},
    {0xC0A80000, 16},
    {0xC6120000, 15},
    {0xC6336400, 24},
    {0xCB007100, 24},
    {0xE0000000, 4},
    {0xF0000000, 4},
}};

bool is_private(std::uint32_t address) {
    for (const Network& network : private_networks)
        if (((address ^ network.address) >> (32 - network.bits)) == 0)
            return true;
    return false;
}

// IPv4 as browsers read it: one to four parts, decimal, octal or hexadecimal.
std::optional<std::uint32_t> ipv4(std::string_view host) {
    std::array<std::uint64_t, 4> parts{};
    std::size_t count = 0;
    if (host.ends_with('.'))
        host.remove_suffix(1);
    while (true) {
        const auto dot = host.find('.');
        std::string_view part = host.substr(0, dot);
        int base = 10;
        if (part.starts_with("0x")) {
            part.remove_prefix(2);
            base = 16;
        } else if (part.size() > 1 && part[0] == '0') {
            base = 8;
        }
        std::uint64_t value = 0;
        const auto parsed = std::from_chars(part.data(), part.data() + part.size(), value, base);
        if (count == 4 || part.empty() || parsed.ec != std::errc{} ||
            parsed.ptr != part.data() + part.size())
            return std::nullopt;
        parts[count++] = value;
        if (dot == std::string_view::npos)
            break;
        host.remove_prefix(dot + 1);
    }
    std::uint64_t address = parts[count - 1];
    for (std::size_t i = 0; i + 1 < count; ++i) {
        if (parts[i] > 255)
            return std::nullopt;
        address += parts[i] << (8 * (3 - i));
    }
    return address <= 0xFFFFFFFF ? std::optional(static_cast<std::uint32_t>(address))
                                 : std::nullopt;
}

bool is_private_ipv6(std::string_view literal) {
    std::array<unsigned char, 16> bytes{};
    const std::string text(literal);
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
        return true;
    const auto all_zero = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            if (bytes[i] != 0)
                return false;
        return true;
    };
    if (all_zero(0, 15)) // :: and ::1
        return true;
    const bool mapped = all_zero(0, 10) && bytes[10] == 0xFF && bytes[11] == 0xFF;
    if (mapped)
        return is_private(
            (std::uint32_t{bytes[12]} << 24) | (std::uint32_t{bytes[13]} << 16) |
            (std::uint32_t{bytes[14]} << 8) | std::uint32_t{bytes[15]}
        );
    const bool documentation =
        bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8;
    // Global unicast is 2000::/3.
    return (bytes[0] & 0xE0) != 0x20 || documentation;
}

} // namespace

bool is_private_host(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']'))
        return is_private_ipv6(host.substr(1, host.size() - 2));
    if (const auto address = ipv4(host))
        return is_private(*address);
    if (host.ends_with('.'))
        host.remove_suffix(1);
    if (host.find('.') == std::string_view::npos)
        return true;
    static constexpr std::array<std::string_view, 9> suffixes = {
        ".localhost",
        ".local",
        ".localdomain",
        ".internal",
        ".intranet",
        ".intra",
        ".lan",
        ".home.arpa",
        ".corp"};
    for (const std::string_view suffix : suffixes)
        if (host.ends_with(suffix))
            return true;
    return false;
}

} // namespace moisson::normalise
