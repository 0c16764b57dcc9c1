// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Builds the real HTTP client: Beast, OpenSSL, c-ares, zlib.
#pragma once

#include "async/asio.hpp"
#include "async/host_budget.hpp"
#include "async/timer_source.hpp"
#include "core/rng.hpp"
#include "net/address_guard.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::net {

struct ClientOptions {
    ClientOptions() = default;

    // Sent when the request's policy has none; see user_agent().
    std::string user_agent;
    // Exact address:port pairs that pass the address guard although they are not public
    // (`net.allow`); they are dialled without proxy.
    std::vector<AllowedAddress> allow;
    // "http://[user:password@]host:port", empty = none. `proxy_http` serves http:// targets in
    // absolute form, `proxy_https` serves https:// targets through CONNECT.
    std::string proxy_http;
    std::string proxy_https;
    // Hosts dialled directly: "example.org" covers its sub-domains, "*" everything.
    std::vector<std::string> no_proxy;
    // PEM file with authorities trusted beside the system's.
    std::string ca_file;
    // "address[:port]" of the name servers; empty = those of the system.
    std::vector<std::string> dns_servers;
    // How long a name may take.
    std::chrono::milliseconds dns_timeout{10'000};
    std::size_t idle_connections_max = 256;
    std::size_t idle_connections_per_host_max = 4;
    std::chrono::seconds idle_connection_age_max{30};
    // How long a request may queue for its host.
    std::chrono::seconds budget_wait_max = limits::retry_after_max;
    // False: a redirect is an answer like another (webhooks).
    bool follow_redirects = true;
};

// What the client borrows; all of it outlives the client.
struct ClientDeps {
    ClientDeps(TimerSource& clock, HostBudget& host_budget, Rng& random)
        : timers(clock), budget(host_budget), rng(random) {}

    TimerSource& timers;
    HostBudget& budget;
    Rng& rng;
};

// "Moisson/<version> (+<robot page>; <contact>)".
std::string
user_agent(std::string_view version, std::string_view robot_page, std::string_view contact);

// `executor`: a strand or a single-threaded context, the one the budget lives on too; send() is
// awaited from coroutines that run on it. Throws std::system_error when the name servers or the
// authorities cannot be read.
std::unique_ptr<HttpClient>
make_http_client(asio::any_io_executor executor, ClientOptions options, ClientDeps deps);

} // namespace moisson::net
