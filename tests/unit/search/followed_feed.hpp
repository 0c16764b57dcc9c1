// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A follower with a feed in memory, and what tests of it share.
#pragma once

#include "search/follower.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"
#include "unit/search/sample.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::test {

// A change log in memory, with gaps in its numbers.
class FakeFeed final : public store::ChangeFeed {
public:
    struct Change {
        std::int64_t number = 0;
        Uuid batch;
        DatasetId dataset;
    };

    void write(store::CatalogEntry entry) {
        Change change;
        change.number = next_ += 3;
        change.batch = uuid5(Uuid{}, std::to_string(next_));
        change.dataset = entry.id;
        changes.push_back(change);
        if (entry.state == RecordState::purged)
            state.erase(entry.id);
        else
            state[entry.id] = std::move(entry);
    }

    asio::awaitable<Result<store::FeedPosition>> head() override {
        if (down)
            co_return Error(Code::store_unavailable);
        const store::FeedPosition newest = position_of(changes.size());
        if (write_after_head)
            write(*std::exchange(write_after_head, std::nullopt));
        co_return newest;
    }
    asio::awaitable<Result<std::vector<store::CatalogEntry>>>
    chunk(DatasetId after, int count) override {
        if (down)
            co_return Error(Code::store_unavailable);
        ++chunks;
        if (on_chunk)
            on_chunk(chunks);
        std::vector<store::CatalogEntry> out;
        for (auto at = state.upper_bound(after);
             at != state.end() && static_cast<int>(out.size()) < count;
             ++at)
            out.push_back(at->second);
        // Somebody writes while the index is built.
        if (write_during_build)
            write(*std::exchange(write_during_build, std::nullopt));
        co_return out;
    }
    asio::awaitable<Result<store::FeedBatch>>
    after(store::FeedPosition position, int count) override {
        if (down)
            co_return Error(Code::store_unavailable);
        if (position.number.value > 0 && !changes.empty() &&
            position.number.value > changes.back().number && standby) {
            store::FeedBatch nothing;
            nothing.position = position;
            nothing.behind = true;
            nothing.caught_up = caught_up;
            co_return nothing;
        }
        std::size_t at = 0;
        while (at < changes.size() && changes[at].number <= position.number.value)
            ++at;
        const bool known = position.number.value == 0 ||
                           (at > 0 && changes[at - 1].number == position.number.value &&
                            changes[at - 1].batch == position.batch);
        if (!known)
            co_return Error(Code::not_found);
        store::FeedBatch out;
        const std::size_t end = std::min(changes.size(), at + static_cast<std::size_t>(count));
        std::map<DatasetId, bool> seen;
        for (std::size_t i = at; i < end; ++i)
            if (!std::exchange(seen[changes[i].dataset], true))
                out.entries.push_back(current(changes[i].dataset));
        out.position = end > 0 ? position_of(end) : position;
        out.more = end < changes.size();
        co_return out;
    }
    asio::awaitable<void> wait(std::chrono::milliseconds) override { co_return; }

    std::vector<Change> changes;
    std::map<DatasetId, store::CatalogEntry> state;
    std::optional<store::CatalogEntry> write_during_build;
    std::optional<store::CatalogEntry> write_after_head;
    bool down = false;
    // What is read is a standby; it has nothing left to replay.
    bool standby = false;
    bool caught_up = false;
    int chunks = 0;
    // Told how many were asked for.
    std::function<void(int)> on_chunk;

private:
    store::FeedPosition position_of(std::size_t count) const {
        store::FeedPosition out;
        if (count > 0) {
            out.number = ChangeNumber(changes[count - 1].number);
            out.batch = changes[count - 1].batch;
        }
        return out;
    }
    store::CatalogEntry current(DatasetId id) const {
        const auto found = state.find(id);
        if (found != state.end())
            return found->second;
        store::CatalogEntry purged;
        purged.id = id;
        purged.state = RecordState::purged;
        return purged;
    }
    std::int64_t next_ = 0;
};

class FollowerTest : public ::testing::Test {
protected:
    FollowerTest() {
        options.chunk_count = 10;
        options.batch_count = 7;
    }
    ~FollowerTest() override { pool.join(); }

    bool step(search::Follower& follower) {
        asio::awaitable<Result<bool>> task = follower.step();
        const auto more = moisson::testing::run_coro(context, std::move(task));
        failed = !more;
        return more && *more;
    }
    void catch_up(search::Follower& follower) {
        while (step(follower)) {
        }
    }
    void write(std::uint64_t count, std::uint64_t range) {
        for (std::uint64_t i = 0; i < count; ++i) {
            store::CatalogEntry entry = random_entry(rng, rng.below(range));
            if (rng.below(6) == 0)
                entry.state = RecordState::purged;
            feed.write(std::move(entry));
        }
    }
    void expect_same() {
        ASSERT_EQ(index.status().documents, static_cast<std::int64_t>(feed.state.size()));
        for (const auto& [id, entry] : feed.state) {
            const auto found = index.find(id);
            ASSERT_TRUE(found);
            ASSERT_EQ(found->title, entry.dataset.title);
        }
    }

    moisson::testing::ManualClock clock;
    asio::io_context context;
    asio::thread_pool pool{1};
    std::unique_ptr<telemetry::Logger> log = telemetry::make_silent_logger();
    Rng rng{99};
    FakeFeed feed;
    search::SearchIndex index;
    search::FollowerOptions options;
    bool failed = false;
};

class SnapshotTest : public FollowerTest {
protected:
    SnapshotTest() {
        options.snapshot_path =
            (std::filesystem::temp_directory_path() / ("moisson_" + to_string(random_uuid())))
                .string();
    }
    ~SnapshotTest() override { std::filesystem::remove(options.snapshot_path); }

    // What a process that is killed now would find again.
    std::int64_t documents_on_disk() {
        search::SearchIndex found;
        return found.load(options.snapshot_path) ? found.status().documents : -1;
    }
};

} // namespace moisson::test
