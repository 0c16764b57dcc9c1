// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HttpServer: HTTP/1.1 front of api and pages. Limits, gzip, ETag/304, HEAD, CORS, drain.
#pragma once

#include "async/asio.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace moisson::net {

struct ServerRequest {
    std::string method;
    // Percent-decoded, clean UTF-8, normalised: no "//", "." or "..".
    std::string path;
    // As sent, without "?".
    std::string query;
    Headers headers;
    std::string body;
    // Real client behind trusted proxies.
    std::string client_address;
    std::string request_id;
};

struct ServerResponse {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8";
    Headers headers;
    std::string body;
    // When true the server adds a strong ETag (hash of the body) and answers 304 to a match.
    bool etag = true;
    // Route template for logs and metrics, e.g. "/jeux-de-donnees/{slug}".
    std::string route;
};

// Runs on the io executor; heavy work belongs on the cpu pool (async/offload.hpp).
using Handler = std::function<asio::awaitable<ServerResponse>(ServerRequest)>;

struct ServerOptions {
    ServerOptions() = default;

    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; // 0: any free port, see HttpServer::port()
    std::size_t connections_max = 1024;
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds body_timeout{30'000};
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds handler_timeout{30'000};
    std::chrono::milliseconds write_timeout{60'000};
    std::size_t gzip_min_bytes = 1024;
    // Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies;
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
};

// Binds at once; throws std::system_error when the address is taken.
std::unique_ptr<HttpServer>
make_http_server(asio::any_io_executor executor, ServerOptions options, Handler handler);

} // namespace moisson::net
