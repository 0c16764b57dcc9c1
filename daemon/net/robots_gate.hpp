// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RobotsGate: asks an origin's robots.txt before anything else is asked of it, once a day.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "net/hop.hpp"
#include "net/robots.hpp"
#include "net/web_address.hpp"

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

namespace moisson::net {

// Lives on one strand or thread.
class RobotsGate {
public:
    // Fetches an address as the given policy says, redirects included, without asking the gate.
    using Fetch = std::function<asio::awaitable<Result<Response>>(Request)>;

    RobotsGate(HopSender& sender, Fetch fetch) : sender_(sender), fetch_(std::move(fetch)) {}

    // Nothing when `address` may be fetched. ROBOTS_DENIED when a rule forbids it or the server
    // fails to say (5xx, 429); the network's own error when it cannot be reached. Passes
    // Crawl-delay on to the host's budget.
    asio::awaitable<std::optional<Error>> judge(const Request& request, const WebAddress& address);

private:
    struct Known {
        RobotsRules rules;
        std::optional<Error> failure;
        Steady expires{};
    };

    asio::awaitable<Known> ask(const Request& request, const WebAddress& address);

    HopSender& sender_;
    Fetch fetch_;
    std::unordered_map<std::string, Known> known_;
};

} // namespace moisson::net
