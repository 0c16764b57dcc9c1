// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The outbox of mail: what there is to tell, the rendered messages, and what became of them. A
// message is written in the transaction that decides to tell; its key makes telling twice
// impossible. Every function is one transaction; results: STORE_UNAVAILABLE, and what is said.
#pragma once

#include "async/asio.hpp"
#include "core/digest.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"
#include "model/subscription.hpp"
#include "store/database.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct NewMessage {
    // confirmation, immediate, digest, invitation; notice: to the owner of a webhook
    std::string kind;
    Digest dedup_key{};
    // With its angle brackets.
    std::string message_id;
    std::vector<std::string> episodes;
    std::string recipient;
    std::string subject;
    std::string plain;
    std::string html;
    std::string unsubscribe_url;
};

struct StoredMessage {
    std::int64_t id = 0;
    std::optional<std::int64_t> subscriber;
    NewMessage mail;
    // queued, sent, failed, withheld
    std::string state;
    Instant created_at{};
    Instant not_before{};
    std::optional<Instant> sent_at;
    int attempts = 0;
    std::string last_reply;
};

// Draws none: `candidate` (32 bytes) becomes the key when there is none yet.
asio::awaitable<Result<std::string>> signing_key(Database& database, std::string candidate);

// Hands the next alert events out to those who asked for them. Returns how many events were read:
// none when there is nothing new. One process at a time; others return 0.
asio::awaitable<Result<std::int64_t>> hand_out_events(Database& database, int events_max);

// One alert as one person is to be told of it.
struct Notice {
    std::int64_t alert = 0;
    std::int64_t event_id = 0;
    // fired, repeated, resolved
    std::string event;
    Instant at{};
    MailFrequency frequency = MailFrequency::weekly;
    Audience audience = Audience::subscriber;
    // False: told before and not over.
    bool waiting = true;
    // Was it told before?
    bool told = false;
    std::string kind;
    std::string severity;
    std::string subject;
    std::string portal;
    std::string portal_title;
    std::string organization_title;
    std::optional<Uuid> dataset;
    std::string dataset_title;
    std::string dataset_slug;
    std::string host;
    nlohmann::json evidence;
    Instant since{};
    std::optional<Instant> resolved_at;
    // It is for producers to mend: how many subscribed, and how many of them were told.
    bool of_producers = false;
    std::int64_t producers = 0;
    std::int64_t producers_told = 0;
};

// A search that somebody follows.
struct FollowedSearch {
    std::int64_t subscription = 0;
    // Query string of the search page, and how it is called.
    std::string query;
    std::string label;
    MailFrequency frequency = MailFrequency::weekly;
    // What came before it was told; a whole minute.
    Instant until{};
};
// A search that was looked at, and up to when.
struct SearchedUntil {
    std::int64_t subscription = 0;
    Instant until{};
};

// A frequency that a producer says of a dataset, for who coordinates it.
struct ProposalNotice {
    std::int64_t id = 0;
    Instant at{};
    std::string slug;
    std::string title;
    // Codes; empty: none is known.
    std::string current;
    std::string proposed;
    // daily or weekly
    MailFrequency frequency = MailFrequency::weekly;
};

struct Waiting {
    std::int64_t subscriber = 0;
    std::string address;
    std::string language;
    // What the person's clocks show, less UTC.
    std::chrono::minutes offset{0};
    Instant now{};
    std::optional<Instant> last_digest;
    std::optional<Instant> last_immediate;
    std::vector<Notice> notices;
    std::vector<FollowedSearch> searches;
    // Not told yet, oldest first.
    std::vector<ProposalNotice> proposals;
};
// People who have something waiting, coordinate what a producer proposed a frequency for, or follow
// a search that was not looked at for an hour, are not paused and may be written to; after that id.
// When messages are sent, without those whose last one is still on its way.
asio::awaitable<Result<std::vector<Waiting>>>
waiting_people(Database& database, std::int64_t after, int people_max, bool sends);

// To whom, and what they were sent last when it was decided to write.
struct Addressee {
    std::int64_t subscriber = 0;
    std::optional<Instant> last_digest;
    std::optional<Instant> last_immediate;
};
// Writes the message and marks what it tells, and the searches that were looked at for it.
// `proposals`: those that it tells. False: another message or event came meanwhile, nothing is
// written and all of it has to be decided again.
asio::awaitable<Result<bool>> write_message(
    Database& database,
    Addressee to,
    NewMessage message,
    std::vector<std::int64_t> alerts,
    std::vector<std::int64_t> events,
    std::vector<SearchedUntil> searches = {},
    std::vector<std::int64_t> proposals = {}
);
// There was nothing to tell.
asio::awaitable<Result<void>>
note_searched(Database& database, std::int64_t subscriber, std::vector<SearchedUntil> searches);
// Datasets whose source changed what is shown of them in [since, until), in order of their ids; the
// last `datasets_max` that changed. What only we changed (a new mapping) is no news.
asio::awaitable<Result<std::vector<Uuid>>>
changed_datasets(Database& database, Instant since, Instant until, int datasets_max);

// Due messages, held for `hold`; none beyond `per_day` in 24 hours. What may not be sent any more
// is withheld.
asio::awaitable<Result<std::vector<StoredMessage>>>
claim_messages(Database& database, int messages_max, std::chrono::seconds hold, int per_day);

enum class DeliveryOutcome { sent, deferred, failed };
enum class BounceKind { hard, soft, complaint };
struct BounceLimits {
    int soft_max = 3;
    std::chrono::hours soft_within{24 * 14};
    std::chrono::hours pause{24 * 7};
    // A report about an older message is not believed.
    std::chrono::hours message_age{24 * 14};
};
enum class BounceEffect { recorded, paused, disabled, suppressed };
// With a line in delivery_log. `retry_after` counts for deferred. `bounce`: what the answer says of
// the address, as if a report had come back; a soft one counts only if somebody else took our mail
// within a day.
asio::awaitable<Result<void>> record_delivery(
    Database& database,
    std::int64_t message,
    DeliveryOutcome outcome,
    std::string reply,
    std::chrono::seconds retry_after,
    std::optional<BounceKind> bounce = std::nullopt
);

// NOT_FOUND: no such message, or too old.
asio::awaitable<Result<BounceEffect>> record_bounce(
    Database& database,
    std::int64_t message,
    BounceKind kind,
    std::string status,
    std::string detail,
    BounceLimits limits
);

struct NotifyRetention {
    // Messages, attempts, bounces, deliveries of webhooks.
    std::chrono::seconds messages = std::chrono::hours(24 * 365);
    // Closed alerts and their events, from their end.
    std::chrono::seconds alerts = std::chrono::hours(24 * 730);
};
// Deletes what is older, in short transactions; how many rows.
asio::awaitable<Result<std::int64_t>> purge_old_messages(Database& database, NotifyRetention keep);

// Newest first.
asio::awaitable<Result<std::vector<StoredMessage>>> list_messages(Database& database, int limit);
// NOT_FOUND.
asio::awaitable<Result<StoredMessage>> read_message(Database& database, std::int64_t id);
// Queued again: NOT_FOUND when it is not failed or withheld.
asio::awaitable<Result<void>> requeue_message(Database& database, std::int64_t id);

} // namespace moisson::store
