// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// When the next run is due: slots without drift, jitter, probes, windows, back-off, sleep.
#include "harvest/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace moisson::harvest {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

Instant instant_of(const std::string& text) {
    return from_iso8601(text).value();
}

const Zones& zones() {
    static const Zones known = [](std::string_view name) {
        std::optional<normalise::TimeZone> zone;
        if (name == "Europe/Paris")
            zone = normalise::TimeZone::from_posix("CET-1CEST,M3.5.0,M10.5.0/3");
        if (name == "Africa/Dakar")
            zone = normalise::TimeZone::from_posix("GMT0");
        return zone;
    };
    return known;
}

Source a_source(seconds interval = 24h, seconds jitter = 0s) {
    Source source;
    source.key = "sn-essai";
    source.interval = interval;
    source.jitter = jitter;
    return source;
}

Schedule made(const Source& source, std::vector<MaintenanceWindow> windows = {}) {
    Portal portal;
    portal.maintenance = std::move(windows);
    return schedule_of(portal, source, "Africa/Dakar", zones());
}

store::ScheduleFacts facts(const std::string& now, const std::string& anchor) {
    store::ScheduleFacts facts;
    facts.key = "sn-essai";
    facts.now = instant_of(now);
    facts.anchor = instant_of(anchor);
    return facts;
}

std::string next(const Schedule& schedule, const store::ScheduleFacts& facts) {
    return to_iso8601(next_run(schedule, facts, SchedulePolicy()).at);
}

TEST(Slots, OfAnIntervalAreAnchoredAndDoNotDrift) {
    const Schedule daily = made(a_source());
    EXPECT_EQ(
        next(daily, facts("2026-05-01T03:00:10Z", "2026-05-01T03:00:00Z")),
        "2026-05-02T03:00:00Z"
    );
    // A run that was five hours late moves nothing.
    EXPECT_EQ(
        next(daily, facts("2026-05-02T08:00:00Z", "2026-05-01T03:00:00Z")),
        "2026-05-03T03:00:00Z"
    );
    // Missed ones are not made up for.
    EXPECT_EQ(
        next(daily, facts("2026-05-20T02:59:59Z", "2026-05-01T03:00:00Z")),
        "2026-05-20T03:00:00Z"
    );
    // A year of runs that each begin 15 minutes late: the last one is due at the same time of day.
    Instant now = instant_of("2026-05-01T03:00:00Z");
    store::ScheduleFacts year = facts("2026-05-01T03:00:00Z", "2026-05-01T03:00:00Z");
    for (int i = 0; i < 365; ++i) {
        year.now = now + 15min;
        now = next_run(daily, year, SchedulePolicy()).at;
    }
    EXPECT_EQ(to_iso8601(now), "2027-05-01T03:00:00Z");
}

TEST(Slots, OfACronExpressionAreInItsZone) {
    Source source = a_source();
    source.cron = "30 2 * * *";
    source.schedule_zone = "Europe/Paris";
    const Schedule schedule = made(source);
    EXPECT_EQ(
        next(schedule, facts("2026-03-28T12:00:00Z", "2026-01-01T00:00:00Z")),
        "2026-03-29T01:30:00Z"
    );
    EXPECT_EQ(
        next(schedule, facts("2026-07-01T12:00:00Z", "2026-01-01T00:00:00Z")),
        "2026-07-02T00:30:00Z"
    );
    // Without a zone of its own, that of the data, then of the country.
    source.schedule_zone.clear();
    EXPECT_EQ(
        next(made(source), facts("2026-07-01T12:00:00Z", "2026-01-01T00:00:00Z")),
        "2026-07-02T02:30:00Z"
    );
    source.timezone = "Europe/Paris";
    EXPECT_EQ(
        next(made(source), facts("2026-07-01T12:00:00Z", "2026-01-01T00:00:00Z")),
        "2026-07-02T00:30:00Z"
    );
}

TEST(Jitter, IsTheSourcesOwnAndTheSameEverywhere) {
    EXPECT_EQ(jitter_share("sn-ansd"), jitter_share("sn-ansd"));
    double sum = 0;
    for (int i = 0; i < 1000; ++i) {
        const double share = jitter_share("source-" + std::to_string(i));
        ASSERT_GE(share, 0.0);
        ASSERT_LT(share, 1.0);
        sum += share;
    }
    EXPECT_NEAR(sum / 1000, 0.5, 0.05) << "spread";
    EXPECT_LE(made(a_source(24h, 1h)).jitter, 1h);
    EXPECT_LE(made(a_source(1h, 1h)).jitter, 6min) << "a tenth of the time between runs";
    EXPECT_GT(made(a_source(24h, 1h)).jitter, 0s);
    EXPECT_EQ(made(a_source(24h, 0s)).jitter, 0s);
    // Behind the slot of a cron expression, and not twice for one slot.
    Source source = a_source(24h, 1h);
    source.cron = "0 3 * * *";
    const Schedule schedule = made(source);
    const Instant first =
        next_slot(schedule, instant_of("2026-01-01T00:00:00Z"), instant_of("2026-05-01T00:00:00Z"));
    EXPECT_EQ(first, instant_of("2026-05-01T03:00:00Z") + schedule.jitter);
    EXPECT_EQ(next_slot(schedule, instant_of("2026-01-01T00:00:00Z"), first), first + 24h);
    EXPECT_EQ(next_slot(schedule, instant_of("2026-01-01T00:00:00Z"), first - 1s), first);
}

TEST(Probes, LieBetweenRuns) {
    Source source = a_source(24h);
    source.probe_every = 6h;
    const Schedule schedule = made(source);
    std::vector<std::string> day;
    store::ScheduleFacts now = facts("2026-05-01T03:00:00Z", "2026-05-01T03:00:00Z");
    for (int i = 0; i < 5; ++i) {
        const NextRun run = next_run(schedule, now, SchedulePolicy());
        day.push_back(to_iso8601(run.at).substr(11, 5) + " " + std::string(to_string(run.mode)));
        now.now = run.at + 1s;
    }
    const std::vector<std::string> expected =
        {"09:00 probe", "15:00 probe", "21:00 probe", "03:00 auto", "09:00 probe"};
    EXPECT_EQ(day, expected);
}

TEST(Windows, PutRunsOffToTheirEnd) {
    MaintenanceWindow night;
    night.cron = "0 2 * * *";
    night.duration = 4h;
    Schedule schedule = made(a_source(), {night});
    EXPECT_EQ(
        next(schedule, facts("2026-05-01T12:00:00Z", "2026-05-01T03:00:00Z")),
        "2026-05-02T06:00:00Z"
    );
    // The next one is not moved by it.
    EXPECT_EQ(
        next(schedule, facts("2026-05-02T06:10:00Z", "2026-05-01T03:00:00Z")),
        "2026-05-03T06:00:00Z"
    );
    EXPECT_FALSE(window_end(schedule, instant_of("2026-05-01T01:59:59Z")));
    EXPECT_EQ(
        window_end(schedule, instant_of("2026-05-01T02:00:00Z")),
        instant_of("2026-05-01T06:00:00Z")
    );
    EXPECT_EQ(
        window_end(schedule, instant_of("2026-05-01T05:59:59Z")),
        instant_of("2026-05-01T06:00:00Z")
    );
    EXPECT_FALSE(window_end(schedule, instant_of("2026-05-01T06:00:00Z")));
    // Windows that touch are one; each in its zone.
    MaintenanceWindow more;
    more.cron = "0 8 * * *";
    more.duration = 2h;
    more.timezone = "Europe/Paris";
    schedule = made(a_source(), {night, more});
    EXPECT_EQ(
        window_end(schedule, instant_of("2026-05-01T03:00:00Z")),
        instant_of("2026-05-01T08:00:00Z")
    );
    // Windows that never end stop nobody from computing.
    MaintenanceWindow always;
    always.cron = "* * * * *";
    always.duration = 1h;
    schedule = made(a_source(), {always});
    EXPECT_GT(
        next_run(schedule, facts("2026-05-01T12:00:00Z", "2026-05-01T03:00:00Z"), {}).at,
        instant_of("2026-05-01T12:00:00Z")
    );
}

TEST(BackOff, DoublesTheTimeBetweenRunsUpToACap) {
    SchedulePolicy policy;
    EXPECT_EQ(backed_off(24h, 0, policy), 24h);
    EXPECT_EQ(backed_off(24h, 1, policy), 24h) << "one failure is an accident";
    EXPECT_EQ(backed_off(24h, 2, policy), 48h);
    EXPECT_EQ(backed_off(24h, 3, policy), 96h);
    EXPECT_EQ(backed_off(24h, 4, policy), 24h * 7);
    EXPECT_EQ(backed_off(24h, 1'000'000'000, policy), 24h * 7);
    EXPECT_EQ(backed_off(24h * 30, 5, policy), 24h * 30) << "never shorter than the interval";
    // On the slots of the source.
    const Schedule daily = made(a_source());
    store::ScheduleFacts ill = facts("2026-05-10T03:00:40Z", "2026-05-01T03:00:00Z");
    ill.failed_at = instant_of("2026-05-10T03:00:30Z");
    ill.failures = 1;
    EXPECT_EQ(next(daily, ill), "2026-05-11T03:00:00Z");
    ill.failures = 2;
    EXPECT_EQ(next(daily, ill), "2026-05-12T03:00:00Z");
    ill.failures = 3;
    EXPECT_EQ(next(daily, ill), "2026-05-14T03:00:00Z");
    ill.failures = 9;
    EXPECT_EQ(next(daily, ill), "2026-05-17T03:00:00Z");
}

TEST(Sleep, ComesAfterManyFailuresOverALongTime) {
    SchedulePolicy policy;
    store::ScheduleFacts ill = facts("2026-05-20T00:00:00Z", "2026-05-01T03:00:00Z");
    ill.failures = 10;
    ill.failing_since = instant_of("2026-05-06T00:00:00Z");
    ill.failed_at = instant_of("2026-05-19T23:59:59Z");
    EXPECT_EQ(dead_because(ill, policy), "") << "many, but a second short of fourteen days";
    ill.failed_at = instant_of("2026-05-20T00:00:00Z");
    EXPECT_EQ(dead_because(ill, policy), "10 failures in 14 days");
    ill.failures = 9;
    EXPECT_EQ(dead_because(ill, policy), "") << "long, but few";
    ill.failures = 10;
    const Schedule daily = made(a_source());
    const NextRun probe = next_run(daily, ill, policy);
    EXPECT_EQ(probe.mode, RunMode::probe);
    EXPECT_EQ(to_iso8601(probe.at), "2026-05-27T00:00:00Z") << "a week after it was last tried";
    ill.suspended_at = ill.now;
    EXPECT_EQ(dead_because(ill, policy), "") << "said once";
    EXPECT_EQ(next_run(daily, ill, policy).mode, RunMode::probe);
}

TEST(Replanning, WritesOnlyWhatIsNew) {
    const Schedule daily = made(a_source());
    store::ScheduleFacts now = facts("2026-05-01T04:00:00Z", "2026-05-01T03:00:00Z");
    const auto first = replan(daily, now, {});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->next_at, instant_of("2026-05-02T03:00:00Z"));
    now.next_at = first->next_at;
    now.rule = first->rule;
    EXPECT_FALSE(replan(daily, now, {}));
    // Another rule, another time; but what is due stays due.
    const Schedule hourly = made(a_source(1h));
    EXPECT_NE(hourly.rule, daily.rule);
    EXPECT_EQ(replan(hourly, now, {})->next_at, instant_of("2026-05-01T05:00:00Z"));
    now.now = instant_of("2026-05-02T03:00:01Z");
    EXPECT_EQ(replan(hourly, now, {})->next_at, now.next_at);
    // Before the first run there is nothing to compute from.
    now.anchor.reset();
    now.next_at.reset();
    EXPECT_FALSE(replan(daily, now, {}));
}

TEST(Replanning, NotesTheWindowThatIsOpen) {
    MaintenanceWindow night;
    night.cron = "0 2 * * *";
    night.duration = 4h;
    const Schedule schedule = made(a_source(), {night});
    store::ScheduleFacts now = facts("2026-05-01T03:00:00Z", "2026-04-01T12:00:00Z");
    now.rule = schedule.rule;
    now.next_at = instant_of("2026-05-01T12:00:00Z");
    const auto opened = replan(schedule, now, {});
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->paused_until, instant_of("2026-05-01T06:00:00Z"));
    EXPECT_EQ(opened->next_at, now.next_at);
    now.paused_until = opened->paused_until;
    EXPECT_FALSE(replan(schedule, now, {}));
    now.now = instant_of("2026-05-01T06:00:00Z");
    EXPECT_FALSE(replan(schedule, now, {})) << "a pause that is over needs no writing";
    // A window taken out of the settings ends at once.
    now.now = instant_of("2026-05-01T04:00:00Z");
    const Schedule without = made(a_source());
    ASSERT_TRUE(replan(without, now, {}));
    EXPECT_FALSE(replan(without, now, {})->paused_until);
}

} // namespace
} // namespace moisson::harvest
