// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Geometries. Promises: what is not understood is not given, a box lies on the Earth with its sides
// in order, and written as numbers reads as itself.
#include "fuzz/records.hpp"
#include "normalise/spatial.hpp"

#include <fmt/format.h>

#include <cmath>

namespace moisson::fuzz {

void geometry(std::string_view input) {
    const std::string text = clean(input);
    const normalise::BoxReading reading = normalise::read_box(text);
    require(reading.understood || !reading.box, "what is not understood is not given");
    if (reading.box) {
        const BoundingBox& box = *reading.box;
        for (const double side : {box.west, box.south, box.east, box.north})
            require(std::isfinite(side), "a side is a number");
        require(box.south <= box.north, "south is not north of north");
        require(box.south >= -90 && box.north <= 90, "latitudes are on the Earth");
        require(box.west >= -180 && box.east <= 180, "longitudes are on the Earth");
    }
    RawLocation location;
    const Steered line = steered(text);
    location.label = line.first;
    location.uri = line.rest;
    for (const std::string& country : normalise::countries_of(location, *vocabularies()))
        require(country.size() == 2, "a country is two letters");
}

} // namespace moisson::fuzz
