// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/host_turn.hpp"

#include <algorithm>

namespace moisson::monitor {
namespace {

// How many links tell whether a guarded host is back.
constexpr std::size_t canaries = 1;
constexpr std::size_t moved_canaries = 5;

constexpr std::chrono::seconds pause_repeated = std::chrono::hours(24);
constexpr std::chrono::seconds pause_max = std::chrono::hours(7 * 24);
// An older refusal is another story.
constexpr std::chrono::hours limited_memory{8 * 24};

} // namespace

std::string event_of(HostState before, HostState now) {
    switch (now) {
    case HostState::down:
        return "link.host_down";
    case HostState::blocked:
        return "link.host_blocked";
    case HostState::moved:
        return "link.host_moved";
    case HostState::normal:
        break;
    }
    return before == HostState::normal ? "" : "link.host_back";
}

std::size_t links_to_probe(HostState state, std::size_t due) {
    if (state == HostState::normal)
        return due;
    return std::min(due, state == HostState::moved ? moved_canaries : canaries);
}

std::chrono::seconds
pause_after_429(HostMemory& host, std::optional<std::chrono::seconds> wish, Instant now) {
    const bool repeated = host.limited_at && now - *host.limited_at < limited_memory;
    host.limited_at = now;
    const std::chrono::seconds least = repeated ? pause_repeated : pause_without_wish;
    return std::clamp(wish.value_or(least), least, pause_max);
}

} // namespace moisson::monitor
