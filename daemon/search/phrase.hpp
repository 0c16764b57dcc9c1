// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which documents have the words of an item side by side, read from the places of the index.
// Inside the room only.
#pragma once

#include "search/matcher.hpp"

namespace moisson::search {

// Leaves the candidates that have the words of `item` one after the other, in the field it names.
// `number` of the segment inside the plan.
void keep_phrases(
    const Segment& segment,
    const ItemPlan& item,
    std::size_t number,
    Candidates& candidates
);

} // namespace moisson::search
