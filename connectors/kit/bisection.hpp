// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Page bisection: a page that the server cannot answer is split in halves down to the record that
// breaks it, so that one record never costs a page. O(log n) requests per poison record.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/issue.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

// Fetches items [start, start + rows). The implementation keeps what it received.
class RangeFetcher {
public:
    RangeFetcher() = default;
    RangeFetcher(const RangeFetcher&) = delete;
    RangeFetcher& operator=(const RangeFetcher&) = delete;
    virtual ~RangeFetcher() = default;
    virtual asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) = 0;
};

struct BisectionOutcome {
    // Offsets that no request could get, with the last error of each.
    std::vector<std::pair<std::int64_t, Error>> poison;
    int requests = 0;
};

// Poison records of one page, beyond which the trouble is the server's and not a record's.
inline constexpr int poison_per_page_max = 3;

// True for failures that one record may cause: timeouts, 5xx, broken or oversized bodies.
bool may_be_one_record(Code code);

// Gets what can be had of a range that just failed with `error`. Returns the error of the last
// request when more than poison_per_page_max records are out of reach, or when a failure is of
// another kind. Two halves of a failed range that both fail at the first records end it early.
asio::awaitable<Result<BisectionOutcome>>
bisect(RangeFetcher& fetcher, std::int64_t start, std::int64_t rows, Error error);

// What came of a range: whole, or in pieces where one of its records breaks it.
struct RangeOutcome {
    // It had to be asked for in pieces.
    bool troubled = false;
    // Records out of reach; each is an issue.
    std::int64_t skipped = 0;
};

// Gets items [start, start + rows), in pieces when it must. `what` names one of them ("record") in
// the issues of those that no request could get.
asio::awaitable<Result<RangeOutcome>> fetch_or_bisect(
    RangeFetcher& fetcher,
    std::int64_t start,
    std::int64_t rows,
    std::string_view what,
    std::vector<Issue>& issues
);

// "record number 3": the one at offset 2, for people, who count from 1.
std::string place_text(std::string_view what, std::int64_t offset);

} // namespace moisson::kit
