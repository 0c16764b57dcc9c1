// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Time and space of a dataset.
#include "core/limits.hpp"
#include "opendatasoft/mapping.hpp"

#include <algorithm>

namespace moisson::opendatasoft {
namespace {

void add_period(std::string start, std::string end, RawRecord& record) {
    if (start.empty() && end.empty())
        return;
    RawPeriod period;
    period.start = std::move(start);
    period.end = std::move(end);
    record.temporal.push_back(std::move(period));
}

void add_label(std::string label, RawRecord& record) {
    const bool known =
        std::any_of(record.spatial.begin(), record.spatial.end(), [&](const RawLocation& other) {
            return other.label == label;
        });
    if (label.empty() || known || record.spatial.size() >= limits::keywords)
        return;
    RawLocation location;
    location.label = std::move(label);
    record.spatial.push_back(std::move(location));
}

// GeoJSON of a geometry, or of the feature around it, as an object or as text.
std::string geometry_text(const Value& value) {
    const Value* inner = json::find(value, "geometry");
    const Value& geometry = inner != nullptr && inner->is_object() ? *inner : value;
    return geometry.is_object() ? json::dump(geometry) : as_text(geometry);
}

void map_area(const Metas& metas, RawRecord& record) {
    const Value* area = metas.find(in_basic, "geographic_area");
    if (area == nullptr)
        return;
    RawLocation location;
    location.geometry = geometry_text(*area);
    if (!location.geometry.empty())
        record.spatial.push_back(std::move(location));
}

void map_box(const Metas& metas, RawRecord& record) {
    const std::string west = metas.text(in_inspire, "extend_bounding_box_westbound_longitude");
    const std::string south = metas.text(in_inspire, "extend_bounding_box_southbound_latitude");
    const std::string east = metas.text(in_inspire, "extend_bounding_box_eastbound_longitude");
    const std::string north = metas.text(in_inspire, "extend_bounding_box_northbound_latitude");
    if (west.empty() || south.empty() || east.empty() || north.empty())
        return;
    RawLocation location;
    location.geometry = west + ',' + south + ',' + east + ',' + north;
    record.spatial.push_back(std::move(location));
}

// "fr_40_11" -> "fr": references begin with the country, but for the world.
std::string country_of(std::string_view reference) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const bool shaped = reference.size() > 3 && reference[2] == '_' && is_letter(reference[0]) &&
                        is_letter(reference[1]);
    return shaped ? std::string(reference.substr(0, 2)) : std::string{};
}

} // namespace

void map_temporal(const Metas& metas, RawRecord& record) {
    add_period(
        metas.text(in_dcat, "temporal_coverage_start"),
        metas.text(in_dcat, "temporal_coverage_end"),
        record
    );
    RawPeriod period;
    period.literal = metas.text(in_dcat, "temporal");
    if (!period.literal.empty())
        record.temporal.push_back(std::move(period));
}

void map_spatial(const Metas& metas, RawRecord& record) {
    map_area(metas, record);
    map_box(metas, record);
    for (std::string& place : metas.list(in_dcat, "spatial"))
        add_label(std::move(place), record);
    for (std::string& place : metas.list(in_basic, "territory"))
        add_label(std::move(place), record);
    for (const std::string& reference : metas.list(in_basic, "geographic_reference")) {
        std::string country = country_of(reference);
        const auto& known = record.country_hints;
        if (!country.empty() && std::find(known.begin(), known.end(), country) == known.end())
            record.country_hints.push_back(std::move(country));
    }
}

} // namespace moisson::opendatasoft
