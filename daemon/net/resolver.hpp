// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Resolver: names to addresses through c-ares on the io thread, so that dead names delay nobody
// (decision 12). Never getaddrinfo, never Asio's resolver.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "core/result.hpp"

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace moisson::net {

using Addresses = std::vector<boost::asio::ip::address>;

struct ResolverOptions {
    ResolverOptions() = default;

    // "address[:port]"; empty = the system's.
    std::vector<std::string> servers;
    std::chrono::seconds ttl_min{60};
    std::chrono::seconds ttl_max{3600};
    std::chrono::seconds negative_ttl{300};
};

class Resolver {
public:
    Resolver() = default;
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;
    virtual ~Resolver() = default;

    // The addresses of `host` (lower case ASCII), IPv4 first; IP literals and localhost without
    // asking anybody. Errors: DNS_NXDOMAIN, DNS_SERVFAIL, DNS_NO_ADDRESS, DNS_TIMEOUT (after
    // `limit`, real time). Answers are kept for their TTL within the bounds of the options, on the
    // injected clock. Concurrent questions about one name share one lookup. Cancellable (throws
    // operation_aborted).
    virtual asio::awaitable<Result<Addresses>>
    resolve(std::string host, std::chrono::milliseconds limit) = 0;
};

// Lives on `executor`, a strand or single-threaded context. Throws std::system_error when the
// servers cannot be read. `timers` outlives it.
std::unique_ptr<Resolver>
make_resolver(asio::any_io_executor executor, TimerSource& timers, ResolverOptions options);

} // namespace moisson::net
