// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The wire of a simulated world: requests reach simulated portals in the same process and take
// simulated time. Everything above the wire is the product's.
#pragma once

#include "async/timer_source.hpp"
#include "net/wire.hpp"
#include "portals/portal.hpp"
#include "simulation/life.hpp"
#include "simulation/traffic.hpp"

#include <map>
#include <memory>
#include <string>

namespace moisson::simulation {

// A portal as the wire sees it.
struct Site {
    const PortalLife* life = nullptr;
    std::shared_ptr<portals::Portal> portal;
};

// By host name.
using Sites = std::map<std::string, Site, std::less<>>;

// `sites`, `traffic` and `clock` outlive it; `clock` is the world's true one. `worker` names who
// asks.
std::unique_ptr<net::Wire>
make_world_wire(const Sites& sites, Traffic& traffic, TimerSource& clock, std::string worker);

} // namespace moisson::simulation
