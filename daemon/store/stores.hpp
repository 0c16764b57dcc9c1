// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The makers of the store's seams. Everything returned keeps a reference to `database`, which
// outlives it.
#pragma once

#include "core/result.hpp"
#include "store/catalog_store.hpp"
#include "store/change_feed.hpp"
#include "store/database.hpp"
#include "store/harvest_store.hpp"

#include <chrono>
#include <memory>

namespace moisson {
class Rng;
}

namespace moisson::store {

// `rng` (outlives the store) only draws the jitter of a new source's schedule.
std::unique_ptr<HarvestStore> make_harvest_store(Database& database, Rng& rng);
// Opens a connection of its own for LISTEN, on a thread of its own; without it (standby,
// pgbouncer) wait() simply lasts its whole time.
std::unique_ptr<ChangeFeed> make_change_feed(Database& database);
std::unique_ptr<CatalogStore> make_catalog_store(Database& database);

struct PrunePolicy {
    std::chrono::seconds keep_changes = std::chrono::hours(24 * 30);
    std::chrono::seconds keep_pages = std::chrono::hours(24 * 30);
    std::chrono::seconds keep_issues = std::chrono::hours(24 * 90);
    int rows_per_step = 10'000;
};

struct PruneOutcome {
    std::int64_t changes = 0;
    std::int64_t pages = 0;
    std::int64_t issues = 0;
};

// Deletes what is older, in short transactions; the newest change and what unfinished runs need
// always stay.
asio::awaitable<Result<PruneOutcome>> prune(Database& database, PrunePolicy policy);

} // namespace moisson::store
