// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// offload: other pool, same executor afterwards, exceptions carried.
#include "async/offload.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace moisson {

namespace {

struct Threads {
    std::thread::id before;
    std::thread::id job;
    std::thread::id after;
};

asio::awaitable<Threads> observe(asio::any_io_executor pool) {
    Threads seen;
    seen.before = std::this_thread::get_id();
    auto job = [] { return std::this_thread::get_id(); };
    seen.job = co_await offload(pool, job);
    seen.after = std::this_thread::get_id();
    co_return seen;
}

asio::awaitable<std::string> move_only(asio::any_io_executor pool) {
    auto job = [text = std::make_unique<std::string>("harvest")]() mutable {
        return std::move(text);
    };
    const std::unique_ptr<std::string> text = co_await offload(pool, std::move(job));
    co_return *text;
}

asio::awaitable<void> failing(asio::any_io_executor pool) {
    auto job = [] { throw std::domain_error("no"); };
    co_await offload(pool, job);
}

} // namespace

TEST(Offload, RunsOnThePoolAndResumesWhereItWas) {
    asio::thread_pool pool(1);
    const Threads seen = testing::run_coro(observe(pool.get_executor()));
    EXPECT_NE(seen.job, seen.before);
    EXPECT_EQ(seen.after, seen.before);
}

TEST(Offload, ReturnsValuesThatOnlyMove) {
    asio::thread_pool pool(1);
    EXPECT_EQ(testing::run_coro(move_only(pool.get_executor())), "harvest");
}

TEST(Offload, RethrowsWhatTheJobThrew) {
    asio::thread_pool pool(1);
    asio::io_context context(1);
    EXPECT_THROW(testing::run_coro(context, failing(pool.get_executor())), std::domain_error);
}

} // namespace moisson
