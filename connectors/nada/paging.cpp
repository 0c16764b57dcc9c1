// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "nada/paging.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <bit>

namespace moisson::nada {
namespace {

constexpr int empties_max = 2;

} // namespace

int power_of_two(int rows) {
    return static_cast<int>(std::bit_floor(static_cast<unsigned>(std::max(rows, 1))));
}

std::optional<kit::OffsetState> next_page(const kit::OffsetState& state, const PageOutcome& page) {
    kit::OffsetState next = state;
    const bool more_said = page.found && *page.found > state.start + page.received;
    if (page.received == 0) {
        next.empties += 1;
        if (!more_said || next.empties >= empties_max)
            return std::nullopt;
        next.start += state.rows;
        return next;
    }
    next.empties = 0;
    std::int64_t step = state.rows;
    if (state.start == 0) {
        // The first page shows how large pages are, whatever was asked.
        if (page.limit > 0 && page.limit <= static_cast<std::int64_t>(limits::records_per_page))
            step = page.limit;
        if (more_said && page.received < step)
            step = page.received;
        next.rows = static_cast<int>(step);
    }
    next.start = state.start + step;
    if (page.found && next.start >= *page.found) {
        // A count that is smaller than what came is no reason to stop before an empty page.
        const bool count_lies = next.start > *page.found && page.received >= step;
        if (!count_lies)
            return std::nullopt;
    }
    if (!page.found && page.received < step)
        return std::nullopt;
    return next;
}

} // namespace moisson::nada
