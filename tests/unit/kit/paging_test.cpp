// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "kit/json_stream.hpp"
#include "kit/paging.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace moisson::kit {
namespace {

OffsetState at(std::int64_t start, int rows) {
    OffsetState state;
    state.start = start;
    state.rows = rows;
    state.way = "s";
    return state;
}

OffsetPage got(std::int64_t received, std::int64_t count) {
    OffsetPage page;
    page.received = received;
    page.count = count;
    return page;
}

TEST(Paging, AdvancesByItemsReceivedAndStopsAtTheCount) {
    EXPECT_EQ(advance(at(0, 100), got(30, 250), PageSizes())->start, 30);
    EXPECT_FALSE(advance(at(200, 100), got(50, 250), PageSizes()));
    EXPECT_FALSE(advance(at(0, 100), got(0, 0), PageSizes()));
}

TEST(Paging, GivesUpAfterTwoEmptyPages) {
    const auto once = advance(at(100, 100), got(0, 250), PageSizes());
    ASSERT_TRUE(once);
    EXPECT_EQ(once->start, 200);
    EXPECT_FALSE(advance(*once, got(0, 250), PageSizes()));
}

TEST(Paging, HalvesOnTroubleAndGrowsAfterFiveGoodPages) {
    OffsetPage page = got(100, 10'000);
    page.troubled = true;
    EXPECT_EQ(advance(at(0, 100), page, PageSizes())->rows, 50);
    OffsetState state = at(0, 100);
    for (int i = 0; i < 5; ++i)
        state = *advance(state, got(100, 10'000), PageSizes());
    EXPECT_EQ(state.rows, 150);
    EXPECT_EQ(smaller(12, PageSizes()), 10);
}

TEST(Paging, CursorsHoldTheWholeState) {
    OffsetState state = at(70, 30);
    state.good = 2;
    state.cap = 30;
    EXPECT_EQ(offset_state_from_cursor(to_cursor(state)).value(), state);
    EXPECT_TRUE(offset_state_from_cursor("rows=-1").has_error());
}

TEST(JsonStream, SurvivesAMillionBrackets) {
    const std::string deep =
        "[{\"id\":" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}]";
    constexpr std::array<std::string_view, 1> paths{""};
    std::size_t depth = 0;
    JsonHandlers handlers;
    handlers.on_record = [&](const JsonSpan& span) {
        depth = span.depth;
        EXPECT_EQ(span.within_limits().error().code, Code::limit_reached);
    };
    EXPECT_TRUE(scan_json(deep, paths, handlers).has_value());
    EXPECT_EQ(depth, 1'000'001U);
}

// A record of the smallest values takes sixty times its text: it is refused before it is built.
TEST(JsonStream, CountsTheValuesOfARecord) {
    std::string many = "{\"id\":\"a\",\"x\":[{}";
    for (std::size_t i = 4; i < limits::record_values; ++i)
        many += ", { }";
    const std::string body = "[" + many + "]},[1,\"a,b\"]," + many + ",{}]}]";
    constexpr std::array<std::string_view, 1> paths{""};
    std::vector<std::size_t> values;
    std::vector<bool> fits;
    JsonHandlers handlers;
    handlers.on_record = [&](const JsonSpan& span) {
        values.push_back(span.values);
        fits.push_back(span.within_limits().has_value());
    };
    ASSERT_TRUE(scan_json(body, paths, handlers).has_value());
    // The list inside the list is opened.
    EXPECT_EQ(
        values,
        (std::vector<std::size_t>{limits::record_values, 1, 1, limits::record_values + 1})
    );
    EXPECT_EQ(fits, (std::vector<bool>{true, true, true, false}));
    EXPECT_TRUE(within_limits(many + "]}").has_value());
    const Result<void> refused = within_limits(many + ",{}]}");
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Code::too_large);
    EXPECT_EQ(
        refused.error().detail,
        "a record of " + std::to_string(limits::record_values + 1) + " values"
    );
    EXPECT_TRUE(within_limits(many + ",{}").has_error()) << "what is cut off was built too";
}

TEST(JsonStream, RepairsEscapes) {
    std::size_t repairs = 0;
    EXPECT_EQ(
        repair_escapes(R"("\ud83d\ude00 \udc00\u0000 \\u0000")", repairs),
        "\"\\ud83d\\ude00 \xEF\xBF\xBD \\\\u0000\""
    );
    EXPECT_EQ(repairs, 2U);
}

} // namespace
} // namespace moisson::kit
