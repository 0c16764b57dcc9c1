// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Page numbers, blocks and ends of lists.
#include "udata/paging.hpp"

#include <gtest/gtest.h>

namespace moisson::udata {
namespace {

PageState at(std::int64_t start, int rows, std::int64_t total = -1) {
    PageState state;
    state.offset.start = start;
    state.offset.rows = rows;
    state.offset.way = "created";
    state.total = total;
    return state;
}

PageOutcome got(std::int64_t received, std::int64_t total, std::optional<bool> has_next = {}) {
    PageOutcome page;
    page.received = received;
    if (total >= 0)
        page.total = total;
    page.has_next = has_next;
    return page;
}

const kit::PageSizes usual{100, 10, 200};

TEST(UdataPaging, APageCountsForWhatWasAskedAndTheTotalEndsTheCrawl) {
    EXPECT_EQ(next_page(at(0, 100), got(100, 250, true), usual)->offset.start, 100);
    EXPECT_EQ(next_page(at(100, 100), got(93, 250, true), usual)->offset.start, 200);
    EXPECT_FALSE(next_page(at(200, 100), got(50, 250, false), usual));
    EXPECT_FALSE(next_page(at(0, 100), got(0, 0, false), usual));
    EXPECT_FALSE(next_page(at(100, 100), got(100, 200, false), usual));
}

TEST(UdataPaging, AFullPageBeyondTheTotalGoesOnAndOneAfterTheEndStops) {
    EXPECT_EQ(next_page(at(100, 100), got(100, 150, false), usual)->offset.start, 200);
    PageOutcome past;
    past.past_end = true;
    EXPECT_FALSE(next_page(at(200, 100, 150), past, usual));
}

TEST(UdataPaging, AShortFirstPageIsTheCapOfTheServer) {
    const auto next = next_page(at(0, 100), got(20, 250, true), usual);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->offset.start, 20);
    EXPECT_EQ(next->offset.rows, 20);
    EXPECT_EQ(next->offset.cap, 20);
}

TEST(UdataPaging, GivesUpAfterTwoEmptyPages) {
    const auto once = next_page(at(100, 100), got(0, 500, true), usual);
    ASSERT_TRUE(once);
    EXPECT_EQ(once->offset.start, 200);
    EXPECT_FALSE(next_page(*once, got(0, 500, true), usual));
}

TEST(UdataPaging, WithoutATotalTheNextLinkOrAShortPageDecides) {
    EXPECT_TRUE(next_page(at(0, 100), got(100, -1), usual));
    EXPECT_FALSE(next_page(at(0, 100), got(100, -1, false), usual));
    EXPECT_FALSE(next_page(at(0, 100), got(40, -1), usual));
}

TEST(UdataPaging, TroubleDividesTheSizeSoThatTheStartStaysOnAPage) {
    PageOutcome page = got(99, 10'000, true);
    page.skipped = 1;
    page.troubled = true;
    PageState state = at(300, 100);
    for (int i = 0; i < 6; ++i) {
        state = *next_page(state, page, usual);
        EXPECT_EQ(state.offset.start % state.offset.rows, 0) << state.offset.rows;
        page.received = state.offset.rows;
    }
    EXPECT_GE(state.offset.rows, usual.min);
    EXPECT_LT(state.offset.rows, 100);
}

TEST(UdataPaging, GrowsAfterGoodPagesOnlyWhereTheStartAllowsIt) {
    PageState state = at(0, 100);
    for (int i = 0; i < 12; ++i) {
        state = *next_page(state, got(state.offset.rows, 100'000, true), usual);
        EXPECT_EQ(state.offset.start % state.offset.rows, 0);
    }
    EXPECT_EQ(state.offset.rows, 200);
}

TEST(UdataPaging, BlocksCoverARangeExactlyWithPagesThatCanBeAskedFor) {
    for (std::int64_t start = 0; start < 60; ++start) {
        for (std::int64_t rows = 1; rows < 60; ++rows) {
            std::int64_t reached = start;
            for (const Block& block : blocks_of(start, rows, 25)) {
                EXPECT_EQ(block.start, reached);
                EXPECT_EQ((block.number() - 1) * block.size, block.start);
                EXPECT_LE(block.size, 25);
                reached += block.size;
            }
            EXPECT_EQ(reached, start + rows);
        }
    }
    EXPECT_EQ(blocks_of(200, 100, 1'000).size(), 1U);
}

TEST(UdataPaging, CursorsHoldTheWholeState) {
    PageState state = at(70, 35, 4'012);
    state.offset.good = 2;
    state.offset.cap = 35;
    EXPECT_EQ(page_state_from_cursor(to_cursor(state)).value(), state);
    state.total = -1;
    EXPECT_EQ(page_state_from_cursor(to_cursor(state)).value(), state);
    for (const char* bad : {"rows=-1", "way=c&start=0&rows=10&total=x", "rows=10&total=-3", "x"})
        EXPECT_TRUE(page_state_from_cursor(bad).has_error()) << bad;
}

} // namespace
} // namespace moisson::udata
