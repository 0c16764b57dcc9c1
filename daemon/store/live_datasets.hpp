// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// LiveStore: walks over what the catalogue shows now (active and missing, nothing that was taken
// down), for feeds and sitemaps. Keyset walks, each step one short read-only transaction within
// limits::public_read_time, so that no crawler holds a connection. Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "store/catalog_store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

class Database;

// Where a walk is: behind this dataset.
struct LivePlace {
    // Counts only in walks by change.
    Instant changed_at{};
    Uuid id;

    bool operator==(const LivePlace&) const = default;
};

struct LiveQuery {
    // Empty = all.
    std::string portal_key;
    // Those whose record changed then or later, by time of change; without it by id. Begins
    // limits::live_changes_settle earlier: a change bears a time before it can be seen. One that
    // was not seen when a walk passed its time comes to who asks next for what changed since that
    // walk began.
    std::optional<Instant> changed_since;
    std::optional<LivePlace> after;
    // Passed over, behind `after`.
    std::int64_t skip = 0;
    int limit = 25; // 1..limits::live_step
};

struct LiveDataset {
    DatasetRecord record;
    // Another copy of its cluster has the same URI and is closer to the producer.
    bool uri_is_of_another = false;
};

struct LivePage {
    // What was taken down is left out: may be shorter than `limit` though more follow.
    std::vector<LiveDataset> datasets;
    // Behind the last that was walked over; nothing when there was none.
    std::optional<LivePlace> last;
    bool more = false;
};

// A walk by change without what changed: what was taken down is among it.
struct LiveChanges {
    std::vector<LivePlace> places;
    bool more = false;
};

struct SitemapEntry {
    Uuid id;
    std::string slug;
    Instant changed_at{};
};

class LiveStore {
public:
    LiveStore() = default;
    LiveStore(const LiveStore&) = delete;
    LiveStore& operator=(const LiveStore&) = delete;
    virtual ~LiveStore() = default;

    virtual asio::awaitable<Result<LivePage>> page(LiveQuery query) = 0;
    // By change, `changed_since` or else since ever; `limit` may be limits::live_changes_step.
    virtual asio::awaitable<Result<LiveChanges>> changes(LiveQuery query) = 0;
    // Those of `ids` that are shown, in that order; at most limits::live_step ids.
    virtual asio::awaitable<Result<std::vector<LiveDataset>>> these(std::vector<Uuid> ids) = 0;
    virtual asio::awaitable<Result<bool>> uri_is_of_another(DatasetId id) = 0;
    // By id, `after` excluded, `last` included; at most limits::sitemap_step.
    virtual asio::awaitable<Result<std::vector<SitemapEntry>>> sitemap(Uuid after, Uuid last) = 0;
};

// `database` outlives the store.
std::unique_ptr<LiveStore> make_live_store(Database& database);

} // namespace moisson::store
