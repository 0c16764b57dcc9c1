// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The rows of `host`: claims, pauses, crawl delays. Times are PostgreSQL's; what is returned is
// relative to its clock (decision 17). Blocking, on a db thread.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace moisson::store {

class Connection;

struct HostClaim {
    bool granted = false;
    // Of a granted claim: its end, which names it when it is given back.
    Instant held_until{};
    // From now on; not positive when past.
    std::chrono::microseconds free_in{0};
    // Also of a claim that was refused.
    std::chrono::microseconds paused_for{0};
    std::chrono::milliseconds crawl_delay{0};
};

// What a process learned from the answers of a host.
struct HostNews {
    // From now on: the wall clocks of processes differ.
    std::optional<std::chrono::microseconds> paused_for;
    std::optional<std::chrono::milliseconds> crawl_delay;
};

Result<HostClaim> claim_host(
    Connection& connection,
    const std::string& key,
    const std::string& holder,
    std::chrono::milliseconds length
);

// Gives a claim back unless it was taken again since; `free_in`: least time until the next request.
Result<void> give_back_host(
    Connection& connection,
    const std::string& key,
    const std::string& holder,
    Instant held_until,
    std::chrono::microseconds free_in
);

// A later pause wins over an earlier one.
Result<void> note_host(Connection& connection, const std::string& key, const HostNews& news);

} // namespace moisson::store
