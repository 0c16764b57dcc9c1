// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every number of the alert engine (research S7.2, decisions 6, 7, 25).
#pragma once

#include "model/alert.hpp"

#include <array>
#include <chrono>
#include <cstdint>

namespace moisson::alert {

// Day 0, then these days after it began; then never again.
inline constexpr std::array<std::chrono::days, 3> repeat_after{
    std::chrono::days(7),
    std::chrono::days(30),
    std::chrono::days(90)};
// Seen again so soon after its end: the same episode, told to nobody...
inline constexpr std::chrono::hours reopen_within{24};
// ... unless it then lasts so long beyond the `for_time` of its kind.
inline constexpr std::chrono::hours reopened_told_after{24};
// A repeat that falls due so soon after it was told for getting worse says nothing more.
inline constexpr std::chrono::hours repeat_apart{24};
inline constexpr std::chrono::days close_after{30};
// After a portal came back, nothing about its links and freshness.
inline constexpr std::chrono::hours recovery_grace{24};
// A portal may be away for so long before three probes have said so.
inline constexpr std::chrono::hours away_unseen{1};
inline constexpr std::chrono::days baseline_time{14};
inline constexpr std::chrono::days silence_max{90};
inline constexpr std::chrono::days snooze_max{90};

// A storm: more than so many of a portal in a day, or more than this share of its datasets when
// they are not a handful.
inline constexpr std::int64_t storm_alerts = 50;
inline constexpr std::int64_t storm_share = 10;
inline constexpr std::int64_t storm_handful = 5;

// Failed runs in a row that are told.
inline constexpr std::int64_t failures_told = 2;
// Days before a certificate ends, by level.
inline constexpr std::array<std::int64_t, 4> certificate_levels{21, 14, 7, 1};

struct KindPolicy {
    // How long it must be true.
    std::chrono::minutes for_time{0};
    // How long it must be over.
    std::chrono::minutes hold{0};
    // Whether its end is worth a message.
    bool tells_end = true;
    AlertSeverity severity = AlertSeverity::warning;
    AlertAudience audience = AlertAudience::coordinator;
};
constexpr KindPolicy policy_of(AlertKind kind) {
    using std::chrono::hours;
    using std::chrono::minutes;
    constexpr auto coordinator = AlertAudience::coordinator;
    constexpr auto producer = AlertAudience::producer;
    switch (kind) {
    case AlertKind::portal_down:
        // Two good probes have ended it already.
        return {minutes(30), minutes(0), true, AlertSeverity::critical, coordinator};
    case AlertKind::checker_offline:
        // After a stop it takes some probes until anybody has answered.
        return {minutes(5), minutes(0), true, AlertSeverity::critical, coordinator};
    case AlertKind::run_held:
        return {minutes(0), minutes(0), false, AlertSeverity::critical, coordinator};
    case AlertKind::storm:
        return {minutes(0), minutes(0), false, AlertSeverity::critical, coordinator};
    case AlertKind::onboarding:
        return {minutes(0), minutes(0), false, AlertSeverity::info, coordinator};
    case AlertKind::host_down:
    case AlertKind::host_blocked:
        return {hours(24), hours(1), true, AlertSeverity::warning, coordinator};
    case AlertKind::host_moved:
        return {minutes(0), hours(1), true, AlertSeverity::warning, coordinator};
    case AlertKind::links_broken:
        return {minutes(0), hours(1), true, AlertSeverity::warning, producer};
    case AlertKind::dataset_very_overdue:
        return {minutes(0), minutes(0), true, AlertSeverity::warning, producer};
    case AlertKind::dataset_overdue:
    case AlertKind::no_resources:
        return {minutes(0), minutes(0), true, AlertSeverity::info, producer};
    case AlertKind::contact_bouncing:
        return {minutes(0), minutes(0), true, AlertSeverity::info, coordinator};
    case AlertKind::count_drop:
        // It ends when datasets came back, and as well once the 90 days of the peak are over.
        return {minutes(0), minutes(0), false, AlertSeverity::warning, coordinator};
    case AlertKind::harvest_failed:
    case AlertKind::tls_expiring:
        break;
    }
    return {};
}

} // namespace moisson::alert
