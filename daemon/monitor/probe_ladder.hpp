// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// LinkProber: one link, looked at as cheaply as an honest verdict allows (research S2.1): HEAD, the
// first 64 KiB by GET, a second GET where the first asks for it; and the whole file afterwards,
// where the target says so. Every request goes through the HTTP client: its address guard, host
// budget, time limits and robots.txt.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "core/limits.hpp"
#include "core/rng.hpp"
#include "monitor/link_host.hpp"
#include "monitor/probe_target.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace moisson::monitor {

struct ProbeOptions {
    // Requests per second and host.
    double rate = 1.0;
    // Of that address, when its server wants it slower; empty: of none.
    std::function<double(double rate, const std::string& url)> slower_rate;
    // Every rule of robots.txt counts, not only those that name us.
    bool obey_robots = false;
    // One probe in so many that HEAD would settle is made by GET all the same; 0 = none.
    unsigned audit_one_in = 4;
    // To be connected; a handshake has as long.
    std::chrono::seconds connect{10};
    std::chrono::seconds head_first_byte{15};
    std::chrono::seconds get_first_byte{30};
    std::chrono::seconds total{45};
    // Before the one retry of what was cut off: 5 s, 2 s more or less.
    std::chrono::milliseconds retry_after{5'000};
    std::chrono::milliseconds retry_spread{2'000};
    // Of a file that is read whole; a longer one is not.
    std::size_t hash_bytes_max = 64 * limits::mib;
    std::chrono::seconds hash_total = limits::hashed_file_time;
};

// Lives on one strand or thread. What it borrows outlives it.
class LinkProber {
public:
    LinkProber(net::HttpClient& client, TimerSource& timers, Rng& rng, ProbeOptions options)
        : client_(client), timers_(timers), rng_(rng), options_(std::move(options)) {}

    // Never throws for what the network does. `host`: what is known of the target's host.
    asio::awaitable<ProbeResult> probe(LinkTarget target, HostMemory host);

    // Whether anything at all answers there: for the self guard's control addresses.
    asio::awaitable<bool> answers(std::string url);

private:
    struct Look {
        ProbeResult result;
        std::optional<net::Response> answer;
        std::optional<Error> failure;
    };

    net::Request request(const std::string& method, const std::string& url) const;
    asio::awaitable<ProbeResult> conclude(const LinkTarget& target, const HostMemory& host);
    asio::awaitable<void> read_whole(const LinkTarget& target, ProbeResult& result);
    asio::awaitable<bool> try_head(const LinkTarget& target, Look& look);
    asio::awaitable<void> get(const LinkTarget& target, std::string url, bool ranged, Look& look);
    asio::awaitable<void>
    get_with_retry(const LinkTarget& target, std::string url, bool ranged, Look& look);
    asio::awaitable<void> look_unverified(const LinkTarget& target, std::string url, Look& look);
    asio::awaitable<void> settle(const LinkTarget& target, const HostMemory& host, Look& look);
    asio::awaitable<std::optional<bool>> ask_canary(const LinkTarget& target, std::string body);
    void take(const net::Request& sent, Result<net::Response> outcome, Look& look) const;

    struct Canary {
        // Nothing: the server said 404 honestly.
        std::optional<std::uint64_t> page;
        Steady expires{};
    };

    net::HttpClient& client_;
    TimerSource& timers_;
    Rng& rng_;
    ProbeOptions options_;
    std::map<std::string, Canary> canaries_;
};

// Identity of a URL among the samples of its host; never 0.
std::uint32_t sample_id(std::string_view url);

} // namespace moisson::monitor
