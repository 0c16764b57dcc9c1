// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which listener answers which paths.
#include "app/machine_routes.hpp"

#include "routes/paths.hpp"

namespace moisson::app {
namespace {

enum class Side { machine, site };

bool is_machine(const std::string& path) {
    return path == routes::livez || path == routes::readyz || path == routes::metrics;
}

asio::awaitable<net::ServerResponse>
answer(net::Handler inner, Side side, net::ServerRequest request) {
    if (is_machine(request.path) == (side == Side::machine)) {
        net::ServerResponse response = co_await inner(std::move(request));
        co_return response;
    }
    net::ServerResponse response;
    response.status = 404;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "Il n'y a rien à cette adresse.\n";
    response.etag = false;
    response.route = "none";
    co_return response;
}

net::Handler filtered(net::Handler inner, Side side) {
    return [inner = std::move(inner), side](net::ServerRequest request) {
        return answer(inner, side, std::move(request));
    };
}

} // namespace

net::Handler only_machine_routes(net::Handler inner) {
    return filtered(std::move(inner), Side::machine);
}

net::Handler without_machine_routes(net::Handler inner) {
    return filtered(std::move(inner), Side::site);
}

} // namespace moisson::app
