// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The end of a run: renames, what it did not see, missing -> archived, counters (decisions 2, 3,
// 10, 16). Blocking, on a db thread.
#pragma once

#include "model/identity.hpp"
#include "store/harvest_store.hpp"

#include <optional>
#include <vector>

namespace moisson::store {

class Connection;

Result<void> reconcile(
    Connection& connection,
    const Lease& lease,
    const ArchivePolicy& policy,
    const FoundRenames& found = std::nullopt
);
// What a run found to be renamed, in the caller's transaction, before settle_absences.
void settle_renames(Connection& connection, RunId run, const std::vector<Rename>& renames);
// What a run did not name, in the caller's transaction with its staging tables: $1 of `lose` is the
// run; it makes records missing and puts them into stage_verdict.
void settle_absences(
    Connection& connection,
    RunId run,
    const ArchivePolicy& policy,
    const char* lose
);
Result<HarvestRun> finish_run(Connection& connection, const Lease& lease, const RunEnd& end);

} // namespace moisson::store
