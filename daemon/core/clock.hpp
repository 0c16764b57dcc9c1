// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where time comes from. Nobody but SystemClock calls now(): tests inject a manual clock.
#pragma once

#include "core/time.hpp"

namespace moisson {

// Thread-safe.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    // Wall clock, UTC.
    virtual Instant now() const = 0;
    // Monotonic clock, for durations and leases.
    virtual Steady steady_now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
    Steady steady_now() const override;
};

} // namespace moisson
