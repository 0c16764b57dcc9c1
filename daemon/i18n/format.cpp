// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moisson::i18n {
namespace {

constexpr std::string_view thin_space = "\u202f";
constexpr std::string_view hard_space = "\u00a0";

constexpr std::array<std::string_view, 12> months = {
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre"};

std::chrono::year_month_day day_of(Instant instant) {
    return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant));
}

std::string month_and_year(const std::chrono::year_month_day& day) {
    const unsigned month = static_cast<unsigned>(day.month());
    return fmt::format("{} {}", months[month - 1], static_cast<int>(day.year()));
}

struct Unit {
    std::int64_t seconds;
    std::string_view one;
    std::string_view many;
};

constexpr std::array<Unit, 6> units = {{
    {365LL * 86'400, "an", "ans"},
    {30LL * 86'400, "mois", "mois"},
    {7LL * 86'400, "semaine", "semaines"},
    {86'400, "jour", "jours"},
    {3'600, "heure", "heures"},
    {60, "minute", "minutes"},
}};

} // namespace

std::string number(std::int64_t value) {
    const std::string digits = fmt::format("{}", value);
    const std::size_t sign = value < 0 ? 1 : 0;
    std::string text = digits.substr(0, sign);
    for (std::size_t i = sign; i < digits.size(); ++i) {
        if (i > sign && (digits.size() - i) % 3 == 0)
            text += thin_space;
        text += digits[i];
    }
    return text;
}

std::string decimal(double value, int digits) {
    const std::string plain = fmt::format("{:.{}f}", value, std::clamp(digits, 0, 6));
    const std::size_t dot = plain.find('.');
    const std::string whole = plain.substr(0, dot);
    const std::size_t sign = whole.starts_with('-') ? 1 : 0;
    std::string text = whole.substr(0, sign);
    for (std::size_t i = sign; i < whole.size(); ++i) {
        if (i > sign && (whole.size() - i) % 3 == 0)
            text += thin_space;
        text += whole[i];
    }
    if (dot != std::string::npos)
        text += ',' + plain.substr(dot + 1);
    return text;
}

std::string percent(std::int64_t part, std::int64_t whole) {
    const double ratio =
        whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    const bool round = ratio == static_cast<double>(static_cast<std::int64_t>(ratio));
    return decimal(ratio, round ? 0 : 1) + std::string(thin_space) + "%";
}

std::string_view plural(std::int64_t count, std::string_view one, std::string_view many) {
    return count > -2 && count < 2 ? one : many;
}

std::string count(std::int64_t value, std::string_view one, std::string_view many) {
    return number(value) + std::string(hard_space) + std::string(plural(value, one, many));
}

std::string date(Instant instant) {
    const auto day = day_of(instant);
    const unsigned number_of_day = static_cast<unsigned>(day.day());
    return fmt::format(
        "{}{}{}{}",
        number_of_day,
        number_of_day == 1 ? "er" : "",
        hard_space,
        month_and_year(day)
    );
}

std::string month(Instant instant) {
    return month_and_year(day_of(instant));
}

std::string year(Instant instant) {
    return fmt::format("{}", static_cast<int>(day_of(instant).year()));
}

std::string date_time(Instant instant) {
    const auto of_day = instant - std::chrono::floor<std::chrono::days>(instant);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(of_day).count();
    return fmt::format(
        "{} à {}{}h{}{:02} (UTC)",
        date(instant),
        minutes / 60,
        hard_space,
        hard_space,
        minutes % 60
    );
}

std::string age(Instant then, Instant now) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - then).count();
    const std::int64_t length = seconds < 0 ? -seconds : seconds;
    for (const Unit& unit : units) {
        const std::int64_t n = length / unit.seconds;
        if (n > 0)
            return std::string(seconds < 0 ? "dans " : "il y a ") + count(n, unit.one, unit.many);
    }
    return "à l’instant";
}

std::string duration(std::chrono::milliseconds length) {
    const std::int64_t ms = std::max<std::int64_t>(0, length.count());
    const std::int64_t s = ms / 1'000;
    if (ms < 1'000)
        return fmt::format("{}{}ms", ms, hard_space);
    if (s < 60)
        return fmt::format("{}{}s", s, hard_space);
    if (s < 3'600)
        return fmt::format("{}{}min{}{:02}{}s", s / 60, hard_space, hard_space, s % 60, hard_space);
    return fmt::format("{}{}h{}{:02}", s / 3'600, hard_space, hard_space, s % 3'600 / 60);
}

std::string bytes(std::int64_t value) {
    if (value < 1'000)
        return count(value, "octet", "octets");
    constexpr std::array<std::string_view, 5> names = {"ko", "Mo", "Go", "To", "Po"};
    double scaled = static_cast<double>(value) / 1'000.0;
    std::size_t unit = 0;
    while (scaled >= 999.5 && unit + 1 < names.size()) {
        scaled /= 1'000.0;
        ++unit;
    }
    return decimal(scaled, scaled < 9.95 ? 1 : 0) + std::string(hard_space) +
           std::string(names[unit]);
}

} // namespace moisson::i18n
