// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_schedule.hpp"

#include <algorithm>
#include <array>

namespace moisson::monitor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using Wait = std::chrono::minutes;

constexpr hours day{24};
constexpr hours week{7 * 24};
constexpr hours month{30 * 24};

constexpr double jitter = 0.1;

// What has been still for long is looked at seldom.
Wait wait_for_working(Instant now, Instant last_change) {
    constexpr std::array<hours, 3> steps{hours(12), day, week};
    const auto still_for = now - last_change;
    for (const hours step : steps)
        if (still_for < step)
            return step;
    return month;
}

// The next of +1 h, +6 h, +24 h, +36 h after the first failure.
Wait wait_for_suspect(Instant now, Instant first_failure) {
    constexpr std::array<hours, 4> steps{hours(1), hours(6), hours(24), hours(36)};
    for (const hours step : steps) {
        const auto left = first_failure + step - now;
        if (left > std::chrono::seconds(0))
            return std::max(std::chrono::ceil<Wait>(left), Wait(minutes(1)));
    }
    return hours(12);
}

Wait wait_for_broken(Instant now, Instant broken_since) {
    const auto age = now - broken_since;
    if (age < week)
        return day;
    return age < hours(90 * 24) ? week : month;
}

Wait base_wait(const ScheduleInput& in) {
    switch (in.memory.state) {
    case LinkState::ok:
    case LinkState::degraded:
        return wait_for_working(in.now, in.last_change);
    case LinkState::suspect:
        return wait_for_suspect(in.now, in.memory.first_failure.value_or(in.now));
    case LinkState::broken:
        return wait_for_broken(in.now, in.memory.broken_since.value_or(in.now));
    case LinkState::recovering:
        return hours(1);
    case LinkState::restricted:
        return week;
    case LinkState::skipped:
        return month;
    case LinkState::unknown:
        break;
    }
    return day;
}

// Spans that confirm are never shortened by chance (decision 5).
bool confirms(LinkState state) {
    return state == LinkState::suspect || state == LinkState::recovering;
}

} // namespace

Instant next_probe(const ScheduleInput& in) {
    const Wait wait = base_wait(in);
    const double factor =
        confirms(in.memory.state) ? 1 + jitter * in.random : 1 + jitter * (2 * in.random - 1);
    auto spread = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::duration<double>(std::chrono::seconds(wait)) * factor
    );
    if (in.code == LinkCode::rate_limited_429 || in.retry_after) {
        const auto wished = in.retry_after.value_or(std::chrono::seconds(0));
        const auto least = std::max<std::chrono::seconds>(wished, hours(1));
        spread = std::max(spread, std::min<std::chrono::seconds>(least, week));
    }
    return in.now + spread;
}

} // namespace moisson::monitor
