// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The chart of a portal: what it draws, and what its table says.
#include "pages/measure_chart.hpp"

#include <gtest/gtest.h>

namespace moisson::pages {
namespace {

store::Measure on(std::chrono::year_month_day day, std::int64_t late, std::int64_t quality) {
    store::Measure out;
    out.day = std::chrono::sys_days(day);
    out.datasets = 100;
    out.states = {60 - late, 0, late, 0, 40, 0};
    out.quality_sum = quality * 100;
    out.scored = 100;
    out.mqa_sum = 25'000;
    out.mqa_scored = 100;
    return out;
}

std::vector<store::Measure> a_year() {
    std::vector<store::Measure> out;
    const std::chrono::sys_days first(std::chrono::year(2025) / 12 / 1);
    for (int week = 0; week < 52; ++week)
        out.push_back(on(first + std::chrono::days(7 * week), week == 0 ? 30 : 15, 40 + week / 2));
    return out;
}

TEST(MeasureChart, DrawsFromCornerToCornerAndSaysTheSameInItsTable) {
    render::Data data;
    put_measures(data, a_year());
    const std::string quality = data.get("quality_line")->string_value();
    EXPECT_TRUE(quality.starts_with("30,82.4 ")) << quality;
    EXPECT_NE(quality.find(" 596,51.4"), std::string::npos) << quality;
    const std::string fresh = data.get("fresh_line")->string_value();
    EXPECT_TRUE(fresh.starts_with("30,70.0 ")) << "half of those with a rhythm: " << fresh;
    EXPECT_LT(quality.size() + fresh.size(), 1'500U);
    const std::string title = data.get("chart_title")->string_value();
    EXPECT_NE(title.find("de 40 à 65 sur 100"), std::string::npos) << title;
    EXPECT_NE(title.find("de 50 à 75 %"), std::string::npos) << title;
    const auto& months = data.get("months")->list_value();
    ASSERT_EQ(months.size(), 12U);
    EXPECT_EQ(months.front().get("fresh")->string_value(), "75");
    EXPECT_EQ(months.front().get("late")->string_value(), "15");
    EXPECT_EQ(months.front().get("mqa")->string_value(), "250");
}

TEST(MeasureChart, OnePointIsNoLineAndUnknownIsNoZero) {
    render::Data data;
    put_measures(data, {on(std::chrono::year(2026) / 1 / 1, 3, 50)});
    EXPECT_TRUE(data.get("has_measures")->is_false());
    store::Measure blank;
    blank.day = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
    store::Measure next = blank;
    next.day += std::chrono::days(7);
    render::Data empty;
    put_measures(empty, {blank, next});
    EXPECT_TRUE(empty.get("quality_line")->is_false());
    EXPECT_EQ(empty.get("months")->list_value().front().get("quality")->string_value(), "–");
}

} // namespace
} // namespace moisson::pages
