// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue service (CSW 2.0.2) as GeoNetwork and pycsw answer, over a catalogue of package
// dicts. Written from the OGC specification, apart from the product's connector.
#pragma once

#include "portals/ckan.hpp"

#include <memory>
#include <string>

namespace moisson::portals {

// What nextRecord says beside the truth.
enum class NextRecord {
    honest,
    always_zero, // "this was the last page" on every page
    points_back, // the page that was just read
    jumps,       // what was asked for, whatever was given
};

struct CswOptions {
    std::string path = "/catalogue/csw";
    std::string title;
    std::uint64_t rows_max = 1000;
    bool knows_iso = true;
    // False: requests in the address (all but GetCapabilities) are refused.
    bool allows_get = true;
    // False: a sort order is refused.
    bool allows_sort = true;
    // False: what changed since a date is everything.
    bool filters = true;
    // False: the capabilities do not name the output schemas.
    bool tells_schemas = true;
    NextRecord next_record = NextRecord::honest;
    // Put into the record at this rank, not escaped: what breaks its XML. Empty = nothing.
    std::string broken_markup;
    std::uint32_t broken_rank = 0;
};

std::unique_ptr<Protocol> make_csw(CswOptions options, CatalogueAt catalogue);

} // namespace moisson::portals
