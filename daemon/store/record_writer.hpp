// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Writing of staged records inside an open transaction, shared by harvested pages and remaps, and
// the bisection that isolates a record PostgreSQL refuses (decision 18).
#pragma once

#include "store/harvest_store.hpp"
#include "store/staging.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace moisson::store {

class Connection;
class RawDictionary;

enum class WriteKind { harvest, remap };

struct WriteTarget {
    std::int64_t source = 0;
    std::int64_t portal = 0;
    WriteKind kind = WriteKind::harvest;
    // With which the records were staged; null: without.
    const RawDictionary* dictionary = nullptr;
};

// A record that was left out, with PostgreSQL's reason.
struct Refusal {
    std::string remote_id;
    std::string remote_url;
    std::string sqlstate;
    std::string message;
};

// Writes all records or throws SqlError. Their causes stay in stage_verdict until the commit.
void write_records(
    Connection& connection,
    const WriteTarget& target,
    std::span<const StagedRecord> records
);
// The same for records that are in the staging tables already.
void merge_staged(
    Connection& connection,
    const WriteTarget& target,
    std::span<const StagedRecord> records
);
// Writes what can be written, record by record where needed.
std::vector<Refusal> write_records_bisecting(
    Connection& connection,
    const WriteTarget& target,
    std::span<const StagedRecord> records
);

// Counts by cause in stage_verdict.
PageOutcome verdict_counts(Connection& connection);
// History, lock, numbers, announcement. Call last before the commit; does nothing without verdicts.
void number_changes(Connection& connection, std::optional<RunId> run);

// Runs `body` in transactions of its own until it commits: 40P01 and 40001 are retried three times,
// a name taken by a neighbour as often as it takes; other errors make `careful` true, and then the
// last error counts.
// `body` commits by itself.
PageOutcome retrying(Connection& connection, const std::function<PageOutcome(bool careful)>& body);

} // namespace moisson::store
