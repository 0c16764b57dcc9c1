// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// World: the real engine, HTTP client, store and PostgreSQL among simulated portals, on a clock
// that moves only when everybody waits for it. One thread decides the order of every step, so that
// a seed replays the same history.
#pragma once

#include "simulation/options.hpp"

namespace moisson::simulation {

// Lives through the world of these options; complaints end it early. Thread-safe: worlds may live
// side by side.
WorldReport live_through(const WorldOptions& options);

// The command that lives through it again.
std::string replay_command(const WorldOptions& options);

// One line a world, and the sums of several.
std::string describe(const WorldOptions& options, const WorldReport& report);
std::string describe_sum(int worlds, const WorldReport& sum, double seconds);

} // namespace moisson::simulation
