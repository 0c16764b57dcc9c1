// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The corrections of a source as harvests need them. Blocking, on a db thread.
#pragma once

#include "store/harvest_store.hpp"

namespace moisson::store {

class Connection;

Result<SourceOverlays> source_overlays(Connection& connection, SourceId source);
// Called last in a transaction that writes datasets: what was made of an older revision would
// undo what a remap has made of a newer one. The revision stays until that transaction has ended:
// a correction that comes meanwhile is committed after it, and its remap finds what it wrote.
bool are_overlays_current(Connection& connection, std::int64_t source, std::int64_t revision);
// All stored records are mapped with that revision or a later one.
void note_applied_overlays(Connection& connection, SourceId source, std::int64_t revision);

} // namespace moisson::store
