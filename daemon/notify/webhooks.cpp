// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/webhooks.hpp"

#include "async/task_group.hpp"
#include "notify/compose.hpp"
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
            limits::webhooks_per_pass,
            limits::webhooks_per_endpoint,
            limits::message_hold
        );
        if (!due)
            co_return due.error();
        if (due->empty())
            co_return tried;
        tried += static_cast<std::int64_t>(due->size());
        const Result<void> done = co_await deliver_all(std::move(*due));
        if (!done)
            co_return done.error();
    }
}

// Endpoints side by side, so that one that is slow holds up no other; the deliveries of one in
// their order.
asio::awaitable<Result<void>> Webhooks::deliver_all(std::vector<store::WebhookDelivery> due) {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    TaskGroup group(executor);
    Result<void> outcome;
    std::vector<store::WebhookDelivery> batch;
    for (std::size_t i = 0; i < due.size(); ++i) {
        batch.push_back(std::move(due[i]));
        const bool last = i + 1 == due.size() || due[i + 1].endpoint != batch.front().endpoint;
        if (!last)
            continue;
        group.spawn(deliver_in_order(std::move(batch), outcome));
        batch.clear();
    }
    co_await group.join();
    co_return outcome;
}

asio::awaitable<void>
Webhooks::deliver_in_order(std::vector<store::WebhookDelivery> batch, Result<void>& outcome) {
    for (store::WebhookDelivery& one : batch) {
        const Result<void> done = co_await deliver(std::move(one));
        if (!done)
            outcome = done;
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
    if (!result.disable.empty() && !delivery.owner.empty())
        result.farewell =
            compose_webhook_end(delivery, result, parts_.public_url, parts_.site_name);
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
