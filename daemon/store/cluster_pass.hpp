// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The walk over all datasets that finds what the steps have missed: keys of older rules, clusters
// that are not what all keys together say. It writes no cluster itself: what differs waits for a
// step. Blocking, on a db thread.
#pragma once

#include "store/cluster_store.hpp"

namespace moisson::store {

class Connection;

ClusterPass read_pass(Connection& connection);
void begin_pass(Connection& connection, int version);
Walk refresh_keys(Connection& connection, const ClusterRules& rules, int count);
std::int64_t check_all(Connection& connection, const ClusterRules& rules);

} // namespace moisson::store
