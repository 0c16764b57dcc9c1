// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the gate answers those whom it does not let through: 429 and 401, as problems.
#pragma once

#include "net/http_server.hpp"
#include "net/server/rate_limit.hpp"

namespace moisson::access {

net::ServerResponse too_many(
    const net::ServerRequest& request,
    const net::RatePolicy& policy,
    const net::RateVerdict& verdict
);
net::ServerResponse too_many_exports(
    const net::ServerRequest& request,
    const net::RatePolicy& policy,
    const net::RateVerdict& verdict
);
net::ServerResponse
too_many_wrong_tokens(const net::ServerRequest& request, const net::RateVerdict& verdict);
net::ServerResponse wrong_token(const net::ServerRequest& request);

} // namespace moisson::access
