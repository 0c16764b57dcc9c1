// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the endpoints of the admin API share, and one function per endpoint. Inside the room only.
#pragma once

#include "access/admin.hpp"
#include "api/json.hpp"
#include "core/json_access.hpp"
#include "model/harvest_run.hpp"
#include "routes/router.hpp"
#include "routes/url.hpp"

#include <string>
#include <string_view>

namespace moisson::access {

struct Desk {
    AdminParts parts;
    routes::RouteTable table;
};

struct Demand {
    Demand() = default;
    Demand(net::ServerRequest message, Principal principal, std::string value)
        : request(std::move(message)), who(std::move(principal)), id(std::move(value)) {}

    net::ServerRequest request;
    Principal who;
    // Value of {id}.
    std::string id;
    // The body, an object.
    json::Value body;
    routes::Query query;
};

// 400 with a French sentence.
net::ServerResponse invalid(const net::ServerRequest& request, std::string_view detail);
// 403.
net::ServerResponse forbidden(const net::ServerRequest& request, std::string_view detail);
// {"data": ...}, not cached.
net::ServerResponse shown(const api::Json& data, int status = 200);

asio::awaitable<net::ServerResponse> list_own_tokens(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> revoke_own_token(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> decide(const Desk& desk, Demand demand, HeldVerdict verdict);
asio::awaitable<net::ServerResponse> harvest_now(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> list_takedowns(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> add_takedown(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> lift_takedown(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> show_audit(const Desk& desk, Demand demand);

} // namespace moisson::access
