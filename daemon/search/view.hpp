// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// View: what a reader holds while it answers; never changed once published.
#pragma once

#include "search/segment.hpp"
#include "search/signals.hpp"
#include "store/change_feed.hpp"

#include <vector>

namespace moisson::search {

struct View {
    // An id is alive in one segment at most.
    std::vector<SegmentRef> segments;
    store::FeedPosition position;
    // Of all segments, so that the order of results depends on the datasets alone.
    PopularityTable popularity;
};

} // namespace moisson::search
