// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A rename: the old dataset takes what the new record holds and keeps its uuid, slug, first sight,
// signals, history, corrections and takedowns; the row that was made for the new id goes, its uuid
// and slug redirect. Blocking, in the caller's transaction with its staging tables.
#pragma once

#include "model/harvest_run.hpp"
#include "model/identity.hpp"

#include <cstdint>
#include <vector>

namespace moisson::store {

class Connection;

// The temporary table of this session, before the transaction begins.
void prepare_renames(Connection& connection);

// Leaves a verdict "renamed" for both rows of each. Pages of the source's runs after `after_run`
// name the old dataset from then on and count it as renamed, no longer as created. `source`: that
// of the new records. Returns how many there were: both records still have to be there.
std::int64_t apply_renames(
    Connection& connection,
    std::int64_t source,
    std::int64_t after_run,
    const std::vector<Rename>& renames
);

} // namespace moisson::store
