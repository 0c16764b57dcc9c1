// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Follower: keeps a SearchIndex abreast of PostgreSQL (decision 1): snapshot or chunked build, then
// the change feed, polled every 500 ms; rebuilds when the row of its position is gone.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "search/search_index.hpp"
#include "store/change_feed.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

struct FollowerOptions {
    FollowerOptions() = default;

    // Empty: no snapshot.
    std::string snapshot_path;
    std::chrono::milliseconds poll{500};
    std::chrono::seconds snapshot_every = std::chrono::minutes(10);
    // Sooner once the index has grown by a quarter, as after a first harvest, and the feed has been
    // silent for this long.
    std::chrono::seconds snapshot_quiet{3};
    // Of a build; two are in memory at once.
    int chunk_count = 4'000;
    int batch_count = 2'000;
    // Of a build, while nothing is shown yet or the old index is; index_threads_max at most.
    unsigned build_threads = 1;
    // The same while it is never silent, as long as a portal is harvested: what a process that is
    // killed has to index again.
    std::chrono::seconds snapshot_grown_every{60};
    // A standby that is behind for longer is told of. One that streams and has replayed all is not
    // waited for any more: the position comes from a database that was restored since.
    std::chrono::seconds standby_patience{120};
    // After changes were applied: the next ones gather, since each application costs a segment.
    std::chrono::milliseconds settle{250};
};

// What /readyz and /metrics say of the follower.
struct FollowerStatus {
    // Last poll that the database answered; none yet = nullopt.
    std::optional<Instant> last_contact;
    bool database_ok = false;
    std::int64_t generation = 0;
    std::int64_t rebuilds = 0;
};

class Follower {
public:
    // All references outlive this object. `cpu` runs builds, merges and snapshots.
    Follower(
        SearchIndex& index,
        store::ChangeFeed& feed,
        TimerSource& timers,
        telemetry::Logger& log,
        asio::any_io_executor cpu,
        FollowerOptions options = {}
    );

    // Runs until cancelled. STORE_UNAVAILABLE is waited out; every other error too, after a log
    // line.
    asio::awaitable<void> run();
    // One turn: builds when needed, applies what waits. True when more waits. For tests and the
    // CLI.
    asio::awaitable<Result<bool>> step();
    // Writes the snapshot now (clean stop).
    asio::awaitable<Result<void>> save_snapshot();

    // Any thread.
    FollowerStatus status() const;

private:
    using Entries = std::vector<store::CatalogEntry>;
    // What is read while the entries before it are indexed.
    using NextEntries = std::shared_ptr<std::optional<Result<Entries>>>;

    asio::awaitable<Result<void>> build();
    asio::awaitable<void> read_chunk(DatasetId after, NextEntries next);
    asio::awaitable<void> index_chunk(
        std::shared_ptr<SearchIndex> index,
        store::FeedPosition position,
        std::shared_ptr<const Entries> entries
    );
    asio::awaitable<void> load_snapshot();
    asio::awaitable<void> find_goal();
    bool save_is_due() const;
    asio::awaitable<void> merge();
    asio::awaitable<void> save_when_due();
    void note_contact(bool ok);
    void note_lag(const store::FeedBatch& batch);
    bool waits_in_vain() const;
    void begin_rebuild(std::string_view why);

    SearchIndex& index_;
    store::ChangeFeed& feed_;
    TimerSource& timers_;
    telemetry::Logger& log_;
    asio::any_io_executor cpu_;
    FollowerOptions options_;
    bool loaded_ = false;
    bool must_build_ = true;
    // Head of the feed when the snapshot was loaded: searches wait until the index is there.
    std::optional<ChangeNumber> goal_;
    std::int64_t saved_generation_ = -1;
    std::int64_t saved_documents_ = 0;
    // Since when the standby is behind, and since when it has nothing left to replay.
    std::optional<Steady> behind_since_;
    std::optional<Steady> in_vain_since_;
    bool lag_told_ = false;
    Steady changed_at_{};
    Steady saved_at_{};
    std::atomic<std::int64_t> last_contact_us_{0};
    std::atomic<bool> database_ok_{false};
    std::atomic<std::int64_t> rebuilds_{0};
};

} // namespace moisson::search
