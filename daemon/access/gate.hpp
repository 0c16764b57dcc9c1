// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The gate: who asks and how much, once, before every room. Tokens, rate limits
// (draft-ietf-httpapi- ratelimit-headers-11 and X-RateLimit-*), 401 and 429 as problems. /livez,
// /readyz, /metrics and assets pass without either.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/person.hpp"
#include "net/http_server.hpp"
#include "net/server/rate_limit.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::access {

struct GateOptions {
    net::RateOptions rate;
    // As the server's: without the header that names its client, a proxy is nobody.
    std::vector<std::string> trusted_proxies;
};

// Whose token this is, nothing when it is nobody's (store/token_store.hpp).
using Authenticate = std::function<asio::awaitable<Result<std::optional<Principal>>>(std::string)>;
// What stands behind `/api/v1/admin`; the principal is nothing without a token.
using AdminHandler = std::function<
    asio::awaitable<net::ServerResponse>(net::ServerRequest, std::optional<Principal>)>;

// Which limit an address counts in.
enum class Traffic { free, api, pages };
Traffic traffic_of(std::string_view path);

// Throws std::invalid_argument for an exempt entry that is neither an address nor a network.
// `clock` outlives the handler: steady time only. Runs on the io executor.
net::Handler make_gate(
    net::Handler site,
    AdminHandler admin,
    Authenticate authenticate,
    const Clock& clock,
    GateOptions options
);

} // namespace moisson::access
