// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// An alert: an episode of a verdict that somebody should know (research S7). Words and values; the
// rules are in daemon/alert, the rows in daemon/store.
#pragma once

#include "core/digest.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson {

enum class AlertKind : std::uint8_t {
    portal_down,
    harvest_failed,
    count_drop,
    run_held,
    host_down,
    host_moved,
    host_blocked,
    links_broken,
    dataset_overdue,
    dataset_very_overdue,
    tls_expiring,
    contact_bouncing,
    storm,
    onboarding,
    checker_offline,
    no_resources
};
inline constexpr std::size_t alert_kind_count = 16;
std::array<AlertKind, alert_kind_count> all_alert_kinds();
std::string_view to_string(AlertKind kind);
std::optional<AlertKind> alert_kind_from_string(std::string_view text);

enum class AlertSeverity : std::uint8_t { info, warning, critical };
std::string_view to_string(AlertSeverity severity);
std::optional<AlertSeverity> alert_severity_from_string(std::string_view text);

enum class AlertAudience : std::uint8_t { coordinator, producer };
std::string_view to_string(AlertAudience audience);

enum class AlertState : std::uint8_t { pending, firing, resolving, resolved, closed };
inline constexpr std::size_t alert_state_count = 5;
std::string_view to_string(AlertState state);
std::optional<AlertState> alert_state_from_string(std::string_view text);

// Why nobody is told of it now; the first that applies. None is "".
enum class AlertMute : std::uint8_t { none, inhibited, held, silenced, snoozed, acked };
inline constexpr std::size_t alert_mute_count = 6;
std::string_view to_string(AlertMute mute);
std::optional<AlertMute> alert_mute_from_string(std::string_view text);

enum class AlertEventKind : std::uint8_t {
    fired,
    repeated,
    resolved,
    acked,
    unacked,
    snoozed,
    silenced,
    inhibited,
    released,
    held,
    approved
};
std::string_view to_string(AlertEventKind event);

// What scopes of subscriptions and silences match.
struct AlertLabels {
    // Key of the portal.
    std::optional<std::string> portal;
    std::optional<Uuid> organization;
    std::optional<Uuid> dataset;
    std::optional<std::string> host;
    std::vector<std::string> countries;

    bool operator==(const AlertLabels&) const = default;
};

// Something that is true now and that somebody should know.
struct AlertCondition {
    AlertKind kind = AlertKind::portal_down;
    AlertSeverity severity = AlertSeverity::info;
    AlertAudience audience = AlertAudience::coordinator;
    // A URN.
    std::string subject;
    AlertLabels labels;
    // A JSON object.
    std::string evidence = "{}";
    // Grows when it gets worse.
    int level = 0;
    // When it began, if that is known.
    std::optional<Instant> since;
};

// SHA-256 of kind, subject and scope.
Digest alert_fingerprint(AlertKind kind, std::string_view subject, std::string_view scope = {});

struct AlertEpisode {
    // 0: not stored yet.
    std::int64_t id = 0;
    AlertCondition condition;
    AlertState state = AlertState::pending;
    AlertMute muted = AlertMute::none;
    std::string reason;
    // Since when it is true without a break: anew with each relapse and reopening.
    Instant pending_since{};
    std::optional<Instant> firing_since;
    std::optional<Instant> resolving_since;
    std::optional<Instant> resolved_at;
    std::optional<Instant> closed_at;
    std::optional<std::string> acked_by;
    std::optional<Instant> snoozed_until;
    std::optional<std::int64_t> inhibited_by;
    std::optional<std::int64_t> silenced_by;
    bool held = false;
    int repeats = 0;
    // How often it came back within a day of its end.
    int reopened = 0;
    std::optional<Instant> next_repeat_at;
    // The last message about it says that it goes on.
    bool told = false;
};

struct AlertEvent {
    AlertEventKind kind = AlertEventKind::fired;
    std::string reason;
    // A message should tell it.
    bool deliver = false;
};

// One matcher of a silence: the label has that value.
struct AlertMatcher {
    std::string label;
    std::string equals;

    bool operator==(const AlertMatcher&) const = default;
};

struct AlertSilence {
    std::int64_t id = 0;
    // All of them hold.
    std::vector<AlertMatcher> matchers;
    Instant starts_at{};
    Instant ends_at{};
    std::string author;
    std::string reason;
    std::optional<Instant> ended_at;
};

// kind, severity, portal, organization, dataset, host, country.
bool is_alert_label(std::string_view label);
bool matches(const AlertSilence& silence, const AlertCondition& condition);

} // namespace moisson
