// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Extents of an ISO record: boxes, places, periods.
#include "csw/mapping.hpp"

#include <algorithm>

namespace moisson::csw {
namespace {

// gml:beginPosition as text, or the instant inside gml:begin; empty for "unknown" and "now".
std::string
position_of(const Element& period, std::string_view position, std::string_view wrapper) {
    const Element direct = period.first({position});
    if (std::string text = direct.text(); !text.empty())
        return text;
    return period.plain({wrapper, "gml:TimeInstant", "gml:timePosition"});
}

void add_period(RawPeriod period, RawRecord& out) {
    const auto& all = out.temporal;
    if (period != RawPeriod() && std::find(all.begin(), all.end(), period) == all.end())
        out.temporal.push_back(std::move(period));
}

void map_temporal(const Element& extent, RawRecord& out) {
    for (const std::string_view kind : {"gmd:EX_TemporalExtent", "gmd:EX_SpatialTemporalExtent"})
        for (const Element& element : extent.all({"gmd:temporalElement", kind, "gmd:extent"})) {
            for (const Element& period : element.all({"gml:TimePeriod"})) {
                RawPeriod raw;
                raw.start = position_of(period, "gml:beginPosition", "gml:begin");
                raw.end = position_of(period, "gml:endPosition", "gml:end");
                add_period(std::move(raw), out);
            }
            for (const Element& instant : element.all({"gml:TimeInstant"})) {
                RawPeriod raw;
                raw.literal = instant.plain({"gml:timePosition"});
                add_period(std::move(raw), out);
            }
        }
}

void add_location(RawLocation location, RawRecord& out) {
    const auto& all = out.spatial;
    if (location != RawLocation() && std::find(all.begin(), all.end(), location) == all.end())
        out.spatial.push_back(std::move(location));
}

void map_spatial(const Element& extent, const Languages& languages, RawRecord& out) {
    for (const Element& box :
         extent.all({"gmd:geographicElement", "gmd:EX_GeographicBoundingBox"})) {
        const std::string west = box.plain({"gmd:westBoundLongitude"});
        const std::string south = box.plain({"gmd:southBoundLatitude"});
        const std::string east = box.plain({"gmd:eastBoundLongitude"});
        const std::string north = box.plain({"gmd:northBoundLatitude"});
        if (west.empty() || south.empty() || east.empty() || north.empty())
            continue;
        RawLocation location;
        location.geometry = west + "," + south + "," + east + "," + north;
        add_location(std::move(location), out);
    }
    for (const std::string_view kind : {"gmd:MD_Identifier", "gmd:RS_Identifier"})
        for (const Element& place : extent.all(
                 {"gmd:geographicElement",
                  "gmd:EX_GeographicDescription",
                  "gmd:geographicIdentifier",
                  kind,
                  "gmd:code"}
             )) {
            RawLocation location;
            location.label = place.plain();
            if (is_web_address(place.href()))
                location.uri = place.href();
            add_location(std::move(location), out);
        }
    const LocalizedText words = extent.first({"gmd:description"}).localized(languages);
    if (!words.empty()) {
        RawLocation location;
        location.label = words.front().text;
        add_location(std::move(location), out);
    }
}

} // namespace

void map_iso_coverage(const Element& record, const Languages& languages, RawRecord& out) {
    for (const Element& identification : identifications(record))
        for (const std::string_view property : {"gmd:extent", "srv:extent"})
            for (const Element& extent : identification.all({property, "gmd:EX_Extent"})) {
                map_spatial(extent, languages, out);
                map_temporal(extent, out);
            }
}

} // namespace moisson::csw
