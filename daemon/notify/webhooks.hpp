// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Webhooks: the other half of the role `notify`. Queues alert events for endpoints and delivers
// them; the address guard judges every delivery, no redirect is followed.
#pragma once

#include "async/timer_source.hpp"
#include "core/rng.hpp"
#include "notify/webhook.hpp"
#include "store/database.hpp"
#include "telemetry/log.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::notify {

struct WebhookParts {
    store::Database* database = nullptr;
    // One that follows no redirects.
    net::HttpClient* http = nullptr;
    TimerSource* timers = nullptr;
    Rng* rng = nullptr;
    telemetry::Logger* log = nullptr;
    routes::PublicUrl public_url;
    std::string site_name = "Moisson";
    std::chrono::seconds poll{5};
    // "sent", "failed"; may be empty.
    std::function<void(std::string_view outcome)> on_delivery;
};

class Webhooks {
public:
    explicit Webhooks(WebhookParts parts) : parts_(std::move(parts)) {}

    // Until cancelled.
    asio::awaitable<void> run();
    // Once. Returns deliveries tried. STORE_UNAVAILABLE.
    asio::awaitable<Result<std::int64_t>> pass();

private:
    asio::awaitable<Result<void>> queue();
    asio::awaitable<Result<void>> deliver_all(std::vector<store::WebhookDelivery> due);
    // `outcome` outlives it and takes what went wrong.
    asio::awaitable<void>
    deliver_in_order(std::vector<store::WebhookDelivery> batch, Result<void>& outcome);
    asio::awaitable<Result<void>> deliver(store::WebhookDelivery delivery);

    WebhookParts parts_;
};

} // namespace moisson::notify
