// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where a walk over distributions stands: behind a dataset, and so many distributions into the next
// one. Opaque to clients, the same on every process. Inside the room only.
#pragma once

#include "core/uuid.hpp"
#include "search/display.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::views {

struct DistributionCursor {
    // A cursor of the search by first_seen; "*" at the beginning.
    std::string behind = "*";
    // The dataset that a page ended in; it may be gone when the next page is asked for.
    Uuid dataset{};
    std::int64_t skip = 0;
};

std::string write_distribution_cursor(const DistributionCursor& place);
// Nothing for a text that is not ours; empty begins.
std::optional<DistributionCursor> read_distribution_cursor(std::string_view text);
// Of the search by first_seen, behind this dataset.
std::string cursor_behind(const search::DisplayRecord& record);

} // namespace moisson::views
