// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the state of a host means for one visit to it. Pure.
#pragma once

#include "monitor/link_host.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace moisson::monitor {

// The event that a change of state is told by; empty: none.
std::string event_of(HostState before, HostState now);

// How many of the links that are due are looked at: of a guarded host, its canaries.
std::size_t links_to_probe(HostState state, std::size_t due);

// Without a word of the server.
inline constexpr std::chrono::seconds pause_without_wish = std::chrono::hours(1);

// How long a host that answered 429 is left alone, which it is noted to have done: what it wishes,
// an hour at least, a day when it said the same last time and nothing has worked since; a week at
// most (S1.4, S2.5).
std::chrono::seconds
pause_after_429(HostMemory& host, std::optional<std::chrono::seconds> wish, Instant now);

} // namespace moisson::monitor
