// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Several worlds, side by side.
#pragma once

#include "simulation/world.hpp"

#include <functional>

namespace moisson::simulation {

struct Worlds {
    WorldReport sum;
    double seconds = 0; // real time from the first to the last
};

// Worlds of the seeds that follow options.seed; `tell` is called for each, one at a time, in the
// order of their ends.
Worlds live_through_many(
    const WorldOptions& options,
    int worlds,
    int threads,
    const std::function<void(const WorldOptions&, const WorldReport&)>& tell
);

} // namespace moisson::simulation
