// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Subscribers and what they asked for (research S8.1). Every function is one transaction; results:
// STORE_UNAVAILABLE, and what is said. Who is written to comes from forms and operators only.
#pragma once

#include "async/asio.hpp"
#include "core/digest.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"
#include "model/subscription.hpp"
#include "store/message_store.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct OptInLimits {
    std::chrono::hours token_life{48};
    std::chrono::hours resend_after{24};
    int requests_per_origin = 5;
    std::chrono::hours purge_after{24 * 7};
};

struct OptInRequest {
    std::string address;
    Audience audience = Audience::subscriber;
    SubscriptionScope scope = SubscriptionScope::all;
    std::string value;
    // Of a search, in words; what else is subscribed to is called what it is called.
    std::string label;
    MailFrequency frequency = MailFrequency::weekly;
    std::string time_zone = "UTC";
    // Which text the person agreed to.
    std::string wording;
    // Truncated address of the client.
    std::string origin;
    Digest token_hash{};
    // The message, given what is subscribed to in words. Pure, called on a db thread.
    std::function<NewMessage(const std::string& label)> confirmation;
    OptInLimits limits;
};

// What was done is for logs and tests: the page says the same in every case.
enum class OptInOutcome { queued, known, too_soon, too_many, suppressed };
// The value names nothing that exists, or somebody else than a subscriber asks for a search:
// INVALID_ARGUMENT.
asio::awaitable<Result<OptInOutcome>> request_subscription(Database& database, OptInRequest asked);

// The pending subscription of a token that still holds. NOT_FOUND.
asio::awaitable<Result<Subscription>> pending_subscription(Database& database, Digest token_hash);
// Uses the token up. NOT_FOUND.
asio::awaitable<Result<Subscription>>
confirm_subscription(Database& database, Digest token_hash, std::string origin);

// Granted by an operator, active at once.
struct GrantRequest {
    std::string address;
    Audience audience = Audience::coordinator;
    SubscriptionScope scope = SubscriptionScope::all;
    std::string value;
    // As of OptInRequest.
    std::string label;
    MailFrequency frequency = MailFrequency::immediate;
    std::string time_zone = "UTC";
    // Who decided, and why; the audit log keeps them beside the number, never the address.
    std::string by;
    std::string reason;
};
asio::awaitable<Result<Subscription>> grant_subscription(Database& database, GrantRequest asked);

// With everything asked for that is not left. NOT_FOUND.
asio::awaitable<Result<Subscriber>> subscriber(Database& database, std::int64_t id);
// Newest first; at most 1000.
asio::awaitable<Result<std::vector<Subscription>>>
list_subscriptions(Database& database, bool with_left);

// By an operator. NOT_FOUND.
asio::awaitable<Result<Subscription>>
end_subscription(Database& database, std::int64_t subscription, std::string by, std::string reason);
// Nothing for `subscription`: all of them. Returns how many.
asio::awaitable<Result<std::int64_t>> leave_subscription(
    Database& database,
    std::int64_t subscriber,
    std::optional<std::int64_t> subscription,
    std::string because
);
// Until then nothing is sent; nothing: the pause ends. NOT_FOUND.
asio::awaitable<Result<void>> pause_subscriber(
    Database& database,
    std::int64_t subscriber,
    std::optional<std::chrono::hours> length
);
// NOT_FOUND.
asio::awaitable<Result<void>> change_frequency(
    Database& database,
    std::int64_t subscriber,
    std::int64_t subscription,
    MailFrequency frequency
);
// "Up to date, nothing to publish", by a link of `sealed_at`. False, and nothing is kept: no active
// subscription of theirs as a producer covers the dataset, or they said it since that link was
// made. It is strong evidence (S4), so a link is good for one word.
asio::awaitable<Result<bool>>
confirm_dataset(Database& database, std::int64_t subscriber, Uuid dataset, Instant sealed_at);
// "Really updated that often", a code, by a link of `sealed_at`; as confirm_dataset. It changes
// nothing by itself: see list_proposals.
asio::awaitable<Result<bool>> propose_frequency(
    Database& database,
    std::int64_t subscriber,
    Uuid dataset,
    std::string code,
    Instant sealed_at
);
// "This is not me": everything is left, and the address is never written to again.
asio::awaitable<Result<void>> refuse_address(Database& database, std::int64_t subscriber);

// Everything kept about the person, as one JSON object. NOT_FOUND.
asio::awaitable<Result<std::string>> export_subscriber(Database& database, std::int64_t id);
// What was sent stays without address and text. NOT_FOUND.
asio::awaitable<Result<void>> erase_subscriber(Database& database, std::int64_t id);

// Requests that nobody confirmed. Returns how many.
asio::awaitable<Result<std::int64_t>> purge_unconfirmed(Database& database, OptInLimits limits);

} // namespace moisson::store
