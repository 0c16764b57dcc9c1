// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Takedowns in force, for whoever reads datasets. Blocking, on a db thread.
#pragma once

#include "core/uuid.hpp"
#include "model/takedown.hpp"

#include <unordered_map>
#include <vector>

namespace moisson::store {

class Connection;

struct ActiveTakedowns {
    // By id of the dataset or of the agent.
    std::unordered_map<Uuid, Takedown> whole;
    // By id of the dataset.
    std::unordered_map<Uuid, std::vector<TakenDownDistribution>> parts;
};

// Of these datasets and agents. Costs one statement, and next to nothing while there is none.
ActiveTakedowns active_takedowns(Connection& connection, const std::vector<Uuid>& scopes);

} // namespace moisson::store
