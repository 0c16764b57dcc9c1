// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HttpServer: HTTP/1.1 front of api and pages. Limits, gzip, ETag/304, HEAD, CORS, drain.
#pragma once

#include "async/asio.hpp"
#include "core/limits.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::net {

struct ServerRequest {
    // GET, POST, PUT, PATCH or DELETE. HEAD arrives as GET (the server drops the body of the
    // answer) and OPTIONS is answered by the server.
    std::string method;
    // Percent-decoded, clean UTF-8, normalised: no "//", "." or "..".
    std::string path;
    // As sent, without "?".
    std::string query;
    // Names in lower case. X-Forwarded-* are absent unless a trusted proxy sent them.
    Headers headers;
    std::string body;
    // Real client behind trusted proxies.
    std::string client_address;
    // "https" when the server itself or a trusted proxy says so, else "http".
    std::string scheme = "http";
    std::string request_id;
};

// The next part of a body that is made while it is sent; empty = the end. An error, or an
// exception, ends the connection without the end of the body. Called on the connection's strand,
// each time after the part before has been taken by the client; within the handler's time limit.
using BodyStream = std::function<asio::awaitable<Result<std::string>>()>;

struct ServerResponse {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8";
    Headers headers;
    std::string body;
    // The same body as brotli, packed beforehand for those who take it; null when there is none.
    std::shared_ptr<const std::string> brotli;
    // In place of `body`. Such an answer has no ETag but its own; a text without one is compressed
    // part by part when its length is not known.
    BodyStream stream;
    // Bytes that the stream will give, when they are known: the answer has its length then.
    std::optional<std::uint64_t> stream_bytes;
    // When true the server adds a strong ETag (hash of the body) and answers 304 to a match.
    bool etag = true;
    // Route template for logs and metrics, e.g. "/jeux-de-donnees/{slug}".
    std::string route;
};

// What happened to one request, for logs and metrics.
struct AccessRecord {
    std::string method;
    // Empty for requests that never reached the handler.
    std::string route;
    int status = 0;
    std::uint64_t bytes = 0;
    std::chrono::microseconds took{0};
    std::string request_id;
};

// Runs on the io executor; heavy work belongs on the cpu pool (async/offload.hpp).
using Handler = std::function<asio::awaitable<ServerResponse>(ServerRequest)>;

struct ServerOptions {
    ServerOptions() = default;

    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; // 0: any free port, see HttpServer::port()
    // When all are open, who has few takes the place of who has many, of who was silent for
    // `own_time`, of who sends a header for longer than `header_own_time` or a body for longer than
    // `own_time`, and of who takes no piece of 64 KiB of its answer in that time; a request that is
    // worked on is left alone.
    std::size_t connections_max = 1024;
    // Of one client: an IPv4 address or an IPv6 /64. Connections from trusted proxies are not
    // counted, the requests that they carry are those of the real client.
    std::size_t connections_per_client = limits::connections_per_client;
    // Requests of one client in the handler at once; further ones wait their turn.
    std::size_t requests_per_client = limits::requests_per_client;
    // A quarter of it while more than three quarters of connections_max are open.
    std::chrono::milliseconds header_timeout{10'000};
    // Counted only when all connections are open. An honest header comes in a packet or two.
    std::chrono::milliseconds header_own_time{1'000};
    std::chrono::milliseconds own_time{10'000};
    std::chrono::milliseconds body_timeout{30'000};
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds handler_timeout{30'000};
    std::chrono::milliseconds write_timeout{60'000};
    std::size_t gzip_min_bytes = 1024;
    // Addresses ("10.0.0.7", "::1") and networks ("10.0.0.0/8") whose X-Forwarded-For,
    // X-Forwarded-Proto and X-Request-Id are believed.
    std::vector<std::string> trusted_proxies;
    // Where bodies above `compress_inline_bytes_max` are compressed; empty = on the connection's
    // own strand.
    asio::any_io_executor cpu;
    std::size_t compress_inline_bytes_max = 64 * 1024;
    // All three are called from any thread of the executor and must not throw.
    std::function<void(const AccessRecord&)> on_access;
    // An exception left the handler: the client got a 500 without it.
    std::function<void(const std::string& request_id, const std::string& what)> on_error;
    // Descriptors or memory are short and nobody can be let in; once a minute at most.
    std::function<void(const std::string& why)> on_starved;
};

class HttpServer {
public:
    HttpServer() = default;
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    virtual ~HttpServer() = default;

    // The port really bound.
    virtual std::uint16_t port() const = 0;
    // Accepts until cancelled or drained; each connection on its own strand.
    virtual asio::awaitable<void> run() = 0;
    // Stops accepting, lets running requests end, closes idle connections; returns when all are
    // gone or after `limit`.
    virtual asio::awaitable<void> drain(std::chrono::milliseconds limit) = 0;
    // Connections open now. Thread-safe.
    virtual std::size_t connections() const = 0;
};

// Binds at once; throws std::system_error when the address is taken or is no IP address, and
// std::invalid_argument for a trusted proxy that is neither an address nor a network.
std::unique_ptr<HttpServer>
make_http_server(asio::any_io_executor executor, ServerOptions options, Handler handler);

} // namespace moisson::net
