// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// offload: other pool, same executor afterwards, exceptions carried, no cancellation on the pool.
#include "async/offload.hpp"
#include "async/task_group.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
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

// A job that goes on while its caller is cancelled.
struct SlowJob {
    std::promise<void> begun;
    std::promise<void> may_end;
    int value = 0;
    bool aborted_later = false;
};

asio::awaitable<void> wait_for_slow(asio::any_io_executor pool, SlowJob& slow) {
    auto job = [&slow] {
        slow.begun.set_value();
        slow.may_end.get_future().wait();
        return 7;
    };
    slow.value = co_await offload(pool, std::move(job));
    auto next = [] {};
    try {
        co_await offload(pool, next);
    } catch (const boost::system::system_error& error) {
        slow.aborted_later = error.code() == asio::error::operation_aborted;
    }
}

asio::awaitable<void> cancel_during(asio::any_io_executor pool, SlowJob& slow) {
    TaskGroup group(co_await asio::this_coro::executor);
    group.spawn(wait_for_slow(pool, slow));
    slow.begun.get_future().wait();
    group.cancel();
    // Whatever the cancellation left on the pool runs before this marker, on its other thread.
    std::promise<void> passed;
    asio::post(pool, [&passed] { passed.set_value(); });
    passed.get_future().wait();
    slow.may_end.set_value();
    co_await group.join();
}

} // namespace

TEST(Offload, RunsOnThePoolAndResumesWhereItWas) {
    asio::io_context context; // outlives the pool
    asio::thread_pool pool(1);
    const Threads seen = testing::run_coro(context, observe(pool.get_executor()));
    EXPECT_NE(seen.job, seen.before);
    EXPECT_EQ(seen.after, seen.before);
}

TEST(Offload, ReturnsValuesThatOnlyMove) {
    asio::io_context context;
    asio::thread_pool pool(1);
    EXPECT_EQ(testing::run_coro(context, move_only(pool.get_executor())), "harvest");
}

TEST(Offload, RethrowsWhatTheJobThrew) {
    asio::io_context context(1);
    asio::thread_pool pool(1);
    EXPECT_THROW(testing::run_coro(context, failing(pool.get_executor())), std::domain_error);
}

TEST(Offload, KeepsTheValueOfAJobWhoseCallerIsCancelled) {
    asio::io_context context(1);
    asio::thread_pool pool(2);
    SlowJob slow;
    testing::run_coro(context, cancel_during(pool.get_executor(), slow));
    EXPECT_EQ(slow.value, 7);
    EXPECT_TRUE(slow.aborted_later);
}

} // namespace moisson
