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
#include "store/place.hpp"

#include <cstdint>
#include <optional>
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

// What a store says about a demand: who asks is known, and may read why.
net::ServerResponse refusal(const Error& error, const net::ServerRequest& request);
// A positive number, of an id.
std::optional<std::int64_t> number_of(std::string_view text);
// "reason": why something is done, published or kept, and always asked for.
std::optional<std::string> motive_of(const Demand& demand);
net::ServerResponse without_motive(const net::ServerRequest& request);
// Nothing when the author may act there, else the answer.
asio::awaitable<std::optional<net::ServerResponse>>
check_place(const Desk& desk, const Demand& demand, store::PlaceOf kind, std::string name);

asio::awaitable<net::ServerResponse> acknowledge(const Desk& desk, Demand demand, bool undo);
asio::awaitable<net::ServerResponse> snooze_alert(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> approve_storm(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> list_silences(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> create_silence(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> end_silence(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> list_own_tokens(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> revoke_own_token(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> decide(const Desk& desk, Demand demand, HeldVerdict verdict);
asio::awaitable<net::ServerResponse> end_run(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> harvest_now(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> list_takedowns(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> add_takedown(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> lift_takedown(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> list_corrections(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> add_correction(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> end_correction(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> show_raw_record(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> list_invitations(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> release_invitation(const Desk& desk, Demand demand);
asio::awaitable<net::ServerResponse> show_audit(const Desk& desk, Demand demand);

} // namespace moisson::access
