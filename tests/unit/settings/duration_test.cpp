// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Durations, as people write them.
#include "settings/duration.hpp"

#include <gtest/gtest.h>

namespace moisson::settings {
namespace {

using namespace std::chrono_literals;

TEST(Duration, ReadsEveryUnit) {
    EXPECT_EQ(parse_duration("500ms"), 500ms);
    EXPECT_EQ(parse_duration("30s"), 30s);
    EXPECT_EQ(parse_duration("15min"), 15min);
    EXPECT_EQ(parse_duration("15m"), 15min);
    EXPECT_EQ(parse_duration("24h"), 24h);
    EXPECT_EQ(parse_duration("7j"), 168h);
    EXPECT_EQ(parse_duration("7d"), 168h);
    EXPECT_EQ(parse_duration("1h30min"), 90min);
    EXPECT_EQ(parse_duration("2 h 5 s"), 2h + 5s);
    EXPECT_EQ(parse_duration("0"), 0ms);
}

TEST(Duration, RefusesWhatIsNone) {
    for (const char* const text :
         {"", "30", "s", "-5s", "5x", "1.5h", "5s5min", "5s5s", "99999999999999999999s", "4000j"})
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(Duration, IsWrittenAsItReads) {
    for (const auto time : {0ms, 1ms, 999ms, 1500ms, 60'000ms, 90'061'001ms, 86'400'000ms})
        EXPECT_EQ(parse_duration(format_duration(time)), time);
    EXPECT_EQ(format_duration(90min), "1h30min");
    EXPECT_EQ(format_duration(168h), "7j");
}

} // namespace
} // namespace moisson::settings
