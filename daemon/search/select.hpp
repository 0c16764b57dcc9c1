// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A selection over one view. Inside the room only.
#pragma once

#include "search/lexicon.hpp"
#include "search/plan.hpp"
#include "search/selection.hpp"
#include "search/view.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace moisson::search {

// By document: 1 where it holds.
using Mask = std::vector<std::uint8_t>;

// Says of each document of a segment whether conditions hold. Words are looked up once for all
// segments of a view.
class Masker {
public:
    Masker(const Condition& condition, std::span<const SegmentRef> segments);
    // Of the segment with that number; dead documents may be among them.
    Mask mask(std::size_t number, const std::shared_ptr<const SeenUntil>& seen) const;

private:
    void plan(const Condition& condition);
    Mask evaluate(
        const Condition& condition,
        std::size_t number,
        const std::shared_ptr<const SeenUntil>& seen,
        std::size_t& next_plan
    ) const;

    const Condition& condition_;
    std::span<const SegmentRef> segments_;
    // Of the text conditions, in the order in which they are met.
    std::vector<Plan> plans_;
};

class SlugLists;

// Clears what is dead or archived.
void drop_hidden(const SegmentRef& ref, Mask& mask);
// Pure: the same answer for the same view, lexicon and selection.
Selected
select(const Selection& selection, const View& view, const Lexicon& lexicon, SlugLists& slugs);

} // namespace moisson::search
