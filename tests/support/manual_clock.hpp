// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ManualClock: time that moves only when the test says so, and wakes sleepers strictly in order.
#pragma once

#include "async/timer_source.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace moisson::testing {

// Outlives the io_context: suspended sleepers are registered here. now() and steady_now() are
// thread-safe; sleeping and moving time belong to the thread that runs
// the loop.
class ManualClock final : public TimerSource {
public:
    // Starts at 2026-11-23T08:00:00Z unless told otherwise.
    ManualClock();
    explicit ManualClock(Instant start);

    Instant now() const override;
    Steady steady_now() const override;
    asio::awaitable<void> sleep_until(Steady when) override;

    // Moves time at once and wakes the sleepers that are due when the loop runs next. For code
    // that only reads the clock.
    void set_forward(std::chrono::nanoseconds duration);

    // Moves time forward by `duration`: sleepers wake in the order of their times, each at exactly
    // its time, and the loop is drained before the next.
    void advance(asio::io_context& context, std::chrono::nanoseconds duration);

    // Drains the loop, then jumps to the next sleeper: false when nobody sleeps.
    bool advance_to_next(asio::io_context& context);

    // For whoever drives several loops: when the next sleeper is due, and the jump to it, which
    // wakes it alone and runs nothing. False when nobody sleeps.
    std::optional<Steady> next_sleep() const;
    bool wake_next();

    // Runs everything that is ready now.
    static void drain(asio::io_context& context);

    std::size_t sleepers() const { return sleepers_.size(); }

private:
    using Key = std::pair<Steady, std::uint64_t>;
    void wake_until(asio::io_context& context, Steady target);
    void move_to(Steady when);

    mutable std::mutex mutex_;
    Instant start_;
    Steady steady_start_;
    Steady steady_now_;
    std::uint64_t sequence_ = 0;
    std::map<Key, asio::steady_timer*> sleepers_;
};

} // namespace moisson::testing
