// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// AlertStore: what the alert engine reads and writes, what people do to alerts, and silences. Every
// transaction that writes alert_event holds one advisory lock from its start, so that ids of events
// are in the order of commits. Results: STORE_UNAVAILABLE; NOT_FOUND and INVALID_ARGUMENT where a
// person asks.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/person.hpp"
#include "store/alert_facts.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

class Database;

struct AlertTimes {
    // Between two looks at the datasets of one portal.
    std::chrono::seconds scan_every = std::chrono::minutes(15);
    std::chrono::seconds baseline = std::chrono::hours(14 * 24);
};

// Pure, called on a db thread within the transaction.
using AlertOverviewJudge = std::function<AlertOverviewOutcome(const AlertOverview&)>;
using AlertSightsJudge = std::function<std::vector<AlertWrite>(std::vector<AlertDatasetSight>)>;

// Sights held in memory at a time.
inline constexpr int alert_new_max = 2'000;
inline constexpr int alert_step = 500;

struct AlertScanReport {
    std::int64_t looked_at = 0;
    std::int64_t written = 0;
    std::int64_t delivered = 0;
};

struct AlertCount {
    std::string kind;
    std::string state;
    std::int64_t count = 0;
};

// Alerts that go on, of one portal and of its datasets.
struct AlertPortalCount {
    std::string portal;
    std::string title;
    std::int64_t count = 0;
};

// An episode as people read it.
struct AlertRow {
    AlertEpisode episode;
    std::string portal_title;
    std::string dataset_title;
    std::string dataset_slug;
    std::string organization_title;
};

struct AlertEventRow {
    std::int64_t id = 0;
    Instant at{};
    std::string event;
    std::string reason;
    bool deliver = false;
};

struct AlertFilter {
    // Empty: any; of `states`: all that are not closed.
    std::vector<std::string> states;
    std::string kind;
    std::string severity;
    std::string portal;
    std::string country;
    // Of the dataset that it is about.
    std::string theme;
    std::optional<Uuid> organization;
    std::optional<Uuid> dataset;
    // Not those that are held or inhibited, nor those that nobody would have been told of yet.
    bool told_only = false;
    // Ids lower than this one; newest first.
    std::optional<std::int64_t> before;
    int limit = 50;
};

class AlertStore {
public:
    AlertStore() = default;
    AlertStore(const AlertStore&) = delete;
    AlertStore& operator=(const AlertStore&) = delete;
    virtual ~AlertStore() = default;

    // One look at portals, sources and hosts. Returns what was seen, episodes as they are now.
    virtual asio::awaitable<Result<AlertOverview>>
    look(AlertTimes times, AlertOverviewJudge judge) = 0;
    // One look at the datasets of a portal: `open` is given those without an episode, once, then
    // `go_on` those with one, alert_step at a time, a transaction each. What `open` said is written
    // last; cut short, a scan is made again.
    virtual asio::awaitable<Result<AlertScanReport>>
    scan(AlertScanRequest request, AlertSightsJudge open, AlertSightsJudge go_on) = 0;

    // Newest first.
    virtual asio::awaitable<Result<std::vector<AlertRow>>> list(AlertFilter filter) = 0;
    virtual asio::awaitable<Result<AlertRow>> find(std::int64_t id) = 0;
    // Oldest first, at most 200.
    virtual asio::awaitable<Result<std::vector<AlertEventRow>>> events(std::int64_t id) = 0;
    // Of those that are not closed.
    virtual asio::awaitable<Result<std::vector<AlertCount>>> counts() = 0;
    // Most first, at most 1,000.
    virtual asio::awaitable<Result<std::vector<AlertPortalCount>>> portal_counts() = 0;

    // Deeds of people. `author` is who did it.
    virtual asio::awaitable<Result<AlertRow>>
    acknowledge(std::int64_t id, std::string author, bool undo) = 0;
    virtual asio::awaitable<Result<AlertRow>>
    snooze(std::int64_t id, std::string author, std::chrono::hours time) = 0;
    // Lets go what a storm of that portal (key) holds back; how many.
    virtual asio::awaitable<Result<std::int64_t>>
    approve(std::string portal, std::string author) = 0;
};

class SilenceStore {
public:
    SilenceStore() = default;
    SilenceStore(const SilenceStore&) = delete;
    SilenceStore& operator=(const SilenceStore&) = delete;
    virtual ~SilenceStore() = default;

    // From now for `time`, at most 90 days; author and reason are not empty. The one in force of
    // that author with the same matchers, in any order, and an end within ten minutes of this one
    // is the answer when there is one. INVALID_ARGUMENT: also a kind, a severity or a portal that
    // there is not.
    virtual asio::awaitable<Result<AlertSilence>> create(
        std::vector<AlertMatcher> matchers,
        std::chrono::hours time,
        std::string author,
        std::string reason
    ) = 0;
    // Now; what is over already stays as it is. NOT_FOUND: no such silence.
    virtual asio::awaitable<Result<AlertSilence>> end(std::int64_t id, std::string author) = 0;
    // NOT_FOUND.
    virtual asio::awaitable<Result<AlertSilence>> find(std::int64_t id) = 0;
    // Newest first, at most 200; those in force, or all. Unless `remit` is everywhere, those that
    // name a portal within it.
    virtual asio::awaitable<Result<std::vector<AlertSilence>>> list(bool all, Remit remit) = 0;
};

std::unique_ptr<AlertStore> make_alert_store(Database& database);
std::unique_ptr<SilenceStore> make_silence_store(Database& database);

} // namespace moisson::store
