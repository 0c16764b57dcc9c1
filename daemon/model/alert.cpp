// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/alert.hpp"

#include <algorithm>
#include <span>

namespace moisson {
namespace {

constexpr std::array<std::string_view, alert_kind_count> kinds{
    "portal_down",
    "harvest_failed",
    "count_drop",
    "run_held",
    "host_down",
    "host_moved",
    "host_blocked",
    "links_broken",
    "dataset_overdue",
    "dataset_very_overdue",
    "tls_expiring",
    "contact_bouncing",
    "storm",
    "onboarding",
    "checker_offline",
    "no_resources"};
constexpr std::array<std::string_view, 3> severities{"info", "warning", "critical"};
constexpr std::array<std::string_view, 2> audiences{"coordinator", "producer"};
constexpr std::array<std::string_view, alert_state_count>
    states{"pending", "firing", "resolving", "resolved", "closed"};
constexpr std::array<std::string_view, alert_mute_count>
    mutes{"", "inhibited", "held", "silenced", "snoozed", "acked"};
constexpr std::array<std::string_view, 11> events{
    "fired",
    "repeated",
    "resolved",
    "acked",
    "unacked",
    "snoozed",
    "silenced",
    "inhibited",
    "released",
    "held",
    "approved"};
constexpr std::array<std::string_view, 7>
    labels{"kind", "severity", "portal", "organization", "dataset", "host", "country"};

template <class E>
std::optional<E> find_word(std::span<const std::string_view> words, std::string_view text) {
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end())
        return std::nullopt;
    return static_cast<E>(found - words.begin());
}

bool holds(const AlertMatcher& matcher, const AlertCondition& condition) {
    const AlertLabels& of = condition.labels;
    if (matcher.label == "kind")
        return to_string(condition.kind) == matcher.equals;
    if (matcher.label == "severity")
        return to_string(condition.severity) == matcher.equals;
    if (matcher.label == "portal")
        return of.portal == matcher.equals;
    if (matcher.label == "host")
        return of.host == matcher.equals;
    if (matcher.label == "organization")
        return of.organization && to_string(*of.organization) == matcher.equals;
    if (matcher.label == "dataset")
        return of.dataset && to_string(*of.dataset) == matcher.equals;
    if (matcher.label == "country")
        return std::find(of.countries.begin(), of.countries.end(), matcher.equals) !=
               of.countries.end();
    return false;
}

} // namespace

std::array<AlertKind, alert_kind_count> all_alert_kinds() {
    std::array<AlertKind, alert_kind_count> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<AlertKind>(i);
    return out;
}

std::string_view to_string(AlertKind kind) {
    return kinds[static_cast<std::size_t>(kind)];
}
std::optional<AlertKind> alert_kind_from_string(std::string_view text) {
    return find_word<AlertKind>(kinds, text);
}
std::string_view to_string(AlertSeverity severity) {
    return severities[static_cast<std::size_t>(severity)];
}
std::optional<AlertSeverity> alert_severity_from_string(std::string_view text) {
    return find_word<AlertSeverity>(severities, text);
}
std::string_view to_string(AlertAudience audience) {
    return audiences[static_cast<std::size_t>(audience)];
}
std::string_view to_string(AlertState state) {
    return states[static_cast<std::size_t>(state)];
}
std::optional<AlertState> alert_state_from_string(std::string_view text) {
    return find_word<AlertState>(states, text);
}
std::string_view to_string(AlertMute mute) {
    return mutes[static_cast<std::size_t>(mute)];
}
std::optional<AlertMute> alert_mute_from_string(std::string_view text) {
    return find_word<AlertMute>(mutes, text);
}
std::string_view to_string(AlertEventKind event) {
    return events[static_cast<std::size_t>(event)];
}

Digest alert_fingerprint(AlertKind kind, std::string_view subject, std::string_view scope) {
    // Neither a kind nor a URN holds a line break.
    std::string text(to_string(kind));
    text.append("\n").append(subject).append("\n").append(scope);
    return sha256(text);
}

bool is_alert_label(std::string_view label) {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool matches(const AlertSilence& silence, const AlertCondition& condition) {
    return !silence.matchers.empty() &&
           std::all_of(
               silence.matchers.begin(),
               silence.matchers.end(),
               [&](const AlertMatcher& matcher) { return holds(matcher, condition); }
           );
}

} // namespace moisson
