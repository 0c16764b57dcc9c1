// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/dates.hpp"

#include "core/ascii.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::normalise {
namespace {

// This file is arithmetic on the calendar: its types, literals and operators together.
using namespace std::chrono;

constexpr std::size_t date_bytes_max = 100;

struct Parts {
    int year = 0;
    int month = 0; // 0 = not given
    int day = 0;
    bool has_time = false;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int microsecond = 0;
    std::optional<int> offset_minutes;
};

class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}
    bool done() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }
    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
    bool accept(char c) {
        if (peek() != c || done())
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool accept_any(std::string_view characters) {
        if (done() || characters.find(rest_.front()) == std::string_view::npos)
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool accept_word(std::string_view word) {
        if (!rest_.starts_with(word))
            return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    void spaces() {
        while (peek() == ' ')
            rest_.remove_prefix(1);
    }
    std::size_t digits_ahead() const {
        return std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    }
    // A number of `least` to `most` digits, all that are there.
    std::optional<int> number(std::size_t least, std::size_t most) {
        const std::size_t digits = digits_ahead();
        if (digits < least || digits > most)
            return std::nullopt;
        int value = 0;
        std::from_chars(rest_.data(), rest_.data() + digits, value);
        rest_.remove_prefix(digits);
        return value;
    }

private:
    std::string_view rest_;
};

bool read_zone(Cursor& in, Parts& parts) {
    if (in.accept_word("UTC") || in.accept_word("GMT") || in.accept_any("Zz")) {
        parts.offset_minutes = 0;
        return true;
    }
    if (in.peek() != '+' && in.peek() != '-')
        return true;
    const int sign = in.accept('-') ? -1 : (in.accept('+'), 1);
    const bool packed = in.digits_ahead() == 4;
    const auto number = packed ? in.number(4, 4) : in.number(1, 2);
    if (!number)
        return false;
    int hours = packed ? *number / 100 : *number;
    int minutes = packed ? *number % 100 : 0;
    if (!packed && in.accept(':')) {
        const auto more = in.number(2, 2);
        if (!more)
            return false;
        minutes = *more;
    }
    if (hours > 14 || minutes > 59)
        return false;
    parts.offset_minutes = sign * (hours * 60 + minutes);
    return true;
}

// "10:13", "10:13:07.123456", "10h13", then a zone. False when it is no time.
bool read_time(Cursor& in, Parts& parts) {
    const auto hour = in.number(1, 2);
    if (!hour || !in.accept_any(":h"))
        return false;
    const auto minute = in.number(2, 2);
    if (!minute)
        return false;
    parts.has_time = true;
    parts.hour = *hour;
    parts.minute = *minute;
    if (in.accept(':')) {
        const auto second = in.number(1, 2);
        if (!second)
            return false;
        parts.second = *second;
        if (in.accept_any(".,")) {
            int scale = 100'000;
            if (!is_ascii_digit(in.peek()))
                return false;
            while (is_ascii_digit(in.peek())) {
                parts.microsecond += scale * (in.peek() - '0');
                scale /= 10;
                in.accept_any("0123456789");
            }
        }
    }
    in.spaces();
    return read_zone(in, parts);
}

// What may follow a numeric day: nothing, a zone, or "T", " ", " - " and a time.
std::optional<Parts> with_time(Cursor& in, Parts parts) {
    if (in.done())
        return parts;
    if (in.accept_any("Tt") || in.peek() == ' ' || in.peek() == ',') {
        in.accept(',');
        in.spaces();
        if (in.accept('-'))
            in.spaces();
        in.accept_word("\u00E0 ");
        if (!read_time(in, parts))
            return std::nullopt;
    } else if (!read_zone(in, parts)) {
        return std::nullopt;
    }
    in.spaces();
    return in.done() ? std::optional(parts) : std::nullopt;
}

// YYYY, YYYY-MM, YYYY-MM-DD...
std::optional<Parts> read_year_first(std::string_view text) {
    Cursor in(text);
    Parts parts;
    const auto year = in.number(4, 4);
    if (!year)
        return std::nullopt;
    parts.year = *year;
    const char separator = in.peek();
    const bool only_year = in.done() || separator == 'Z' || separator == '+' ||
                           (separator == '-' && in.rest().find(':') == 3);
    if (only_year)
        return with_time(in, parts);
    if (!in.accept_any("-/."))
        return std::nullopt;
    const auto month = in.number(1, 2);
    if (!month || *month < 1 || *month > 12)
        return std::nullopt;
    parts.month = *month;
    if (!in.accept(separator))
        return with_time(in, parts);
    const auto day = in.number(1, 2);
    if (!day)
        return std::nullopt;
    parts.day = *day;
    return with_time(in, parts);
}

// d.m.Y, d/m/Y, d-m-Y; m/d/Y only where the second number can be no month.
std::optional<Parts> read_day_first(std::string_view text) {
    Cursor in(text);
    Parts parts;
    const auto first = in.number(1, 2);
    const char separator = in.peek();
    if (!first || !in.accept_any("./-"))
        return std::nullopt;
    const auto second = in.number(1, 2);
    if (!second || !in.accept(separator))
        return std::nullopt;
    const auto year = in.number(4, 4);
    if (!year)
        return std::nullopt;
    parts.year = *year;
    const bool month_first = separator == '/' && *second > 12 && *first <= 12;
    parts.month = month_first ? *first : *second;
    parts.day = month_first ? *second : *first;
    if (parts.month < 1 || parts.month > 12)
        return std::nullopt;
    return with_time(in, parts);
}

bool is_filler(std::string_view word) {
    static constexpr std::array<std::string_view, 16> fillers = {
        "le",
        "de",
        "du",
        "del",
        "of",
        "the",
        "den",
        "der",
        "am",
        "um",
        "uhr",
        "at",
        "a",
        "on",
        "em",
        "do"};
    return std::find(fillers.begin(), fillers.end(), word) != fillers.end();
}

// "1er", "2nd", "19th" -> the number.
std::string_view without_ordinal(std::string_view word) {
    for (const std::string_view suffix : {"er", "st", "nd", "rd", "th"})
        if (word.size() > suffix.size() && word.ends_with(suffix) && is_ascii_digit(word[0]))
            return word.substr(0, word.size() - suffix.size());
    return word;
}

// One word of a date in words; false when it cannot belong to one.
bool take_word(std::string_view raw, Parts& parts) {
    const std::string key = text::vocabulary_key(raw);
    if (key.empty())
        return true; // a dash or a comma
    if (raw.find(':') != std::string_view::npos && is_ascii_digit(raw[0])) {
        Cursor in(raw);
        return !parts.has_time && read_time(in, parts) && in.done();
    }
    if (raw == "GMT" || raw == "UTC") {
        parts.offset_minutes = 0;
        return parts.has_time;
    }
    if ((raw[0] == '+' || raw[0] == '-') && parts.has_time) {
        Cursor in(raw);
        return read_zone(in, parts) && in.done();
    }
    const std::string_view word = without_ordinal(key);
    int number = 0;
    const auto parsed = std::from_chars(word.data(), word.data() + word.size(), number);
    if (parsed.ec == std::errc{} && parsed.ptr == word.data() + word.size()) {
        int& target = word.size() == 4 ? parts.year : parts.day;
        if (target != 0 || (word.size() != 4 && word.size() > 2))
            return false;
        target = number;
        return true;
    }
    if (const unsigned month = month_of_name(word); month != 0) {
        if (parts.month != 0)
            return false;
        parts.month = static_cast<int>(month);
        return true;
    }
    return is_weekday_name(word) || is_filler(word);
}

// "Dienstag, 19. November 2013 - 10:13", "agosto 2021", "1er mars 2020", "Thu, 19 Nov 2013 10:13:00
// GMT".
std::optional<Parts> read_words(std::string_view text) {
    Parts parts;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" ,"), text.size());
        if (end > 0 && !take_word(text.substr(0, end), parts))
            return std::nullopt;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (parts.year == 0 || parts.month == 0 || (parts.has_time && parts.day == 0))
        return std::nullopt;
    return parts;
}

std::optional<Parts> read_digits(std::string_view text) {
    if (text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    long long value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    Parts parts;
    if (text.size() == 8) { // YYYYMMDD
        parts.year = static_cast<int>(value / 10'000);
        parts.month = static_cast<int>(value / 100 % 100);
        parts.day = static_cast<int>(value % 100);
        if (parts.month < 1 || parts.month > 12 || parts.day < 1)
            return std::nullopt;
        return parts;
    }
    if (text.size() != 10 && text.size() != 13) // epoch seconds since 2001, or milliseconds
        return std::nullopt;
    const sys_seconds instant{seconds{text.size() == 13 ? value / 1'000 : value}};
    const auto midnight = floor<days>(instant);
    const year_month_day date{midnight};
    const hh_mm_ss time{instant - midnight};
    parts.year = static_cast<int>(date.year());
    parts.month = static_cast<int>(static_cast<unsigned>(date.month()));
    parts.day = static_cast<int>(static_cast<unsigned>(date.day()));
    parts.has_time = true;
    parts.hour = static_cast<int>(time.hours().count());
    parts.minute = static_cast<int>(time.minutes().count());
    parts.second = static_cast<int>(time.seconds().count());
    parts.offset_minutes = 0;
    return parts;
}

std::optional<PartialDate> date_of_parts(const Parts& parts, const DateSettings& settings) {
    const int month_number = std::max(parts.month, 1);
    const int day_number = parts.month == 0 || parts.day == 0 ? 1 : parts.day;
    const year_month_day date{
        year{parts.year},
        month{static_cast<unsigned>(month_number)},
        day{static_cast<unsigned>(day_number)}};
    const bool clock_ok = parts.hour <= 24 && parts.minute <= 59 && parts.second <= 60;
    if (parts.year < 1000 || !date.ok() || !clock_ok)
        return std::nullopt;
    PartialDate result;
    result.instant = sys_days{date};
    if (!parts.has_time) {
        result.precision = parts.month == 0 ? DatePrecision::year
                           : parts.day == 0 ? DatePrecision::month
                                            : DatePrecision::day;
        return result;
    }
    result.precision = DatePrecision::second;
    result.instant += hours{parts.hour} + minutes{parts.minute} + seconds{parts.second} +
                      microseconds{parts.microsecond};
    int offset = 0;
    if (parts.offset_minutes)
        offset = *parts.offset_minutes;
    else if (settings.vocabularies != nullptr && !settings.timezone.empty())
        offset = settings.vocabularies->utc_offset_minutes(
            settings.timezone,
            floor<seconds>(result.instant).time_since_epoch().count()
        );
    result.instant -= minutes{offset};
    return result;
}

} // namespace

DateReading read_date(std::string_view raw, const DateSettings& settings) {
    // DKAN prints its own label before the value: "Date changed\t2015-01-21T11:54:45+01:00".
    if (const auto tab = raw.rfind('\t'); tab != std::string_view::npos && raw.starts_with("Date "))
        raw.remove_prefix(tab + 1);
    const std::string_view text = text::trim(raw);
    DateReading reading;
    if (text.empty() || text == "-" || text == "null" || text == "None")
        return reading;
    reading.match = DateMatch::bad;
    if (text.size() > date_bytes_max)
        return reading;
    std::optional<Parts> parts = read_year_first(text);
    if (!parts)
        parts = read_day_first(text);
    if (!parts)
        parts = read_digits(text);
    if (!parts)
        parts = read_words(text);
    if (parts)
        reading.date = date_of_parts(*parts, settings);
    if (reading.date)
        reading.match =
            reading.date->instant > settings.now + hours{24} ? DateMatch::future : DateMatch::good;
    return reading;
}

} // namespace moisson::normalise
