// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ChangeFeed: how the search index follows PostgreSQL (decision 1). Change numbers are in commit
// order; gaps are normal, a lower number never appears after a higher one.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "model/dataset.hpp"
#include "model/record_state.hpp"
#include "store/dataset_signal.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

// A dataset as the index sees it: no raw record, no agents' addresses, and of what is stored as
// JSON only what it takes (DatasetParts::indexed).
struct CatalogEntry {
    DatasetId id;
    std::string slug;
    std::string portal_key;
    RecordState state = RecordState::active;
    Dataset dataset;
    std::optional<Instant> first_seen;
    // Last change of a shown field.
    std::optional<Instant> changed_at;
    // views, followers... summed to one figure, 0 when unknown.
    std::int64_t popularity = 0;
    // Freshness, links, quality, cluster; its `popularity` is the one above.
    DatasetSignal signal;
};

// The position of a follower: the number and the batch of the last change it applied.
struct FeedPosition {
    ChangeNumber number;
    Uuid batch;
};

struct FeedBatch {
    // Current state of every dataset that changed after the position, each once. What was purged
    // or taken down carries id and the state "purged" only.
    std::vector<CatalogEntry> entries;
    FeedPosition position;
    // More changes wait: poll again at once.
    bool more = false;
    // The server is a standby that has not come as far as the position.
    bool behind = false;
    // It is so although it has replayed all that its primary streams.
    bool caught_up = false;
};

class ChangeFeed {
public:
    ChangeFeed() = default;
    ChangeFeed(const ChangeFeed&) = delete;
    ChangeFeed& operator=(const ChangeFeed&) = delete;
    virtual ~ChangeFeed() = default;

    // The newest position, noted before a rebuild begins.
    virtual asio::awaitable<Result<FeedPosition>> head() = 0;
    // Keyset chunks over all datasets (active, missing, archived; what was taken down as above),
    // each its own snapshot.
    virtual asio::awaitable<Result<std::vector<CatalogEntry>>>
    chunk(DatasetId after, int count) = 0;
    // Changes after `position`, oldest first, at most `count` change rows. NOT_FOUND when the row
    // of the position is gone (failover, restore, retention): the follower rebuilds.
    virtual asio::awaitable<Result<FeedBatch>> after(FeedPosition position, int count) = 0;
    // Returns when the primary announced a change or after `timeout`; only shortens the wait.
    virtual asio::awaitable<void> wait(std::chrono::milliseconds timeout) = 0;
};

} // namespace moisson::store
