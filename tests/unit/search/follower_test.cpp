// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The follower over a feed of our own: nothing missed, nothing applied twice, rebuild when the
// position is gone, waiting out an absent database, restart from the snapshot.
#include "unit/search/followed_feed.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace moisson::test {
namespace {

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
