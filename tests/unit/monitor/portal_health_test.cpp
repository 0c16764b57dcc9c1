// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The state machine of a portal, by the probes it is told, and what intervals say.
#include "monitor/portal_health.hpp"
#include "monitor/portal_watch.hpp"
#include "unit/monitor/builders.hpp"

#include <gtest/gtest.h>

namespace moisson::monitor {
namespace {

const Instant health_start = at("2026-01-01T00:00:00Z");

// One probe every ten minutes: '.' both answer, 'a' the API fails, 'h' the home page fails, 'X'
// both fail, '?' nothing is measured, 's' slow, 't' untrusted, 'm' maintenance.
PortalProbe probe_of(char what, Instant when) {
    PortalProbe probe;
    probe.at = when;
    probe.home = what == 'h' || what == 'X' ? Answer::bad : Answer::good;
    probe.api = what == 'a' || what == 'X' ? Answer::bad : Answer::good;
    probe.slow = what == 's';
    probe.maintenance = what == 'm';
    if (what == '?')
        probe.home = probe.api = Answer::neutral;
    if (what == 't')
        probe.home = Answer::untrusted;
    if (what == 'X')
        probe.reasons = {"API HTTP_5XX"};
    return probe;
}

struct Life {
    PortalMemory memory;
    Instant now = health_start;

    Life& then(std::string_view probes) {
        for (const char what : probes) {
            memory = observe(std::move(memory), probe_of(what, now));
            now += std::chrono::minutes(10);
        }
        return *this;
    }
};

PortalHealth after_probes(std::string_view probes) {
    return Life().then(probes).memory.state;
}

TEST(PortalHealth, GetsWorseAfterThreeAndBetterAfterTwo) {
    EXPECT_EQ(after_probes(""), PortalHealth::unknown);
    EXPECT_EQ(after_probes("."), PortalHealth::up);
    EXPECT_EQ(after_probes(".XX"), PortalHealth::up);
    EXPECT_EQ(after_probes(".XXX"), PortalHealth::down);
    EXPECT_EQ(after_probes(".XX.XX"), PortalHealth::up);
    EXPECT_EQ(after_probes(".XXX."), PortalHealth::down);
    EXPECT_EQ(after_probes(".XXX.."), PortalHealth::up);
    EXPECT_EQ(after_probes(".aa"), PortalHealth::up);
    EXPECT_EQ(after_probes(".aaa"), PortalHealth::degraded);
    EXPECT_EQ(after_probes(".aXh"), PortalHealth::degraded);
    EXPECT_EQ(after_probes(".sss"), PortalHealth::degraded);
    EXPECT_EQ(after_probes(".ttt"), PortalHealth::degraded);
    EXPECT_EQ(after_probes(".XXXaa"), PortalHealth::degraded);
    EXPECT_EQ(after_probes(".aaaXX"), PortalHealth::degraded);
    EXPECT_EQ(after_probes(".aaaXXX"), PortalHealth::down);
}

TEST(PortalHealth, TheFirstBadAnswersSayNothingYet) {
    EXPECT_EQ(after_probes("X"), PortalHealth::unknown);
    EXPECT_EQ(after_probes("XX"), PortalHealth::unknown);
    EXPECT_EQ(after_probes("XXX"), PortalHealth::down);
}

TEST(PortalHealth, ADoubtChangesNothing) {
    EXPECT_EQ(after_probes("???"), PortalHealth::unknown);
    EXPECT_EQ(after_probes(".XX?X"), PortalHealth::down);
    EXPECT_EQ(after_probes(".???????"), PortalHealth::up);
    EXPECT_EQ(after_probes(".XXX????"), PortalHealth::down);
    PortalProbe half = probe_of('a', health_start);
    half.home = Answer::neutral;
    EXPECT_EQ(level_of(half), std::nullopt);
}

TEST(PortalHealth, KeepsSinceWhenAndWhy) {
    const PortalMemory memory = Life().then("..XXXXX").memory;
    EXPECT_EQ(memory.since, health_start + std::chrono::minutes(40));
    EXPECT_EQ(memory.reasons, std::vector<std::string>{"API HTTP_5XX"});
    EXPECT_TRUE(Life().then(".XXX..").memory.reasons.empty());
}

TEST(PortalHealth, AnswersThatComeAndGoAreInstability) {
    EXPECT_EQ(after_probes(".X.X."), PortalHealth::up);
    EXPECT_EQ(after_probes(".X.X.X"), PortalHealth::flapping);
    Life life;
    life.then(".X.X.X");
    life.then("...........");
    EXPECT_EQ(life.memory.state, PortalHealth::flapping);
    life.then(".");
    EXPECT_EQ(life.memory.state, PortalHealth::up);
}

TEST(PortalHealth, MaintenanceIsNoAbsenceAndEndsWithTheNextAnswer) {
    EXPECT_EQ(after_probes(".mmm"), PortalHealth::maintenance);
    EXPECT_EQ(after_probes(".mmm."), PortalHealth::up);
    EXPECT_EQ(Life().then(".mmm").memory.recent, "0");
    // It ends though the next answer proves nothing, and what was known before holds again.
    EXPECT_EQ(after_probes(".mm?"), PortalHealth::up);
    EXPECT_EQ(after_probes(".XXXm?"), PortalHealth::down);
    EXPECT_EQ(after_probes("m?"), PortalHealth::unknown);
    EXPECT_EQ(after_probes("mX"), PortalHealth::unknown);
    EXPECT_EQ(after_probes("mXXX"), PortalHealth::down);
    EXPECT_EQ(after_probes("m?."), PortalHealth::up);
}

TEST(PortalHealth, ThirtyDaysOfSilenceAreSleep) {
    Life life;
    life.then(".XXX");
    for (int day = 0; day < 31; ++day)
        life.then(std::string(144, 'X'));
    EXPECT_EQ(life.memory.state, PortalHealth::dormant);
    EXPECT_EQ(life.then("..").memory.state, PortalHealth::up);
}

TEST(PortalHealth, WeDoNotAccusePortalsWhenItIsWeWhoAreCutOff) {
    SelfGuard guard;
    Instant now = health_start;
    EXPECT_TRUE(guard.believes("a", PortalLevel::good, now));
    EXPECT_TRUE(guard.believes("b", PortalLevel::unreachable, now));
    now += std::chrono::minutes(16);
    EXPECT_TRUE(guard.believes("a", PortalLevel::unreachable, now));
    EXPECT_FALSE(guard.believes("c", PortalLevel::unreachable, now));
    EXPECT_FALSE(guard.believes("a", PortalLevel::unreachable, now));
    EXPECT_TRUE(guard.believes("c", PortalLevel::good, now));
    EXPECT_TRUE(guard.believes("a", PortalLevel::unreachable, now));
    EXPECT_FALSE(guard.believes("a", std::nullopt, now));
}

TEST(PortalHealth, AControlAddressIsAWitnessAndAPortalIsNoneForItself) {
    SelfGuard guard;
    Instant now = health_start;
    EXPECT_FALSE(guard.has_witness("a", now));
    EXPECT_TRUE(guard.believes("a", PortalLevel::good, now));
    EXPECT_FALSE(guard.has_witness("a", now)) << "it answered before it fell silent";
    EXPECT_TRUE(guard.has_witness("b", now));
    now += std::chrono::minutes(20);
    EXPECT_FALSE(guard.has_witness("b", now));
    guard.note_control(now);
    EXPECT_TRUE(guard.has_witness("a", now));
    // All of one house: it is theirs that is dark.
    for (const char* const portal : {"a", "b", "c", "d"})
        EXPECT_TRUE(guard.believes(portal, PortalLevel::unreachable, now)) << portal;
}

TEST(PortalHealth, WhatAnErrorSays) {
    const auto api = [](Code code) { return answer_of(Error(code), false); };
    EXPECT_EQ(api(Code::http_4xx), Answer::bad);
    EXPECT_EQ(answer_of(Error(Code::http_4xx), true), Answer::good);
    EXPECT_EQ(api(Code::not_json), Answer::bad);
    EXPECT_EQ(api(Code::tls_expired), Answer::untrusted);
    EXPECT_EQ(api(Code::tls_old_protocol), Answer::untrusted);
    EXPECT_EQ(api(Code::timeout_connect), Answer::bad);
    for (const Code code :
         {Code::rate_limited, Code::blocked_waf, Code::ssrf_blocked, Code::local_resources})
        EXPECT_EQ(api(code), Answer::neutral);
    EXPECT_EQ(api(Code::too_large), Answer::good);
}

HealthInterval stretch(PortalHealth state, int from, std::optional<int> to) {
    HealthInterval out;
    out.state = state;
    out.since = health_start + std::chrono::hours(from);
    if (to)
        out.until = health_start + std::chrono::hours(*to);
    return out;
}

TEST(Uptime, CountsWhatWasMeasuredAndNothingElse) {
    const std::vector<HealthInterval> past = {
        stretch(PortalHealth::up, -100, 10),
        stretch(PortalHealth::down, 10, 12),
        stretch(PortalHealth::maintenance, 12, 20),
        stretch(PortalHealth::degraded, 22, std::nullopt)};
    const Instant end = health_start + std::chrono::hours(30);
    const Uptime day = uptime(past, health_start, end, end);
    EXPECT_EQ(day.up, std::chrono::hours(18));
    EXPECT_EQ(day.down, std::chrono::hours(2));
    EXPECT_EQ(day.unmeasured, std::chrono::hours(10));
    EXPECT_DOUBLE_EQ(day.percent().value(), 90.0);
    EXPECT_FALSE(uptime({}, health_start, end, end).percent());
    EXPECT_EQ(uptime(past, health_start, health_start, end), Uptime());
}

TEST(Uptime, DegradedIsNothingOfACatalogueThatWasNeverRead) {
    PortalStanding standing;
    standing.intervals = {
        stretch(PortalHealth::degraded, 0, 20),
        stretch(PortalHealth::up, 20, 25),
        stretch(PortalHealth::down, 25, 30)};
    const Instant end = health_start + std::chrono::hours(30);
    const Uptime never = uptime(standing, CatalogueRead::never, health_start, end, end);
    EXPECT_EQ(never.unmeasured, std::chrono::hours(20));
    EXPECT_DOUBLE_EQ(never.percent().value(), 50.0);
    const Uptime once = uptime(standing, CatalogueRead::once, health_start, end, end);
    EXPECT_EQ(once.up, std::chrono::hours(25));
}

// The monitor is stopped, or nothing it gets proves anything: neither up nor down.
TEST(Uptime, WhatGoesOnCountsUntilSomebodyLookedLast) {
    const std::vector<HealthInterval> past = {stretch(PortalHealth::down, 20, std::nullopt)};
    const Instant end = health_start + std::chrono::hours(30);
    PortalStanding standing;
    EXPECT_EQ(watched_until(standing, end), end);
    standing.watched_until = end + std::chrono::minutes(25);
    EXPECT_EQ(watched_until(standing, end), end);
    standing.watched_until = health_start + std::chrono::hours(22);
    const Uptime day = uptime(past, health_start, end, watched_until(standing, end));
    EXPECT_EQ(day.down, std::chrono::hours(2));
    EXPECT_EQ(day.unmeasured, std::chrono::hours(28));
    // Nobody has looked since before the window.
    EXPECT_FALSE(uptime(past, end, end + std::chrono::hours(1), *standing.watched_until).percent());
}

TEST(Standing, FrozenShrunkAndCertificates) {
    PortalStanding standing;
    EXPECT_FALSE(frozen_since(standing, health_start));
    standing.newest_change = health_start - std::chrono::days(364);
    EXPECT_FALSE(frozen_since(standing, health_start));
    standing.newest_change = health_start - std::chrono::days(365);
    EXPECT_EQ(frozen_since(standing, health_start), standing.newest_change);
    EXPECT_FALSE(frozen_since(standing, std::nullopt)) << "we never read it";
    EXPECT_FALSE(frozen_since(standing, health_start - std::chrono::days(1))) << "nor since then";
    EXPECT_FALSE(shrunk_by(standing, 0));
    standing.dataset_peak = 100;
    EXPECT_FALSE(shrunk_by(standing, 91));
    EXPECT_EQ(shrunk_by(standing, 90), 10);
    EXPECT_FALSE(shrunk_by(standing, 120));
    standing.dataset_peak = 4;
    EXPECT_FALSE(shrunk_by(standing, 2));
    EXPECT_EQ(shrunk_by(standing, 1), 3);
    EXPECT_FALSE(certificate_days(standing, health_start));
    standing.certificate_expires = health_start + std::chrono::hours(47);
    EXPECT_EQ(certificate_days(standing, health_start), 1);
    standing.certificate_expires = health_start - std::chrono::hours(1);
    EXPECT_EQ(certificate_days(standing, health_start), -1);
}

} // namespace
} // namespace moisson::monitor
