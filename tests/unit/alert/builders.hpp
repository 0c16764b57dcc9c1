// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A portal that is well, and a small world to look at.
#pragma once

#include "store/alert_facts.hpp"

#include <chrono>

namespace moisson::alert {

inline const Instant noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)};

inline store::AlertPortalFacts a_portal(const std::string& key = "bf", std::int64_t id = 1) {
    store::AlertPortalFacts out;
    out.id = id;
    out.key = key;
    out.countries = {"BF"};
    out.standing.state = PortalHealth::up;
    out.standing.since = noon - std::chrono::days(100);
    out.standing.watched_until = noon + std::chrono::minutes(30);
    out.datasets = 1'000;
    out.baseline_until = noon - std::chrono::days(60);
    out.onboarded = true;
    store::AlertSourceFacts source;
    source.id = id;
    source.key = key;
    source.seen = noon - std::chrono::hours(2);
    out.sources.push_back(std::move(source));
    return out;
}

inline store::AlertOverview a_world(std::vector<store::AlertPortalFacts> portals) {
    store::AlertOverview out;
    out.now = noon;
    out.portals = std::move(portals);
    return out;
}

} // namespace moisson::alert
