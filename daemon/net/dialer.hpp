// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dialer: from a target to an open channel. Resolves, asks the guard about every address, connects,
// tunnels, shakes hands.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "net/address_guard.hpp"
#include "net/channel.hpp"
#include "net/http_client.hpp"
#include "net/network_error.hpp"
#include "net/proxy.hpp"
#include "net/resolver.hpp"
#include "net/tls.hpp"
#include "net/turn.hpp"
#include "net/web_address.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::net {

// The network as this client sees it. Lives on one strand or thread.
class Dialer {
public:
    Dialer(
        asio::any_io_executor executor,
        std::unique_ptr<Resolver> resolver,
        std::chrono::milliseconds dns_timeout,
        AddressGuard guard,
        std::string ca_file,
        std::shared_ptr<AddressTurns> turns
    )
        : executor_(std::move(executor)), resolver_(std::move(resolver)), dns_timeout_(dns_timeout),
          guard_(std::move(guard)), tls_(std::move(ca_file)), turns_(std::move(turns)) {}

    void use_proxies(
        std::optional<Proxy> plain,
        std::optional<Proxy> tunnel,
        std::vector<std::string> no_proxy
    );

    const AddressGuard& guard() const { return guard_; }

    // What a connection may be reused for.
    std::string pool_key(const WebAddress& target, const EndpointPolicy& policy) const;

    // Everything that can be refused before a connection, reused or not, is touched.
    std::optional<Error> judge(const WebAddress& target) const {
        return guard_.judge_name(target.host, target.port);
    }

    // An open channel to `target` for `request`, after the turn of its address, which extends
    // `limits`; both belong to the awaiting coroutine. Errors: SSRF_BLOCKED, the DNS, connect, TLS
    // and TIMEOUT codes, RATE_LIMITED, PROXY_FAILED, CONFIG_INVALID (authorities).
    asio::awaitable<Result<std::unique_ptr<Channel>>>
    dial(const Request& request, WebAddress target, Timeouts timeouts, Limits& limits);

private:
    const Proxy* proxy_for(const WebAddress& target) const;
    asio::awaitable<Result<Addresses>>
    judged_addresses(const WebAddress& target, const Timeouts& timeouts, bool proxied);
    asio::awaitable<std::optional<Error>> connect_direct(
        Channel& channel,
        const Addresses& addresses,
        std::uint16_t port,
        Steady deadline
    );
    asio::awaitable<std::optional<Error>>
    connect_proxy(Channel& channel, const Proxy& proxy, const Timeouts& timeouts, Steady deadline);

    asio::any_io_executor executor_;
    std::unique_ptr<Resolver> resolver_;
    std::chrono::milliseconds dns_timeout_;
    AddressGuard guard_;
    TlsContexts tls_;
    std::shared_ptr<AddressTurns> turns_;
    std::optional<Proxy> plain_proxy_;
    std::optional<Proxy> tunnel_proxy_;
    std::vector<std::string> no_proxy_;
};

} // namespace moisson::net
