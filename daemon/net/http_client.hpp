// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HttpClient: the only way out of the house. Every request passes the address guard, the host
// budget and the limits of core/limits.hpp. The portal simulator is a second implementation.
#pragma once

#include "async/asio.hpp"
#include "async/host_budget.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/body.hpp"
#include "net/spool.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Value of the first header of that name (case-insensitive), empty when absent.
std::string_view header(const Headers& headers, std::string_view name);

// Settings of one source that shape its requests. Values of model::Source, in net's words.
struct EndpointPolicy {
    // Requests per second to this endpoint's host; 0 lifts the limit (loopback benchmarks only).
    double rate = 1.0;
    bool verify_tls = true;
    // PEM file with extra authorities or missing intermediates; empty = the system's store alone.
    std::string ca_file;
    bool respect_robots = false;
    // With it: only groups of robots.txt that name us count, not those for everybody (one look at
    // one address is no crawl).
    bool robots_by_name_only = false;
    std::string user_agent;
    Headers headers;

    bool operator==(const EndpointPolicy&) const = default;
};

// Time limit of each phase (research H7.5).
struct Timeouts {
    // None: that of the client (`net.dns_timeout`).
    std::optional<std::chrono::milliseconds> dns;
    std::chrono::milliseconds connect{15'000};
    std::chrono::milliseconds tls{15'000};
    std::chrono::milliseconds first_byte{60'000};
    std::chrono::milliseconds idle{30'000};
    std::chrono::milliseconds total{600'000};
};

struct Request {
    Request() = default;
    explicit Request(std::string address) : url(std::move(address)) {}

    std::string method = "GET";
    std::string url;
    Headers headers;
    std::string body;
    // Validators of an earlier answer; a 304 is then a success with an empty body.
    std::string etag;
    std::string last_modified;
    std::size_t body_bytes_max = limits::page_body_bytes;
    // Where a large body goes; without it every body stays in memory.
    std::optional<SpoolOptions> spool;
    Timeouts timeouts;
    EndpointPolicy policy;
    // Who is served first on the host.
    HostPriority priority = HostPriority::harvest;
    // Retries on connect errors, resets, 408, 429, 500, 502, 503, 504 (idempotent methods only).
    int retries_max = 4;
    // Link probes look at answers for their own sake: 4xx and 5xx are values too, a body beyond
    // `body_bytes_max` or beyond the time limits is cut there without error, and the detail of a
    // failure after a redirect starts with `redirected_mark`.
    bool inspect = false;
    // Not 0: a body of status 200, without an encoding, is read on beyond `body_bytes_max`, up to
    // this, and hashed; what is beyond `body_bytes_max` is not kept. With `inspect`, not with a
    // spool.
    std::size_t digest_bytes_max = 0;
    // How long to queue for the host; the client's own limit when absent. Probes that find the host
    // busy come back another day: RATE_LIMITED.
    std::optional<std::chrono::seconds> budget_wait;
    // A longer pause that the server asks for, now or before, is not waited for: RATE_LIMITED, from
    // which asked_pause() (net/retry.hpp) reads it. Without one, limits::retry_after_max.
    std::optional<std::chrono::seconds> pause_max;
};

struct Response {
    int status = 0;
    Headers headers;
    // Decompressed. Empty when the body is spooled.
    std::string body;
    // A body that was too large for memory, when the request gave it a spool.
    std::optional<Body> spooled;
    // Address that answered after redirects.
    std::string url;
    std::vector<std::string> redirects;
    // The statuses of those, in the same order.
    std::vector<int> redirect_statuses;
    // The body is the beginning of a longer one.
    bool cut = false;
    // Of the whole body, with `digest_bytes_max`. Nothing when it was too long, came too slowly, or
    // nothing shows that it came whole.
    std::optional<BodyDigest> digest;
    // Bytes on the wire, headers included, over all hops and retries.
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    // End of validity of the server's certificate, when TLS was used.
    std::optional<Instant> certificate_expires;
    std::chrono::microseconds first_byte_after{0};

    bool not_modified() const { return status == 304; }
};

// Who failed is not who was asked.
inline constexpr std::string_view redirected_mark = "redirected: ";

class HttpClient {
public:
    HttpClient() = default;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    virtual ~HttpClient() = default;

    // Sends, follows redirects, retries. Any answer below 400 is a value; 4xx and 5xx are errors
    // HTTP_4XX, HTTP_5XX, RATE_LIMITED or BLOCKED_WAF whose detail starts with the status, so that
    // a caller branches on the code alone. Never throws for what the network does; cancellation of
    // the awaiting coroutine ends the request (CANCELLED).
    virtual asio::awaitable<Result<Response>> send(Request request) = 0;
};

} // namespace moisson::net
