// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Rehearsal: what a harvest of a source would do now, deletions included, found out by the engine
// itself over a store that reads PostgreSQL and keeps every write in memory. So a plan cannot
// promise what a run would not do.
#pragma once

#include "async/asio.hpp"
#include "harvest/engine.hpp"
#include "model/harvest_run.hpp"
#include "store/source_records.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::harvest {

struct PlannedRecord {
    std::string remote_id;
    std::string title;
};

// The dataset of one id, under another one.
struct PlannedRename {
    std::string was;
    std::string remote_id;
    std::string title;
};

// The first of a kind, in the order met; the counts of the run tell how many there are.
inline constexpr std::size_t planned_records_shown = 200;

struct Plan {
    // As the run would end: state, reason, counts, issues by code.
    HarvestRun run;
    // What the run itself would say (not its records): held, incomplete, unreachable...
    std::vector<Issue> run_issues;
    // The source has been harvested before.
    bool known = false;
    std::int64_t active_before = 0;
    // Active records that the source does not have any more, under no id; they go only if the run
    // is complete.
    std::int64_t vanished = 0;
    std::vector<PlannedRecord> unseen;
    std::int64_t requests = 0;
    std::uint64_t wire_bytes = 0;
    std::vector<PlannedRecord> created;
    std::vector<PlannedRecord> updated;
    std::vector<PlannedRecord> revived;
    // Records that live on under other ids: neither created nor vanished.
    std::int64_t renames = 0;
    std::vector<PlannedRename> renamed;
    // Would become missing, and archived: hidden from the site.
    std::vector<PlannedRecord> missing;
    std::vector<PlannedRecord> archived;
};

// `parts.store` is read only, and so is `datasets`; without it nothing is renamed. `portal` holds
// the one source to rehearse. Fails with STORE_UNAVAILABLE only; what the portal does is part of
// the plan.
asio::awaitable<Result<Plan>> rehearse(
    EngineParts parts,
    EngineOptions options,
    Portal portal,
    RecipeMaker recipes,
    store::SourceRecords records,
    store::SourceDatasets* datasets
);

} // namespace moisson::harvest
