// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The host guard (decision 4, research S2.4): what the last probes of one host say about the host
// itself. Pure. A dead name with 500 URLs is one fact, not 500.
#pragma once

#include "core/time.hpp"
#include "monitor/link_code.hpp"
#include "monitor/link_state.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace moisson::monitor {

enum class HostState { normal, down, blocked, moved };
// "", "HOST_DOWN", "HOST_BLOCKED", "HOST_MOVED"
std::string_view to_string(HostState state);
HostState host_state_from_string(std::string_view text);

struct HostSample {
    Instant at{};
    LinkCode code = LinkCode::internal_error;
    // Which URL; of it only its identity counts.
    std::uint32_t url = 0;
    // Where the probe ended, 0 without a redirect: many URLs that end at one page.
    std::uint32_t target = 0;
    // Another host said so, to which this one redirects. Not stored.
    bool elsewhere = false;

    bool operator==(const HostSample&) const = default;
};

inline constexpr std::size_t host_samples_max = 64;

struct HostMemory {
    HostState state = HostState::normal;
    std::optional<Instant> since;
    std::optional<Instant> last_positive;
    // Oldest first, at most host_samples_max.
    std::vector<HostSample> samples;
    // When its links were last told BROKEN for its sake.
    std::optional<Instant> condemned_at;
    // When it last answered 429; nothing once a file of it has worked since.
    std::optional<Instant> limited_at;
    // When HEAD and GET last contradicted one another, at most two.
    std::vector<Instant> head_disagreements;

    bool operator==(const HostMemory&) const = default;
};

struct HostPolicy {
    std::chrono::minutes window{60};
    std::size_t urls_min = 3;
    double down_share = 0.5;
    double blocked_share = 0.8;
    std::chrono::hours moved_window{24};
    std::size_t moved_urls_min = 10;
    double moved_share = 0.8;
    std::chrono::hours moved_after_positive{30 * 24};
    // A state that lasts longer is told of its links in one event; of those found since, in another
    // go each day.
    std::chrono::hours condemn_after{7 * 24};
    std::chrono::hours condemn_every{24};
    std::chrono::minutes canary_every{30};
};

struct HostTransition {
    HostMemory memory;
    // The state is another one than before: one fact to tell.
    bool changed = false;
    // Its links become BROKEN now: the first time this is told in one event.
    bool condemns = false;
    bool condemns_first = false;
    // All of them, asked or not: nobody has heard of the host itself. Otherwise those that were
    // asked and failed since the state began.
    bool condemns_all = false;
};

// Adds one sample and judges.
HostTransition
note_sample(const HostMemory& memory, const HostSample& sample, const HostPolicy& policy = {});

Guard guard_of(const HostMemory& memory);

// HEAD means nothing here: two contradictions in 30 days.
void note_head_disagreement(HostMemory& memory, Instant at);
bool head_unreliable(const HostMemory& memory, Instant now);

// How many other URLs of the host ended at the same page, of those still remembered.
std::size_t sharers_of(const HostMemory& memory, std::uint32_t url, std::uint32_t target);

} // namespace moisson::monitor
