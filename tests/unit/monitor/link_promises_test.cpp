// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What links promise, over random stories: nothing is broken within a day of its first failure, one
// positive ends every doubt, and a host that dies or moves is one fact, whatever the order, the
// pace and the number of its URLs.
#include "core/rng.hpp"
#include "monitor/link_host.hpp"
#include "monitor/link_schedule.hpp"
#include "monitor/link_state.hpp"
#include "unit/monitor/builders.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace moisson::monitor {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Instant begin = at("2026-11-01T00:00:00Z");

Observation observed(LinkCode code, Instant when, bool by_get) {
    return Observation(code, when, by_get);
}

// 2,000 links, 60 looks each, some minutes to three days apart, half of them bad.
TEST(LinkPromises, NothingIsBrokenWithinADayButWhatIsWrongInItself) {
    Rng rng(20261127);
    const auto codes = all_link_codes();
    std::int64_t broken = 0;
    for (int story = 0; story < 2'000; ++story) {
        LinkMemory memory;
        Instant now = begin;
        // The first failure that no positive has answered yet; neutral answers do not count.
        std::optional<Instant> failing_since;
        for (int step = 0; step < 60; ++step) {
            now += minutes(1 + static_cast<int>(rng.below(3 * 24 * 60)));
            const LinkCode code = codes[rng.below(codes.size())];
            const Guard guard =
                rng.below(8) == 0 ? all_guards[rng.below(all_guards.size())] : Guard::none;
            const LinkState before = memory.state;
            const Transition out = transit(memory, observed(code, now, rng.below(4) > 0), guard);
            memory = out.memory;
            // What is seen while our own network is in doubt says nothing, good or bad.
            if (guard != Guard::self && works(code))
                failing_since.reset();
            else if (guard != Guard::self && is_negative(code) && !failing_since)
                failing_since = now;
            if (memory.state != LinkState::broken || before == LinkState::broken ||
                before == LinkState::recovering || class_of(code) == LinkClass::fault)
                continue;
            ++broken;
            ASSERT_TRUE(failing_since) << to_string(code);
            ASSERT_GE(now - *failing_since, hours(24)) << to_string(code);
        }
    }
    EXPECT_GT(broken, 1'000) << "stories in which nothing breaks prove nothing";
}

TEST(LinkPromises, OnePositiveEndsADoubtWithoutAWord) {
    Rng rng(7);
    const auto codes = all_link_codes();
    for (const LinkCode good : codes) {
        if (!works(good))
            continue;
        for (const LinkCode bad : codes) {
            if (!is_negative(bad) || class_of(bad) == LinkClass::fault)
                continue;
            LinkMemory memory =
                transit(LinkMemory(), observed(LinkCode::ok, begin, true), Guard::none).memory;
            memory = transit(memory, observed(bad, begin + hours(5), true), Guard::none).memory;
            ASSERT_EQ(memory.state, LinkState::suspect) << to_string(bad);
            const Transition back =
                transit(memory, observed(good, begin + hours(6), true), Guard::none);
            ASSERT_TRUE(
                back.memory.state == LinkState::ok || back.memory.state == LinkState::degraded
            ) << to_string(bad)
              << " then " << to_string(good);
            ASSERT_EQ(back.memory.failures, 0);
            ASSERT_EQ(standing_of(back.memory), "ok");
        }
    }
}

HostSample sample_of(int url, LinkCode code, Instant when, std::uint32_t target = 0) {
    HostSample out;
    out.at = when;
    out.code = code;
    out.url = static_cast<std::uint32_t>(url + 1);
    out.target = target;
    return out;
}

// How often a host became another state that is told, over the whole story.
struct ToldStates {
    int down = 0;
    int moved = 0;
    int blocked = 0;
};

class HostStory {
public:
    explicit HostStory(std::uint64_t seed) : rng_(seed) {}

    // 500 URLs looked at in a drawn order, `spacing` apart on average.
    void look_at_all(LinkCode code, std::uint32_t target, minutes spacing) {
        std::vector<int> order;
        for (int i = 0; i < 500; ++i)
            order.insert(
                order.begin() + static_cast<std::ptrdiff_t>(rng_.below(order.size() + 1)),
                i
            );
        for (const int url : order) {
            now_ += std::chrono::seconds(
                1 + static_cast<int>(rng_.below(static_cast<std::uint64_t>(spacing.count()) * 120))
            );
            note(sample_of(url, code, now_, target));
        }
    }
    void rest(hours time) { now_ += time; }
    const ToldStates& told() const { return told_; }
    HostState state() const { return memory_.state; }

private:
    void note(HostSample seen) {
        const HostState before = memory_.state;
        HostTransition out = note_sample(memory_, seen);
        memory_ = std::move(out.memory);
        if (memory_.state == before)
            return;
        told_.down += memory_.state == HostState::down ? 1 : 0;
        told_.moved += memory_.state == HostState::moved ? 1 : 0;
        told_.blocked += memory_.state == HostState::blocked ? 1 : 0;
    }

    Rng rng_;
    HostMemory memory_;
    Instant now_ = begin;
    ToldStates told_;
};

class HostPromises : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(HostPromises, FiveHundredUrlsOfADeadNameAreToldOnce) {
    HostStory story(GetParam());
    story.look_at_all(LinkCode::ok, 0, minutes(1));
    story.rest(hours(12));
    for (int sweep = 0; sweep < 3; ++sweep)
        story.look_at_all(LinkCode::dns_nxdomain, 0, minutes(2));
    EXPECT_EQ(story.told().down, 1);
    EXPECT_EQ(story.told().moved + story.told().blocked, 0);
    EXPECT_EQ(story.state(), HostState::down);
}

TEST_P(HostPromises, FiveHundredUrlsOfAMovedSiteAreToldOnce) {
    for (const LinkCode code : {LinkCode::http_404, LinkCode::soft404_root}) {
        HostStory story(GetParam());
        story.look_at_all(LinkCode::ok, 0, minutes(1));
        story.rest(hours(12));
        for (int sweep = 0; sweep < 3; ++sweep)
            story.look_at_all(code, 9'999, minutes(2));
        EXPECT_EQ(story.told().moved, 1) << to_string(code);
        EXPECT_EQ(story.told().down + story.told().blocked, 0) << to_string(code);
        EXPECT_EQ(story.state(), HostState::moved) << to_string(code);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Seeds,
    HostPromises,
    ::testing::Range(std::uint64_t{1}, std::uint64_t{21})
);

} // namespace
} // namespace moisson::monitor
