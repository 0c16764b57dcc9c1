// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/cron.hpp"

#include "core/assert.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moisson::harvest {
namespace {

constexpr std::size_t text_bytes_max = 200;
// Forty years hold a 29 February on any day of the week, whatever the century.
constexpr int days_ahead_max = 366 * 41;
constexpr int occurrences_looked_at = 64;

using Names = std::span<const std::pair<std::string_view, int>>;

constexpr std::array<std::pair<std::string_view, int>, 24> month_names = {
    {{"january", 1},   {"february", 2},  {"march", 3},     {"april", 4},     {"may", 5},
     {"june", 6},      {"july", 7},      {"august", 8},    {"september", 9}, {"october", 10},
     {"november", 11}, {"december", 12}, {"janvier", 1},   {"fevrier", 2},   {"mars", 3},
     {"avril", 4},     {"mai", 5},       {"juin", 6},      {"juillet", 7},   {"aout", 8},
     {"septembre", 9}, {"octobre", 10},  {"novembre", 11}, {"decembre", 12}}};
constexpr std::array<std::pair<std::string_view, int>, 14> weekday_names = {
    {{"sunday", 0},
     {"monday", 1},
     {"tuesday", 2},
     {"wednesday", 3},
     {"thursday", 4},
     {"friday", 5},
     {"saturday", 6},
     {"dimanche", 0},
     {"lundi", 1},
     {"mardi", 2},
     {"mercredi", 3},
     {"jeudi", 4},
     {"vendredi", 5},
     {"samedi", 6}}};
// A name is known by its first letters, from so many on; June and July, juin and juillet, need
// more.
constexpr std::size_t letters_min = 3;

struct Field {
    std::string_view name;
    int low = 0;
    int high = 0;
    Names names;
};

constexpr std::array<Field, 5> fields = {
    {{"minute", 0, 59, {}},
     {"hour", 0, 23, {}},
     {"day of month", 1, 31, {}},
     {"month", 1, 12, month_names},
     {"day of week", 0, 7, weekday_names}}};

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + 1);
    }
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (const std::string_view word : split(text, ' '))
        if (!word.empty())
            words.push_back(word);
    return words;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || stop != end || value < 0)
        return std::nullopt;
    return value;
}

std::optional<int> value_of(std::string_view text, const Field& field) {
    std::optional<int> value = number(text);
    for (const auto& [name, meant] : field.names) {
        if (text.size() < letters_min || !name.starts_with(text))
            continue;
        if (value && *value != meant)
            return std::nullopt;
        value = meant;
    }
    if (!value || *value < field.low || *value > field.high)
        return std::nullopt;
    return value;
}

// "*", "5", "1-5", each with "/2" behind it except a single value. False when it is none.
template <std::size_t N>
bool read_item(std::string_view item, const Field& field, std::bitset<N>& out) {
    int step = 1;
    const std::size_t slash = item.find('/');
    const std::string_view range = item.substr(0, slash);
    if (slash != std::string_view::npos) {
        const auto given = number(item.substr(slash + 1));
        const bool spans = range == "*" || range.find('-') != std::string_view::npos;
        if (!given || *given < 1 || *given > field.high || !spans)
            return false;
        step = *given;
    }
    int from = field.low;
    int to = field.high;
    if (range != "*") {
        const std::size_t dash = range.find('-');
        const auto first = value_of(range.substr(0, dash), field);
        const auto last =
            dash == std::string_view::npos ? first : value_of(range.substr(dash + 1), field);
        if (!first || !last || *first > *last)
            return false;
        from = *first;
        to = *last;
    }
    for (int value = from; value <= to; value += step)
        // Sunday is 0 and 7.
        out.set(static_cast<std::size_t>(value) % (N == 7 ? 7 : N));
    return true;
}

template <std::size_t N>
bool read_field(std::string_view text, const Field& field, std::bitset<N>& out) {
    const std::vector<std::string_view> items = split(text, ',');
    return std::all_of(items.begin(), items.end(), [&](std::string_view item) {
        return read_item(item, field, out);
    });
}

std::string_view spelled_out(std::string_view text) {
    if (text == "@hourly")
        return "0 * * * *";
    if (text == "@daily")
        return "0 0 * * *";
    if (text == "@weekly")
        return "0 0 * * 0";
    if (text == "@monthly")
        return "0 0 1 * *";
    return text;
}

Error wrong(std::string_view why) {
    return Error(Code::invalid_argument, std::string(why));
}

} // namespace

Result<Cron> Cron::parse(std::string_view text) {
    if (text.size() > text_bytes_max)
        return wrong("too long");
    std::string folded = text::fold(text);
    std::replace(folded.begin(), folded.end(), '\t', ' ');
    const std::vector<std::string_view> words = words_of(spelled_out(folded));
    if (words.size() != fields.size())
        return wrong("not five fields");
    Cron cron;
    const bool fine[] = {
        read_field(words[0], fields[0], cron.minutes_),
        read_field(words[1], fields[1], cron.hours_),
        read_field(words[2], fields[2], cron.days_),
        read_field(words[3], fields[3], cron.months_),
        read_field(words[4], fields[4], cron.weekdays_)};
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (!fine[i])
            return wrong(fmt::format("{}: {}", fields[i].name, words[i]));
    cron.any_hour_ = words[1].starts_with('*');
    cron.any_day_ = words[2].starts_with('*');
    cron.any_weekday_ = words[4].starts_with('*');
    // 2024 to 2064: every day of the year on every day of the week.
    const std::chrono::sys_days begin = std::chrono::year{2024} / 1 / 1;
    for (int day = 0; day < days_ahead_max; ++day)
        if (cron.matches(begin + std::chrono::days(day)))
            return cron;
    return wrong("never comes true");
}

bool Cron::matches(std::chrono::year_month_day date) const {
    if (!months_.test(static_cast<unsigned>(date.month())))
        return false;
    const bool day = days_.test(static_cast<unsigned>(date.day()));
    const std::chrono::weekday weekday{std::chrono::sys_days{date}};
    const bool weekday_fits = weekdays_.test(weekday.c_encoding());
    if (any_day_ || any_weekday_)
        return day && weekday_fits;
    return day || weekday_fits;
}

std::optional<Instant>
Cron::first_of_day(std::chrono::sys_days day, Instant after, const normalise::TimeZone& zone)
    const {
    std::optional<Instant> found;
    const auto consider = [&](long long moment) {
        const Instant instant{std::chrono::seconds(moment)};
        if (instant > after && (!found || instant < *found))
            found = instant;
    };
    const long long midnight =
        std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count();
    for (std::size_t hour = 0; hour < hours_.size(); ++hour) {
        if (!hours_.test(hour))
            continue;
        for (std::size_t minute = 0; minute < minutes_.size(); ++minute) {
            if (!minutes_.test(minute))
                continue;
            const long long local = midnight + static_cast<long long>(hour * 3600 + minute * 60);
            const std::vector<long long> moments = zone.moments_of(local);
            if (moments.empty() && !any_hour_)
                consider(zone.after_gap(local));
            for (std::size_t i = 0; i < moments.size() && (i == 0 || any_hour_); ++i)
                consider(moments[i]);
        }
    }
    return found;
}

Instant Cron::next(Instant moment, const normalise::TimeZone& zone) const {
    const auto utc = std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
    const std::chrono::seconds local(utc + zone.offset_minutes_at(utc) * 60LL);
    // A day before: a time of yesterday that did not exist may fall on today.
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(local));
    for (int ahead = -1; ahead < days_ahead_max; ++ahead) {
        const std::chrono::sys_days day = today + std::chrono::days(ahead);
        if (!matches(day))
            continue;
        if (const auto found = first_of_day(day, moment, zone))
            return *found;
    }
    // parse() refuses what never comes true.
    MOISSON_ASSERT(false);
    return moment + std::chrono::days(days_ahead_max);
}

Cron::Gaps Cron::gaps(Instant moment, const normalise::TimeZone& zone) const {
    Gaps out;
    Instant at = next(moment, zone);
    for (int i = 0; i < occurrences_looked_at; ++i) {
        const Instant then = next(at, zone);
        const auto gap = std::chrono::duration_cast<std::chrono::seconds>(then - at);
        out.shortest = i == 0 ? gap : std::min(out.shortest, gap);
        out.longest = std::max(out.longest, gap);
        at = then;
    }
    return out;
}

} // namespace moisson::harvest
