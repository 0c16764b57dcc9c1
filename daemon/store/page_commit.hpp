// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The transaction of one page (architecture 5): rows, checkpoint, issues and change events
// together. Blocking, on a db thread.
#pragma once

#include "store/harvest_store.hpp"

namespace moisson::store {

class Connection;
class RawDictionaries;

// RUN_CANCELLED when the lease is lost. A page that is already stored under this run answers with
// its stored outcome and writes nothing: the acknowledgement of its commit was lost. Both answer
// `outdated`, with nothing written, when the overlays have changed since. New raw records are
// compressed with the newest dictionary of their connector.
Result<PageOutcome> commit_page(
    Connection& connection,
    RawDictionaries& dictionaries,
    const Lease& lease,
    const PageCommit& page
);

Result<PageOutcome> commit_remap(
    Connection& connection,
    RawDictionaries& dictionaries,
    SourceId source,
    const std::vector<RecordChange>& changes,
    const std::vector<Issue>& issues,
    std::int64_t overlay_revision
);

// First statement of every fenced transaction: renews the lease; false when it is lost. The session
// can be found by its run as long as the transaction lives (see cut_off in run_queue.cpp).
bool renew_lease(Connection& connection, const Lease& lease);
Error lease_lost();

} // namespace moisson::store
