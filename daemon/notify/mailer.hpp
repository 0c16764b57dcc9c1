// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Mailer: the work of the role `notify`. Hands alert events out, writes what is due, sends what is
// written. Everything it decides is in the database before it is sent: at least once, with the same
// Message-ID (ADR 0052).
#pragma once

#include "async/timer_source.hpp"
#include "notify/compose.hpp"
#include "notify/smtp.hpp"
#include "store/database.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::notify {

struct MailerParts {
    store::Database* database = nullptr;
    TimerSource* timers = nullptr;
    telemetry::Logger* log = nullptr;
    // One thread: libcurl waits there.
    asio::any_io_executor mail;
    routes::PublicUrl public_url;
    std::string site_name = "Moisson";
    // "sent", "deferred", "failed"; may be empty.
    std::function<void(std::string_view outcome)> on_delivery;
    // What is new in a search. STORE_UNAVAILABLE: not now, the digest waits. Empty: this process
    // has no index, another one has an hour to write digests that tell of searches.
    std::function<asio::awaitable<Result<SearchNews>>(SearchWish)> search;
    // What a code of a frequency is called; empty, or nothing said: the code.
    std::function<std::string(std::string_view code)> frequency_name;
    // Sends one message, blocking; empty: by libcurl. Tests put their own.
    std::function<SmtpReply(const Outgoing&)> send;
};

struct MailerReport {
    std::int64_t events = 0;
    std::int64_t written = 0;
    std::int64_t sent = 0;
    std::int64_t deferred = 0;
    std::int64_t failed = 0;
};

class Mailer {
public:
    Mailer(MailerParts parts, MailOptions options)
        : parts_(std::move(parts)), options_(std::move(options)) {}

    // Until cancelled.
    asio::awaitable<void> run();
    // Once: events, messages, deliveries. STORE_UNAVAILABLE.
    asio::awaitable<Result<MailerReport>> pass();

private:
    asio::awaitable<Result<void>> find_key();
    asio::awaitable<Result<void>> hand_out(MailerReport& report);
    asio::awaitable<Result<void>> write(MailerReport& report);
    asio::awaitable<Result<void>> write_to(const store::Waiting& person, MailerReport& report);
    void name_frequencies(std::vector<store::ProposalNotice>& proposals) const;
    asio::awaitable<Result<std::vector<SearchNews>>> look(const store::Waiting& person);
    asio::awaitable<Result<void>> deliver(MailerReport& report);
    asio::awaitable<Result<void>> send_one(store::StoredMessage message, MailerReport& report);
    asio::awaitable<Result<void>> purge();

    MailerParts parts_;
    MailOptions options_;
    std::optional<Links> links_;
    Steady purge_at_{};
};

// How long before attempt number `attempts` + 1.
std::chrono::seconds retry_after(int attempts);

} // namespace moisson::notify
