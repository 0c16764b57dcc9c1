// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Wire: how one request reaches a server and its answer comes back. Everything above it (budget,
// retries, redirects, robots.txt, judgement of answers) is the same whether the wire is a network
// or a simulated world.
#pragma once

#include "async/asio.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "net/http_client.hpp"
#include "net/make_http_client.hpp"
#include "net/web_address.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace moisson::net {

// What goes on the wire. Header names and values are clean (no CR, LF, NUL).
struct Message {
    Message() = default;

    std::string method;
    WebAddress address;
    Headers headers;
    std::string body;
    std::size_t body_bytes_max = limits::page_body_bytes;
    // Where a large body goes; without it every body stays in memory.
    std::optional<SpoolOptions> spool;
    Timeouts timeouts;
    // A body beyond `body_bytes_max` is cut there, not refused.
    bool cut_body = false;
    // As in Request.
    std::size_t digest_bytes_max = 0;
};

struct Answer {
    int status = 0;
    std::string reason;
    Headers headers;
    // Decompressed; of an error page its first limits::error_body_bytes. Empty when it is spooled.
    std::string body;
    std::optional<Body> spooled;
    std::uint64_t wire_bytes = 0;
    std::chrono::microseconds first_byte_after{0};
    // The body goes on where it was cut.
    bool cut = false;
    std::optional<BodyDigest> digest;
    // The channel may carry another exchange.
    bool keep_alive = false;
};

// One request on its way: what is left of its retries, and what it has cost so far.
struct Journey {
    explicit Journey(Request wanted) : request(std::move(wanted)) {}

    Request request;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    std::optional<Instant> certificate_expires;
};

// Lives on one strand or thread.
class Wire {
public:
    Wire() = default;
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    virtual ~Wire() = default;

    // What can be refused before anything is sent: SSRF_BLOCKED.
    virtual std::optional<Error> judge(const WebAddress& address) const = 0;
    // The host whose budget pays for a request (decision 11).
    virtual std::string budget_key(const WebAddress& address) const = 0;
    // One answer, whatever its status, within message.timeouts; the cost is added to `journey`,
    // which belongs to the awaiting coroutine like `message`. Errors: SSRF_BLOCKED, the DNS,
    // connect, TLS and TIMEOUT codes, PROXY_FAILED, TOO_LARGE, TRUNCATED, COMPRESSION_BOMB,
    // PROTOCOL_ERROR, SPOOL_FAILED, CONFIG_INVALID. Cancellable.
    virtual asio::awaitable<Result<Answer>> carry(Journey& journey, const Message& message) = 0;
};

// The HTTP client over a wire; `options` gives the User-Agent and the wait for the budget.
std::unique_ptr<HttpClient>
make_http_client(std::unique_ptr<Wire> wire, const ClientOptions& options, ClientDeps deps);

} // namespace moisson::net
