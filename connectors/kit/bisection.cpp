// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Splitting a page that fails.
#include "kit/bisection.hpp"

#include "core/assert.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

namespace moisson::kit {
namespace {

struct Range {
    std::int64_t start = 0;
    std::int64_t rows = 0;
    Error error;
};

} // namespace

bool may_be_one_record(Code code) {
    switch (code) {
    case Code::http_5xx:
    case Code::timeout_first_byte:
    case Code::timeout_idle:
    case Code::timeout_total:
    case Code::parse_json:
    case Code::parse_xml:
    case Code::truncated:
    case Code::too_large:
    case Code::compression_bomb:
    case Code::api_error:
        return true;
    default:
        return false;
    }
}

asio::awaitable<Result<BisectionOutcome>>
bisect(RangeFetcher& fetcher, std::int64_t start, std::int64_t rows, Error error) {
    MOISSON_ASSERT(rows > 0);
    BisectionOutcome outcome;
    std::vector<Range> broken;
    Range whole;
    whole.start = start;
    whole.rows = rows;
    whole.error = std::move(error);
    broken.push_back(std::move(whole));
    bool something_came = false;
    while (!broken.empty()) {
        const Range range = std::move(broken.back());
        broken.pop_back();
        if (range.rows == 1) {
            outcome.poison.emplace_back(range.start, range.error);
            const std::size_t poison_max = something_came || rows == 1 ? poison_per_page_max : 1;
            if (outcome.poison.size() > poison_max)
                co_return range.error;
            continue;
        }
        const std::int64_t left_rows = range.rows / 2;
        std::vector<Range> failed;
        for (int half = 0; half < 2; ++half) {
            Range part;
            part.start = half == 0 ? range.start : range.start + left_rows;
            part.rows = half == 0 ? left_rows : range.rows - left_rows;
            ++outcome.requests;
            Result<void> fetched = co_await fetcher.fetch_range(part.start, part.rows);
            if (fetched.has_value()) {
                something_came = true;
                continue;
            }
            if (!may_be_one_record(fetched.error().code))
                co_return fetched.error();
            part.error = fetched.error();
            failed.push_back(std::move(part));
        }
        for (auto it = failed.rbegin(); it != failed.rend(); ++it)
            broken.push_back(std::move(*it));
    }
    if (!something_came && rows > 1)
        co_return outcome.poison.back().second;
    co_return outcome;
}

asio::awaitable<Result<RangeOutcome>> fetch_or_bisect(
    RangeFetcher& fetcher,
    std::int64_t start,
    std::int64_t rows,
    std::string_view what,
    std::vector<Issue>& issues
) {
    RangeOutcome outcome;
    Result<void> whole = co_await fetcher.fetch_range(start, rows);
    if (whole.has_value())
        co_return outcome;
    Error error = whole.error();
    if (!may_be_one_record(error.code))
        co_return error;
    Result<BisectionOutcome> pieces = co_await bisect(fetcher, start, rows, std::move(error));
    if (pieces.has_error())
        co_return pieces.error();
    outcome.troubled = true;
    for (const auto& [offset, failure] : pieces->poison) {
        Issue issue(failure.code, Stage::fetch, place_text(what, offset));
        issue.excerpt = failure.detail;
        issues.push_back(std::move(issue));
    }
    outcome.skipped = static_cast<std::int64_t>(pieces->poison.size());
    co_return outcome;
}

std::string place_text(std::string_view what, std::int64_t offset) {
    return fmt::format("{} number {}", what, offset + 1);
}

} // namespace moisson::kit
