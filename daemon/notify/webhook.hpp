// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Webhooks as Standard Webhooks and CloudEvents 1.0 say it (research S8.2): bodies, signatures,
// what an answer means. Pure.
#pragma once

#include "net/http_client.hpp"
#include "notify/links.hpp"
#include "store/webhook_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::notify {

// "moisson.portal.down", "moisson.link.recovered"...
std::string webhook_type(std::string_view kind, std::string_view event);

// At most limits::webhook_bytes_max bytes.
store::WebhookBody webhook_body(const store::WebhookEvent& event, const routes::PublicUrl& site);
// What a new endpoint gets first.
store::WebhookBody webhook_greeting(const routes::PublicUrl& site, Instant now);

// "v1,<base64>" for each secret, separated by spaces.
std::string webhook_signature(
    const std::vector<std::string>& secrets,
    std::string_view id,
    std::int64_t timestamp,
    std::string_view body
);
// 32 random bytes; as people write it: "whsec_<base64>".
std::string new_webhook_secret();
std::string webhook_secret_text(std::string_view secret);

// https: only, or http: too; nothing when it is fine, else why not, in French.
std::string check_webhook_url(const std::string& url, bool plain_http);

net::Request webhook_request(const store::WebhookDelivery& delivery, Instant now);

// After attempt number `attempts`; `unit` in [0, 1) spreads. Nothing: that was the last.
std::optional<std::chrono::seconds> webhook_retry(int attempts, double unit);
store::WebhookResult judge_webhook(
    const store::WebhookDelivery& delivery,
    const Result<net::Response>& answer,
    double unit
);

} // namespace moisson::notify
