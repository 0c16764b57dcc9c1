// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// WireClient: a simulated portal behind HttpClient, without sockets, with everything that its
// faults do to a connection: what the real client makes of resets, hangs, bombs, redirects, bad
// certificates and dead names, at once instead of after a time limit.
#pragma once

#include "net/http_client.hpp"
#include "portals/portal.hpp"

#include <memory>
#include <string>
#include <vector>

namespace moisson::testing {

class WireClient final : public net::HttpClient {
public:
    WireClient(
        std::shared_ptr<const portals::Protocol> protocol,
        portals::PortalOptions options = {}
    );

    // Retries what the real client retries, up to request.retries_max.
    asio::awaitable<Result<net::Response>> send(net::Request request) override;

    // Requests that reached the portal, in order.
    std::vector<net::Request> requests;
    // Of good answers.
    std::vector<int> statuses;
    // Largest body taken; smaller than what a request allows = a portal behind a mean cap.
    std::size_t body_bytes_max = SIZE_MAX;

private:
    Result<net::Response> once(const net::Request& request);

    portals::Portal portal_;
    Instant now_ = Instant(std::chrono::sys_days(std::chrono::days(20'500)));
};

} // namespace moisson::testing
