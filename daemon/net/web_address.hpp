// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// WebAddress: an http or https address as we dial it. Tolerant of the addresses people write,
// strict about what goes on the wire.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::net {

struct WebAddress {
    bool tls = false;
    // Lower case ASCII (A-labels), without brackets or trailing dot.
    std::string host;
    std::uint16_t port = 80;
    // Path and query, never empty, without fragment.
    std::string path = "/";
    // True when `host` is an IP address.
    bool literal = false;

    // Value of the Host header: port only when unusual, brackets around IPv6.
    std::string authority() const;
    // "https://host:port", the unit of pools, robots.txt and credentials.
    std::string origin() const;
    std::string url() const;

    bool operator==(const WebAddress&) const = default;
};

// Percent-encodes spaces, non-ASCII and the characters RFC 3986 forbids, converts international
// names (UTS 46), drops the fragment. Error: BAD_REQUEST_URL (other schemes, credentials, control
// characters, longer than limits::url_bytes).
Result<WebAddress> parse_web_address(std::string_view url);

// The address a Location header means, relative to the one that sent it.
Result<WebAddress> resolve_web_address(const WebAddress& base, std::string_view location);

} // namespace moisson::net
