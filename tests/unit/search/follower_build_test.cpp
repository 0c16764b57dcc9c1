// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The first fill of an index: nothing waits that could be done meanwhile, and a snapshot that
// cannot be trusted is no reason not to begin.
#include "support/sanitized.hpp"
#include "unit/search/followed_feed.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <future>
#include <ios>
#include <memory>
#include <utility>

namespace moisson::test {
namespace {

TEST_F(FollowerTest, ReadsTheNextChunkWhileOneIsIndexed) {
    for (std::uint64_t i = 0; i < 25; ++i)
        feed.write(random_entry(rng, i));
    // The only thread that indexes is busy until the second chunk is asked for.
    const auto asked = std::make_shared<std::promise<void>>();
    feed.on_chunk = [asked](int chunk) {
        if (chunk == 2)
            asked->set_value();
    };
    std::promise<bool> in_time;
    std::future<bool> was_in_time = in_time.get_future();
    auto wait = [second = asked->get_future(), told = std::move(in_time)]() mutable {
        told.set_value(second.wait_for(std::chrono::seconds(5)) == std::future_status::ready);
    };
    asio::post(pool, std::move(wait));
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    catch_up(follower);
    EXPECT_TRUE(was_in_time.get());
    EXPECT_EQ(feed.chunks, 3);
    expect_same();
}

// The last chunk is a full one: another is asked for, and is empty.
TEST_F(FollowerTest, BuildsFromFullChunks) {
    for (std::uint64_t i = 0; i < 20; ++i)
        feed.write(random_entry(rng, i));
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    catch_up(follower);
    EXPECT_EQ(feed.chunks, 3);
    EXPECT_TRUE(index.ready());
    expect_same();
}

// While nobody reads many may stand; who reads looks into each.
TEST_F(FollowerTest, LeavesFewSegmentsBehindABuild) {
    options.chunk_count = 1;
    options.build_threads = 2;
    for (std::uint64_t i = 0; i < 90; ++i)
        feed.write(random_entry(rng, i));
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    catch_up(follower);
    EXPECT_LE(index.status().segments, 8);
    expect_same();
}

TEST_F(FollowerTest, BeginsAgainWhenTheDatabaseLeavesInTheMiddleOfABuild) {
    for (std::uint64_t i = 0; i < 45; ++i)
        feed.write(random_entry(rng, i));
    // The third chunk is the last one it gives.
    feed.on_chunk = [this](int chunk) { feed.down = chunk == 3; };
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    step(follower);
    EXPECT_TRUE(failed);
    EXPECT_FALSE(index.ready());
    EXPECT_EQ(index.status().documents, 0);
    feed.down = false;
    catch_up(follower);
    EXPECT_FALSE(failed);
    expect_same();
}

// A group that is left with its children takes the process with it.
TEST_F(FollowerTest, AStopDuringTheFirstChunkEndsTheBuildAndNothingElse) {
    for (std::uint64_t i = 0; i < 25; ++i)
        feed.write(random_entry(rng, i));
    asio::cancellation_signal stop;
    feed.on_chunk = [&stop](int chunk) {
        if (chunk == 1)
            stop.emit(asio::cancellation_type::terminal);
    };
    search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
    bool done = false;
    std::exception_ptr failure;
    auto ended = [&](std::exception_ptr error, const Result<bool>&) {
        failure = std::move(error);
        done = true;
        context.stop();
    };
    asio::awaitable<Result<bool>> task = follower.step();
    asio::co_spawn(context, std::move(task), asio::bind_cancellation_slot(stop.slot(), ended));
    const auto guard = asio::make_work_guard(context);
    context.run_for(moisson::testing::run_coro_cap);
    ASSERT_TRUE(done);
    EXPECT_TRUE(failure);
    EXPECT_FALSE(index.ready());
    EXPECT_EQ(index.status().documents, 0);
    feed.on_chunk = nullptr;
    catch_up(follower);
    expect_same();
}

class DamagedSnapshot : public SnapshotTest {
protected:
    DamagedSnapshot() {
        // Two segments, one with dead documents.
        search::Follower follower(index, feed, clock, *log, pool.get_executor(), options);
        for (int round = 0; round < 2; ++round) {
            write(20, 12);
            catch_up(follower);
        }
        asio::awaitable<Result<void>> task = follower.save_snapshot();
        const Result<void> saved = moisson::testing::run_coro(context, std::move(task));
        EXPECT_TRUE(saved);
        size = std::filesystem::file_size(options.snapshot_path);
        file.open(options.snapshot_path, std::ios::in | std::ios::out | std::ios::binary);
    }

    // What it was before.
    char put(std::uintmax_t at, char byte) {
        file.seekg(static_cast<std::streamoff>(at));
        const auto before = static_cast<char>(file.get());
        file.seekp(static_cast<std::streamoff>(at));
        file.put(byte);
        file.flush();
        return before;
    }
    char byte_at(std::uintmax_t at) {
        file.seekg(static_cast<std::streamoff>(at));
        return static_cast<char>(file.get());
    }

    std::uintmax_t size = 0;
    std::fstream file;
};

TEST_F(DamagedSnapshot, IsRefusedWhicheverByteIsWrong) {
    search::SearchIndex loaded;
    ASSERT_TRUE(loaded.load(options.snapshot_path));
    const std::int64_t documents = loaded.status().documents;
    ASSERT_GT(documents, 0);
    const std::uintmax_t tries = moisson::testing::sanitized ? 300 : 2'500;
    const std::uintmax_t stride = size / tries + 1;
    for (std::uintmax_t at = 0; at < size; at += stride) {
        // One bit, each in its turn, or all of them.
        const int flips = at % 9 == 8 ? 0xFF : 1 << (at % 9);
        const char was = put(at, static_cast<char>(byte_at(at) ^ flips));
        const Result<void> again = loaded.load(options.snapshot_path);
        ASSERT_TRUE(again.has_error()) << at;
        const Code code = again.error().code;
        ASSERT_TRUE(code == Code::table_damaged || code == Code::schema_mismatch) << at;
        put(at, was);
    }
    EXPECT_EQ(loaded.status().documents, documents) << "what was there before is still shown";
    EXPECT_TRUE(loaded.load(options.snapshot_path)) << "all is as it was";
}

TEST_F(DamagedSnapshot, IsRefusedWhereverItEnds) {
    search::SearchIndex loaded;
    const std::uintmax_t tries = moisson::testing::sanitized ? 100 : 500;
    const std::uintmax_t stride = size / tries + 1;
    for (std::uintmax_t left = size - 1; left > stride; left -= stride) {
        std::filesystem::resize_file(options.snapshot_path, left);
        const Result<void> again = loaded.load(options.snapshot_path);
        ASSERT_TRUE(again.has_error()) << left;
        ASSERT_EQ(again.error().code, Code::table_damaged) << left;
    }
}

TEST_F(DamagedSnapshot, IsBuiltAnew) {
    const std::uintmax_t stride = size / 24 + 1;
    for (std::uintmax_t at = 0; at < size; at += stride) {
        const char was = put(at, static_cast<char>(byte_at(at) ^ 0x10));
        feed.chunks = 0;
        search::FollowerOptions reading = options;
        // Another one is not written over it.
        constexpr std::chrono::hours never(24 * 365 * 100);
        reading.snapshot_every = never;
        reading.snapshot_grown_every = never;
        reading.snapshot_quiet = never;
        search::SearchIndex second;
        search::Follower follower(second, feed, clock, *log, pool.get_executor(), reading);
        catch_up(follower);
        ASSERT_GT(feed.chunks, 0) << at;
        ASSERT_TRUE(second.ready()) << at;
        ASSERT_EQ(second.status().documents, static_cast<std::int64_t>(feed.state.size())) << at;
        put(at, was);
    }
}

} // namespace
} // namespace moisson::test
