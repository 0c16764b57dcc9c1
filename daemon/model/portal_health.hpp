// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Health of a portal: what state it is in, since when, and what its past says.
#pragma once

#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson {

enum class PortalHealth : std::uint8_t {
    up,
    degraded,
    down,
    flapping,
    maintenance,
    unknown,
    dormant
};
inline constexpr std::size_t portal_health_count = 7;

// "UP", "DEGRADED"... (names.md)
std::string_view to_string(PortalHealth health);
std::optional<PortalHealth> portal_health_from_string(std::string_view text);

// What a probe found, least bad first.
enum class PortalLevel : std::uint8_t { good, degraded, unreachable };

// What is remembered of the probes of a portal, and what follows from it.
struct PortalMemory {
    PortalHealth state = PortalHealth::unknown;
    std::optional<Instant> since;
    std::vector<std::string> reasons;
    // Of the last probes, oldest first, a digit each: '0' good, '1' degraded, '2' unreachable.
    std::string recent;
    // What the probes say beneath flapping and maintenance.
    PortalLevel level = PortalLevel::good;
    std::optional<Instant> level_since;
    // When `level` became or ceased to be unreachable in the last day, oldest first.
    std::vector<Instant> transitions;

    bool operator==(const PortalMemory&) const = default;
};

// One stretch of one state (decision 19).
struct HealthInterval {
    PortalHealth state = PortalHealth::unknown;
    // Code names, as "API HTTP_5XX".
    std::vector<std::string> reasons;
    Instant since{};
    // Nothing: it goes on.
    std::optional<Instant> until;

    bool operator==(const HealthInterval&) const = default;
};

struct Uptime {
    std::chrono::seconds up{0};
    std::chrono::seconds down{0};
    // Maintenance, unknown, and time before or between watching: in no share.
    std::chrono::seconds unmeasured{0};

    // 0-100; nothing when nothing was measured.
    std::optional<double> percent() const;
    bool operator==(const Uptime&) const = default;
};
// Over [from, to). UP, DEGRADED and FLAPPING answered; DOWN and DORMANT did not. What goes on is
// counted until `open_end` (see watched_until).
Uptime
uptime(std::span<const HealthInterval> intervals, Instant from, Instant to, Instant open_end);

// What a portal's page says beside its state.
struct PortalStanding {
    PortalHealth state = PortalHealth::unknown;
    std::optional<Instant> since;
    std::vector<std::string> reasons;
    // The last probe that proved something; what it says holds until `watched_until`.
    std::optional<Instant> probed_at;
    std::optional<Instant> watched_until;
    std::optional<Instant> certificate_expires;
    // 95 of 100 answers of the last day began within it; nothing for fewer than 20 answers.
    std::optional<std::chrono::milliseconds> answer_p95;
    // Newest date of a dataset, mass-touched ones left out; midnight UTC.
    std::optional<Instant> newest_change;
    // Most datasets, active and missing, in a daily measure of the last 90 days.
    std::optional<std::int64_t> dataset_peak;
    // Of the last year, oldest first; read with one portal only.
    std::vector<HealthInterval> intervals;
};

// Whether a run ever read all of a portal.
enum class CatalogueRead : std::uint8_t { never, once };
// Of a standing, as above. A server that answers is no portal that can be read: of a catalogue that
// never was, DEGRADED proves nothing and is in no share.
Uptime
uptime(const PortalStanding& standing, CatalogueRead read, Instant from, Instant to, Instant now);

// Until when somebody looked: later than that nothing is known, whatever goes on.
Instant watched_until(const PortalStanding& standing, Instant now);

inline constexpr std::chrono::days frozen_after{365};
// Since when nothing has changed, as of the last complete run (decision 6): what we did not read is
// not judged. Nothing while the portal lives, or when nobody knows.
std::optional<Instant>
frozen_since(const PortalStanding& standing, std::optional<Instant> seen_until);

// Datasets lost against the peak; nothing below a tenth of it or below 3. `datasets`: active and
// missing, as the peak.
std::optional<std::int64_t> shrunk_by(const PortalStanding& standing, std::int64_t datasets);

// Whole days left, negative once it has expired.
std::optional<std::int64_t> certificate_days(const PortalStanding& standing, Instant now);

} // namespace moisson
