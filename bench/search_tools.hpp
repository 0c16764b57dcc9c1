// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the benchmarks of the search share.
#pragma once

#include "core/clock.hpp"
#include "search/query.hpp"

#include <chrono>

namespace moisson::bench {

// Milliseconds since it was made.
class Watch {
public:
    double ms() const {
        return std::chrono::duration<double, std::milli>(clock_.steady_now() - begin_).count();
    }

private:
    SystemClock clock_;
    Steady begin_ = clock_.steady_now();
};

// The six that a page of results shows.
inline void ask_facets(search::SearchQuery& query) {
    using search::Facet;
    for (const Facet facet :
         {Facet::country,
          Facet::theme,
          Facet::format,
          Facet::licence,
          Facet::organization,
          Facet::portal}) {
        search::FacetRequest request;
        request.facet = facet;
        query.facets.push_back(request);
    }
}

} // namespace moisson::bench
