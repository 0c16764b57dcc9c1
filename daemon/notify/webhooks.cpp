// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/webhooks.hpp"

#include "notify/mail_options.hpp"

namespace moisson::notify {

asio::awaitable<void> Webhooks::run() {
    for (;;) {
        const Result<std::int64_t> tried = co_await pass();
        if (tried.has_error())
            parts_.log->warning("webhook pass failed", {{"error", tried.error().detail}});
        co_await sleep_for(*parts_.timers, parts_.poll);
    }
}

asio::awaitable<Result<std::int64_t>> Webhooks::pass() {
    const Result<void> queued = co_await queue();
    if (!queued)
        co_return queued.error();
    std::int64_t tried = 0;
    for (;;) {
        Result<std::vector<store::WebhookDelivery>> due = co_await store::claim_webhooks(
            *parts_.database,
            limits::messages_per_pass,
            limits::message_hold
        );
        if (!due)
            co_return due.error();
        for (store::WebhookDelivery& one : *due) {
            const Result<void> done = co_await deliver(std::move(one));
            if (!done)
                co_return done.error();
            ++tried;
        }
        if (due->size() < static_cast<std::size_t>(limits::messages_per_pass))
            co_return tried;
    }
}

asio::awaitable<Result<void>> Webhooks::queue() {
    for (;;) {
        const Result<std::vector<store::WebhookEvent>> events =
            co_await store::next_webhook_events(*parts_.database, limits::events_per_pass);
        if (!events)
            co_return events.error();
        if (events->empty())
            co_return Result<void>();
        std::vector<store::WebhookBody> bodies;
        for (const store::WebhookEvent& event : *events)
            bodies.push_back(webhook_body(event, parts_.public_url));
        const Result<std::int64_t> queued =
            co_await store::queue_webhooks(*parts_.database, std::move(bodies), events->back().id);
        if (!queued)
            co_return queued.error();
    }
}

asio::awaitable<Result<void>> Webhooks::deliver(store::WebhookDelivery delivery) {
    const std::string refused = check_webhook_url(delivery.url, delivery.plain_http);
    Result<net::Response> answer = Error(Code::ssrf_blocked, "webhook address");
    if (refused.empty()) {
        net::Request request = webhook_request(delivery, parts_.timers->now());
        answer = co_await parts_.http->send(std::move(request));
    }
    store::WebhookResult result = judge_webhook(delivery, answer, parts_.rng->unit());
    if (parts_.on_delivery)
        parts_.on_delivery(result.sent ? "sent" : "failed");
    if (!result.sent)
        parts_.log->warning(
            "webhook not delivered",
            {{"endpoint", result.endpoint},
             {"delivery", result.delivery},
             {"error", result.error},
             {"disabled", !result.disable.empty()}}
        );
    Result<void> recorded = co_await store::record_webhook(*parts_.database, std::move(result));
    co_return recorded;
}

} // namespace moisson::notify
