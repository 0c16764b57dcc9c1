// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JointColumn: several facets of few sets in one column, a number for each combination that there
// is. What is counted by number is counted once for all of them, and shared out at the end.
#pragma once

#include "search/query.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace moisson::search {

struct Segment;

struct JointColumn {
    // So many numbers at most, each for so many documents of the segment: counts of more would not
    // stay near the processor, or cost more to share out than to make.
    static constexpr std::uint32_t numbers_max = 16'384;
    static constexpr std::uint32_t documents_per_number = 4;

    // Of each document.
    std::vector<std::uint16_t> number_of_document;
    // Of each facet that is joined: the set of each number; empty: it is not.
    std::array<std::vector<std::uint32_t>, facet_count> sets;
    std::uint32_t numbers = 0;

    const std::vector<std::uint32_t>& sets_of(Facet facet) const {
        return sets[static_cast<std::size_t>(facet)];
    }
    std::size_t memory_bytes() const;
};

// Of the facets that a page of results shows; empty when no two of them are small enough.
JointColumn join_facets(const Segment& segment);

} // namespace moisson::search
