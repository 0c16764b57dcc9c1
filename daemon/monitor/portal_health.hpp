// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The state machine of a portal's health (S6): three bad probes in a row to get worse, two to get
// better, and a memory of the last ones for those that cannot decide. Pure.
#pragma once

#include "model/portal_health.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::monitor {

// What one look found.
enum class Answer {
    good,
    // It answers badly or not at all.
    bad,
    // Reached, but nobody should trust its certificate.
    untrusted,
    // 429, a challenge page, our own limits: proves nothing (decisions 4, 5, 11).
    neutral
};

struct PortalProbe {
    Instant at{};
    Answer home = Answer::neutral;
    Answer api = Answer::neutral;
    // Later than slow_after until the first byte.
    bool slow = false;
    // Until the first byte of the home page, or of the catalogue where that is a file; the longer.
    std::optional<std::chrono::milliseconds> answered_after;
    // A maintenance window is open.
    bool maintenance = false;
    // Code names, as "API HTTP_5XX".
    std::vector<std::string> reasons;
    std::optional<Instant> certificate_expires;
};

inline constexpr std::chrono::seconds slow_after{10};
inline constexpr std::size_t worse_after = 3;
inline constexpr std::size_t better_after = 2;
inline constexpr std::size_t memory_size = 20;
// More changes of the answer than this among the remembered ones, or of the state in a day.
inline constexpr std::size_t flapping_changes = 4;
inline constexpr std::size_t flapping_transitions = 6;
inline constexpr std::size_t stable_after = 12;
inline constexpr std::chrono::days dormant_after{30};

// Nothing: not measured.
std::optional<PortalLevel> level_of(const PortalProbe& probe);

PortalMemory observe(PortalMemory memory, const PortalProbe& probe);

// Whether it is we who are cut off: three portals and more do not answer and none has for a while.
// Addresses that the operator vouches for are better witnesses, and the only ones where there are
// few portals: see has_witness.
class SelfGuard {
public:
    // Whether what this probe says of the portal may be believed.
    bool believes(const std::string& portal, std::optional<PortalLevel> level, Instant now);

    // Whether something else than that portal answered just now; else those addresses are asked.
    bool has_witness(const std::string& portal, Instant now) const;
    // One of them answered.
    void note_control(Instant now);

private:
    std::map<std::string, Instant, std::less<>> silent_;
    std::map<std::string, Instant, std::less<>> answered_;
    std::optional<Instant> control_;
    std::optional<Instant> last_answer_;
};
inline constexpr std::size_t self_guard_portals = 3;
inline constexpr std::chrono::minutes self_guard_time{15};
inline constexpr std::chrono::minutes witness_time{2};

} // namespace moisson::monitor
