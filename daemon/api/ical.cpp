// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/ical.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace moisson::api {
namespace {

constexpr std::size_t line_bytes = 75;

// The value of a TEXT property (RFC 5545, 3.3.11).
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || c == ';' || c == ',')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            out += c;
    }
    return out;
}

bool continues(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// One content line, folded (3.1).
void add_line(std::string& out, std::string_view name, std::string_view value) {
    std::string line = fmt::format("{}:{}", name, value);
    std::size_t from = 0;
    while (line.size() - from > line_bytes - (from == 0 ? 0 : 1)) {
        std::size_t to = from + line_bytes - (from == 0 ? 0 : 1);
        while (to > from + 1 && continues(line[to]))
            --to;
        out += from == 0 ? "" : " ";
        out.append(line, from, to - from).append("\r\n");
        from = to;
    }
    out += from == 0 ? "" : " ";
    out.append(line, from).append("\r\n");
}

std::string date(Instant at) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
    return fmt::format(
        "{:04}{:02}{:02}",
        static_cast<int>(day.year()),
        static_cast<unsigned>(day.month()),
        static_cast<unsigned>(day.day())
    );
}

std::string date_time(Instant at) {
    const auto midnight = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - midnight));
    return fmt::format(
        "{}T{:02}{:02}{:02}Z",
        date(at),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

} // namespace

std::string to_ical(const Calendar& calendar) {
    std::string out;
    add_line(out, "BEGIN", "VCALENDAR");
    add_line(out, "VERSION", "2.0");
    add_line(out, "PRODID", "-//Moisson//Mises a jour attendues//FR");
    add_line(out, "CALSCALE", "GREGORIAN");
    add_line(out, "METHOD", "PUBLISH");
    add_line(out, "NAME", escaped(calendar.name));
    add_line(out, "X-WR-CALNAME", escaped(calendar.name));
    add_line(out, "REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    for (const CalendarDay& day : calendar.days) {
        add_line(out, "BEGIN", "VEVENT");
        add_line(out, "UID", day.uid);
        add_line(out, "DTSTAMP", date_time(day.stamp));
        add_line(out, "DTSTART;VALUE=DATE", date(day.day));
        add_line(out, "SEQUENCE", std::to_string(day.sequence));
        add_line(out, "SUMMARY", escaped(day.summary));
        if (!day.description.empty())
            add_line(out, "DESCRIPTION", escaped(day.description));
        if (!day.url.empty())
            add_line(out, "URL", day.url);
        // Nobody is busy because data are expected.
        add_line(out, "TRANSP", "TRANSPARENT");
        add_line(out, "END", "VEVENT");
    }
    add_line(out, "END", "VCALENDAR");
    return out;
}

} // namespace moisson::api
