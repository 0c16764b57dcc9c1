// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TimerSource: a clock on which coroutines can sleep. Whoever waits takes one, so that tests move
// time by hand (tests/support/manual_clock.hpp).
#pragma once

#include "async/asio.hpp"
#include "core/clock.hpp"

#include <chrono>

namespace moisson {

class TimerSource : public Clock {
public:
    // Returns at `when`, at once when it is past. Cancellable: throws boost::system::system_error
    // (operation_aborted). Resumes on the awaiting coroutine's executor.
    virtual asio::awaitable<void> sleep_until(Steady when) = 0;
};

// The real one: monotonic timers of Asio.
class SystemTimers final : public TimerSource {
public:
    Instant now() const override;
    Steady steady_now() const override;
    asio::awaitable<void> sleep_until(Steady when) override;

private:
    SystemClock clock_;
};

// `timers` outlives the sleep.
asio::awaitable<void> sleep_until(TimerSource& timers, Steady when);
asio::awaitable<void> sleep_for(TimerSource& timers, std::chrono::nanoseconds duration);

} // namespace moisson
