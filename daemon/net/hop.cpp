// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Budget, exchange, verdict, again.
#include "net/hop.hpp"

#include "async/backoff.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "net/challenge.hpp"
#include "net/quota.hpp"
#include "net/retry.hpp"
#include "net/turn.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <chrono>

namespace moisson::net {

namespace {

constexpr std::size_t excerpt_bytes = 300;

void set_header(Headers& headers, const std::string& name, const std::string& value) {
    std::erase_if(headers, [&name](const auto& field) {
        return boost::beast::iequals(field.first, name);
    });
    headers.emplace_back(name, value);
}

// "404 Not Found", with the beginning of a JSON or text body that says more.
std::string describe(const Answer& answer) {
    std::string out = std::to_string(answer.status);
    const std::string_view type = header(answer.headers, "content-type");
    const bool readable = type.find("json") != std::string_view::npos ||
                          type.find("text/plain") != std::string_view::npos;
    const std::string reason = repair_utf8(answer.reason).text;
    if (!reason.empty())
        out += " " + std::string(utf8_prefix(reason, excerpt_bytes));
    if (readable && !answer.body.empty()) {
        const std::string body = repair_utf8(std::string_view(answer.body).substr(0, 1024)).text;
        out += ": " + std::string(utf8_prefix(body, excerpt_bytes));
    }
    return out;
}

} // namespace

Message HopSender::message_for(const Request& request, const WebAddress& address) const {
    Message message;
    message.method = request.method;
    message.address = address;
    message.body = request.body;
    message.body_bytes_max = request.body_bytes_max;
    message.spool = request.spool;
    message.timeouts = request.timeouts;
    message.cut_body = request.inspect;
    message.digest_bytes_max = request.digest_bytes_max;
    Headers& headers = message.headers;
    headers.emplace_back("User-Agent", user_agent_for(request.policy));
    headers.emplace_back("Accept", "*/*");
    headers.emplace_back("Accept-Encoding", "gzip, deflate");
    if (!request.etag.empty())
        headers.emplace_back("If-None-Match", request.etag);
    if (!request.last_modified.empty())
        headers.emplace_back("If-Modified-Since", request.last_modified);
    for (const auto& [name, value] : request.policy.headers)
        set_header(headers, name, value);
    for (const auto& [name, value] : request.headers)
        set_header(headers, name, value);
    return message;
}

asio::awaitable<Result<Answer>> HopSender::attempt(Journey& journey, const WebAddress& address) {
    const Request& request = journey.request;
    if (auto refused = wire_->judge(address))
        co_return std::move(*refused);
    std::string key = key_of(address);
    const double rate = request.policy.rate;
    const Result<HostPermit> permit = co_await take_turn(
        deps_.budget,
        deps_.timers,
        request,
        std::move(key),
        rate,
        budget_wait_max_
    );
    if (!permit)
        co_return permit.error();
    const Message message = message_for(request, address);
    Result<Answer> answer = co_await wire_->carry(journey, message);
    co_return answer;
}

HopSender::Verdict HopSender::judge_status(const Answer& answer, const Request& request) const {
    Verdict verdict;
    const std::string detail = describe(answer);
    if (is_challenge(answer.status, answer.headers, answer.body)) {
        verdict.error = Error(Code::blocked_waf, detail);
        return verdict;
    }
    const bool overloaded = answer.status == 429 || answer.status == 503;
    if (overloaded)
        verdict.wait = parse_retry_after(header(answer.headers, "retry-after"), deps_.timers.now());
    verdict.retry = is_retryable_status(answer.status);
    const std::chrono::seconds longest =
        std::min(request.pause_max.value_or(limits::retry_after_max), limits::retry_after_max);
    const bool too_long = verdict.wait && *verdict.wait > longest;
    verdict.retry = verdict.retry && !too_long;
    if (answer.status == 429 || too_long)
        verdict.error = Error(
            Code::rate_limited,
            std::to_string(answer.status) +
                (verdict.wait ? " seconds=" + std::to_string(verdict.wait->count()) : "")
        );
    else
        verdict.error = Error(answer.status >= 500 ? Code::http_5xx : Code::http_4xx, detail);
    return verdict;
}

HopSender::Verdict HopSender::judge(const Result<Answer>& answer, const Request& request) const {
    Verdict verdict;
    if (answer) {
        verdict = judge_status(*answer, request);
    } else {
        verdict.error = answer.error();
        verdict.retry = is_retryable(verdict.error.code);
    }
    verdict.retry = verdict.retry && is_idempotent(request.method);
    return verdict;
}

void HopSender::heed_quota(const WebAddress& address, const Answer& answer, double rate) {
    const Instant now = deps_.timers.now();
    const auto pause = quota_pause(answer.headers, now);
    // Our pace is as slow already, and what is told to the budget is told to every process.
    const bool kept =
        pause && rate > 0 && std::chrono::duration<double>(*pause).count() * rate <= 1;
    if (pause && !kept)
        deps_.budget.pause(key_of(address), now + *pause);
}

asio::awaitable<Result<Answer>> HopSender::send(Journey& journey, WebAddress address) {
    while (true) {
        Result<Answer> answer = co_await attempt(journey, address);
        if (answer)
            heed_quota(address, *answer, journey.request.policy.rate);
        if (answer && answer->status < 400)
            co_return answer;
        const Verdict verdict = judge(answer, journey.request);
        if (verdict.wait)
            deps_.budget.pause(key_of(address), deps_.timers.now() + *verdict.wait);
        if (!verdict.retry || journey.retries >= journey.request.retries_max) {
            if (answer && journey.request.inspect)
                co_return answer;
            co_return verdict.error;
        }
        std::chrono::milliseconds wait = backoff_delay(journey.retries, deps_.rng);
        if (verdict.wait)
            wait = *verdict.wait;
        ++journey.retries;
        co_await sleep_for(deps_.timers, wait);
    }
}

} // namespace moisson::net
