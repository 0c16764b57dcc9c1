// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Paging by page number: what range a page is, how a range is cut into pages, when a crawl is over.
// Pure.
#pragma once

#include "kit/paging.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::udata {

// Where a crawl stands. `start` is a multiple of `rows`; page number = start / rows + 1.
struct PageState {
    kit::OffsetState offset;
    // The last number of data sets that the portal gave; -1 = not known.
    std::int64_t total = -1;

    bool operator==(const PageState&) const = default;
};

std::string to_cursor(const PageState& state);
// INVALID_ARGUMENT when the text is not one of ours.
Result<PageState> page_state_from_cursor(std::string_view cursor);

// One request: `start` is a multiple of `size`.
struct Block {
    std::int64_t start = 0;
    std::int64_t size = 0;

    std::int64_t number() const { return start / size + 1; }
    bool operator==(const Block&) const = default;
};

// The fewest pages of at most `size_max` that cover [start, start + rows) and nothing else: only
// pages whose size divides their start can be asked for.
std::vector<Block> blocks_of(std::int64_t start, std::int64_t rows, std::int64_t size_max);

// What the page that was asked for gave.
struct PageOutcome {
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    std::optional<std::int64_t> total;
    // What `next_page` says; nothing when it is absent.
    std::optional<bool> has_next;
    // The page was past the last one (404).
    bool past_end = false;
    std::size_t body_bytes = 0;
    bool troubled = false;
};

// The state of the next page; nothing when this was the last one. A page always counts for the
// `rows` that were asked for, whatever it held; a full page is never the last one on the word of a
// total alone.
std::optional<PageState>
next_page(const PageState& state, const PageOutcome& page, const kit::PageSizes& sizes);

} // namespace moisson::udata
