// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Offset paging as a function of values.
#include "kit/paging.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::kit {
namespace {

constexpr int good_pages_before_growth = 5;
constexpr int empties_max = 2;

// `field=number`; false when the text is anything else.
template <class Number>
bool read_field(std::string_view part, std::string_view name, Number& number) {
    if (!part.starts_with(name) || part.size() <= name.size() || part[name.size()] != '=')
        return false;
    const std::string_view digits = part.substr(name.size() + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ec == std::errc{} && read.ptr == digits.data() + digits.size() && number >= 0;
}

int grown(int rows, const PageSizes& sizes) {
    return std::clamp(rows + rows / 2, sizes.min, std::max(sizes.min, sizes.max));
}

} // namespace

std::string to_cursor(const OffsetState& state) {
    return "way=" + state.way + "&start=" + std::to_string(state.start) +
           "&rows=" + std::to_string(state.rows) + "&good=" + std::to_string(state.good) +
           "&empties=" + std::to_string(state.empties) + "&cap=" + std::to_string(state.cap);
}

Result<OffsetState> offset_state_from_cursor(std::string_view cursor) {
    OffsetState state;
    bool has_rows = false;
    while (!cursor.empty()) {
        const std::size_t end = std::min(cursor.find('&'), cursor.size());
        const std::string_view part = cursor.substr(0, end);
        cursor.remove_prefix(std::min(end + 1, cursor.size()));
        if (part.starts_with("way=")) {
            state.way = part.substr(4);
        } else if (read_field(part, "rows", state.rows)) {
            has_rows = state.rows > 0;
        } else if (!read_field(part, "start", state.start) &&
                   !read_field(part, "good", state.good) &&
                   !read_field(part, "empties", state.empties) &&
                   !read_field(part, "cap", state.cap)) {
            return Error(Code::invalid_argument, "cursor: " + std::string(part));
        }
    }
    if (!has_rows)
        return Error(Code::invalid_argument, "cursor without rows");
    return state;
}

int smaller(int rows, const PageSizes& sizes) {
    return std::max(std::min(sizes.min, rows), rows / 2);
}

std::optional<OffsetState>
advance(const OffsetState& state, const OffsetPage& page, const PageSizes& sizes) {
    OffsetState next = state;
    const std::int64_t moved = page.received + page.skipped;
    if (page.received > 0 && page.received < state.rows && !page.troubled)
        next.cap = std::max(next.cap, static_cast<int>(page.received));
    if (moved == 0) {
        next.empties += 1;
        const bool more = page.count && *page.count > state.start;
        if (!more || next.empties >= empties_max)
            return std::nullopt;
        next.start += state.cap > 0 ? std::min(state.cap, state.rows) : state.rows;
    } else {
        next.empties = 0;
        next.start += moved;
    }
    const bool full = page.received >= state.rows;
    if (page.count && next.start >= *page.count) {
        // A count that is smaller than what came is no reason to stop before an empty page.
        const bool count_lies = next.start > *page.count && full;
        if (!count_lies)
            return std::nullopt;
    }
    if (page.troubled) {
        next.rows = smaller(state.rows, sizes);
        next.good = 0;
    } else if (page.body_bytes > comfortable_body_bytes) {
        next.rows = smaller(state.rows, sizes);
        next.good = 0;
    } else if (++next.good >= good_pages_before_growth && full) {
        next.good = 0;
        if (page.body_bytes * 3 / 2 <= comfortable_body_bytes)
            next.rows = std::max(state.rows, grown(state.rows, sizes));
    }
    return next;
}

Result<void> LoopGuard::check(const Cursor& cursor, const Page& page) {
    if (static_cast<std::size_t>(++pages_) > limits::pages_per_run)
        return Error(Code::limit_reached, "more than pages_per_run pages");
    if (!cursors_.insert(fast_hash(cursor.value)).second)
        return Error(Code::page_loop, "cursor visited twice: " + cursor.value);
    if (page.received == 0)
        return {};
    if (last_ && *last_ == page.body_digest)
        return Error(Code::page_loop, "same page twice in a row at " + cursor.value);
    last_ = page.body_digest;
    return {};
}

void LoopGuard::resume(const Digest& last, std::int64_t pages) {
    last_ = last;
    pages_ = pages;
}

} // namespace moisson::kit
