// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The follower over a feed of our own: nothing missed, nothing applied twice, rebuild when the
// position is gone, waiting out an absent database, restart from the snapshot.
#include "search/follower.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"
#include "unit/search/sample.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace moisson::test {
namespace {

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

TEST_F(FollowerTest, MissesNothing) {
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    write(100, 60);
    feed.write_during_build = random_entry(rng, 1);
    for (int round = 0; round < 40; ++round) {
        catch_up(follower);
        expect_same();
        EXPECT_EQ(follower.status().generation, feed.changes.back().number);
        write(rng.below(30), 80);
    }
    EXPECT_EQ(follower.status().rebuilds, 0);
    EXPECT_TRUE(index.ready());
}

TEST_F(FollowerTest, IsReadyOverAnEmptyCatalogue) {
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    catch_up(follower);
    EXPECT_TRUE(index.ready());
    write(5, 5);
    catch_up(follower);
    expect_same();
}

TEST_F(FollowerTest, RebuildsWhenItsPositionIsGone) {
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    write(50, 40);
    catch_up(follower);
    // A restore: the last changes never happened, and others took their numbers.
    feed.changes.back().batch = random_uuid();
    feed.state.erase(feed.state.begin());
    catch_up(follower);
    expect_same();
    EXPECT_EQ(follower.status().rebuilds, 1);
}

TEST_F(FollowerTest, RebuildsOnAStandbyThatWillNeverComeSoFar) {
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    write(50, 40);
    catch_up(follower);
    // The primary was restored from before the last changes.
    feed.changes.resize(30);
    feed.standby = true;
    const auto wait = [&](std::chrono::seconds time) {
        clock.set_forward(time);
        catch_up(follower);
    };
    catch_up(follower);
    wait(10 * options.standby_patience);
    EXPECT_EQ(follower.status().rebuilds, 0) << "it may still receive and replay";
    feed.caught_up = true;
    catch_up(follower);
    wait(options.standby_patience - std::chrono::seconds(1));
    EXPECT_EQ(follower.status().rebuilds, 0);
    // What was in doubt once is in doubt anew.
    feed.caught_up = false;
    catch_up(follower);
    feed.caught_up = true;
    catch_up(follower);
    wait(options.standby_patience - std::chrono::seconds(1));
    EXPECT_EQ(follower.status().rebuilds, 0);
    wait(std::chrono::seconds(2));
    EXPECT_EQ(follower.status().rebuilds, 1);
    EXPECT_EQ(follower.status().generation, feed.changes.back().number);
    expect_same();
}

TEST_F(FollowerTest, WaitsForAStandbyThatCatchesUpInTime) {
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    write(50, 40);
    catch_up(follower);
    const std::vector<FakeFeed::Change> all = feed.changes;
    feed.changes.resize(30);
    feed.standby = true;
    feed.caught_up = true;
    catch_up(follower);
    clock.set_forward(options.standby_patience - std::chrono::seconds(1));
    catch_up(follower);
    feed.changes = all;
    clock.set_forward(options.standby_patience);
    catch_up(follower);
    EXPECT_EQ(follower.status().rebuilds, 0);
    expect_same();
}

TEST_F(FollowerTest, KeepsAnsweringWhileTheDatabaseIsAway) {
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    write(20, 20);
    catch_up(follower);
    feed.down = true;
    step(follower);
    EXPECT_TRUE(failed);
    EXPECT_FALSE(follower.status().database_ok);
    EXPECT_TRUE(follower.status().last_contact);
    expect_same();
    feed.down = false;
    catch_up(follower);
    EXPECT_TRUE(follower.status().database_ok);
}

TEST_F(FollowerTest, RestartsFromItsSnapshot) {
    options.snapshot_path =
        (std::filesystem::temp_directory_path() / ("moisson_" + to_string(random_uuid()))).string();
    {
        search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
        write(50, 40);
        catch_up(follower);
    }
    write(10, 40);
    feed.chunks = 0;
    search::SearchIndex second;
    search::Follower follower(second, feed, clock, *log, pool.get_executor(), options);
    catch_up(follower);
    EXPECT_EQ(feed.chunks, 0);
    EXPECT_EQ(second.status().documents, static_cast<std::int64_t>(feed.state.size()));
    EXPECT_EQ(second.status().generation, feed.changes.back().number);
    std::filesystem::remove(options.snapshot_path);
}

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

TEST_F(SnapshotTest, IsNotReadyBeforeItHasReachedTheHeadOfTheFeed) {
    {
        search::Follower first(index, feed, clock, *log, pool.get_executor(), options);
        catch_up(first);
    }
    ASSERT_EQ(documents_on_disk(), 0);
    write(40, 200);
    search::SearchIndex second;
    search::Follower follower(second, feed, clock, *log, pool.get_executor(), options);
    int turns = 0;
    while (step(follower)) {
        ++turns;
        EXPECT_FALSE(second.ready()) << "after " << turns << " turns of 7 changes of 40";
    }
    EXPECT_GE(turns, 5);
    EXPECT_TRUE(second.ready());
    EXPECT_EQ(second.status().documents, static_cast<std::int64_t>(feed.state.size()));
}

TEST_F(SnapshotTest, IsReadyAtTheHeadOfTheStartThoughTheFeedRunsOn) {
    {
        search::Follower first(index, feed, clock, *log, pool.get_executor(), options);
        write(10, 10);
        catch_up(first);
    }
    write(7, 100);
    search::SearchIndex second;
    search::Follower follower(second, feed, clock, *log, pool.get_executor(), options);
    // Others write on: seven changes were there at start, more wait after them.
    feed.write_after_head = random_entry(rng, 500);
    EXPECT_TRUE(step(follower)) << "the end of the feed is not reached";
    EXPECT_TRUE(second.ready());
}

TEST_F(SnapshotTest, IsServedAsItIsWithoutADatabase) {
    {
        search::Follower first(index, feed, clock, *log, pool.get_executor(), options);
        write(20, 20);
        catch_up(first);
    }
    write(20, 200);
    feed.down = true;
    search::SearchIndex second;
    search::Follower follower(second, feed, clock, *log, pool.get_executor(), options);
    step(follower);
    EXPECT_TRUE(failed);
    EXPECT_TRUE(second.ready());
    EXPECT_FALSE(follower.status().database_ok);
}

TEST_F(SnapshotTest, IsSavedAfterTheFirstHarvestNotTenMinutesLater) {
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    clock.set_forward(std::chrono::hours(1));
    catch_up(follower);
    EXPECT_EQ(documents_on_disk(), 0);
    write(60, 400);
    catch_up(follower);
    EXPECT_EQ(documents_on_disk(), 0) << "the harvest may go on";
    clock.set_forward(options.snapshot_quiet);
    catch_up(follower);
    EXPECT_EQ(documents_on_disk(), index.status().documents);
    // A few more are not worth a file: the usual interval is for them.
    feed.write(random_entry(rng, 1'000));
    catch_up(follower);
    clock.set_forward(options.snapshot_quiet);
    catch_up(follower);
    EXPECT_EQ(documents_on_disk(), index.status().documents - 1);
    clock.set_forward(options.snapshot_every);
    catch_up(follower);
    EXPECT_EQ(documents_on_disk(), index.status().documents);
}

TEST_F(SnapshotTest, IsSavedEachMinuteWhileAHarvestGoesOn) {
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    clock.set_forward(std::chrono::hours(1));
    catch_up(follower);
    ASSERT_EQ(documents_on_disk(), 0);
    // Never silent for snapshot_quiet.
    const std::chrono::seconds pause = options.snapshot_quiet - std::chrono::seconds(1);
    for (std::chrono::seconds passed{0}; passed < options.snapshot_grown_every; passed += pause) {
        EXPECT_EQ(documents_on_disk(), 0);
        write(5, 4'000);
        catch_up(follower);
        clock.set_forward(pause);
    }
    write(5, 4'000);
    catch_up(follower);
    EXPECT_EQ(documents_on_disk(), index.status().documents);
}

} // namespace
} // namespace moisson::test
