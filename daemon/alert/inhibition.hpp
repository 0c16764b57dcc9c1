// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What must not be told because something above it explains it, or because we have not seen enough
// (research S7.2, decisions 6, 7, 25). Pure.
#pragma once

#include "alert/policy.hpp"
#include "store/alert_facts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::alert {

// Reason codes, most general first; "" is none.
inline constexpr std::string_view by_checker = "checker_offline";
inline constexpr std::string_view by_portal_down = "portal_down";
inline constexpr std::string_view by_portal_dormant = "portal_dormant";
inline constexpr std::string_view by_maintenance = "portal_maintenance";
inline constexpr std::string_view by_recovery = "after_recovery";
inline constexpr std::string_view by_baseline = "baseline";
inline constexpr std::string_view by_held_run = "run_held";
inline constexpr std::string_view by_unharvested = "not_harvested";
inline constexpr std::string_view by_no_run = "no_run_since_recovery";
inline constexpr std::string_view by_season = "off_season";
inline constexpr std::string_view by_host = "host_faulty";
inline constexpr std::string_view by_no_resources = "no_resources";
inline constexpr std::string_view by_very_overdue = "very_overdue";

// Whether nothing has been heard of any portal for as long as probes are to be believed: it is we
// who are cut off.
bool checker_is_offline(const store::AlertOverview& facts);

// What keeps everything of the portal quiet.
std::string_view portal_inhibition(const store::AlertPortalFacts& portal, Instant now);

// What keeps failed runs of that source quiet, but for the portal itself: where they began to fail
// while it was away, there is a day for one to succeed.
std::string_view failure_inhibition(
    const store::AlertPortalFacts& portal,
    const store::AlertSourceFacts& source,
    Instant now
);

// What keeps alerts about its links and hosts quiet.
std::string_view link_inhibition(const store::AlertPortalFacts& portal, Instant now);

// What keeps alerts about the freshness of that source's datasets quiet.
std::string_view freshness_inhibition(
    const store::AlertPortalFacts& portal,
    const store::AlertSourceFacts& source,
    Instant now
);

// The table of docs/alertes-etats.md: who keeps whom quiet.
std::string inhibition_table_text();

} // namespace moisson::alert
