// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What goes wrong with a simulated portal, and when: outages, slowness, broken answers, lies.
#pragma once

#include "portals/draw.hpp"
#include "portals/script.hpp"
#include "simulation/options.hpp"

#include <string>
#include <vector>

namespace moisson::simulation {

inline constexpr Instant forever = Instant::max();

struct Span {
    Instant from{};
    Instant to{}; // excluded

    bool contains(Instant at) const { return from <= at && at < to; }
    bool covers(Instant begin, Instant end) const { return from <= begin && end < to; }
    bool touches(Instant begin, Instant end) const { return from <= end && begin < to; }
};

// Whether anybody is there to answer.
enum class Reach { open, dead_name, refused, silent };

struct Episode {
    Span when;
    Reach reach = Reach::open;
    // One rule of a portal's script, without its dates; empty when the host is not reached.
    std::string rule;
    // Pages may hide records that are there.
    bool hides = false;
};

std::vector<Episode> draw_weather(portals::Draw draw, const WorldOptions& options);

// What the portal does to its answers.
portals::Script script_of(const std::vector<Episode>& weather);
Reach reach_at(const std::vector<Episode>& weather, Instant at);

} // namespace moisson::simulation
