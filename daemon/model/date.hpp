// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A date as a portal gives it: never guessed beyond its precision.
#pragma once

#include "core/time.hpp"

#include <string>

namespace moisson {

enum class DatePrecision { year, month, day, second };

struct PartialDate {
    // Start of the year, month or day; without zone the source's time zone was assumed.
    Instant instant{};
    DatePrecision precision = DatePrecision::day;

    bool operator==(const PartialDate&) const = default;
};

// "2026", "2026-11", "2026-11-23" or the full instant, by precision.
std::string to_string(const PartialDate& date);
std::string_view to_string(DatePrecision precision);
std::optional<DatePrecision> date_precision_from_string(std::string_view text);

} // namespace moisson
