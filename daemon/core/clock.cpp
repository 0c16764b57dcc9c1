// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/clock.hpp"

namespace moisson {

Instant SystemClock::now() const {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()
    );
}

Steady SystemClock::steady_now() const {
    return std::chrono::steady_clock::now();
}

} // namespace moisson
