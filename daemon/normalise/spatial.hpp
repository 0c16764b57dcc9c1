// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Places: geometries to bounding boxes, labels and URIs to countries.
#pragma once

#include "model/dataset.hpp"
#include "model/raw_record.hpp"
#include "normalise/vocabularies.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::normalise {

struct BoxReading {
    // False when something was said that is no geometry on WGS 84: BAD_SPATIAL.
    bool understood = true;
    std::optional<BoundingBox> box;
};

// GeoJSON (any type, also escaped inside a string), WKT with or without a CRS or SRID prefix and
// with Z or M, ENVELOPE(w, e, n, s), BOX(...), "w,s,e,n", DCMI "northlimit=...". Latitude first is
// recognised by its CRS (EPSG:4326 as a URI) or when the other order is impossible. Linear in the
// text, no document is built.
BoxReading read_box(std::string_view geometry);

// Codes of the countries that a place names, by URI, udata zone ("country:tg", "fr:region:84") or
// label; areas such as the EU or Africa are no country. Short labels ("NO", "so") prove nothing.
std::vector<std::string>
countries_of(const RawLocation& location, const Vocabularies& vocabularies);

} // namespace moisson::normalise
