// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/reused_text.hpp"

#include <gtest/gtest.h>

namespace moisson::kit {
namespace {

TEST(ReusedText, KeepsTheRoomOfTextsAsTheyUsuallyAre) {
    ReusedText text;
    text.begin().assign(20'000, 'a');
    EXPECT_EQ(text.take(), std::string(20'000, 'a'));
    EXPECT_GE(text.memory_bytes(), 20'000U);
    EXPECT_TRUE(text.begin().empty()) << "nothing of the one before";
    text.begin() += "b";
    EXPECT_EQ(text.take(), "b");
}

TEST(ReusedText, GivesBackWhatALargeOneTook) {
    ReusedText text;
    text.begin().assign(8'000'000, 'a');
    const std::string taken = text.take();
    EXPECT_EQ(taken.size(), 8'000'000U);
    EXPECT_LE(text.memory_bytes(), ReusedText::kept_max);
    text.begin() += "b";
    EXPECT_EQ(text.take(), "b");
}

} // namespace
} // namespace moisson::kit
