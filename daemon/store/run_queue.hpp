// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The run table as a queue: planning, leases, heartbeats (decision 17). Lease times are
// PostgreSQL's clock_timestamp(), never ours. Blocking, on a db thread.
#pragma once

#include "store/harvest_store.hpp"

namespace moisson::store {

class Connection;

Result<std::int64_t> plan_due_runs(Connection& connection);
// With `by`, the demand is in the audit log.
Result<RequestedRun> request_run(
    Connection& connection,
    const std::string& source_key,
    RunMode mode,
    const std::string& reason,
    const std::string& by = {}
);
Result<std::optional<ClaimedRun>>
claim_run(Connection& connection, const ClaimRequest& wish, int runs_per_portal);
Result<std::optional<ClaimedRun>> begin_run(
    Connection& connection,
    const std::string& source_key,
    RunMode mode,
    const std::string& reason,
    const std::string& worker,
    std::chrono::seconds lease
);
Result<void> heartbeat(Connection& connection, const Lease& lease);
Result<void> release(
    Connection& connection,
    const Lease& lease,
    const NetworkFacts& network,
    const std::optional<RunPause>& pause
);

} // namespace moisson::store
