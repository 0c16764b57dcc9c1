// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The portals that `make run` shows: clearly invented, several countries, some with faults so that
// issues are visible.
#pragma once

#include "portals/portal.hpp"

#include <memory>
#include <vector>

namespace moisson::portals {

// About six portals of 40 to 2,000 datasets. `started` is when the demonstration began: the
// shrinking portal loses datasets from then on.
std::vector<std::shared_ptr<Portal>> sample_portals(std::uint64_t seed, Instant started);

} // namespace moisson::portals
