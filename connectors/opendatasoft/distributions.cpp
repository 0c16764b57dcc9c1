// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What can be downloaded of a dataset. The exports of its records are files only when somebody asks
// for them: the portal lists none, their addresses follow from the API.
#include "core/limits.hpp"
#include "kit/query.hpp"
#include "opendatasoft/mapping.hpp"

#include <algorithm>
#include <array>

namespace moisson::opendatasoft {
namespace {

struct Export {
    std::string_view id;
    std::string_view format;
    std::string_view media_type;
    bool geographic;
};

constexpr std::array<Export, 5> modern_exports{{
    {"csv", "CSV", "text/csv", false},
    {"json", "JSON", "application/json", false},
    {"xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false},
    {"geojson", "GeoJSON", "application/geo+json", true},
    {"shp", "SHP", "application/zip", true},
}};

constexpr std::array<Export, 5> old_exports{{
    {"csv", "CSV", "text/csv", false},
    {"json", "JSON", "application/json", false},
    {"xls", "XLS", "application/vnd.ms-excel", false},
    {"geojson", "GeoJSON", "application/geo+json", true},
    {"shp", "SHP", "application/zip", true},
}};

bool has_feature(const Value& dataset, std::string_view feature) {
    const Value* features = json::find(dataset, "features");
    if (features == nullptr)
        return false;
    const std::vector<std::string> names = as_list(*features);
    return std::find(names.begin(), names.end(), feature) != names.end();
}

// "GTFS 15/01.zip" -> "zip"; empty when the name has no extension worth the word.
std::string extension_of(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot + 1 == name.size() || name.size() - dot > 8)
        return {};
    const std::string_view extension = name.substr(dot + 1);
    const bool plain = std::all_of(extension.begin(), extension.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
    return plain ? std::string(extension) : std::string{};
}

std::string export_address(
    const Value& dataset,
    const MappingContext& context,
    std::string_view name,
    std::string_view format
) {
    const std::string id = kit::percent_encoded(name);
    if (json::find(dataset, "datasetid") != nullptr)
        return context.site + "/explore/dataset/" + id + "/download/?format=" + std::string(format);
    return context.site + "/api/explore/v2.1/catalog/datasets/" + id + "/exports/" +
           std::string(format);
}

void map_exports(
    const Value& dataset,
    const Metas& metas,
    const MappingContext& context,
    RawRecord& record
) {
    // Absent: old portals do not say, and have the data.
    const bool has_records = json::boolean(dataset, "has_records").value_or(true);
    const bool visible = json::boolean(dataset, "data_visible").value_or(true);
    const std::string name = name_of(dataset);
    if (!has_records || !visible || name.empty())
        return;
    const bool geographic = has_feature(dataset, "geo");
    const bool shapefile_is_cut = json::boolean(dataset, "shapefile_is_cut").value_or(false);
    const bool old = json::find(dataset, "datasetid") != nullptr;
    for (const Export& one : old ? old_exports : modern_exports) {
        if (one.geographic && !geographic)
            continue;
        if (one.id == "shp" && shapefile_is_cut)
            continue;
        RawDistribution distribution;
        distribution.remote_id = one.id;
        LangText title;
        title.lang = "fr";
        title.text = "Export " + std::string(one.format);
        distribution.title.push_back(std::move(title));
        distribution.download_url = export_address(dataset, context, name, one.id);
        distribution.format = one.format;
        distribution.media_type = one.media_type;
        distribution.kind = "export";
        distribution.modified = metas.text(in_basic, "data_processed");
        record.distributions.push_back(std::move(distribution));
    }
}

// `odsfile://` is an address inside the portal.
std::string file_address(
    const Value& file,
    const MappingContext& context,
    std::string_view name,
    std::string_view collection
) {
    const std::string url = json::scalar(file, "url");
    if (is_web_address(url))
        return url;
    const std::string id = json::scalar(file, "id");
    if (id.empty() || name.empty())
        return {};
    return context.site + "/api/datasets/1.0/" + kit::percent_encoded(name) + '/' +
           std::string(collection) + '/' + kit::percent_encoded(id) + '/';
}

void map_files(
    const Value& dataset,
    const MappingContext& context,
    std::string_view collection,
    std::string_view kind,
    RawRecord& record,
    std::vector<Issue>& issues
) {
    const Value* files = json::find(dataset, collection);
    if (files == nullptr || !files->is_array())
        return;
    for (const Value& file : *files) {
        RawDistribution distribution;
        distribution.remote_id = json::scalar(file, "id");
        distribution.download_url = file_address(file, context, name_of(dataset), collection);
        if (distribution.download_url.empty()) {
            issues.push_back(map_issue(
                Code::bad_url,
                record,
                std::string(collection) + ": " + json::scalar(file, "url").substr(0, 200)
            ));
            continue;
        }
        LangText title;
        title.text = json::scalar(file, "title");
        LangText description;
        description.text = json::scalar(file, "description");
        distribution.media_type = json::scalar(file, "mimetype");
        for (const std::string& named : {json::scalar(file, "url"), title.text}) {
            if (distribution.format.empty())
                distribution.format = extension_of(named);
        }
        if (!title.text.empty())
            distribution.title.push_back(std::move(title));
        if (!description.text.empty())
            distribution.description.push_back(std::move(description));
        distribution.kind = kind;
        record.distributions.push_back(std::move(distribution));
    }
}

} // namespace

void map_distributions(
    const Value& dataset,
    const Metas& metas,
    const MappingContext& context,
    RawRecord& record,
    std::vector<Issue>& issues
) {
    map_exports(dataset, metas, context, record);
    map_files(dataset, context, "attachments", "attachment", record, issues);
    map_files(dataset, context, "alternative_exports", "alternative_export", record, issues);
    if (record.distributions.size() <= limits::distributions)
        return;
    issues.push_back(map_issue(
        Code::limit_reached,
        record,
        std::to_string(record.distributions.size()) + " distributions"
    ));
    record.distributions.resize(limits::distributions);
}

} // namespace moisson::opendatasoft
