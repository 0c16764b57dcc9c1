// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ListStore: what the lists of the API need beyond CatalogStore: changes by number and by run,
// distributions by id, issues by source, growth by day. Each method is one short read-only
// transaction within limits::public_read_time. Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "store/catalog_store.hpp"
#include "store/run_changes.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

class Database;

struct ListedChange {
    ChangeRow row;
    // The dataset is not to be shown: it was archived, purged or taken down by this change, or is
    // taken down or purged now.
    bool removal = false;
    // Empty for a removal.
    std::string slug;
};

struct ChangePage {
    // Oldest first.
    std::vector<ListedChange> changes;
    // Changes up to this number were removed: who stands before it cannot go on.
    std::int64_t floor = 0;
    // Newest number of all when this was read, of whatever kind: when there is no more, the answer
    // reaches up to it.
    std::int64_t head = 0;
    // `since` lies before the floor; there are no changes then.
    bool too_old = false;
    // `since` was never given here: the catalogue was rebuilt, or put back from a copy. Never said
    // by a standby, which may be behind.
    bool unknown = false;
    bool more = false;
};

struct DistributionLink {
    DistributionId distribution;
    std::string state;
    // ok | broken | unverifiable, empty when never concluded.
    std::string standing;
    std::optional<Instant> checked_at;
};

// The whole catalogue on one day.
struct CatalogDay {
    // "2026-11-27"
    std::string day;
    std::int64_t datasets = 0;
    // By freshness, in the order of all_freshness.
    std::vector<std::int64_t> freshness;
    // Mean of the scores.
    std::optional<double> quality;
};

// Issues as of now: of the active records of a source, and what its last ended run found beyond.
struct SourceIssues {
    std::string portal_key;
    std::string source_key;
    std::string code;
    std::int64_t count = 0;
};

class ListStore {
public:
    ListStore() = default;
    ListStore(const ListStore&) = delete;
    ListStore& operator=(const ListStore&) = delete;
    virtual ~ListStore() = default;

    // After `since` (absent: from the oldest that is kept), without those of signals.
    virtual asio::awaitable<Result<ChangePage>>
    changes(std::optional<ChangeNumber> since, int count) = 0;
    // See run_changes.hpp. NOT_FOUND.
    virtual asio::awaitable<Result<RunChangePage>> changes_of(RunId run, RunChangePlace place) = 0;
    // As CatalogStore::runs, each with what its report shows.
    virtual asio::awaitable<Result<RunDetailPage>> run_details(RunQuery query) = 0;
    // NOT_FOUND. Whether it is shown is for the reader of the dataset to say.
    virtual asio::awaitable<Result<DatasetId>> dataset_of(DistributionId id) = 0;
    // Of those that have a link, in no order.
    virtual asio::awaitable<Result<std::vector<DistributionLink>>>
    links(std::vector<DatasetId> datasets) = 0;
    // The last `days` days that were measured, oldest first.
    virtual asio::awaitable<Result<std::vector<CatalogDay>>> growth(int days) = 0;
    // Of all portals, or of one; most frequent first.
    virtual asio::awaitable<Result<std::vector<SourceIssues>>> issues(std::string portal_key) = 0;
};

// `database` outlives the store.
std::unique_ptr<ListStore> make_list_store(Database& database);

} // namespace moisson::store
