// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the alert engine is shown of the database: values only. What they mean is the business of
// daemon/alert.
#pragma once

#include "model/alert.hpp"
#include "model/portal_health.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct AlertSourceFacts {
    std::int64_t id = 0;
    std::string key;
    // Start of its last complete run; verdicts are as of then.
    std::optional<Instant> seen;
    // Its end is longer ago than two of its intervals, and than what a next one may take.
    bool unharvested = false;
    // Failed runs in a row.
    std::int64_t failures = 0;
    std::optional<Instant> failing_since;
    // The run that waits for a decision.
    std::optional<std::int64_t> held_run;
    std::optional<Instant> held_since;
    std::int64_t held_missing = 0;
    // Somebody refused the same records once: it asks what was answered.
    bool held_refused_before = false;
};

// What of a portal is late or broken; counted only when asked for (decision 7).
struct AlertBaselineFacts {
    std::int64_t datasets = 0;
    std::int64_t late = 0;
    std::int64_t very_late = 0;
    std::int64_t broken = 0;
};

struct AlertPortalFacts {
    std::int64_t id = 0;
    std::string key;
    std::vector<std::string> countries;
    // `state`, `since`, `reasons`, `watched_until`, `certificate_expires`, `dataset_peak`.
    PortalStanding standing;
    // Beginning and end of the last stretch in which it was down or dormant.
    std::optional<Instant> away_since;
    std::optional<Instant> recovered_at;
    // A maintenance window of one of its sources is open.
    bool maintenance = false;
    // Of the last daily measure.
    std::optional<std::int64_t> datasets;
    // Nothing before the first complete run.
    std::optional<Instant> baseline_until;
    bool onboarded = false;
    std::optional<AlertBaselineFacts> baseline;
    std::vector<AlertSourceFacts> sources;
    // Episodes about its datasets that wait for an approval, and those opened in the last day
    // since the last approval.
    std::int64_t held = 0;
    std::int64_t opened_lately = 0;
    bool scan_due = false;
};

struct AlertHostFacts {
    std::string host;
    // HOST_DOWN, HOST_BLOCKED, HOST_MOVED; empty: normal again.
    std::string state;
    std::optional<Instant> since;
    std::int64_t links = 0;
    std::int64_t datasets = 0;
    // Key of the portal most of its links belong to.
    std::optional<std::string> portal;
    // Keys of the portals whose home page or sources are on it.
    std::vector<std::string> home_of;
};

// An organization, portal, country or dataset whose contacts cannot be reached; no address here.
struct AlertContactFacts {
    // As subscriptions call it (model/subscription.hpp), and its value.
    std::string scope;
    std::string value;
    // 0: something arrived at one that could not be reached, and all of them can.
    std::int64_t contacts = 0;
    // Nothing: its reports are purged.
    std::optional<Instant> since;
    std::optional<std::string> portal;
    std::optional<Uuid> organization;
    std::vector<std::string> countries;
};

struct AlertOverview {
    Instant now{};
    std::vector<AlertPortalFacts> portals;
    // Those that are not normal.
    std::vector<AlertHostFacts> hosts;
    std::vector<AlertContactFacts> contacts;
    std::vector<AlertSilence> silences;
    // Those that are not closed and not about a dataset; and some about datasets of portals that
    // nobody watches any more.
    std::vector<AlertEpisode> episodes;
};

struct AlertWrite {
    AlertEpisode episode;
    std::vector<AlertEvent> events;
};

struct AlertOverviewOutcome {
    std::vector<AlertWrite> writes;
    // Portals (id) whose baseline was told or needs no word.
    std::vector<std::int64_t> onboarded;
};

// One dataset as one kind of alert sees it.
struct AlertDatasetSight {
    std::optional<AlertEpisode> episode;
    AlertKind kind = AlertKind::links_broken;
    Uuid dataset;
    std::int64_t source = 0;
    std::optional<Uuid> organization;
    std::vector<std::string> countries;
    // Not active any more, or withdrawn from view.
    bool gone = false;
    // Freshness, of a declared frequency only.
    std::optional<Instant> counted_from;
    std::optional<Instant> late_at;
    std::optional<Instant> very_late_at;
    std::string frequency;
    // Months of its resources' dates: year * 12 + month - 1, ascending, distinct.
    std::vector<std::int64_t> months;
    // Links.
    std::int64_t links = 0;
    std::int64_t broken = 0;
    // Of those, on hosts that are down, blocked or moved.
    std::int64_t broken_by_host = 0;
    std::optional<Instant> broken_since;
    std::string broken_code;
    // Since when it offers no file any more; nothing: it does, or never did.
    std::optional<Instant> emptied_at;
};

struct AlertScanSource {
    std::int64_t id = 0;
    std::optional<Instant> seen;
    // Whether datasets without an episode are looked for.
    bool new_freshness = false;
    bool new_links = false;
};

struct AlertScanRequest {
    std::int64_t portal = 0;
    std::string key;
    Instant baseline_until{};
    std::vector<AlertScanSource> sources;
};

} // namespace moisson::store
