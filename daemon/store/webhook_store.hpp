// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Webhook endpoints and their outbox (research S8.2). Every function is one transaction; results:
// STORE_UNAVAILABLE, and what is said.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "model/subscription.hpp"
#include "store/database.hpp"
#include "store/message_store.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct WebhookEndpoint {
    std::int64_t id = 0;
    std::string url;
    SubscriptionScope scope = SubscriptionScope::all;
    std::string value;
    // Bytes; the newest first, two during a rotation.
    std::vector<std::string> secrets;
    bool plain_http = false;
    bool enabled = true;
    std::string disabled_because;
    std::string created_by;
    Instant created_at{};
    // Address that is told when it ends; empty: nobody.
    std::string owner;
};

// An alert event, for whoever makes a body of it.
struct WebhookEvent {
    std::int64_t id = 0;
    std::string event;
    Instant at{};
    std::string kind;
    std::string severity;
    std::string subject;
    std::string portal;
    std::string portal_title;
    std::string organization_title;
    std::string dataset;
    std::string dataset_title;
    std::string dataset_slug;
    std::string host;
    std::vector<std::string> countries;
    nlohmann::json evidence;
    Instant since{};
    std::optional<Instant> resolved_at;
};
struct WebhookBody {
    std::int64_t event = 0;
    std::string message_id;
    std::string type;
    std::string body;
};

struct WebhookDelivery {
    std::int64_t id = 0;
    std::int64_t endpoint = 0;
    std::string url;
    std::vector<std::string> secrets;
    bool plain_http = false;
    std::string owner;
    std::string message_id;
    std::string type;
    std::string body;
    // This one counted.
    int attempts = 0;
    // queued, sent, failed
    std::string state;
    std::optional<std::int64_t> last_status;
    std::string last_error;
    Instant created_at{};
    std::optional<Instant> sent_at;
};

// INVALID_ARGUMENT: nothing of this scope. `first`: what it is sent at once, so that its owner sees
// that it works. `reason`: for the audit log, which never has the address.
asio::awaitable<Result<WebhookEndpoint>>
add_webhook(Database& database, WebhookEndpoint endpoint, WebhookBody first, std::string reason);
asio::awaitable<Result<std::vector<WebhookEndpoint>>> list_webhooks(Database& database);
// NOT_FOUND.
asio::awaitable<Result<void>>
remove_webhook(Database& database, std::int64_t id, std::string by, std::string reason);
// Enabled again when it was disabled. NOT_FOUND.
asio::awaitable<Result<void>> enable_webhook(Database& database, std::int64_t id);
// The new secret signs beside the old one. NOT_FOUND.
asio::awaitable<Result<void>>
rotate_webhook(Database& database, std::int64_t id, std::string secret);
// Those that failed or were sent since then, queued again under their own ids. Returns how many.
asio::awaitable<Result<std::int64_t>>
replay_webhook(Database& database, std::int64_t id, std::chrono::hours within);

// The next alert events that should be told; nothing is marked.
asio::awaitable<Result<std::vector<WebhookEvent>>>
next_webhook_events(Database& database, int events_max);
// Queues each body for the endpoints whose scope covers its event, and moves on to `until`.
asio::awaitable<Result<std::int64_t>>
queue_webhooks(Database& database, std::vector<WebhookBody> bodies, std::int64_t until);

// The oldest due ones, of each endpoint at most `per_endpoint`; in the order of endpoints, then as
// they came.
asio::awaitable<Result<std::vector<WebhookDelivery>>>
claim_webhooks(Database& database, int deliveries_max, int per_endpoint, std::chrono::seconds hold);
struct WebhookResult {
    std::int64_t delivery = 0;
    std::int64_t endpoint = 0;
    bool sent = false;
    // Not sent: when again; nothing: never.
    std::optional<std::chrono::seconds> retry_after;
    // Not empty: the endpoint is disabled, for this reason.
    std::string disable;
    // What its owner is then told.
    std::optional<NewMessage> farewell;
    std::optional<std::int64_t> status;
    // For logs: "HTTP 503", "CONNECT_REFUSED ...".
    std::string error;
    // Nothing was answered, for this reason.
    std::optional<Error> cause;
};
asio::awaitable<Result<void>> record_webhook(Database& database, WebhookResult result);
// Newest first, of one endpoint.
asio::awaitable<Result<std::vector<WebhookDelivery>>>
list_webhook_deliveries(Database& database, std::int64_t endpoint, int limit);

} // namespace moisson::store
