// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Groups, time and space of a package.
#include "ckan/mapping.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moisson::ckan {
namespace {

bool is_alpha3(std::string_view name) {
    return name.size() == 3 &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

void add_theme(std::string text, RawRecord& record) {
    const bool known =
        std::find(record.themes.begin(), record.themes.end(), text) != record.themes.end();
    if (!text.empty() && !known)
        record.themes.push_back(std::move(text));
}

void add_period(std::string start, std::string end, RawRecord& record) {
    if (start.empty() && end.empty())
        return;
    RawPeriod period;
    period.start = std::move(start);
    period.end = std::move(end);
    record.temporal.push_back(std::move(period));
}

// GeoJSON as an object, or text in any notation.
std::string geometry_text(const Value& value) {
    if (value.is_object() && json::find(value, "type") != nullptr)
        return json::dump(value);
    return value.is_string() ? *value.get_ptr<const std::string*>() : std::string{};
}

bool looks_like_geometry(std::string_view text) {
    if (text.empty())
        return false;
    if (text.front() == '{' || text.front() == '[')
        return true;
    if (text.find_first_not_of("0123456789.,;+- ") == std::string_view::npos)
        return text.find_first_of(", ;") != std::string_view::npos;
    constexpr std::array<std::string_view, 5> words{"POLYGON", "POINT", "MULTI", "ENVELOPE", "<"};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.starts_with(word);
    });
}

void add_place(const Value& item, RawRecord& record) {
    RawLocation location;
    if (item.is_object() && json::find(item, "coordinates") == nullptr) {
        location.label = member_text(item, {"text", "label", "name", "title"});
        location.uri = member_text(item, {"uri"});
        for (const std::string_view key : {"geom", "bbox", "centroid"}) {
            const Value* geometry = json::find(item, key);
            if (location.geometry.empty() && geometry != nullptr)
                location.geometry = geometry_text(*geometry);
        }
    } else {
        location.geometry = geometry_text(item);
        if (!looks_like_geometry(location.geometry))
            std::swap(location.geometry, location.label);
        if (is_web_address(location.label))
            std::swap(location.label, location.uri);
    }
    if (!location.geometry.empty() || !location.label.empty() || !location.uri.empty())
        record.spatial.push_back(std::move(location));
}

void map_bounding_box(const Fields& fields, RawRecord& record) {
    const std::string west = fields.text({"bbox_west_long", "west_bound_longitude"});
    const std::string south = fields.text({"bbox_south_lat", "south_bound_latitude"});
    const std::string east = fields.text({"bbox_east_long", "east_bound_longitude"});
    const std::string north = fields.text({"bbox_north_lat", "north_bound_latitude"});
    if (west.empty() || south.empty() || east.empty() || north.empty())
        return;
    RawLocation location;
    location.geometry = west + "," + south + "," + east + "," + north;
    record.spatial.push_back(std::move(location));
}

} // namespace

bool is_hdx(const Fields& fields) {
    return fields.find("data_update_frequency") != nullptr ||
           fields.find("dataset_date") != nullptr || fields.find("solr_additions") != nullptr;
}

void map_groups(const Value& package, const Fields& fields, RawRecord& record) {
    const bool hdx = is_hdx(fields);
    if (const Value* groups = json::find(package, "groups"); groups != nullptr) {
        for (const Value& group : as_items(*groups)) {
            const std::string name =
                group.is_object() ? json::scalar(group, "name") : as_text(group);
            if (name.starts_with("group/"))
                continue;
            if (hdx && is_alpha3(name)) {
                record.country_hints.push_back(name);
                continue;
            }
            std::string label =
                group.is_object() ? member_text(group, {"title", "display_name", "name"}) : name;
            add_theme(std::move(label), record);
        }
    }
    if (const Value* additions = fields.find("solr_additions"); hdx && additions != nullptr) {
        for (const Value& item : as_items(*additions)) {
            const Value* countries = json::find(item, "countries");
            if (countries == nullptr || !record.country_hints.empty())
                continue;
            record.country_hints = as_list(*countries);
        }
    }
    for (const std::string_view key :
         {"theme",
          "themes",
          "theme_primary",
          "theme_secondary",
          "theme_es",
          "category",
          "categories",
          "topic_category",
          "subject",
          "thematique"}) {
        for (std::string& theme : fields.list({key}))
            add_theme(std::move(theme), record);
    }
}

void map_temporal(const Fields& fields, RawRecord& record) {
    using Pair = std::pair<std::string_view, std::string_view>;
    constexpr std::array<Pair, 6> pairs{{
        {"temporal_start", "temporal_end"},
        {"temporal_coverage_from", "temporal_coverage_to"},
        {"time_period_coverage_start", "time_period_coverage_end"},
        {"temporal_extent_begin", "temporal_extent_end"},
        {"temporal_coverage_start", "temporal_coverage_end"},
        {"date_debut", "date_fin"},
    }};
    for (const auto& [start, end] : pairs) {
        add_period(fields.text({start}), fields.text({end}), record);
        if (!record.temporal.empty())
            return;
    }
    for (const std::string_view key :
         {"temporal_coverage", "temporals", "temporal", "dataset_date"}) {
        const Value* value = fields.find(key);
        if (value == nullptr)
            continue;
        // "[2015-01-01T00:00:00 TO *]" looks like a list and is none.
        for (const Value& item : as_items(*value)) {
            if (item.is_object()) {
                add_period(
                    member_text(item, {"start", "start_date", "from", "begin"}),
                    member_text(item, {"end", "end_date", "to"}),
                    record
                );
                continue;
            }
            RawPeriod period;
            period.literal = as_text(item);
            if (!period.literal.empty())
                record.temporal.push_back(std::move(period));
        }
        if (!record.temporal.empty())
            return;
    }
}

void map_spatial(const Fields& fields, RawRecord& record) {
    for (const std::string_view key : {"spatial_coverage", "spatial"}) {
        const Value* value = fields.find(key);
        if (value == nullptr)
            continue;
        if (value->is_string()) {
            const std::string& text = *value->get_ptr<const std::string*>();
            // GeoJSON text stays text; only lists are opened.
            if (!text.starts_with('[')) {
                add_place(*value, record);
                continue;
            }
        }
        if (value->is_object()) {
            add_place(*value, record);
            continue;
        }
        for (const Value& item : as_items(*value))
            add_place(item, record);
    }
    map_bounding_box(fields, record);
    RawLocation place;
    place.uri = fields.text({"spatial_uri"});
    place.label = fields.text(
        {"spatial_text",
         "geographical_coverage",
         "geographic_coverage",
         "geographic_region",
         "couverture_geographique"}
    );
    if (!place.uri.empty() || !place.label.empty())
        record.spatial.push_back(std::move(place));
}

} // namespace moisson::ckan
