// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/portal_health.hpp"

#include <algorithm>

namespace moisson::monitor {
namespace {

char digit(PortalLevel level) {
    return static_cast<char>('0' + static_cast<int>(level));
}

// How many of the last probes were at least this bad.
std::size_t run_of(const std::string& recent, char worst) {
    const auto end =
        std::find_if(recent.rbegin(), recent.rend(), [worst](char one) { return one < worst; });
    return static_cast<std::size_t>(end - recent.rbegin());
}

// What the memory says now, given what it said before.
PortalLevel settled(const std::string& recent, PortalLevel before) {
    for (const PortalLevel worse : {PortalLevel::unreachable, PortalLevel::degraded})
        if (worse > before && run_of(recent, digit(worse)) >= worse_after)
            return worse;
    if (recent.size() < better_after)
        return before;
    const char worst = *std::max_element(recent.end() - better_after, recent.end());
    return std::min(before, static_cast<PortalLevel>(worst - '0'));
}

bool answers(char one) {
    return one != digit(PortalLevel::unreachable);
}

std::size_t changes_in(const std::string& recent) {
    std::size_t changes = 0;
    for (std::size_t i = 1; i < recent.size(); ++i)
        changes += answers(recent[i]) != answers(recent[i - 1]) ? 1 : 0;
    return changes;
}

bool is_stable(const std::string& recent) {
    if (recent.size() < stable_after)
        return false;
    const auto begin = recent.end() - static_cast<std::ptrdiff_t>(stable_after);
    return std::all_of(begin, recent.end(), [&](char one) {
        return answers(one) == answers(*begin);
    });
}

bool is_flapping(const PortalMemory& memory) {
    if (is_stable(memory.recent))
        return false;
    return memory.state == PortalHealth::flapping || changes_in(memory.recent) > flapping_changes ||
           memory.transitions.size() > flapping_transitions;
}

PortalHealth shown(const PortalMemory& memory, const PortalProbe& probe) {
    if (probe.maintenance)
        return PortalHealth::maintenance;
    if (is_flapping(memory))
        return PortalHealth::flapping;
    switch (memory.level) {
    case PortalLevel::good:
        return PortalHealth::up;
    case PortalLevel::degraded:
        return PortalHealth::degraded;
    case PortalLevel::unreachable:
        break;
    }
    const bool long_gone = memory.level_since && probe.at - *memory.level_since > dormant_after;
    return long_gone ? PortalHealth::dormant : PortalHealth::down;
}

void remember(PortalMemory& memory, PortalLevel level, Instant at) {
    memory.recent += digit(level);
    if (memory.recent.size() > memory_size)
        memory.recent.erase(0, memory.recent.size() - memory_size);
    const PortalLevel before = memory.level;
    memory.level = settled(memory.recent, before);
    if (memory.level != before || !memory.level_since)
        memory.level_since = at;
    std::erase_if(memory.transitions, [at](Instant one) {
        return at - one > std::chrono::hours(24);
    });
    if (memory.level != before &&
        (memory.level == PortalLevel::unreachable || before == PortalLevel::unreachable))
        memory.transitions.push_back(at);
}

} // namespace

std::optional<PortalLevel> level_of(const PortalProbe& probe) {
    if (probe.home == Answer::bad && probe.api == Answer::bad)
        return PortalLevel::unreachable;
    if (probe.home == Answer::untrusted || probe.api == Answer::untrusted)
        return PortalLevel::degraded;
    const bool any_bad = probe.home == Answer::bad || probe.api == Answer::bad;
    const bool any_good = probe.home == Answer::good || probe.api == Answer::good;
    if (!any_good)
        return std::nullopt;
    return any_bad || probe.slow ? PortalLevel::degraded : PortalLevel::good;
}

PortalMemory observe(PortalMemory memory, const PortalProbe& probe) {
    const std::optional<PortalLevel> level = level_of(probe);
    // Work on the portal is no answer of the portal.
    if (level && !probe.maintenance)
        remember(memory, *level, probe.at);
    if (!level && !probe.maintenance && memory.state != PortalHealth::maintenance)
        return memory;
    // The first bad answers of a portal say nothing yet, as they would later.
    const bool undecided = memory.level == PortalLevel::good && !probe.maintenance &&
                           memory.recent.find(digit(PortalLevel::good)) == std::string::npos;
    if (undecided && memory.state == PortalHealth::unknown)
        return memory;
    const PortalHealth state = undecided ? PortalHealth::unknown : shown(memory, probe);
    if (state != memory.state || !memory.since) {
        memory.state = state;
        memory.since = probe.at;
        const bool nothing_wrong = state == PortalHealth::up || state == PortalHealth::unknown;
        memory.reasons = nothing_wrong ? std::vector<std::string>() : probe.reasons;
    }
    return memory;
}

bool SelfGuard::believes(const std::string& portal, std::optional<PortalLevel> level, Instant now) {
    if (!level)
        return false;
    if (*level != PortalLevel::unreachable) {
        silent_.erase(portal);
        answered_[portal] = now;
        last_answer_ = now;
        return true;
    }
    silent_[portal] = now;
    const bool heard = last_answer_ && now - *last_answer_ <= self_guard_time;
    return heard || silent_.size() < self_guard_portals;
}

bool SelfGuard::has_witness(const std::string& portal, Instant now) const {
    if (control_ && now - *control_ <= witness_time)
        return true;
    return std::any_of(answered_.begin(), answered_.end(), [&](const auto& one) {
        return one.first != portal && now - one.second <= witness_time;
    });
}

void SelfGuard::note_control(Instant now) {
    control_ = now;
    last_answer_ = now;
}

} // namespace moisson::monitor
