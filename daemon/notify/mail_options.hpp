// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Settings of the room (`mail`, `webhooks`), and every bound of it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace moisson::notify {

enum class SmtpSecurity { none, starttls, tls };

struct SmtpOptions {
    // Empty: nothing is sent.
    std::string host;
    int port = 587;
    SmtpSecurity security = SmtpSecurity::starttls;
    std::string user;
    std::string password;
    // PEM file; empty: the system's authorities.
    std::string ca_file;
    // What we call ourselves in EHLO; empty: the host of `public_url`.
    std::string helo;
    std::chrono::seconds connect_timeout{30};
    std::chrono::seconds total_timeout{120};
};

struct MailOptions {
    SmtpOptions smtp;
    // "alertes@exemple.org"; empty: nothing is sent.
    std::string from;
    // Where answers of people go; empty: `from`.
    std::string reply_to;
    // Where reports of failed deliveries go: "rebonds@exemple.org", made one address per message.
    // Empty: `from`.
    std::string bounces;
    // Local hour of digests, and the day of weekly ones: 1 Monday to 7 Sunday.
    int digest_hour = 7;
    int digest_day = 2;
    // How long an urgent message waits for others of its kind.
    std::chrono::seconds group_wait = std::chrono::minutes(15);
    std::chrono::seconds immediate_every = std::chrono::hours(1);
    // Of everybody together, in 24 hours.
    int per_day = 500;
    std::chrono::seconds poll{30};

    bool sends() const { return !smtp.host.empty() && !from.empty(); }
};

namespace limits {
inline constexpr int events_per_pass = 1'000;
inline constexpr int people_per_pass = 200;
// Claimed at a time: all of them together may take their longest before the hold ends, else another
// worker sends them too.
inline constexpr int messages_per_pass = 4;
inline constexpr std::size_t items_per_section = 5;
inline constexpr std::chrono::seconds message_hold = std::chrono::minutes(10);
inline constexpr int attempts_max = 12;
inline constexpr std::chrono::seconds retry_base = std::chrono::minutes(5);
inline constexpr std::chrono::seconds retry_cap = std::chrono::hours(12);
// Between summer and winter time.
inline constexpr std::chrono::hours clock_change{1};
// Links of messages are read late; those of forms are not.
inline constexpr std::chrono::hours link_life{24 * 400};
inline constexpr std::chrono::hours form_life{2};
inline constexpr std::chrono::hours pause_length{24 * 30};
// What is seen so shortly before a digest is told by the next one: the index may not have it yet.
inline constexpr std::chrono::minutes search_settle{5};
// For so long after its slot, a digest with searches is left to a process that has the index.
inline constexpr std::chrono::hours search_turn{1};
// Who was away for longer (paused, or we were) is told what changed in so long: a look at all that
// ever changed would hold the digest for ever.
inline constexpr std::chrono::hours changes_back{24 * 15};
inline constexpr std::size_t search_bytes_max = 1'000;
inline constexpr std::size_t form_bytes_max = 8 * 1024;
inline constexpr std::size_t report_bytes_max = 1024 * 1024;
inline constexpr std::size_t reply_bytes_max = 500;
// Claimed at a time, and of one endpoint: those are sent one after the other, and all of them end
// before the hold does. Endpoints do not wait for one another.
inline constexpr int webhooks_per_pass = 32;
inline constexpr int webhooks_per_endpoint = 4;
inline constexpr std::size_t webhook_bytes_max = 20'000;
inline constexpr std::chrono::hours purge_every{1};
} // namespace limits

} // namespace moisson::notify
