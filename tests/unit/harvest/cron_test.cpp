// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Cron expressions: the grammar, its refusals, and the two nights of the year.
#include "harvest/cron.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace moisson::harvest {
namespace {

using namespace std::chrono_literals;

normalise::TimeZone paris() {
    return *normalise::TimeZone::from_posix("CET-1CEST,M3.5.0,M10.5.0/3");
}
normalise::TimeZone utc() {
    return *normalise::TimeZone::from_posix("UTC0");
}

Instant at(const std::string& text) {
    return from_iso8601(text).value();
}

Cron cron(const std::string& text) {
    const Result<Cron> parsed = Cron::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value();
}

std::string
after(const std::string& expression, const std::string& moment, const normalise::TimeZone& zone) {
    return to_iso8601(cron(expression).next(at(moment), zone));
}

std::string after(const std::string& expression, const std::string& moment) {
    return after(expression, moment, utc());
}

TEST(Cron, ReadsTheFiveFields) {
    // 2026-11-26 is a Thursday.
    const std::string now = "2026-11-26T02:00:00Z";
    struct Case {
        std::string expression;
        std::string next;
    };
    const std::vector<Case> cases = {
        {"0 3 * * *", "2026-11-26T03:00:00Z"},
        {"0 2 * * *", "2026-11-27T02:00:00Z"},
        {"*/15 * * * *", "2026-11-26T02:15:00Z"},
        {"10-50/20 * * * *", "2026-11-26T02:10:00Z"},
        {"5,45 1,2 * * *", "2026-11-26T02:05:00Z"},
        {"30 4 * * mon", "2026-11-30T04:30:00Z"},
        {"30 4 * * LUN-ven", "2026-11-26T04:30:00Z"},
        {"0 4 * * 7", "2026-11-29T04:00:00Z"},
        {"0 4 * * 0", "2026-11-29T04:00:00Z"},
        {"0 4 * * 5-7", "2026-11-27T04:00:00Z"},
        {"0 4 1 * *", "2026-12-01T04:00:00Z"},
        {"0 4 31 * *", "2026-12-31T04:00:00Z"},
        {"0 0 29 2 *", "2028-02-29T00:00:00Z"},
        {"0 0 1 jan *", "2027-01-01T00:00:00Z"},
        {"0 0 1 mars-mai *", "2027-03-01T00:00:00Z"},
        {"0 0 1 Février *", "2027-02-01T00:00:00Z"},
        {"0 0 1 août *", "2027-08-01T00:00:00Z"},
        {"0 0 1 sept *", "2027-09-01T00:00:00Z"},
        {"0 0 1 juil *", "2027-07-01T00:00:00Z"},
        {"0 0 1 jun *", "2027-06-01T00:00:00Z"},
        {"30 4 * * lundi-Vendredi", "2026-11-26T04:30:00Z"},
        {"30 4 * * mar", "2026-12-01T04:30:00Z"},
        // Both days are restricted: either will do.
        {"0 4 13 * fri", "2026-11-27T04:00:00Z"},
        {"0 4 27 * mon", "2026-11-27T04:00:00Z"},
        // One is not: both must.
        {"0 4 */2 * fri", "2026-11-27T04:00:00Z"},
        {"\t0   3 * * * ", "2026-11-26T03:00:00Z"},
        {"@hourly", "2026-11-26T03:00:00Z"},
        {"@daily", "2026-11-27T00:00:00Z"},
        {"@weekly", "2026-11-29T00:00:00Z"},
        {"@monthly", "2026-12-01T00:00:00Z"}};
    for (const Case& one : cases)
        EXPECT_EQ(after(one.expression, now), one.next) << one.expression;
}

TEST(Cron, IsStrictAndNamesTheField) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "five fields"},
        {"0 3 * *", "five fields"},
        {"0 3 * * * *", "five fields"},
        {"60 3 * * *", "minute"},
        {"-1 3 * * *", "minute"},
        {"0 24 * * *", "hour"},
        {"0 3 0 * *", "day of month"},
        {"0 3 32 * *", "day of month"},
        {"0 3 * 13 *", "month"},
        {"0 3 * foo *", "month"},
        {"0 3 * * 8", "day of week"},
        {"0 3 * * je", "day of week"},
        {"0 3 * * jeudis", "day of week"},
        {"0 3 * jui *", "month: jui"},
        {"0 3 * m *", "month"},
        {"5-1 3 * * *", "minute"},
        {"*/0 3 * * *", "minute"},
        {"*/99 3 * * *", "minute"},
        {"5/10 3 * * *", "minute"},
        {"1,,2 3 * * *", "minute"},
        {"1- 3 * * *", "minute"},
        {"* * * * *;", "day of week"},
        {"99999999999999999999 * * * *", "minute"},
        {"0 0 30 2 *", "never comes true"},
        {"0 0 31 4,6,9,11 *", "never comes true"},
        {std::string(300, '*'), "too long"}};
    for (const auto& [text, why] : cases) {
        const Result<Cron> parsed = Cron::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Code::invalid_argument);
        EXPECT_NE(parsed.error().detail.find(why), std::string::npos) << parsed.error().detail;
    }
}

// On 2026-03-29 at 02:00 Paris goes to 03:00; on 2026-10-25 at 03:00 back to 02:00.
TEST(Cron, RunsOnceInTheNightThatLacksItsHour) {
    EXPECT_EQ(after("30 2 * * *", "2026-03-28T12:00:00Z", paris()), "2026-03-29T01:30:00Z")
        << "half an hour after the gap began: 03:30 in Paris";
    EXPECT_EQ(after("30 2 * * *", "2026-03-29T01:30:00Z", paris()), "2026-03-30T00:30:00Z");
    EXPECT_EQ(after("0 2 * * *", "2026-03-28T12:00:00Z", paris()), "2026-03-29T01:00:00Z");
    // 03:30 exists, and is the same moment: once.
    EXPECT_EQ(after("30 2,3 * * *", "2026-03-28T12:00:00Z", paris()), "2026-03-29T01:30:00Z");
    EXPECT_EQ(after("30 2,3 * * *", "2026-03-29T01:30:00Z", paris()), "2026-03-30T00:30:00Z");
}

TEST(Cron, RunsOnceInTheNightThatDoublesItsHour) {
    EXPECT_EQ(after("30 2 * * *", "2026-10-24T12:00:00Z", paris()), "2026-10-25T00:30:00Z");
    EXPECT_EQ(after("30 2 * * *", "2026-10-25T00:30:00Z", paris()), "2026-10-26T01:30:00Z");
    EXPECT_EQ(after("30 2 * * *", "2026-10-25T01:00:00Z", paris()), "2026-10-26T01:30:00Z");
}

TEST(Cron, WithAnyHourFollowsTheHoursThatPass) {
    Instant moment = at("2026-10-24T22:00:00Z");
    for (int i = 1; i <= 8; ++i) {
        moment = cron("0 * * * *").next(moment, paris());
        EXPECT_EQ(moment, at("2026-10-24T22:00:00Z") + i * 1h);
    }
    moment = at("2026-03-28T22:00:00Z");
    for (int i = 1; i <= 8; ++i) {
        moment = cron("0 * * * *").next(moment, paris());
        EXPECT_EQ(moment, at("2026-03-28T22:00:00Z") + i * 1h);
    }
}

TEST(Cron, GivesEachDayOfAYearOnceInZonesOfBothKinds) {
    // Cairo goes forward at midnight: 00:30 does not exist that Friday.
    for (const char* rule :
         {"CET-1CEST,M3.5.0,M10.5.0/3",
          "EET-2EEST,M4.5.5/0,M10.5.4/24",
          "GMT0",
          "<+01>-1",
          "EST5EDT,M3.2.0,M11.1.0"}) {
        const auto zone = normalise::TimeZone::from_posix(rule);
        ASSERT_TRUE(zone) << rule;
        for (const char* expression : {"30 0 * * *", "30 2 * * *", "59 23 * * *"}) {
            const Cron daily = cron(expression);
            Instant moment = at("2026-01-01T12:00:00Z");
            int count = 0;
            std::set<Instant> met;
            while (true) {
                const Instant next = daily.next(moment, *zone);
                ASSERT_GT(next, moment);
                EXPECT_LE(next - moment, 25h) << rule << " " << to_iso8601(next);
                if (count > 0)
                    EXPECT_GE(next - moment, 22h) << rule << " " << to_iso8601(next);
                if (next > at("2027-01-01T12:00:00Z"))
                    break;
                moment = next;
                met.insert(next);
                ++count;
            }
            EXPECT_EQ(count, 365) << rule << " " << expression;
            EXPECT_EQ(met.size(), 365U);
        }
    }
}

TEST(Cron, FindsALeapDayOnItsDayOfTheWeek) {
    EXPECT_EQ(after("0 0 29 2 */2", "2032-03-01T00:00:00Z"), "2048-02-29T00:00:00Z");
}

TEST(Cron, KnowsItsLongestGap) {
    const Instant now = at("2026-01-01T00:00:00Z");
    EXPECT_EQ(cron("0 3 * * *").gaps(now, utc()).longest, 24h);
    EXPECT_EQ(cron("0 3 * * mon-fri").gaps(now, utc()).longest, 72h);
    EXPECT_EQ(cron("0 3 * * mon-fri").gaps(now, utc()).shortest, 24h);
    EXPECT_EQ(cron("0 8,9 * * *").gaps(now, utc()).shortest, 1h);
    EXPECT_EQ(cron("0 3 1 * *").gaps(now, utc()).longest, 24h * 31);
    EXPECT_EQ(cron("0 3 1 * *").gaps(now, utc()).shortest, 24h * 28);
}

} // namespace
} // namespace moisson::harvest
