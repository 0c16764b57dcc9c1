// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RFC 9457 problem documents.
#pragma once

#include "api/json.hpp"
#include "net/http_server.hpp"
#include "routes/search_parameters.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::api {

// `kind`: last part of the type URN, e.g. "unknown-parameter". Not cached, no ETag.
net::ServerResponse problem(
    int status,
    std::string_view kind,
    std::string_view title,
    std::string_view detail,
    const net::ServerRequest& request,
    Json extensions = Json::object()
);

// 400 with one entry of `errors` per problem. `cursor_link` is shown for a window problem.
net::ServerResponse parameter_problem(
    const std::vector<routes::ParameterProblem>& problems,
    const net::ServerRequest& request,
    std::string_view cursor_link
);

// What an Error of views means to the caller: 400, 404, 503 or 500.
net::ServerResponse problem_of(const Error& error, const net::ServerRequest& request);

} // namespace moisson::api
