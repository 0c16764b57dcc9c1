// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a source has given so far, for the rehearsal of a harvest (moisson plan): one read-only
// transaction.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "model/identity.hpp"
#include "model/ids.hpp"
#include "model/record_state.hpp"
#include "store/catalog_store.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct SourceRecord {
    DatasetId id;
    std::string remote_id;
    std::string title;
    RecordState state = RecordState::active;
    // While missing: complete runs without it, and since when.
    std::int64_t absent_runs = 0;
    std::optional<Instant> absent_since;
    // First seen since anything of the source was settled: it may be another one under a new id.
    bool is_new = false;
    // Active, but neither in a complete run so far nor approved by anybody.
    bool is_in_doubt = false;
    // Missing, and still a part of what the breaker weighs (Reconciliation::missing).
    bool is_lost = false;
};

struct SourceRecords {
    // Nothing for a source that no database knows yet.
    std::optional<SourceId> source;
    // Start and settings of the last complete run that read the catalogue.
    std::optional<Instant> last_complete;
    std::string config_hash;
    // Active, missing and archived ones, by id.
    std::vector<SourceRecord> records;
};

// STORE_UNAVAILABLE as everywhere.
asio::awaitable<Result<SourceRecords>>
read_source_records(Database& database, std::string source_key);

// What a rehearsal asks besides, when records went and others came.
class SourceDatasets {
public:
    SourceDatasets() = default;
    SourceDatasets(const SourceDatasets&) = delete;
    SourceDatasets& operator=(const SourceDatasets&) = delete;
    virtual ~SourceDatasets() = default;

    // Complete, what is taken down too; those that are not there, or damaged, are left out.
    virtual asio::awaitable<Result<std::vector<DatasetRecord>>> read(std::vector<DatasetId> ids
    ) = 0;
    // Those of the renames that the runs of the source do not speak against.
    virtual asio::awaitable<Result<std::vector<Rename>>>
    believable(SourceId source, std::vector<Rename> renames) = 0;
};

// `database` outlives it.
std::unique_ptr<SourceDatasets> make_source_datasets(Database& database);

} // namespace moisson::store
