// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/paging.hpp"

#include "core/assert.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::udata {
namespace {

constexpr int good_pages_before_growth = 5;
constexpr int empties_max = 2;
constexpr std::string_view total_field = "&total=";

// The largest proper divisor of `rows` that is not below `min`; `rows` when there is none. Dividing
// keeps the start a multiple of the size.
int divided(int rows, int min) {
    for (int parts = 2; rows / parts >= std::max(min, 1); ++parts) {
        if (rows % parts == 0)
            return rows / parts;
    }
    return rows;
}

void adapt_size(PageState& next, const PageOutcome& page, const kit::PageSizes& sizes) {
    kit::OffsetState& offset = next.offset;
    if (page.troubled || page.body_bytes > kit::comfortable_body_bytes) {
        offset.rows = divided(offset.rows, sizes.min);
        offset.good = 0;
        return;
    }
    if (++offset.good < good_pages_before_growth || page.received < offset.rows)
        return;
    const int twice = offset.rows * 2;
    const int largest = offset.cap > 0 ? std::min(offset.cap, sizes.max) : sizes.max;
    if (twice <= largest && offset.start % twice == 0 &&
        page.body_bytes * 2 <= kit::comfortable_body_bytes) {
        offset.rows = twice;
        offset.good = 0;
    }
}

// Does more follow a page that held something?
bool more_follows(const PageState& next, std::int64_t moved, std::optional<bool> has_next) {
    const kit::OffsetState& asked = next.offset;
    const std::int64_t end = asked.start + asked.rows;
    const bool is_short = moved < asked.rows;
    if (next.total < 0)
        return has_next.value_or(!is_short);
    if (!is_short)
        // A full page beyond the total: only an empty page proves that the total was right.
        return next.total != end || has_next == true;
    const bool first = asked.start == 0;
    return next.total > (first ? moved : end);
}

} // namespace

std::string to_cursor(const PageState& state) {
    std::string cursor = kit::to_cursor(state.offset);
    if (state.total >= 0)
        cursor += std::string(total_field) + std::to_string(state.total);
    return cursor;
}

Result<PageState> page_state_from_cursor(std::string_view cursor) {
    PageState state;
    if (const std::size_t at = cursor.find(total_field); at != std::string_view::npos) {
        const std::string_view digits = cursor.substr(at + total_field.size());
        const auto read =
            std::from_chars(digits.data(), digits.data() + digits.size(), state.total);
        if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || state.total < 0)
            return Error(Code::invalid_argument, "cursor: " + std::string(digits));
        cursor = cursor.substr(0, at);
    }
    Result<kit::OffsetState> offset = kit::offset_state_from_cursor(cursor);
    if (offset.has_error())
        return offset.error();
    state.offset = std::move(offset.value());
    return state;
}

std::vector<Block> blocks_of(std::int64_t start, std::int64_t rows, std::int64_t size_max) {
    MOISSON_ASSERT(start >= 0 && size_max > 0);
    std::vector<Block> blocks;
    while (rows > 0) {
        Block block;
        block.start = start;
        block.size = std::min(rows, size_max);
        while (start % block.size != 0)
            --block.size;
        blocks.push_back(block);
        start += block.size;
        rows -= block.size;
    }
    return blocks;
}

std::optional<PageState>
next_page(const PageState& state, const PageOutcome& page, const kit::PageSizes& sizes) {
    if (page.past_end)
        return std::nullopt;
    PageState next = state;
    if (page.total)
        next.total = *page.total;
    kit::OffsetState& offset = next.offset;
    const std::int64_t moved = page.received + page.skipped;
    if (moved == 0) {
        const bool more =
            next.total >= 0 ? next.total > offset.start : page.has_next.value_or(false);
        if (!more || ++offset.empties >= empties_max)
            return std::nullopt;
        offset.start += offset.rows;
        return next;
    }
    if (!more_follows(next, moved, page.has_next))
        return std::nullopt;
    offset.empties = 0;
    if (offset.start == 0 && moved < offset.rows && !page.troubled) {
        // The server gives no larger pages, whatever `page_size` it claims. (A later page that is
        // short lacks records that were dropped after counting.)
        offset.rows = static_cast<int>(moved);
        offset.cap = offset.rows;
        offset.start = moved;
        return next;
    }
    offset.start += offset.rows;
    adapt_size(next, page, sizes);
    return next;
}

} // namespace moisson::udata
