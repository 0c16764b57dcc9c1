// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Asks a handler as the HTTP server would, without sockets.
#pragma once

#include "net/http_server.hpp"
#include "support/run_coro.hpp"

#include <string>
#include <string_view>

namespace moisson::test {

inline net::ServerResponse
ask(const net::Handler& handler, std::string_view target, std::string_view method = "GET") {
    net::ServerRequest request;
    request.method = std::string(method);
    const std::size_t mark = target.find('?');
    request.path = std::string(target.substr(0, mark));
    if (mark != std::string_view::npos)
        request.query = std::string(target.substr(mark + 1));
    request.request_id = "req-1";
    asio::io_context context;
    return testing::run_coro(context, handler(std::move(request)));
}

inline std::string header_of(const net::ServerResponse& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name)
            return value;
    return {};
}

} // namespace moisson::test
