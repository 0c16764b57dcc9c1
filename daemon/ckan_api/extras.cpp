// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/extras.hpp"

#include "model/freshness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace moisson::ckan_api {
namespace {

class Extras {
public:
    void add(std::string_view key, std::string value) {
        if (!value.empty())
            list_.push_back(extra(key, std::move(value)));
    }
    void add(std::string_view key, const std::vector<std::string>& values) {
        if (!values.empty())
            list_.push_back(extra(key, dump(Json(values))));
    }
    Json take() { return std::move(list_); }

private:
    Json list_ = Json::array();
};

std::string polygon(const BoundingBox& box) {
    const Json ring = {
        {box.west, box.south},
        {box.east, box.south},
        {box.east, box.north},
        {box.west, box.north},
        {box.west, box.south}};
    Json shape = Json::object();
    shape["type"] = "Polygon";
    shape["coordinates"] = Json::array({ring});
    return dump(shape);
}

void add_place(Extras& extras, const Dataset& dataset) {
    const auto first = [&](auto has) {
        return std::find_if(dataset.spatial.begin(), dataset.spatial.end(), has);
    };
    const auto none = dataset.spatial.end();
    if (const auto at = first([](const Location& one) { return one.bbox.has_value(); }); at != none)
        extras.add("spatial", polygon(*at->bbox));
    if (const auto at = first([](const Location& one) { return !one.label.empty(); }); at != none)
        extras.add("spatial-text", at->label);
    if (const auto at = first([](const Location& one) { return !one.uri.empty(); }); at != none)
        extras.add("spatial-uri", at->uri);
}

void add_period(Extras& extras, const Dataset& dataset) {
    for (const PeriodOfTime& period : dataset.temporal) {
        if (!period.start && !period.end)
            continue;
        if (period.start)
            extras.add("temporal_start", to_string(*period.start));
        if (period.end)
            extras.add("temporal_end", to_string(*period.end));
        return;
    }
}

void add_codes(Extras& extras, const Dictionary& dictionary, const Dataset& dataset) {
    const VocabulariesPtr& known = dictionary.vocabularies;
    const auto* const frequency = known ? known->frequency_row(dataset.frequency.code) : nullptr;
    extras.add("frequency", frequency != nullptr ? frequency->uri : dataset.frequency.raw);
    const auto* const access =
        known ? known->access_right_row(dataset.access_rights.code) : nullptr;
    extras.add("access_rights", access != nullptr ? access->uri : dataset.access_rights.raw);
    std::vector<std::string> themes;
    for (const std::string& code : dataset.themes) {
        const auto* const theme = known ? known->theme_row(code) : nullptr;
        themes.push_back(theme != nullptr ? theme->uri : code);
    }
    extras.add("theme", themes);
}

// Where the record comes from, as harvesters note it: who takes it from here keeps the first
// origin.
void add_origin(Extras& extras, const Dataset& dataset) {
    const bool is_marked =
        !dataset.origin_url.empty() || !dataset.origin_portal.empty() || !dataset.origin_id.empty();
    extras.add("harvest_url", dataset.origin_url.empty() ? dataset.remote_url : dataset.origin_url);
    extras.add("harvest_portal", dataset.origin_portal);
    extras.add("harvest_guid", is_marked ? dataset.origin_id : dataset.remote_id);
}

// The names beside the first one, and our page: by it we know what comes back to us.
std::vector<std::string> other_names(const Dataset& dataset, std::string page) {
    std::vector<std::string> names;
    if (!dataset.identifiers.empty())
        names.assign(dataset.identifiers.begin() + 1, dataset.identifiers.end());
    names.push_back(std::move(page));
    return names;
}

// As of what was read of its portal: the calendar alone makes no other answer.
void add_freshness(
    Extras& extras,
    const views::FeedPortals& portals,
    const store::DatasetRecord& record
) {
    if (!portals)
        return;
    std::optional<Instant> seen;
    for (const views::FeedPortal& portal : *portals)
        if (portal.key == record.portal_key)
            seen = portal.seen_until;
    extras.add("mc_freshness", std::string(to_string(freshness_at(record.signal.freshness, seen))));
}

} // namespace

Json harvest_json(const store::DatasetRecord& record) {
    Json out = Json::array();
    out.push_back(extra("harvest_object_id", to_string(record.id)));
    out.push_back(extra("harvest_source_id", to_string(harvest_source_id(record.portal_key))));
    out.push_back(extra("harvest_source_title", record.portal_title));
    return out;
}

Json extras_json(const Dictionary& dictionary, const store::DatasetRecord& record) {
    const Dataset& dataset = record.dataset;
    const std::string iri = dictionary.url.absolute(routes::dataset_iri_path(to_string(record.id)));
    Extras extras;
    extras.add("guid", dataset.uri.empty() ? iri : dataset.uri);
    extras.add("uri", dataset.uri.empty() ? iri : dataset.uri);
    extras.add(
        "identifier",
        dataset.identifiers.empty() ? dataset.remote_id : dataset.identifiers.front()
    );
    std::string page = dictionary.url.absolute(routes::dataset_page_of(record.slug));
    extras.add("alternate_identifier", other_names(dataset, page));
    if (dataset.issued)
        extras.add("issued", to_string(*dataset.issued));
    if (dataset.modified)
        extras.add("modified", to_string(*dataset.modified));
    extras.add("language", dataset.languages);
    add_codes(extras, dictionary, dataset);
    extras.add("publisher_name", std::string(best_text(dataset.publisher.name, "fr")));
    extras.add("publisher_uri", dataset.publisher.url);
    if (!dataset.contacts.empty())
        extras.add("contact_name", dataset.contacts.front().name);
    extras.add("conforms_to", dataset.conforms_to);
    add_period(extras, dataset);
    add_place(extras, dataset);
    extras.add("provenance", dataset.provenance_statement);
    extras.add("source_catalog_title", record.portal_title);
    extras.add("source_catalog_homepage", record.portal_url);
    add_origin(extras, dataset);
    extras.add("harvest_object_id", to_string(record.id));
    extras.add("harvest_source_id", to_string(harvest_source_id(record.portal_key)));
    extras.add("harvest_source_title", record.portal_title);
    extras.add("harvest_source_url", record.portal_url);
    extras.add("mc_page", std::move(page));
    extras.add("mc_portal", record.portal_key);
    extras.add("mc_type", std::string(type_of(dataset)));
    extras.add("mc_country", dataset.countries);
    add_freshness(extras, dictionary.portals, record);
    extras.add("mc_link_status", record.signal.links);
    if (record.signal.quality)
        extras.add("mc_quality", std::to_string(*record.signal.quality));
    return extras.take();
}

} // namespace moisson::ckan_api
