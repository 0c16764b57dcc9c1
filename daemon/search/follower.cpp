// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The loop that keeps the index abreast: load or build, apply, merge, save.
#include "search/follower.hpp"

#include "async/offload.hpp"
#include "async/task_group.hpp"

#include <boost/asio/this_coro.hpp>

#include <exception>
#include <filesystem>
#include <utility>

namespace moisson::search {

namespace {
// Retained after each error of the database before the next attempt.
constexpr std::chrono::milliseconds error_wait_max{10'000};
// Merges after one batch; what is left waits for the next one.
constexpr int merges_max = 8;

// Where what results show may go: beside the snapshot, if there is one.
std::string folder_of(const std::string& snapshot_path) {
    if (snapshot_path.empty())
        return {};
    const std::string folder = std::filesystem::path(snapshot_path).parent_path().string();
    return folder.empty() ? "." : folder;
}
} // namespace

Follower::Follower(
    SearchIndex& index,
    store::ChangeFeed& feed,
    TimerSource& timers,
    telemetry::Logger& log,
    asio::any_io_executor cpu,
    FollowerOptions options
)
    : index_(index), feed_(feed), timers_(timers), log_(log), cpu_(std::move(cpu)),
      options_(std::move(options)) {}

void Follower::note_contact(bool ok) {
    database_ok_.store(ok, std::memory_order_relaxed);
    if (ok)
        last_contact_us_.store(timers_.now().time_since_epoch().count(), std::memory_order_relaxed);
}

FollowerStatus Follower::status() const {
    FollowerStatus out;
    const std::int64_t contact = last_contact_us_.load(std::memory_order_relaxed);
    if (contact != 0)
        out.last_contact = Instant(Instant::duration(contact));
    out.database_ok = database_ok_.load(std::memory_order_relaxed);
    out.generation = index_.position().number.value;
    out.rebuilds = rebuilds_.load(std::memory_order_relaxed);
    return out;
}

asio::awaitable<void> Follower::run() {
    std::chrono::milliseconds error_wait = options_.poll;
    while (true) {
        const ChangeNumber before = index_.position().number;
        const Result<bool> more = co_await step();
        if (!more) {
            log_.warning(
                "index follower waits",
                {{"code", to_string(more.error().code)}, {"detail", more.error().detail}}
            );
            co_await sleep_for(timers_, error_wait);
            error_wait = std::min(2 * error_wait, error_wait_max);
            continue;
        }
        error_wait = options_.poll;
        if (*more)
            continue;
        if (index_.position().number != before)
            co_await sleep_for(timers_, options_.settle);
        co_await feed_.wait(options_.poll);
    }
}

asio::awaitable<Result<bool>> Follower::step() {
    if (!loaded_)
        co_await load_snapshot();
    if (must_build_) {
        const Result<void> built = co_await build();
        if (!built)
            co_return built.error();
    }
    if (!index_.ready() && !goal_)
        co_await find_goal();
    const store::FeedPosition position = index_.position();
    Result<store::FeedBatch> batch = co_await feed_.after(position, options_.batch_count);
    if (!batch && batch.error().code == Code::not_found) {
        note_contact(true);
        begin_rebuild("index position is gone, rebuilding");
        co_return true;
    }
    note_contact(batch.has_value());
    if (!batch)
        co_return batch.error();
    note_lag(*batch);
    if (waits_in_vain()) {
        begin_rebuild("the standby will never reach the index position, rebuilding");
        co_return true;
    }
    const bool more = batch->more;
    if (!batch->entries.empty() || batch->position.number != position.number) {
        auto apply = [this, owned = std::move(*batch)] {
            index_.apply(owned.entries, owned.position);
        };
        co_await offload(cpu_, std::move(apply));
        co_await merge();
        changed_at_ = timers_.steady_now();
    }
    if (!index_.ready() && (!more || !goal_ || index_.position().number >= *goal_))
        index_.set_ready();
    if (!more)
        co_await save_when_due();
    co_return more;
}

void Follower::begin_rebuild(std::string_view why) {
    log_.warning(why, {{"number", index_.position().number.value}});
    must_build_ = true;
    behind_since_.reset();
    in_vain_since_.reset();
    lag_told_ = false;
    rebuilds_.fetch_add(1, std::memory_order_relaxed);
}

void Follower::note_lag(const store::FeedBatch& batch) {
    if (!batch.behind) {
        behind_since_.reset();
        in_vain_since_.reset();
        lag_told_ = false;
        return;
    }
    const Steady now = timers_.steady_now();
    behind_since_ = behind_since_.value_or(now);
    if (batch.caught_up)
        in_vain_since_ = in_vain_since_.value_or(now);
    else
        in_vain_since_.reset();
    if (lag_told_ || now < *behind_since_ + options_.standby_patience)
        return;
    lag_told_ = true;
    log_.warning(
        "the standby is behind the index, waiting for it",
        {{"number", index_.position().number.value}}
    );
}

bool Follower::waits_in_vain() const {
    return in_vain_since_ && timers_.steady_now() >= *in_vain_since_ + options_.standby_patience;
}

// A snapshot may be far behind, or empty: nobody is told "ready" before it has reached what the
// feed held at start. Without a database it is the best there is, and is served.
asio::awaitable<void> Follower::find_goal() {
    const Result<store::FeedPosition> head = co_await feed_.head();
    note_contact(head.has_value());
    if (head)
        goal_ = head->number;
    else
        index_.set_ready();
}

asio::awaitable<void> Follower::merge() {
    auto work = [this] {
        for (int i = 0; i < merges_max && index_.merge_step(); ++i) {
        }
    };
    co_await offload(cpu_, std::move(work));
}

asio::awaitable<void> Follower::load_snapshot() {
    loaded_ = true;
    if (options_.snapshot_path.empty())
        co_return;
    const Steady begin = timers_.steady_now();
    index_.keep_display_in(folder_of(options_.snapshot_path));
    auto work = [this] { return index_.load(options_.snapshot_path); };
    const Result<void> loaded = co_await offload(cpu_, std::move(work));
    if (!loaded) {
        if (loaded.error().code != Code::not_found)
            log_.warning("snapshot refused", {{"detail", loaded.error().detail}});
        co_return;
    }
    must_build_ = false;
    saved_generation_ = index_.position().number.value;
    saved_documents_ = index_.status().documents;
    saved_at_ = timers_.steady_now();
    log_.info(
        "snapshot loaded",
        {{"documents", saved_documents_}, {"took_ms", timers_.steady_now() - begin}}
    );
}

asio::awaitable<void> Follower::read_chunk(DatasetId after, NextEntries next) {
    Result<Entries> chunk = co_await feed_.chunk(after, options_.chunk_count);
    next->emplace(std::move(chunk));
}

asio::awaitable<void> Follower::index_chunk(
    std::shared_ptr<SearchIndex> index,
    store::FeedPosition position,
    std::shared_ptr<const Entries> entries
) {
    auto work = [index = std::move(index), position, entries = std::move(entries)] {
        index->apply(*entries, position);
        for (int i = 0; i < merges_max && index->merge_build_step(); ++i) {
        }
    };
    co_await offload(cpu_, std::move(work));
}

// The next chunk is read while one is indexed: each takes about as long as the other.
asio::awaitable<Result<void>> Follower::build() {
    const Steady begin = timers_.steady_now();
    Result<store::FeedPosition> head = co_await feed_.head();
    note_contact(head.has_value());
    if (!head)
        co_return head.error();
    const store::FeedPosition position = *head;
    const auto fresh = std::make_shared<SearchIndex>();
    fresh->keep_display_in(folder_of(options_.snapshot_path));
    fresh->use_threads(options_.build_threads);
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto chunk_count = static_cast<std::size_t>(options_.chunk_count);
    const auto next = std::make_shared<std::optional<Result<Entries>>>();
    asio::awaitable<void> first = read_chunk(DatasetId(), next);
    co_await std::move(first);
    for (bool more = true; more;) {
        if (next->value().has_error())
            co_return next->value().error();
        const auto chunk = std::make_shared<const Entries>(std::move(next->value().value()));
        more = chunk->size() == chunk_count;
        // join() must begin whatever came meanwhile: it passes a cancellation on.
        co_await asio::this_coro::throw_if_cancelled(false);
        TaskGroup both(executor);
        both.spawn(index_chunk(fresh, position, chunk));
        if (more)
            both.spawn(read_chunk(chunk->back().id, next));
        std::exception_ptr failure;
        try {
            co_await both.join();
        } catch (...) {
            failure = std::current_exception();
        }
        // join() leaves its caller deaf to cancellation.
        co_await asio::this_coro::throw_if_cancelled(true);
        if (failure)
            std::rethrow_exception(failure);
    }
    auto gather = [fresh] {
        while (fresh->merge_step()) {
        }
    };
    co_await offload(cpu_, std::move(gather));
    index_.take_over(*fresh);
    index_.set_ready();
    must_build_ = false;
    log_.info(
        "index built",
        {{"documents", index_.status().documents}, {"took_ms", timers_.steady_now() - begin}}
    );
    co_return Result<void>();
}

bool Follower::save_is_due() const {
    if (options_.snapshot_path.empty() || saved_generation_ == index_.position().number.value)
        return false;
    const Steady now = timers_.steady_now();
    if (now >= saved_at_ + options_.snapshot_every)
        return true;
    const bool grown = index_.status().documents > saved_documents_ + saved_documents_ / 4;
    const bool is_time = now >= changed_at_ + options_.snapshot_quiet ||
                         now >= saved_at_ + options_.snapshot_grown_every;
    return grown && is_time;
}

asio::awaitable<void> Follower::save_when_due() {
    if (!save_is_due())
        co_return;
    const Result<void> saved = co_await save_snapshot();
    if (!saved)
        log_.warning("snapshot not written", {{"detail", saved.error().detail}});
}

asio::awaitable<Result<void>> Follower::save_snapshot() {
    if (options_.snapshot_path.empty() || !index_.ready())
        co_return Result<void>();
    saved_at_ = timers_.steady_now();
    auto work = [this] { return index_.save(options_.snapshot_path); };
    Result<void> saved = co_await offload(cpu_, std::move(work));
    // Tried, even in vain: a full disk is not filled again at each poll.
    saved_documents_ = index_.status().documents;
    if (saved)
        saved_generation_ = index_.position().number.value;
    co_return saved;
}

} // namespace moisson::search
