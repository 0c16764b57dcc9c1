// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The values of one facet over all segments of a view, numbered: counts of segments are added by
// number, and no text is compared while a query is answered.
#pragma once

#include "search/segment.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace moisson::search {

struct FacetNames {
    // Sorted; views into the columns.
    std::vector<std::string_view> values;
    // By column and value of it.
    std::vector<std::vector<std::uint32_t>> numbers;
};

FacetNames name_facet(std::span<const FacetColumn* const> columns);

} // namespace moisson::search
