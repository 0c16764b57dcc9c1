// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/query_date.hpp"

#include "ckan_api/limits.hpp"
#include "routes/search_parameters.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>

namespace moisson::ckan_api {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::months;
using std::chrono::year_month_day;
using std::chrono::years;

enum class Unit { year, month, week, day, hour, minute, second, millisecond };

std::optional<Unit> unit_of(std::string_view name) {
    std::string text(name);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    if (text.size() > 1 && text.back() == 'S')
        text.pop_back();
    if (text == "YEAR")
        return Unit::year;
    if (text == "MONTH")
        return Unit::month;
    if (text == "WEEK")
        return Unit::week;
    if (text == "DAY" || text == "DATE")
        return Unit::day;
    if (text == "HOUR")
        return Unit::hour;
    if (text == "MINUTE")
        return Unit::minute;
    if (text == "SECOND")
        return Unit::second;
    if (text == "MILLI" || text == "MILLISECOND")
        return Unit::millisecond;
    return std::nullopt;
}

// The last day of the month where the calendar has no such day.
Instant add_months(Instant instant, int count) {
    const auto day = floor<days>(instant);
    year_month_day date = year_month_day(day) + months(count);
    if (!date.ok())
        date = date.year() / date.month() / std::chrono::last;
    return std::chrono::sys_days(date) + (instant - day);
}

Instant add(Instant instant, long long count, Unit unit) {
    switch (unit) {
    case Unit::year:
        return add_months(instant, static_cast<int>(12 * std::clamp(count, -5000LL, 5000LL)));
    case Unit::month:
        return add_months(instant, static_cast<int>(std::clamp(count, -60000LL, 60000LL)));
    case Unit::week:
        return instant + days(7 * count);
    case Unit::day:
        return instant + days(count);
    case Unit::hour:
        return instant + std::chrono::hours(count);
    case Unit::minute:
        return instant + std::chrono::minutes(count);
    case Unit::second:
        return instant + std::chrono::seconds(count);
    case Unit::millisecond:
        break;
    }
    return instant + std::chrono::milliseconds(count);
}

Instant round_down(Instant instant, Unit unit) {
    const year_month_day date(floor<days>(instant));
    switch (unit) {
    case Unit::year:
        return std::chrono::sys_days(date.year() / std::chrono::January / 1);
    case Unit::month:
        return std::chrono::sys_days(date.year() / date.month() / 1);
    case Unit::week:
    case Unit::day:
        return floor<days>(instant);
    case Unit::hour:
        return floor<std::chrono::hours>(instant);
    case Unit::minute:
        return floor<std::chrono::minutes>(instant);
    case Unit::second:
        return floor<std::chrono::seconds>(instant);
    case Unit::millisecond:
        break;
    }
    return floor<std::chrono::milliseconds>(instant);
}

std::string_view take_letters(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])) != 0)
        ++end;
    const std::string_view out = text.substr(0, end);
    text.remove_prefix(end);
    return out;
}

// "-1YEAR/DAY" applied to `instant`.
std::optional<Instant> apply_steps(Instant instant, std::string_view steps) {
    for (int step = 0; !steps.empty(); ++step) {
        const char sign = steps.front();
        steps.remove_prefix(1);
        if (step >= limits::date_steps ||
            (sign != '+' && sign != '-' && sign != '/' && sign != ' '))
            return std::nullopt;
        long long count = 0;
        if (sign != '/') {
            const auto [end, error] =
                std::from_chars(steps.data(), steps.data() + steps.size(), count);
            if (error != std::errc() || count < 0 || count > limits::date_units)
                return std::nullopt;
            steps.remove_prefix(static_cast<std::size_t>(end - steps.data()));
        }
        const auto unit = unit_of(take_letters(steps));
        if (!unit)
            return std::nullopt;
        // A "+" that was not encoded arrives as a space.
        instant = sign == '/' ? round_down(instant, *unit)
                              : add(instant, sign == '-' ? -count : count, *unit);
        const int year = static_cast<int>(year_month_day(floor<days>(instant)).year());
        if (year < 1 || year > 9999)
            return std::nullopt;
    }
    return instant;
}

} // namespace

std::optional<Instant> read_date(std::string_view text, Instant now) {
    if (text.starts_with("NOW"))
        return apply_steps(now, text.substr(3));
    // "2024-05-01T00:00:00Z/DAY", "...Z+1MONTH".
    if (const std::size_t zone = text.find('Z'); zone != text.npos && zone + 1 < text.size()) {
        const auto base = from_iso8601(text.substr(0, zone + 1));
        return base ? apply_steps(*base, text.substr(zone + 1)) : std::nullopt;
    }
    if (const auto range = routes::parse_date_range(text))
        return range->first;
    if (const auto instant = from_iso8601(text))
        return instant;
    return from_iso8601(std::string(text) + "Z");
}

} // namespace moisson::ckan_api
