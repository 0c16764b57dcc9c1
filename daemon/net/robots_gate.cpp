// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Fetching and keeping robots.txt.
#include "net/robots_gate.hpp"

#include "core/limits.hpp"
#include "net/retry.hpp"

#include <algorithm>

namespace moisson::net {

namespace {

constexpr std::chrono::hours rules_age_max{24};
constexpr std::chrono::minutes failure_age_max{10};
// Of a look at one address: a server that says nothing keeps us waiting here first.
constexpr std::chrono::seconds looked_at_first_byte{15};
// A larger delay would turn a crawl into a season; the operator sees it in the portal's settings.
constexpr std::chrono::seconds crawl_delay_max{30};
constexpr std::size_t origins_max = 10'000;

bool has_no_rules(Code code) {
    return code == Code::http_4xx || code == Code::blocked_waf || code == Code::too_large ||
           code == Code::compression_bomb || code == Code::redirect_loop ||
           code == Code::redirect_too_many;
}

} // namespace

asio::awaitable<RobotsGate::Known>
RobotsGate::ask(const Request& request, const WebAddress& address) {
    Request question(address.origin() + "/robots.txt");
    question.policy = request.policy;
    question.timeouts = request.timeouts;
    if (request.inspect)
        question.timeouts.first_byte =
            std::min<std::chrono::milliseconds>(question.timeouts.first_byte, looked_at_first_byte);
    question.priority = request.priority;
    question.budget_wait = request.budget_wait;
    question.pause_max = request.pause_max;
    question.body_bytes_max = limits::robots_bytes;
    question.retries_max = std::min(request.retries_max, 1);
    const Result<Response> answer = co_await fetch_(std::move(question));
    Known known;
    const Steady now = sender_.deps().timers.steady_now();
    known.expires = now + rules_age_max;
    if (answer) {
        const std::string agent = sender_.user_agent_for(request.policy);
        known.rules = parse_robots(answer->body, product_token(agent));
        co_return known;
    }
    const Error& error = answer.error();
    if (has_no_rules(error.code))
        co_return known;
    const bool server_failed = error.code == Code::http_5xx || error.code == Code::rate_limited;
    // Who comes back after a pause has to know that it is one.
    const auto pause = asked_pause(error);
    const bool is_pause = request.pause_max && pause && *pause > *request.pause_max;
    known.failure = server_failed && !is_pause
                        ? Error(Code::robots_denied, "robots.txt: " + error.detail)
                        : error;
    // Our own queue says nothing of the server.
    const bool is_known = server_failed && !error.unasked && !is_pause;
    known.expires = is_known ? now + failure_age_max : now;
    co_return known;
}

asio::awaitable<std::optional<Error>>
RobotsGate::judge(const Request& request, const WebAddress& address) {
    const std::string origin = address.origin();
    const Steady now = sender_.deps().timers.steady_now();
    auto found = known_.find(origin);
    if (found == known_.end() || found->second.expires <= now) {
        Known asked = co_await ask(request, address);
        if (known_.size() >= origins_max)
            known_.clear();
        found = known_.insert_or_assign(origin, std::move(asked)).first;
        if (const auto delay = found->second.rules.crawl_delay)
            sender_.deps().budget.set_crawl_delay(
                sender_.key_of(address),
                std::min<std::chrono::milliseconds>(*delay, crawl_delay_max)
            );
    }
    const Known& known = found->second;
    const bool by_name_only = request.policy.robots_by_name_only;
    if (by_name_only && !known.rules.by_name &&
        (!known.failure || known.failure->code == Code::robots_denied))
        co_return std::nullopt;
    if (known.failure)
        co_return known.failure;
    if (!known.rules.allows(address.path))
        co_return Error(Code::robots_denied, address.path.substr(0, 200));
    co_return std::nullopt;
}

} // namespace moisson::net
