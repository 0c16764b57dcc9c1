// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Periods and places of a data set.
#include "core/limits.hpp"
#include "udata/mapping.hpp"

namespace moisson::udata {
namespace {

// Zones of one data set: a few hundred communes are met, thousands are an accident.
constexpr std::size_t zones_max = 1'000;

// "country:tg", "fr:region:84@2016-01-01", "country-subset:fr:dromcom" -> the country's code.
std::string country_of_zone(std::string_view zone) {
    const std::size_t colon = zone.find(':');
    if (colon == std::string_view::npos)
        return {};
    const std::string_view head = zone.substr(0, colon);
    if (head.size() == 2)
        return std::string(head);
    if (head != "country" && head != "country-subset")
        return {};
    const std::string_view rest = zone.substr(colon + 1);
    const std::string_view code = rest.substr(0, rest.find_first_of(":@"));
    return code.size() == 2 ? std::string(code) : std::string{};
}

// Ids ("country:fr"), or whole zones where the portal gives them.
void add_zone(const Value& zone, RawRecord& record) {
    RawLocation location;
    location.uri = zone.is_object() ? text_of(zone, {"id", "uri"}) : json::scalar(zone);
    if (zone.is_object())
        location.label = text_of(zone, {"name"});
    add_once(record.country_hints, country_of_zone(location.uri));
    if (!location.uri.empty() || !location.label.empty())
        record.spatial.push_back(std::move(location));
}

} // namespace

void map_temporal(const Value& dataset, RawRecord& record) {
    RawPeriod period;
    period.start = text_in(dataset, "temporal_coverage", {"start"});
    period.end = text_in(dataset, "temporal_coverage", {"end"});
    period.literal = text_of(dataset, {"temporal_coverage"});
    if (!period.start.empty() || !period.end.empty() || !period.literal.empty())
        record.temporal.push_back(std::move(period));
}

void map_spatial(const Value& dataset, RawRecord& record) {
    const Value* spatial = json::find(dataset, "spatial");
    if (spatial == nullptr)
        return;
    for (const Value& zone : items_at(*spatial, "zones")) {
        if (record.spatial.size() >= zones_max)
            break;
        add_zone(zone, record);
    }
    const Value* geometry = json::find(*spatial, "geom");
    if (geometry == nullptr || is_blank(*geometry))
        return;
    RawLocation location;
    location.geometry = geometry->is_structured() ? json::dump(*geometry) : json::scalar(*geometry);
    record.spatial.push_back(std::move(location));
}

} // namespace moisson::udata
