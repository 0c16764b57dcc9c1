// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Exponential backoff with full jitter: how long to wait before trying again.
#pragma once

#include "core/rng.hpp"

#include <chrono>

namespace moisson {

struct Backoff {
    Backoff() = default;

    std::chrono::milliseconds base{1'000};
    std::chrono::milliseconds cap{120'000};
};

// Upper bound of the delay before retry number `attempt` (0 = first retry): base * 2^attempt, at
// most cap.
std::chrono::milliseconds backoff_ceiling(int attempt, const Backoff& backoff = Backoff());

// Uniform in [0, ceiling].
std::chrono::milliseconds backoff_delay(int attempt, Rng& rng, const Backoff& backoff = Backoff());

} // namespace moisson
