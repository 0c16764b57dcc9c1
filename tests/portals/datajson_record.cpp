// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/datajson_record.hpp"

#include "portals/generator_words.hpp"
#include "portals/package_parts.hpp"

#include <algorithm>
#include <map>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

void put(Json& object, const char* key, std::string text) {
    if (!text.empty())
        object[key] = std::move(text);
}

// The words of CKAN extras that have an ISO 8601 interval.
std::string periodicity(const std::string& word) {
    static const std::map<std::string, std::string> intervals = {
        {"annuelle", "R/P1Y"},
        {"annuel", "R/P1Y"},
        {"annual", "R/P1Y"},
        {"mensuelle", "R/P1M"},
        {"mensuel", "R/P1M"},
        {"monthly", "R/P1M"},
        {"trimestrielle", "R/P3M"},
        {"trimestriel", "R/P3M"},
        {"quarterly", "R/P3M"},
        {"hebdomadaire", "R/P1W"},
        {"weekly", "R/P1W"},
        {"quotidienne", "R/P1D"},
        {"quotidien", "R/P1D"},
        {"daily", "R/P1D"}};
    const auto found = intervals.find(word);
    return found == intervals.end() ? word : found->second;
}

// [[[w,s],..]] -> "w,s,e,n" as ArcGIS Hub writes it.
std::string box_text(const std::string& geojson) {
    const Json shape = Json::parse(geojson, nullptr, false);
    if (!shape.is_object() || !shape.contains("coordinates"))
        return geojson;
    const Json& ring = shape["coordinates"][0];
    const std::string west = ring[0][0].dump();
    const std::string south = ring[0][1].dump();
    return west + "," + south + "," + ring[2][0].dump() + "," + ring[2][1].dump();
}

Json distributions_of(const Json& package) {
    Json list = Json::array();
    for (const Json& resource : package.value("resources", Json::array())) {
        Json one;
        one["@type"] = "dcat:Distribution";
        put(one, "title", text_in(resource, "name"));
        put(one, "description", text_in(resource, "description"));
        // What is no file is opened by people.
        const std::string format = text_in(resource, "format");
        const bool page = format == "HTML" || format == "API" || format == "WMS";
        put(one, page ? "accessURL" : "downloadURL", text_in(resource, "url"));
        put(one, "format", format);
        put(one, "mediaType", text_in(resource, "mimetype"));
        list.push_back(std::move(one));
    }
    return list;
}

Json publisher_of(const Json& package) {
    Json publisher;
    publisher["@type"] = "org:Organization";
    const auto organization = package.find("organization");
    if (organization != package.end())
        publisher["name"] = text_in(*organization, "title");
    publisher["subOrganizationOf"] = {{"@type", "org:Organization"}, {"name", "Gouvernement"}};
    return publisher;
}

} // namespace

std::string first_extra_of(const Json& package, std::initializer_list<const char*> names) {
    const auto extras = package.find("extras");
    if (extras == package.end() || !extras->is_array())
        return {};
    for (const char* name : names)
        for (const Json& pair : *extras)
            if (text_in(pair, "key") == name)
                return text_in(pair, "value");
    return {};
}

Json datajson_record(const Json& package) {
    Json record;
    record["@type"] = "dcat:Dataset";
    record["identifier"] = text_in(package, "id");
    record["title"] = text_in(package, "title");
    record["description"] = text_in(package, "notes");
    Json keywords = Json::array();
    for (const Json& tag : package.value("tags", Json::array()))
        keywords.push_back(text_in(tag, "name"));
    record["keyword"] = std::move(keywords);
    Json themes = Json::array();
    for (const Json& group : package.value("groups", Json::array()))
        themes.push_back(text_in(group, "title"));
    record["theme"] = std::move(themes);
    record["publisher"] = publisher_of(package);
    Json contact;
    contact["@type"] = "vcard:Contact";
    contact["fn"] = text_in(package, "maintainer");
    contact["hasEmail"] = "mailto:" + text_in(package, "maintainer_email");
    record["contactPoint"] = std::move(contact);
    record["accessLevel"] = package.value("private", false) ? "non-public" : "public";
    const std::string url = text_in(package, "license_url");
    put(record, "license", url.empty() ? text_in(package, "license_title") : url);
    record["modified"] = text_in(package, "metadata_modified");
    put(record, "issued", first_extra_of(package, {"issued"}));
    for (const std::string_view key : frequency_keys())
        put(record,
            "accrualPeriodicity",
            periodicity(first_extra_of(package, {std::string(key).c_str()})));
    const std::string start = first_extra_of(package, {"temporal_start"});
    if (!start.empty())
        record["temporal"] = start + "/" + first_extra_of(package, {"temporal_end"});
    put(record, "spatial", box_text(first_extra_of(package, {"spatial"})));
    put(record, "landingPage", text_in(package, "url"));
    if (!first_extra_of(package, {"language"}).empty())
        record["language"] = Json::array({"fr"});
    record["distribution"] = distributions_of(package);
    return record;
}

} // namespace moisson::portals
