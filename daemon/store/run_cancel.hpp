// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Ends a run that somebody does not want any more, whether it waits, is at work or interrupted.
// What its pages committed stays, and nothing is concluded from it: it is no failure of the source,
// which is due again at its next slot. Its worker notices with its next page or heartbeat.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/harvest_run.hpp"
#include "store/database.hpp"

#include <string>
#include <string_view>

namespace moisson::store {

// `reason` of runs that ended so.
inline constexpr std::string_view cancelled_by_hand = "cancelled by hand";

struct CancelRequest {
    RunId run;
    // Both are in the audit log.
    std::string by;
    std::string reason;
};

// NOT_FOUND: no such run. INVALID_ARGUMENT: it has ended. Otherwise the run as it is now.
asio::awaitable<Result<HarvestRun>> cancel_run(Database& database, CancelRequest request);

} // namespace moisson::store
