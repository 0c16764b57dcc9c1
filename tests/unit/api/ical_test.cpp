// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Calendars as RFC 5545 has them: CRLF, folding between characters, escaped texts.
#include "api/ical.hpp"
#include "core/utf8.hpp"

#include <gtest/gtest.h>

namespace moisson::api {
namespace {

Calendar one_day(std::string summary) {
    CalendarDay day;
    day.uid = "00000000-0000-0000-0000-000000000001@x.example";
    day.day = Instant(std::chrono::sys_days(std::chrono::year(2026) / 12 / 5));
    day.stamp = Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 2)) +
                std::chrono::hours(3) + std::chrono::seconds(7);
    day.sequence = 20455;
    day.summary = std::move(summary);
    day.url = "https://x.example/jeux-de-donnees/a";
    Calendar out;
    out.name = "Mises à jour ; toutes, vraiment";
    out.days = {day};
    return out;
}

TEST(Ical, OneDayIsWholeAndStable) {
    EXPECT_EQ(
        to_ical(one_day("Titre")),
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Moisson//Mises a jour attendues//FR\r\n"
        "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
        "NAME:Mises à jour \\; toutes\\, vraiment\r\n"
        "X-WR-CALNAME:Mises à jour \\; toutes\\, vraiment\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\nBEGIN:VEVENT\r\n"
        "UID:00000000-0000-0000-0000-000000000001@x.example\r\n"
        "DTSTAMP:20260102T030007Z\r\nDTSTART;VALUE=DATE:20261205\r\nSEQUENCE:20455\r\n"
        "SUMMARY:Titre\r\nURL:https://x.example/jeux-de-donnees/a\r\nTRANSP:TRANSPARENT\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
}

TEST(Ical, LinesAreCutAt75BytesBetweenCharactersAndUnfoldToTheSame) {
    std::string wide;
    for (int i = 0; i < 60; ++i)
        wide += "é€𐍈";
    for (std::size_t shift = 0; shift < 4; ++shift) {
        const std::string title = std::string(shift, 'x') + wide;
        const std::string text = to_ical(one_day(title));
        std::size_t from = 0;
        while (from < text.size()) {
            const std::size_t end = text.find("\r\n", from);
            ASSERT_NE(end, text.npos);
            const std::string line = text.substr(from, end - from);
            EXPECT_LE(line.size(), 75U);
            EXPECT_EQ(repair_utf8(line).text, line) << "cut in a character";
            from = end + 2;
        }
        std::string unfolded = text;
        for (std::size_t at = unfolded.find("\r\n "); at != unfolded.npos;
             at = unfolded.find("\r\n "))
            unfolded.erase(at, 3);
        EXPECT_NE(unfolded.find("SUMMARY:" + title + "\r\n"), unfolded.npos);
    }
}

TEST(Ical, NothingOfATitleBecomesALine) {
    const std::string text = to_ical(one_day("a\r\nEND:VCALENDAR\r\n\x01 b\\c"));
    EXPECT_NE(text.find("SUMMARY:a\\nEND:VCALENDAR\\n b\\\\c\r\n"), text.npos) << text;
}

} // namespace
} // namespace moisson::api
