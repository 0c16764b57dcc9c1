// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One step of ClusterStore::regroup, blocking, on a db thread.
#pragma once

#include "store/cluster_store.hpp"

namespace moisson::store {

class Connection;

// A step stops following keys after so many datasets (a chain of copies that nobody has seen yet).
inline constexpr std::size_t step_datasets_max = 50'000;

ClusterReport regroup(Connection& connection, const ClusterRules& rules, int count);

// The id of a cluster follows from its lowest member.
Uuid cluster_id(const Uuid& lowest_member);

} // namespace moisson::store
