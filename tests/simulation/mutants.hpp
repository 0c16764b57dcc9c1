// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Planted faults: each makes the product break one promise, so that the oracle can show that it
// would notice.
#pragma once

#include "kit/registry.hpp"
#include "simulation/ledger.hpp"
#include "simulation/options.hpp"
#include "simulation/worker.hpp"

namespace moisson::simulation {

// Changes what the workers are made of, and the database. `connectors` becomes the registry of the
// workers and outlives them.
void plant(Mutant mutant, WorkerParts& parts, kit::Registry& connectors, Ledger& ledger);

} // namespace moisson::simulation
