// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A simulated portal in the place of the network, without sockets: for connectors' unit tests.
#pragma once

#include "portals/protocol.hpp"
#include "support/fake_http_client.hpp"

#include <memory>
#include <string>

namespace moisson::testing {

// What may be changed between two requests.
struct SimulatedPortal {
    std::shared_ptr<const portals::Protocol> protocol;
    portals::Tamper tamper;

    // Answer of the protocol as the HTTP client gives it: an answer above 399 is an error.
    Result<net::Response> operator()(const net::Request& request) const {
        portals::PortalRequest asked;
        const auto scheme = request.url.find("://");
        const auto path = request.url.find('/', scheme + 3);
        asked.target = path == std::string::npos ? "/" : request.url.substr(path);
        const portals::ScriptedResponse scripted =
            protocol->answer(asked, portals::Instant(), tamper);
        const std::string body = scripted.body.text();
        if (scripted.status >= 500)
            return http_error(Code::http_5xx, scripted.status);
        if (scripted.status >= 400)
            return http_error(Code::http_4xx, scripted.status);
        if (body.size() > request.body_bytes_max)
            return Error(Code::too_large, "a body of " + std::to_string(body.size()) + " bytes");
        return ok(body);
    }
};

} // namespace moisson::testing
