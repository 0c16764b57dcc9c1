// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.hpp"
#include "normalise/dates.hpp"
#include "text/key.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::normalise {
namespace {

// This file is arithmetic on the calendar: its types, literals and operators together.
using namespace std::chrono;

constexpr std::size_t literal_bytes_max = 300;
// "Until further notice" and "since ever", as data bases write them.
constexpr int year_open_end = 2900;

struct End {
    bool understood = true;
    std::optional<PartialDate> date;
};

int year_of(const PartialDate& date) {
    return static_cast<int>(year_month_day{floor<days>(date.instant)}.year());
}

End read_end(std::string_view raw, const DateSettings& settings) {
    raw = text::trim(raw);
    if (raw.empty() || raw == "*" || raw == ".." || raw.starts_with("0001-01-01") ||
        raw.starts_with("0000"))
        return {};
    const std::string key = text::vocabulary_key(raw);
    if (key == "now" || key == "present" || key == "aujourd hui" || key == "en cours" ||
        key == "ongoing" || key == "a nos jours" || key == "nos jours" || key == "heute")
        return {};
    const DateReading reading = read_date(raw, settings);
    if (reading.match == DateMatch::empty)
        return {};
    if (!reading.date)
        return {false, std::nullopt};
    if (year_of(*reading.date) >= year_open_end)
        return {};
    return {true, reading.date};
}

// "P1Y", "P3M", "P10D" after a start: the end it leads to.
std::optional<PartialDate> end_after(const PartialDate& start, std::string_view duration) {
    int number = 0;
    duration.remove_prefix(1);
    const auto parsed = std::from_chars(duration.data(), duration.data() + duration.size(), number);
    duration.remove_prefix(static_cast<std::size_t>(parsed.ptr - duration.data()));
    if (parsed.ec != std::errc{} || duration.size() != 1 || number < 0 || number > 1'000)
        return std::nullopt;
    const auto midnight = floor<days>(start.instant);
    year_month_day date{midnight};
    switch (duration[0]) {
    case 'Y':
        date += years{number};
        break;
    case 'M':
        date += months{number};
        break;
    case 'W':
        date = year_month_day{midnight + days{7 * number}};
        break;
    case 'D':
        date = year_month_day{midnight + days{number}};
        break;
    default:
        return std::nullopt;
    }
    if (!date.ok())
        date = year_month_day{date.year() / date.month() / last};
    PartialDate end = start;
    end.instant = sys_days{date} + (start.instant - midnight);
    return end;
}

PeriodReading of_ends(const End& start, const End& end) {
    PeriodReading reading;
    reading.understood = start.understood && end.understood;
    if (!reading.understood || (!start.date && !end.date))
        return reading;
    if (start.date && end.date && start.date->instant > end.date->instant) {
        reading.understood = false;
        return reading;
    }
    reading.period = PeriodOfTime{start.date, end.date};
    return reading;
}

PeriodReading
of_pair(std::string_view first, std::string_view second, const DateSettings& settings) {
    second = text::trim(second);
    const End start = read_end(first, settings);
    if (second.starts_with('P') && start.date) {
        const auto end = end_after(*start.date, second);
        return of_ends(start, {end.has_value(), end});
    }
    return of_ends(start, read_end(second, settings));
}

// "[a TO b]" without its brackets, "R/a/P1Y" without its "R/", "du a au b" without its "du".
std::string_view without_frame(std::string_view text) {
    if ((text.starts_with('[') || text.starts_with('{')) &&
        (text.ends_with(']') || text.ends_with('}')))
        text = text::trim(text.substr(1, text.size() - 2));
    for (const std::string_view opening :
         {"R/", "du ", "Du ", "de ", "De ", "from ", "From ", "entre "})
        if (text.starts_with(opening))
            return text.substr(opening.size());
    return text;
}

std::optional<std::string_view> since(std::string_view text) {
    for (const std::string_view opening :
         {"depuis le ",
          "Depuis le ",
          "depuis ",
          "Depuis ",
          "since ",
          "Since ",
          "seit ",
          "Seit ",
          "\u00E0 partir de ",
          "\u00C0 partir de "})
        if (text.starts_with(opening))
            return text.substr(opening.size());
    return std::nullopt;
}

// "2015-2020": nine characters that are two years.
bool is_year_range(std::string_view text) {
    return text.size() == 9 && text[4] == '-' &&
           text.substr(0, 4).find_first_not_of("0123456789") == std::string_view::npos &&
           text.substr(5).find_first_not_of("0123456789") == std::string_view::npos;
}

PeriodReading of_literal(std::string_view text, const DateSettings& settings) {
    text = without_frame(text);
    if (const auto start = since(text))
        return of_pair(*start, {}, settings);
    if (is_year_range(text))
        return of_pair(text.substr(0, 4), text.substr(5), settings);
    static constexpr std::array<std::string_view, 12> separators = {
        " TO ",
        " to ",
        " au ",
        " \u00E0 ",
        " - ",
        " \u2013 ",
        " bis ",
        " et ",
        "/",
        "\u2013",
        " until ",
        ";"};
    for (const std::string_view separator : separators) {
        const auto at = text.find(separator);
        if (at == std::string_view::npos)
            continue;
        const PeriodReading reading =
            of_pair(text.substr(0, at), text.substr(at + separator.size()), settings);
        if (reading.understood)
            return reading;
    }
    const End whole = read_end(text, settings);
    return of_ends(whole, whole);
}

} // namespace

PeriodReading read_period(const RawPeriod& raw, const DateSettings& settings) {
    const std::string_view literal = text::trim(raw.literal);
    if (text::trim(raw.start).empty() && text::trim(raw.end).empty()) {
        if (literal.empty())
            return {};
        if (literal.size() > literal_bytes_max)
            return {false, std::nullopt};
        return of_literal(literal, settings);
    }
    return of_ends(read_end(raw.start, settings), read_end(raw.end, settings));
}

} // namespace moisson::normalise
