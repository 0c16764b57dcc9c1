// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Package dicts as Opendatasoft writes datasets.
#include "portals/opendatasoft.hpp"
#include "portals/package_parts.hpp"

#include <nlohmann/json.hpp>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::string text) {
    return text.empty() ? Json(nullptr) : Json(std::move(text));
}

std::string with_zone(std::string date) {
    return date.empty() ? date : seconds_of(date) + "+00:00";
}

Json names_in(const Json& package, const char* list, const char* key) {
    Json names = Json::array();
    for (const Json& item : package.value(list, Json::array()))
        if (std::string name = text_in(item, key); !name.empty())
            names.push_back(std::move(name));
    return names;
}

bool is_document(const std::string& format) {
    return format == "PDF" || format == "DOC" || format == "pdf";
}

bool is_geographic(const std::string& format) {
    return format == "GeoJSON" || format == "SHP" || format == "KML" || format == "geojson";
}

Json basic_metas(const Json& package, bool one_word_lists) {
    const std::string id = text_in(package, "id");
    const std::string modified = with_zone(text_in(package, "metadata_modified"));
    Json metas;
    metas["title"] = text_in(package, "title");
    metas["description"] = "<p>" + text_in(package, "notes") + "</p>";
    metas["keyword"] = names_in(package, "tags", "name");
    metas["theme"] = names_in(package, "groups", "title");
    // v1 writes a list of one as its element.
    for (const char* key : {"keyword", "theme"})
        if (one_word_lists && metas[key].size() == 1)
            metas[key] = Json(metas[key][0]);
    metas["license"] = or_null(text_in(package, "license_title"));
    metas["license_url"] = or_null(text_in(package, "license_url"));
    metas["language"] = "fr";
    metas["metadata_languages"] = Json::array({"fr"});
    metas["modified"] = or_null(modified);
    metas["data_processed"] = or_null(modified);
    metas["metadata_processed"] = or_null(modified);
    metas["publisher"] = package.contains("organization") && package["organization"].is_object()
                             ? or_null(text_in(package["organization"], "title"))
                             : Json(nullptr);
    metas["references"] = or_null(text_in(package, "url"));
    metas["records_count"] = drawn_from(id, 120'000);
    metas["territory"] = Json::array();
    if (std::string place = extra_of(package, "spatial-text"); !place.empty())
        metas["territory"].push_back(std::move(place));
    metas["geographic_reference"] = Json::array();
    metas["geographic_area"] = Json(nullptr);
    if (const Json area = Json::parse(extra_of(package, "spatial"), nullptr, false);
        area.is_object())
        metas["geographic_area"] = {
            {"type", "Feature"},
            {"geometry", area},
            {"properties", Json::object()}};
    metas["federated"] = false;
    metas["source_dataset"] = nullptr;
    metas["source_domain"] = nullptr;
    metas["source_domain_title"] = nullptr;
    metas["source_domain_address"] = nullptr;
    return metas;
}

Json dcat_metas(const Json& package) {
    Json metas;
    metas["created"] = or_null(text_in(package, "metadata_created").substr(0, 10));
    metas["issued"] = or_null(extra_of(package, "issued"));
    metas["creator"] = or_null(text_in(package, "author"));
    metas["contact_name"] = or_null(text_in(package, "maintainer"));
    metas["contact_email"] = or_null(text_in(package, "maintainer_email"));
    metas["accrualperiodicity"] = or_null(frequency_of(package));
    metas["spatial"] = or_null(extra_of(package, "spatial-text"));
    const std::string start = extra_of(package, "temporal_start");
    const std::string end = extra_of(package, "temporal_end");
    metas["temporal"] = start.empty() ? Json(nullptr) : Json(start + "/" + end);
    return metas;
}

// Data and files: a document is an attachment, anything else became records.
void add_records_and_files(const Json& package, Json& dataset) {
    bool records = false;
    bool geographic = false;
    Json attachments = Json::array();
    for (const Json& resource : package.value("resources", Json::array())) {
        const std::string format = text_in(resource, "format");
        if (!is_document(format)) {
            records = true;
            geographic = geographic || is_geographic(format);
            continue;
        }
        Json attachment;
        attachment["mimetype"] = "application/pdf";
        attachment["url"] = "odsfile://" + text_in(resource, "id") + ".pdf";
        attachment["id"] = text_in(resource, "id") + "_pdf";
        attachment["title"] = text_in(resource, "name");
        attachments.push_back(std::move(attachment));
    }
    dataset["has_records"] = records;
    dataset["features"] = geographic ? Json::array({"analyze", "geo"}) : Json::array({"analyze"});
    dataset["attachments"] = std::move(attachments);
    dataset["alternative_exports"] = Json::array();
    dataset["fields"] = Json::array(
        {{{"name", "annee"}, {"label", "Année"}, {"type", "date"}, {"description", nullptr}},
         {{"name", "valeur"}, {"label", "Valeur"}, {"type", "double"}, {"description", nullptr}}}
    );
}

Json explore_metas(const Json& package) {
    const std::string id = text_in(package, "id");
    Json metas;
    metas["download_count"] = drawn_from(id + "d", 5'000);
    metas["popularity_score"] = 0.5;
    return metas;
}

} // namespace

std::string opendatasoft_uid(const std::string& id) {
    std::string uid = "da_";
    for (const char c : id)
        if (c != '-' && uid.size() < 15)
            uid += c;
    return uid;
}

Json opendatasoft_dataset(const Json& package, OdsAge age) {
    Json dataset;
    const std::string name = text_in(package, "name");
    const bool secret = package.value("private", Json(false)) == Json(true);
    if (age == OdsAge::v1) {
        dataset["datasetid"] = name;
        dataset["metas"] = basic_metas(package, true);
        dataset["metas"]["visibility"] = secret ? "restricted" : "domain";
        dataset["interop_metas"]["dcat"] = dcat_metas(package);
        dataset["extra_metas"]["explore"] = explore_metas(package);
    } else {
        dataset["visibility"] = secret ? "restricted" : "domain";
        dataset["dataset_id"] = name;
        dataset["dataset_uid"] = opendatasoft_uid(text_in(package, "id"));
        dataset["data_visible"] = true;
        dataset["metas"]["default"] = basic_metas(package, false);
        dataset["metas"]["dcat"] = dcat_metas(package);
        dataset["metas"]["explore"] = explore_metas(package);
    }
    add_records_and_files(package, dataset);
    return dataset;
}

} // namespace moisson::portals
