// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a run has seen beside what its source had: for the breaker, before anything of it is
// settled. Reads only. Blocking, on a db thread.
#pragma once

#include "store/harvest_store.hpp"

#include <chrono>

namespace moisson::store {

class Connection;

// A whole portal may be renamed at once. The limit of an ordinary statement would end that as a
// store that is away, and it would begin again for ever.
inline constexpr std::chrono::milliseconds take_your_time{0};

Result<Reconciliation> compare_seen(Connection& connection, const Lease& lease);
Result<Reconciliation> compare_listed(Connection& connection, const Lease& lease);
bool has_settled(Connection& connection, RunId run);

} // namespace moisson::store
