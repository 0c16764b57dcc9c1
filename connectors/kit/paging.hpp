// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Rules of paging that every offset-based protocol shares: how far to advance, when to stop, how
// large the next page is, and whether the portal is turning in circles.
#pragma once

#include "core/digest.hpp"
#include "core/result.hpp"
#include "kit/connector.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace moisson::kit {

// Where an offset crawl stands: the whole state, so that a run resumes after a crash.
struct OffsetState {
    std::int64_t start = 0;
    int rows = 0;
    // Pages in a row without trouble, for growth.
    int good = 0;
    // Empty pages in a row although the count says there is more.
    int empties = 0;
    // Largest page the server gave when asked for more: its cap.
    int cap = 0;
    // Word of the connector for the way it pages ("s" search, "l" list).
    std::string way;

    bool operator==(const OffsetState&) const = default;
};

std::string to_cursor(const OffsetState& state);
// INVALID_ARGUMENT when the text is not one of ours.
Result<OffsetState> offset_state_from_cursor(std::string_view cursor);

struct PageSizes {
    int first = 100;
    int min = 10;
    int max = 1000;
};

// What the page that was asked for gave.
struct OffsetPage {
    // Items at the source, before our own filters.
    std::int64_t received = 0;
    // Poison records stepped over.
    std::int64_t skipped = 0;
    std::optional<std::int64_t> count;
    std::size_t body_bytes = 0;
    // A timeout or a 5xx made us split or repeat.
    bool troubled = false;
};

// The state of the next page; nothing when this was the last one: the count is reached, or two
// empty pages in a row. Advances by items received, never by rows requested.
std::optional<OffsetState>
advance(const OffsetState& state, const OffsetPage& page, const PageSizes& sizes);

// Half of `rows`, at least `min`.
int smaller(int rows, const PageSizes& sizes);

// Bodies larger than this make the next page smaller: two pages are in memory at a time.
inline constexpr std::size_t comfortable_body_bytes = 8 * 1024 * 1024;

// Recognises a portal that turns in circles. Empty pages are never a loop.
class LoopGuard {
public:
    // PAGE_LOOP when the page has the same records as the one before or its cursor was visited;
    // LIMIT_REACHED past limits::pages_per_run.
    Result<void> check(const Cursor& cursor, const Page& page);
    // After a crash: the digest of the last committed page.
    void resume(const Digest& last, std::int64_t pages);

private:
    std::optional<Digest> last_;
    std::set<std::uint64_t> cursors_;
    std::int64_t pages_ = 0;
};

} // namespace moisson::kit
