// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dead names, moved sites, walls, and our own network (decision 4).
#include "monitor/host_turn.hpp"
#include "monitor/link_host.hpp"
#include "monitor/link_self.hpp"

#include <gtest/gtest.h>

namespace moisson::monitor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant start{std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)};

HostSample sample(LinkCode code, std::uint32_t url, Instant at, std::uint32_t target = 0) {
    HostSample out;
    out.code = code;
    out.url = url;
    out.at = at;
    out.target = target;
    return out;
}

struct Told {
    HostMemory memory;
    int facts = 0;
    int condemned = 0;
    int condemned_first = 0;
    bool all = false;

    void see(const HostSample& one) {
        HostTransition out = note_sample(memory, one);
        memory = std::move(out.memory);
        facts += out.changed ? 1 : 0;
        condemned += out.condemns ? 1 : 0;
        condemned_first += out.condemns_first ? 1 : 0;
        all = out.condemns_all;
    }
};

TEST(LinkHost, FiveHundredUrlsOfADeadNameAreOneFact) {
    Told told;
    for (std::uint32_t url = 1; url <= 500; ++url)
        told.see(sample(LinkCode::dns_nxdomain, url, start + seconds(url)));
    EXPECT_EQ(told.facts, 1);
    EXPECT_EQ(told.memory.state, HostState::down);
    EXPECT_EQ(guard_of(told.memory), Guard::host_down);
    EXPECT_LE(told.memory.samples.size(), host_samples_max);
    // Its canary goes on failing: one event for all links after a week, and only one. Those that
    // are found later follow within a day.
    for (int hour = 1; hour <= 20 * 24; ++hour)
        told.see(sample(LinkCode::dns_nxdomain, 1, start + hours(hour)));
    EXPECT_EQ(told.facts, 1);
    EXPECT_EQ(told.condemned_first, 1);
    EXPECT_EQ(told.condemned, 13);
    EXPECT_TRUE(told.memory.condemned_at);
    told.see(sample(LinkCode::ok, 1, start + hours(21 * 24)));
    EXPECT_FALSE(told.memory.condemned_at);
}

TEST(LinkHost, OnlyAHostThatSaysNothingCondemnsWhatWasNotAsked) {
    for (const LinkCode code : {LinkCode::conn_refused, LinkCode::http_5xx}) {
        Told told;
        for (std::uint32_t url = 1; url <= 3; ++url)
            told.see(sample(code, url, start + seconds(url)));
        told.see(sample(code, 1, start + hours(7 * 24 + 1)));
        EXPECT_EQ(told.condemned, 1);
        EXPECT_EQ(told.all, code == LinkCode::conn_refused) << to_string(code);
    }
}

// Short links: who answers 302 is alive, whatever becomes of the target.
TEST(LinkHost, TheFailureOfARedirectsTargetIsNotTheHosts) {
    Told told;
    const auto of_target = [](LinkCode code, std::uint32_t url) {
        HostSample out = sample(code, url, start + seconds(url));
        out.elsewhere = true;
        return out;
    };
    for (std::uint32_t url = 1; url <= 9; ++url)
        told.see(of_target(url % 2 == 0 ? LinkCode::dns_nxdomain : LinkCode::http_5xx, url));
    for (std::uint32_t url = 10; url <= 19; ++url)
        told.see(of_target(LinkCode::forbidden_403, url));
    EXPECT_EQ(told.facts, 0);
    EXPECT_TRUE(told.memory.samples.empty());
    for (std::uint32_t url = 20; url <= 22; ++url)
        told.see(sample(LinkCode::timeout_connect, url, start + seconds(url)));
    ASSERT_EQ(told.memory.state, HostState::down);
    told.see(of_target(LinkCode::conn_refused, 30));
    EXPECT_EQ(told.memory.state, HostState::normal) << "it redirects: it is there";
}

// A parked name, or a CMS whose every unknown address is one page.
TEST(LinkHost, OnePageForFiveHundredUrlsIsOneFact) {
    Told told;
    for (std::uint32_t url = 1; url <= 20; ++url)
        told.see(sample(LinkCode::ok, url, start + seconds(url)));
    const Instant parked = start + hours(48);
    for (std::uint32_t url = 1; url <= 500; ++url)
        told.see(sample(LinkCode::soft404_canary, url, parked + seconds(url)));
    EXPECT_EQ(told.facts, 1);
    EXPECT_EQ(told.memory.state, HostState::moved);
}

TEST(LinkHost, FiveHundredUrlsOfAMovedSiteAreOneFact) {
    Told told;
    for (std::uint32_t url = 1; url <= 20; ++url)
        told.see(sample(LinkCode::ok, url, start + seconds(url)));
    const Instant moved = start + hours(48);
    for (std::uint32_t url = 1; url <= 500; ++url)
        told.see(sample(LinkCode::http_404, url, moved + seconds(url)));
    EXPECT_EQ(told.facts, 1);
    EXPECT_EQ(told.memory.state, HostState::moved);
}

TEST(LinkHost, ASiteThatNeverWorkedHasNotMoved) {
    Told told;
    for (std::uint32_t url = 1; url <= 50; ++url)
        told.see(sample(LinkCode::http_404, url, start + seconds(url)));
    EXPECT_EQ(told.facts, 0);
}

TEST(LinkHost, OneAnswerEndsHostDown) {
    Told told;
    for (std::uint32_t url = 1; url <= 3; ++url)
        told.see(sample(LinkCode::timeout_connect, url, start + seconds(url)));
    EXPECT_EQ(told.memory.state, HostState::down);
    told.see(sample(LinkCode::http_404, 1, start + hours(1)));
    EXPECT_EQ(told.memory.state, HostState::normal) << "a server that says 404 is there";
}

TEST(LinkHost, TwoFailingUrlsOrOnePositiveAreNoHostFact) {
    Told two;
    two.see(sample(LinkCode::timeout_connect, 1, start));
    two.see(sample(LinkCode::timeout_connect, 2, start + seconds(1)));
    two.see(sample(LinkCode::timeout_connect, 1, start + seconds(2)));
    EXPECT_EQ(two.facts, 0);
    Told one;
    one.see(sample(LinkCode::ok, 9, start));
    for (std::uint32_t url = 1; url <= 5; ++url)
        one.see(sample(LinkCode::http_5xx, url, start + seconds(url)));
    EXPECT_EQ(one.facts, 0);
}

TEST(LinkHost, WallsBlockTheHostAndNothingElse) {
    Told told;
    for (std::uint32_t url = 1; url <= 10; ++url)
        told.see(sample(LinkCode::forbidden_403, url, start + seconds(url)));
    EXPECT_EQ(told.memory.state, HostState::blocked);
    EXPECT_EQ(guard_of(told.memory), Guard::none);
}

TEST(LinkHost, OurOwnOutageLeavesNoTrace) {
    Told told;
    for (std::uint32_t url = 1; url <= 10; ++url)
        told.see(sample(LinkCode::checker_offline, url, start + seconds(url)));
    EXPECT_EQ(told.facts, 0);
    EXPECT_TRUE(told.memory.samples.empty());
}

TEST(LinkHost, HeadIsDistrustedAfterTwoContradictionsInAMonth) {
    HostMemory memory;
    note_head_disagreement(memory, start);
    EXPECT_FALSE(head_unreliable(memory, start));
    note_head_disagreement(memory, start + hours(24));
    EXPECT_TRUE(head_unreliable(memory, start + hours(25)));
    EXPECT_FALSE(head_unreliable(memory, start + hours(31 * 24)));
}

TEST(LinkHost, ASecond429InARowIsAPauseOfADay) {
    HostMemory host;
    EXPECT_EQ(pause_after_429(host, std::nullopt, start), hours(1));
    EXPECT_EQ(pause_after_429(host, std::nullopt, start + hours(1)), hours(24));
    EXPECT_EQ(pause_after_429(host, seconds(60), start + hours(25)), hours(24)) << "the third too";
    EXPECT_EQ(pause_after_429(host, hours(48), start + hours(49)), hours(48));
    EXPECT_EQ(pause_after_429(host, hours(1'000), start + hours(97)), hours(7 * 24));
    host = note_sample(host, sample(LinkCode::ok, 1, start + hours(98))).memory;
    EXPECT_EQ(pause_after_429(host, seconds(7'200), start + hours(98)), hours(2)) << "it worked";
    EXPECT_EQ(pause_after_429(host, std::nullopt, start + hours(400)), hours(1)) << "long ago";
}

TEST(LinkHost, A429AfterAFileThatWorkedBehindARedirectIsAPauseOfAnHour) {
    HostMemory host;
    EXPECT_EQ(pause_after_429(host, std::nullopt, start), hours(1));
    for (std::uint32_t url = 1; url <= 90; ++url) {
        const Instant at = start + hours(2) + seconds(url);
        host = note_sample(host, sample(LinkCode::ok_redirect_temp, url, at, 1'000 + url)).memory;
    }
    EXPECT_FALSE(host.last_positive);
    EXPECT_EQ(pause_after_429(host, std::nullopt, start + hours(3)), hours(1));
    host = note_sample(host, sample(LinkCode::http_404, 91, start + hours(4))).memory;
    EXPECT_EQ(pause_after_429(host, std::nullopt, start + hours(4)), hours(24)) << "nothing worked";
}

TEST(LinkSelf, AFailureCountsWhenAnotherHostAnswered) {
    LinkSelfGuard guard;
    const Steady now{};
    EXPECT_EQ(guard.online("a", now), std::nullopt) << "nobody knows";
    guard.note_answer("a", now);
    EXPECT_EQ(guard.online("a", now), std::nullopt) << "a host is no witness of its own";
    guard.note_answer("b", now);
    EXPECT_EQ(guard.online("a", now), true);
    EXPECT_EQ(guard.online("b", now), true) << "a answered before b";
    EXPECT_EQ(guard.online("a", now + minutes(2)), std::nullopt);
    guard.note_control(false, now + minutes(2));
    EXPECT_EQ(guard.online("a", now + minutes(2)), false);
    guard.note_control(true, now + minutes(3));
    EXPECT_EQ(guard.online("a", now + minutes(3)), true);
}

} // namespace
} // namespace moisson::monitor
