// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One step of ClusterStore::regroup, blocking, on a db thread.
#pragma once

#include "store/cluster_store.hpp"

namespace moisson::store {

class Connection;

ClusterReport regroup(Connection& connection, const ClusterRules& rules, int count);

// The id of a cluster follows from its lowest member.
Uuid cluster_id(const Uuid& lowest_member);

} // namespace moisson::store
