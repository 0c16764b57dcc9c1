// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The last repeat to a producer, which coordinators read too.
#include "unit/alert/story.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace moisson::alert {
namespace {

using std::chrono::days;

TEST(LastWord, ToAProducerHandsItOver) {
    Story story;
    ASSERT_EQ(policy_of(story.kind).audience, AlertAudience::producer);
    Situation producers = seen(Sight::present);
    for (int day = 0; day < 400; ++day) {
        const Instant now = start + days(day);
        producers.condition.audience = AlertAudience::producer;
        const Step out = step(story.open, producers, now);
        story.open = out.episode;
        story.events.insert(story.events.end(), out.events.begin(), out.events.end());
    }
    ASSERT_EQ(story.told(AlertEventKind::repeated), 3);
    EXPECT_EQ(story.events[1].reason, "still_true");
    EXPECT_EQ(story.events[2].reason, "still_true");
    EXPECT_EQ(story.events[3].reason, "handed_over");
}

TEST(LastWord, ToAProducerIsSaidAWeekAfterWhatMutedIt) {
    Situation producers = seen(Sight::present);
    producers.condition.audience = AlertAudience::producer;
    const auto live = [&producers](Story& story, int from, int to) {
        for (int day = from; day < to; ++day) {
            const Step out = step(story.open, producers, start + days(day));
            story.open = out.episode;
            story.events.insert(story.events.end(), out.events.begin(), out.events.end());
        }
    };
    Story snoozed;
    live(snoozed, 0, 80);
    ASSERT_EQ(snoozed.told(AlertEventKind::repeated), 2);
    snoozed.open->snoozed_until = start + days(95);
    live(snoozed, 80, 95);
    EXPECT_EQ(snoozed.told(), 3);
    live(snoozed, 95, 102);
    EXPECT_EQ(snoozed.told(), 4);
    EXPECT_EQ(snoozed.events.back().reason, "snoozed_ended");
    live(snoozed, 102, 103);
    EXPECT_EQ(snoozed.told(), 5);
    EXPECT_EQ(snoozed.events.back().reason, "handed_over");
    live(snoozed, 103, 400);
    EXPECT_EQ(snoozed.told(), 5);
    // It was said: another snooze does not say it again.
    snoozed.open->snoozed_until = start + days(410);
    live(snoozed, 400, 500);
    EXPECT_EQ(snoozed.told(), 6);
    EXPECT_EQ(snoozed.events.back().reason, "snoozed_ended");

    Story silenced;
    producers.silence = 7;
    live(silenced, 0, 95);
    EXPECT_EQ(silenced.told(), 0);
    producers.silence.reset();
    live(silenced, 95, 102);
    EXPECT_EQ(silenced.told(), 1);
    live(silenced, 102, 400);
    EXPECT_EQ(silenced.told(), 2);
    EXPECT_EQ(silenced.events.back().reason, "handed_over");
}

} // namespace
} // namespace moisson::alert
