// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How much a source has grown since it was last settled, and what of it nobody has confirmed.
// Blocking.
#pragma once

#include "store/harvest_store.hpp"

#include <optional>
#include <vector>

namespace moisson::store {

class Connection;

Result<Arrivals> count_arrivals(Connection& connection, SourceId source);
// Active records that were first seen later are in doubt: no complete run has had them, and nobody
// has approved them. Nothing: none is, as before the first complete run or when there are no
// others.
std::optional<Instant> confirmed_until(Connection& connection, SourceId source);
// Missing records that are not archived yet and that nobody has let go: Reconciliation::missing,
// seen or not. Those that were in doubt when they went are none.
std::vector<Uuid> losses(Connection& connection, SourceId source);

} // namespace moisson::store
