// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dates and periods as portals write them. A date is never guessed beyond its precision; what is
// ambiguous is refused.
#pragma once

#include "core/time.hpp"
#include "model/dataset.hpp"
#include "model/date.hpp"
#include "model/raw_record.hpp"
#include "normalise/vocabularies.hpp"

#include <optional>
#include <string_view>

namespace moisson::normalise {

struct DateSettings {
    const Vocabularies* vocabularies = nullptr;
    // IANA zone of times that have none; empty = UTC.
    std::string_view timezone;
    Instant now{};
};

enum class DateMatch { empty, bad, future, good };

struct DateReading {
    DateMatch match = DateMatch::empty;
    // Set when good or future. By day, month or year: the start of it in UTC, whatever the zone, so
    // that it prints as it was written.
    std::optional<PartialDate> date;
};

// Shapes: ISO 8601 with or without time, fraction and zone; 'YYYY-MM-DD HH:MM:SS'; YYYY, YYYY-MM,
// YYYYMMDD; d.m.Y, d/m/Y; month names in seven languages with or without weekday and time;
// "Date changed\t<ISO>"; RFC 1123; epoch seconds and milliseconds. Years 1000 to 9999.
// Future = more than a day after `settings.now`.
DateReading read_date(std::string_view raw, const DateSettings& settings);

struct PeriodReading {
    // False when something was said that is no period: BAD_PERIOD.
    bool understood = true;
    std::optional<PeriodOfTime> period;
};

// Pairs and literals: "a/b", "[a TO b]", "a - b", "2015-2020", "du a au b", "depuis a", "a/P1Y",
// "*" and sentinels (0001-01-01, 2999-12-31, 9999-12-31) for open ends. A future end is no fault.
PeriodReading read_period(const RawPeriod& raw, const DateSettings& settings);

// Month 1-12 of a name or abbreviation (folded key); 0 when it is none.
unsigned month_of_name(std::string_view key);
bool is_weekday_name(std::string_view key);

} // namespace moisson::normalise
