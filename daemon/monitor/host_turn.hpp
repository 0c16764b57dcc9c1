// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the state of a host means for one visit to it. Pure.
#pragma once

#include "monitor/link_host.hpp"

#include <cstddef>
#include <string>

namespace moisson::monitor {

// The event that a change of state is told by; empty: none.
std::string event_of(HostState before, HostState now);

// How many of the links that are due are looked at: of a guarded host, its canaries.
std::size_t links_to_probe(HostState state, std::size_t due);

} // namespace moisson::monitor
