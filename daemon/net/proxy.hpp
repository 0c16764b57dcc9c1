// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Proxies: which one a target goes through, and the CONNECT handshake.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "net/channel.hpp"
#include "net/web_address.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::net {

struct Proxy {
    std::string host;
    std::uint16_t port = 3128;
    // Value of Proxy-Authorization, empty = none.
    std::string authorization;
};

// "http://[user:password@]host[:port]"; nothing when the text is empty. Throws
// std::invalid_argument on anything else.
std::optional<Proxy> parse_proxy(std::string_view url);

// True when `host` is in the list: "*", "example.org" (and below), ".example.org".
bool bypasses_proxy(std::string_view host, const std::vector<std::string>& no_proxy);

// Opens a tunnel through the connected proxy. Error: PROXY_FAILED.
asio::awaitable<std::optional<Error>>
open_tunnel(Channel& channel, const Proxy& proxy, const WebAddress& target, Steady deadline);

} // namespace moisson::net
