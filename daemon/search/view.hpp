// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// View: what a reader holds while it answers; never changed once published.
#pragma once

#include "search/facet_names.hpp"
#include "search/published.hpp"
#include "search/segment.hpp"
#include "search/signals.hpp"
#include "store/change_feed.hpp"

#include <array>
#include <memory>
#include <vector>

namespace moisson::search {

struct View {
    // An id is alive in one segment at most.
    std::vector<SegmentRef> segments;
    store::FeedPosition position;
    // Of all segments, so that the order of results depends on the datasets alone.
    PopularityTable popularity;

    // Of a facet that does not change while the view stands (all but freshness); made when somebody
    // first asks. Two who ask at once may both make it.
    std::shared_ptr<const FacetNames> names_of(Facet facet) const;

private:
    // A copy is a view that is about to change: it begins with none.
    struct Names {
        Names() = default;
        Names(const Names&) {}
        Names& operator=(const Names&) = delete;
        ~Names() = default;
        std::array<Published<FacetNames>, facet_count> of;
    };
    mutable Names names_;
};

} // namespace moisson::search
