// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Time and space: a slash between two dates, four numbers, the name of a place, GeoJSON as an
// object or as text.
#include "core/limits.hpp"
#include "datajson/mapping.hpp"

#include <algorithm>

namespace moisson::datajson {
namespace {

constexpr std::size_t periods_max = 50;
constexpr std::size_t places_max = 200;

// "-17.5,12.3,-11.3,16.7", with commas or spaces.
bool is_box(std::string_view text) {
    const bool numeric = text.find_first_not_of("0123456789.,-+eE \t") == std::string_view::npos;
    int numbers = 0;
    bool inside = false;
    for (const char c : text) {
        const bool part = c >= '0' && c <= '9';
        const bool gap = c == ',' || c == ' ' || c == '\t';
        if (part && !inside)
            ++numbers;
        inside = part || (inside && !gap);
    }
    return numeric && numbers == 4;
}

bool is_wkt(std::string_view text) {
    for (const std::string_view kind :
         {"POLYGON", "MULTIPOLYGON", "POINT", "ENVELOPE", "LINESTRING"})
        if (text.starts_with(kind) && text.find('(') != std::string_view::npos)
            return true;
    return false;
}

void add_place(RawLocation location, RawRecord& record) {
    const bool empty = location.geometry.empty() && location.label.empty() && location.uri.empty();
    if (!empty && record.spatial.size() < places_max)
        record.spatial.push_back(std::move(location));
}

RawLocation place_of_text(std::string text) {
    RawLocation location;
    if (text.starts_with('{') || is_box(text) || is_wkt(text))
        location.geometry = std::move(text);
    else if (is_web_address(text))
        location.uri = std::move(text);
    else
        location.label = std::move(text);
    return location;
}

// A GeoJSON geometry, or an object with bbox, geometry, name.
RawLocation place_of_object(const Value& value) {
    if (json::find(value, "coordinates") != nullptr)
        return place_of_text(json::dump(value));
    const Members members(value);
    RawLocation location;
    for (const std::string_view key : {"bbox", "geometry", "centroid"}) {
        const Value* geometry = members.find({key});
        if (geometry == nullptr || !location.geometry.empty())
            continue;
        location.geometry = geometry->is_structured() && json::find(*geometry, "@value") == nullptr
                                ? json::dump(*geometry)
                                : as_text(*geometry);
    }
    location.label = members.text({"preflabel", "name", "label", "title", "geographicname"});
    location.uri = members.text({"@id", "identifier"});
    return location;
}

void add_period(const Value& value, RawRecord& record) {
    RawPeriod period;
    const Members members(value);
    if (members.empty()) {
        period.literal = as_text(value);
    } else {
        period.start = members.text({"startdate", "start", "hasbeginning", "beginning"});
        period.end = members.text({"enddate", "end", "hasend"});
        if (period.start.empty() && period.end.empty())
            period.literal = as_text(value);
    }
    const bool empty = period.start.empty() && period.end.empty() && period.literal.empty();
    if (!empty && record.temporal.size() < periods_max)
        record.temporal.push_back(std::move(period));
}

bool is_number_list(const Value& value) {
    return value.is_array() && value.size() == 4 &&
           std::all_of(value.begin(), value.end(), [](const Value& item) {
               return item.is_number();
           });
}

} // namespace

void map_coverage(const Members& members, RawRecord& record) {
    if (const Value* temporal = members.find({"temporal"}); temporal != nullptr) {
        for (const Value* item : as_items(*temporal))
            add_period(*item, record);
    }
    const Value* spatial = members.find({"spatial"});
    if (spatial == nullptr)
        return;
    if (is_number_list(*spatial)) {
        const std::string list = json::dump(*spatial);
        add_place(place_of_text(list.substr(1, list.size() - 2)), record);
        return;
    }
    for (const Value* item : as_items(*spatial)) {
        if (item->is_object())
            add_place(place_of_object(*item), record);
        else
            add_place(place_of_text(as_text(*item)), record);
    }
}

} // namespace moisson::datajson
