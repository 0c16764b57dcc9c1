// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HopSender: one hop of a request, from the host's budget to a judged answer, with its retries.
#pragma once

#include "async/asio.hpp"
#include "async/host_budget.hpp"
#include "core/result.hpp"
#include "net/make_http_client.hpp"
#include "net/wire.hpp"

#include <memory>
#include <optional>
#include <string>

namespace moisson::net {

// Lives on one strand or thread.
class HopSender {
public:
    HopSender(std::unique_ptr<Wire> wire, const ClientOptions& options, ClientDeps deps)
        : wire_(std::move(wire)), user_agent_(options.user_agent),
          budget_wait_max_(options.budget_wait_max), deps_(deps) {}

    // The answer of `address`: below 400, otherwise an error as HttpClient::send() gives it. Asks
    // the budget before every request and retries as the journey allows. `journey` belongs to the
    // awaiting coroutine.
    asio::awaitable<Result<Answer>> send(Journey& journey, WebAddress address);

    std::string user_agent_for(const EndpointPolicy& policy) const {
        return policy.user_agent.empty() ? user_agent_ : policy.user_agent;
    }
    std::string key_of(const WebAddress& address) const { return wire_->budget_key(address); }
    ClientDeps& deps() { return deps_; }

private:
    // What a failed attempt means for the next one.
    struct Verdict {
        Error error;
        bool retry = false;
        // The server's own wish; otherwise the backoff decides.
        std::optional<std::chrono::seconds> wait;
    };

    asio::awaitable<Result<Answer>> attempt(Journey& journey, const WebAddress& address);
    Message message_for(const Request& request, const WebAddress& address) const;
    Verdict judge(const Result<Answer>& answer, const Request& request) const;
    Verdict judge_status(const Answer& answer, const Request& request) const;
    // A server that has little left for us is asked more slowly than at `rate`.
    void heed_quota(const WebAddress& address, const Answer& answer, double rate);

    std::unique_ptr<Wire> wire_;
    std::string user_agent_;
    std::chrono::seconds budget_wait_max_;
    ClientDeps deps_;
};

} // namespace moisson::net
