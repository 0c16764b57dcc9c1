// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue that a portal shows at a moment of its life, for the simulator's protocols.
#pragma once

#include "portals/ckan.hpp"
#include "simulation/life.hpp"

namespace moisson::simulation {

// `life` outlives it. One thread. Rebuilt only when the life has changed something since.
portals::CatalogueAt catalogue_of(const PortalLife& life);

} // namespace moisson::simulation
