// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ProbeClient: the way out for one look at a portal, its connector's requests included. They go
// before harvests and links, once, and wait for the host only briefly: what finds it paused or busy
// was not measured (RATE_LIMITED, decision 11), and no other portal waits for it.
#pragma once

#include "net/http_client.hpp"

#include <chrono>

namespace moisson::monitor {

// On the executor of its look.
class ProbeClient final : public net::HttpClient {
public:
    static constexpr std::chrono::seconds turn_wait_max{30};
    // Of one request; slow is not dead (slow_after says slow).
    static constexpr std::chrono::seconds total_max{90};

    // `inner` outlives this object.
    explicit ProbeClient(net::HttpClient& inner) : inner_(inner) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override;

private:
    net::HttpClient& inner_;
};

} // namespace moisson::monitor
