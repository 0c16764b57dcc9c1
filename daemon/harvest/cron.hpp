// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Cron expressions: five fields (minute, hour, day of month, month, day of week) with lists,
// ranges, steps and names in English or French (three letters or more), or @hourly, @daily,
// @weekly, @monthly. A pure value; what a wall clock time means in UTC is normalise::TimeZone's.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "normalise/time_zone.hpp"

#include <bitset>
#include <chrono>
#include <optional>
#include <string_view>

namespace moisson::harvest {

class Cron {
public:
    // INVALID_ARGUMENT names the field at fault. An expression that can never come true (30
    // February) is refused too.
    static Result<Cron> parse(std::string_view text);

    // The first time it comes true after `moment`. When clocks go back, a time of day comes true
    // once, at its first occurrence, and when they go forward a time that does not exist comes true
    // as long after the gap began; with `*` (or `*/n`) hours the expression follows the hours that
    // really pass instead.
    Instant next(Instant moment, const normalise::TimeZone& zone) const;

    // Shortest and longest time between two of the occurrences after `moment`, as far as a year of
    // a monthly expression shows them.
    struct Gaps {
        std::chrono::seconds shortest{0};
        std::chrono::seconds longest{0};
    };
    Gaps gaps(Instant moment, const normalise::TimeZone& zone) const;

private:
    bool matches(std::chrono::year_month_day date) const;
    std::optional<Instant>
    first_of_day(std::chrono::sys_days day, Instant after, const normalise::TimeZone& zone) const;

    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;   // 1-31
    std::bitset<13> months_; // 1-12
    std::bitset<7> weekdays_;
    // A field that begins with `*` does not restrict: when both days do, either will do.
    bool any_day_ = false;
    bool any_weekday_ = false;
    bool any_hour_ = false;
};

} // namespace moisson::harvest
