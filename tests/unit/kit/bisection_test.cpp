// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A page that one of its records breaks: all others come, and that one is told by its place.
#include "kit/bisection.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace moisson::kit {
namespace {

using moisson::testing::run_coro;

// A source some of whose items break every answer that holds them.
class BreakableItems final : public RangeFetcher {
public:
    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override {
        ++requests;
        for (std::int64_t at = start; at < start + rows; ++at)
            if (broken.contains(at))
                co_return Error(failure, "500 Internal Server Error");
        for (std::int64_t at = start; at < start + rows; ++at)
            got.push_back(at);
        co_return Result<void>();
    }

    std::set<std::int64_t> broken;
    Code failure = Code::http_5xx;
    std::vector<std::int64_t> got;
    int requests = 0;
};

Result<RangeOutcome> ask_eight(BreakableItems& items, std::vector<Issue>& issues) {
    return run_coro(fetch_or_bisect(items, 10, 8, "record", issues));
}

TEST(FetchOrBisect, AsksOnceForARangeThatIsWell) {
    BreakableItems items;
    std::vector<Issue> issues;
    const Result<RangeOutcome> outcome = ask_eight(items, issues);
    ASSERT_TRUE(outcome.has_value());
    EXPECT_FALSE(outcome->troubled);
    EXPECT_EQ(outcome->skipped, 0);
    EXPECT_EQ(items.requests, 1);
    EXPECT_EQ(items.got.size(), 8U);
    EXPECT_TRUE(issues.empty());
}

TEST(FetchOrBisect, LeavesOutTheRecordThatBreaksItAndNamesItsPlace) {
    BreakableItems items;
    items.broken = {13};
    std::vector<Issue> issues;
    const Result<RangeOutcome> outcome = ask_eight(items, issues);
    ASSERT_TRUE(outcome.has_value());
    EXPECT_TRUE(outcome->troubled);
    EXPECT_EQ(outcome->skipped, 1);
    std::sort(items.got.begin(), items.got.end());
    EXPECT_EQ(items.got, (std::vector<std::int64_t>{10, 11, 12, 14, 15, 16, 17}));
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.front().code, Code::http_5xx);
    EXPECT_EQ(issues.front().detail, "record number 14");
    EXPECT_EQ(issues.front().excerpt, "500 Internal Server Error");
}

TEST(FetchOrBisect, AsksNothingMoreWhenNoRecordIsToBlame) {
    BreakableItems items;
    items.broken = {13};
    items.failure = Code::rate_limited;
    std::vector<Issue> issues;
    const Result<RangeOutcome> outcome = ask_eight(items, issues);
    ASSERT_TRUE(outcome.has_error());
    EXPECT_EQ(outcome.error().code, Code::rate_limited);
    EXPECT_EQ(items.requests, 1);
    EXPECT_TRUE(issues.empty());
}

TEST(FetchOrBisect, FailsWhereNothingComesAtAll) {
    BreakableItems items;
    for (std::int64_t at = 10; at < 18; ++at)
        items.broken.insert(at);
    std::vector<Issue> issues;
    EXPECT_TRUE(ask_eight(items, issues).has_error());
    EXPECT_TRUE(items.got.empty());
    EXPECT_TRUE(issues.empty());
}

} // namespace
} // namespace moisson::kit
