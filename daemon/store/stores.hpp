// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The makers of the store's seams. Everything returned keeps a reference to `database`, which
// outlives it.
#pragma once

#include "core/result.hpp"
#include "store/assessment_store.hpp"
#include "store/catalog_store.hpp"
#include "store/change_feed.hpp"
#include "store/cluster_store.hpp"
#include "store/database.hpp"
#include "store/harvest_store.hpp"
#include "store/health_store.hpp"
#include "store/link_store.hpp"
#include "store/schedule_store.hpp"

#include <chrono>
#include <memory>

namespace moisson::store {

struct HarvestStoreOptions {
    // Runs of one portal at a time, all workers together (`harvest.runs_per_portal`).
    int runs_per_portal = 2;
};
std::unique_ptr<HarvestStore>
make_harvest_store(Database& database, HarvestStoreOptions options = {});
std::unique_ptr<ScheduleStore> make_schedule_store(Database& database);
// Opens a connection of its own for LISTEN, on a thread of its own; without it (standby,
// pgbouncer) wait() simply lasts its whole time.
std::unique_ptr<ChangeFeed> make_change_feed(Database& database);
// `page_time`: how long one statement of a page of portals, runs or issues may take; 0: as long as
// the sessions of `database` allow.
std::unique_ptr<CatalogStore> make_catalog_store(
    Database& database,
    std::chrono::milliseconds page_time = std::chrono::milliseconds(0)
);
std::unique_ptr<ClusterStore> make_cluster_store(Database& database);
std::unique_ptr<AssessmentStore> make_assessment_store(Database& database);
std::unique_ptr<HealthStore> make_health_store(Database& database);

struct PrunePolicy {
    std::chrono::seconds keep_changes = std::chrono::hours(24 * 30);
    std::chrono::seconds keep_pages = std::chrono::hours(24 * 30);
    std::chrono::seconds keep_issues = std::chrono::hours(24 * 90);
    std::chrono::seconds keep_runs = std::chrono::hours(24 * 365);
    std::chrono::seconds keep_events = std::chrono::hours(24 * 730);
    std::chrono::seconds keep_history = std::chrono::hours(24 * 1'825);
    std::chrono::seconds keep_left_out = std::chrono::hours(24 * 180);
    // Archived records are purged after so long: their slug stays taken.
    std::chrono::seconds purge_after = std::chrono::hours(24 * 365);
    int rows_per_step = 10'000;
    int records_per_step = 500;
};

struct PruneOutcome {
    std::int64_t changes = 0;
    std::int64_t pages = 0;
    std::int64_t issues = 0;
    std::int64_t runs = 0;
    std::int64_t events = 0;
    std::int64_t history = 0;
    std::int64_t left_out = 0;
    // Unmapped values that went.
    std::int64_t values = 0;
    std::int64_t purged = 0;

    std::int64_t sum() const {
        return changes + pages + issues + runs + events + history + left_out + values + purged;
    }
};

// Deletes what is older, in short transactions; the newest change and what unfinished, undecided
// and the last complete runs need always stay. One worker of all at a time: another one that is at
// it already leaves nothing to do.
asio::awaitable<Result<PruneOutcome>> prune(Database& database, PrunePolicy policy);

} // namespace moisson::store
