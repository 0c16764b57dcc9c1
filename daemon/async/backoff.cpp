// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Exponential backoff with full jitter.
#include "async/backoff.hpp"

#include <algorithm>

namespace moisson {

std::chrono::milliseconds backoff_ceiling(int attempt, const Backoff& backoff) {
    auto ceiling = std::min(backoff.base, backoff.cap);
    for (int i = 0; i < attempt && ceiling < backoff.cap; ++i)
        ceiling = std::min(ceiling * 2, backoff.cap);
    return ceiling;
}

std::chrono::milliseconds backoff_delay(int attempt, Rng& rng, const Backoff& backoff) {
    const auto ceiling = backoff_ceiling(attempt, backoff).count();
    const auto bound = static_cast<std::uint64_t>(std::max<std::int64_t>(ceiling, 0)) + 1;
    return std::chrono::milliseconds(static_cast<std::int64_t>(rng.below(bound)));
}

} // namespace moisson
