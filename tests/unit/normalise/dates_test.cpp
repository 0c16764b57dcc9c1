// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every shape of date and period that was counted in recorded catalogues.
#include "normalise/dates.hpp"
#include "record_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

std::string read(std::string_view raw, std::string_view zone = {}) {
    const DateSettings settings{vocabularies().get(), zone, *from_iso8601("2026-11-23T08:00:00Z")};
    const DateReading reading = read_date(raw, settings);
    switch (reading.match) {
    case DateMatch::empty:
        return "empty";
    case DateMatch::bad:
        return "bad";
    case DateMatch::future:
        return "future";
    case DateMatch::good:
        break;
    }
    return to_string(*reading.date);
}

std::string period(const RawPeriod& raw) {
    const DateSettings settings{vocabularies().get(), {}, *from_iso8601("2026-11-23T08:00:00Z")};
    const PeriodReading reading = read_period(raw, settings);
    if (!reading.understood)
        return "bad";
    if (!reading.period)
        return "none";
    return (reading.period->start ? to_string(*reading.period->start) : "..") + "/" +
           (reading.period->end ? to_string(*reading.period->end) : "..");
}

TEST(Dates, ReadIsoWithAndWithoutMicrosecondsAndZone) { // data.gouv.fr: 50,647 with, 70,427 without
    EXPECT_EQ(read("2026-01-15T00:00:00"), "2026-01-15T00:00:00Z");
    EXPECT_EQ(read("2014-03-06T10:13:07.123456"), "2014-03-06T10:13:07.123456Z");
    EXPECT_EQ(read("2014-03-06T10:13:07.123Z"), "2014-03-06T10:13:07.123000Z");
    EXPECT_EQ(read("2015-01-21T11:54:45+01:00"), "2015-01-21T10:54:45Z");
    EXPECT_EQ(read("2015-01-21T11:54:45-0400"), "2015-01-21T15:54:45Z");
    EXPECT_EQ(read("2015-01-21T11:54"), "2015-01-21T11:54:00Z");
}

TEST(Dates, KeepTheirPrecision) { // '2023' 136, 'YYYY-MM' 25, gYear, gYearMonth
    EXPECT_EQ(read("2023"), "2023");
    EXPECT_EQ(read("2006-06"), "2006-06");
    EXPECT_EQ(read("2013-05-01"), "2013-05-01");
    EXPECT_EQ(read("2013-05-01Z"), "2013-05-01");
    EXPECT_EQ(read("2013-05-01+02:00"), "2013-05-01");
    EXPECT_EQ(read("2013+01:00"), "2013");
    EXPECT_EQ(read("20130501"), "2013-05-01");
}

TEST(Dates, MayBeOfAnotherCentury) { // created_at '1827-01-01'
    EXPECT_EQ(read("1827-01-01"), "1827-01-01");
    EXPECT_EQ(read("1827-01-01T00:00:00"), "1827-01-01T00:00:00Z");
    EXPECT_EQ(read("1827"), "1827");
}

TEST(
    Dates,
    ReadSqlTimestampsAndSingleDigits
) { // Canada date_published 127/127; 25 with '9999-99-9'
    EXPECT_EQ(read("2013-05-01 09:08:07"), "2013-05-01T09:08:07Z");
    EXPECT_EQ(read("2013-05-1T09:08:07"), "2013-05-01T09:08:07Z");
}

TEST(Dates, AssumeTheZoneOfTheSourceForTimesOnly) {
    EXPECT_EQ(read("2026-07-01T12:00:00", "Europe/Paris"), "2026-07-01T10:00:00Z");
    EXPECT_EQ(read("2026-01-01T12:00:00", "Europe/Paris"), "2026-01-01T11:00:00Z");
    EXPECT_EQ(read("2026-01-01T12:00:00", "America/Toronto"), "2026-01-01T17:00:00Z");
    EXPECT_EQ(read("2026-07-01T12:00:00", "Africa/Lome"), "2026-07-01T12:00:00Z");
    EXPECT_EQ(read("2026-07-01T12:00:00Z", "Europe/Paris"), "2026-07-01T12:00:00Z");
    EXPECT_EQ(read("2026-07-01", "Europe/Paris"), "2026-07-01");
}

TEST(Dates, ReadDayFirst) { // '28.9.2013'
    EXPECT_EQ(read("28.9.2013"), "2013-09-28");
    EXPECT_EQ(read("28/09/2013"), "2013-09-28");
    EXPECT_EQ(read("05/04/2013 10:00"), "2013-04-05T10:00:00Z");
    EXPECT_EQ(read("9/28/2013"), "2013-09-28");
}

TEST(Dates, ReadMonthNames) { // Köln 2013: all; "agosto 2021"
    EXPECT_EQ(read("Dienstag, 19. November 2013 - 10:13"), "2013-11-19T10:13:00Z");
    EXPECT_EQ(read("Montag, 3. März 2014 - 9:05"), "2014-03-03T09:05:00Z");
    EXPECT_EQ(read("19. November 2013 - 10:13"), "2013-11-19T10:13:00Z");
    EXPECT_EQ(read("agosto 2021"), "2021-08");
    EXPECT_EQ(read("1er mars 2020"), "2020-03-01");
    EXPECT_EQ(read("12 décembre 2020"), "2020-12-12");
    EXPECT_EQ(read("November 19, 2013"), "2013-11-19");
    EXPECT_EQ(read("19th of November 2013"), "2013-11-19");
    EXPECT_EQ(read("Thu, 19 Nov 2013 10:13:00 GMT"), "2013-11-19T10:13:00Z");
}

TEST(Dates, TakeTheLabelOfDkanAway) { // Bonn 315, Köln 511
    EXPECT_EQ(read("Date changed\t2015-01-21T11:54:45+01:00"), "2015-01-21T10:54:45Z");
}

TEST(Dates, ReadEpochs) {
    EXPECT_EQ(read("1384855980"), "2013-11-19T10:13:00Z");
    EXPECT_EQ(read("1384855980000"), "2013-11-19T10:13:00Z");
}

TEST(Dates, RefuseWhatIsNone) { // 'R/P1D' 129, 'R/P1Y' 13; Zürich; '0003-02-05'
    for (const char* raw :
         {"R/P1D",
          "R/P1Y",
          "P1Y",
          "29.05..2017",
          "jeweils Montags",
          "0003-02-05",
          "0001-01-01",
          "2013-13-01",
          "2013-02-30",
          "2015-01-21T25:00:00",
          "hier",
          "2013 2014",
          "1/2",
          "20151301"})
        EXPECT_EQ(read(raw), "bad") << raw;
}

TEST(Dates, SayNothingWhenNothingWasSaid) { // one '-'
    for (const char* raw : {"", "  ", "-", "null"})
        EXPECT_EQ(read(raw), "empty") << raw;
}

TEST(Dates, InTheFutureAreToldApart) { // created_at '2027-10-31', '2999-12-31'
    EXPECT_EQ(read("2027-10-31"), "future");
    EXPECT_EQ(read("2999-12-31"), "future");
    EXPECT_EQ(read("2026-11-23T12:00:00"), "2026-11-23T12:00:00Z"); // the zone may differ
}

TEST(Periods, ReadEveryShape) {
    EXPECT_EQ(period({"2015-01-01", "2020-12-31", ""}), "2015-01-01/2020-12-31");
    EXPECT_EQ(period({"2015", "", ""}), "2015/..");
    EXPECT_EQ(period({"", "", "2015/2020"}), "2015/2020");
    EXPECT_EQ(period({"", "", "2015-2020"}), "2015/2020");
    EXPECT_EQ(
        period({"", "", "[2019-01-01T00:00:00 TO 2020-12-31T23:59:59]"}),
        "2019-01-01T00:00:00Z/2020-12-31T23:59:59Z"
    );
    EXPECT_EQ(period({"", "", "[2019-01-01T00:00:00 TO *]"}), "2019-01-01T00:00:00Z/..");
    EXPECT_EQ(
        period({"", "", "2010-01-01T00:00:00 - 2010-12-31T00:00:00"}),
        "2010-01-01T00:00:00Z/2010-12-31T00:00:00Z"
    );
    EXPECT_EQ(period({"", "", "du 1er janvier 2015 au 31 décembre 2020"}), "2015-01-01/2020-12-31");
    EXPECT_EQ(period({"", "", "depuis 2015"}), "2015/..");
    EXPECT_EQ(period({"", "", "2000-01-15/P1Y"}), "2000-01-15/2001-01-15");
    EXPECT_EQ(period({"", "", "2015"}), "2015/2015");
    EXPECT_EQ(period({"", "", "01/01/2015 - 31/12/2016"}), "2015-01-01/2016-12-31");
    EXPECT_EQ(period({"", "", ""}), "none");
}

TEST(Periods, OpenEndsOfDataBasesAreOpen) { // '0001-01-01', '2999-12-31': 136 outside 1800-2100
    EXPECT_EQ(period({"0001-01-01", "2020", ""}), "../2020");
    EXPECT_EQ(period({"2015-01-01", "2999-12-31", ""}), "2015-01-01/..");
    EXPECT_EQ(period({"2015-01-01", "9999-12-31", ""}), "2015-01-01/..");
    EXPECT_EQ(period({"1201-01-01", "2030-12-31", ""}), "1201-01-01/2030-12-31");
}

TEST(Periods, RefuseWhatEndsBeforeItStarts) { // '…-04:00/2019-07-03T01:45…'
    EXPECT_EQ(period({"", "", "2020-01-01/2019-07-03"}), "bad");
    EXPECT_EQ(period({"hier", "2020", ""}), "bad");
    EXPECT_EQ(period({"", "", "toujours"}), "bad");
}

} // namespace
} // namespace moisson::normalise
