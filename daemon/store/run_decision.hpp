// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The decision over a held run (decision 2): approved, what it did not see goes missing as of its
// own id set; refused, everything stays. One transaction, with its audit event.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "store/database.hpp"
#include "store/harvest_store.hpp"

#include <string>

namespace moisson::store {

struct DecisionRequest {
    RunId run;
    // approved or refused.
    HeldVerdict verdict = HeldVerdict::approved;
    std::string by;
    std::string reason;
    ArchivePolicy policy;
};

// NOT_FOUND: no such run. INVALID_ARGUMENT: it is not held, or somebody has decided. Otherwise the
// run as it is now: an approved one is `complete`.
asio::awaitable<Result<HarvestRun>> decide_run(Database& database, DecisionRequest request);

} // namespace moisson::store
