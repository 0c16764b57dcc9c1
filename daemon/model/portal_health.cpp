// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/portal_health.hpp"

#include <algorithm>

namespace moisson {
namespace {

constexpr std::array<std::string_view, portal_health_count>
    health_names{"UP", "DEGRADED", "DOWN", "FLAPPING", "MAINTENANCE", "UNKNOWN", "DORMANT"};

constexpr std::int64_t shrunk_min = 3;

} // namespace

std::string_view to_string(PortalHealth health) {
    return health_names[static_cast<std::size_t>(health)];
}

std::optional<PortalHealth> portal_health_from_string(std::string_view text) {
    for (std::size_t i = 0; i < health_names.size(); ++i)
        if (health_names[i] == text)
            return static_cast<PortalHealth>(i);
    return std::nullopt;
}

std::optional<double> Uptime::percent() const {
    const auto measured = (up + down).count();
    if (measured == 0)
        return std::nullopt;
    return 100.0 * static_cast<double>(up.count()) / static_cast<double>(measured);
}

Uptime
uptime(std::span<const HealthInterval> intervals, Instant from, Instant to, Instant open_end) {
    Uptime out;
    if (from >= to)
        return out;
    std::chrono::microseconds up{0};
    std::chrono::microseconds down{0};
    for (const HealthInterval& interval : intervals) {
        const Instant begin = std::max(interval.since, from);
        const Instant end = std::min(interval.until.value_or(open_end), to);
        if (begin >= end)
            continue;
        switch (interval.state) {
        case PortalHealth::up:
        case PortalHealth::degraded:
        case PortalHealth::flapping:
            up += end - begin;
            break;
        case PortalHealth::down:
        case PortalHealth::dormant:
            down += end - begin;
            break;
        case PortalHealth::maintenance:
        case PortalHealth::unknown:
            break;
        }
    }
    const auto seconds = [](std::chrono::microseconds time) {
        return std::chrono::duration_cast<std::chrono::seconds>(time);
    };
    out.up = seconds(up);
    out.down = seconds(down);
    out.unmeasured = seconds(to - from) - out.up - out.down;
    return out;
}

Uptime
uptime(const PortalStanding& standing, CatalogueRead read, Instant from, Instant to, Instant now) {
    const Instant open_end = watched_until(standing, now);
    if (read == CatalogueRead::once)
        return uptime(standing.intervals, from, to, open_end);
    std::vector<HealthInterval> proven = standing.intervals;
    std::erase_if(proven, [](const HealthInterval& one) {
        return one.state == PortalHealth::degraded;
    });
    return uptime(proven, from, to, open_end);
}

Instant watched_until(const PortalStanding& standing, Instant now) {
    return std::min(now, standing.watched_until.value_or(now));
}

std::optional<Instant>
frozen_since(const PortalStanding& standing, std::optional<Instant> seen_until) {
    if (!standing.newest_change || !seen_until ||
        *seen_until - *standing.newest_change < frozen_after)
        return std::nullopt;
    return standing.newest_change;
}

std::optional<std::int64_t> shrunk_by(const PortalStanding& standing, std::int64_t datasets) {
    if (!standing.dataset_peak)
        return std::nullopt;
    const std::int64_t lost = *standing.dataset_peak - datasets;
    if (lost < shrunk_min || lost * 10 < *standing.dataset_peak)
        return std::nullopt;
    return lost;
}

std::optional<std::int64_t> certificate_days(const PortalStanding& standing, Instant now) {
    if (!standing.certificate_expires)
        return std::nullopt;
    return std::chrono::floor<std::chrono::days>(*standing.certificate_expires - now).count();
}

} // namespace moisson
