// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// udata documents: what a list knows of one, and one made of a CKAN package dict.
#include "portals/package_parts.hpp"
#include "portals/udata.hpp"
#include "portals/udata_answers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

Json member(const Json& object, const char* key) {
    const auto it = object.find(key);
    return it == object.end() ? Json() : *it;
}

Json organization_of(const Json& package) {
    const auto it = package.find("organization");
    if (it == package.end() || !it->is_object())
        return nullptr;
    return {
        {"class", "Organization"},
        {"id", text_in(*it, "id")},
        {"slug", text_in(*it, "name")},
        {"name", text_in(*it, "title")},
        {"acronym", nullptr},
        {"badges", Json::array()},
        {"page", "https://portail.exemple/organizations/" + text_in(*it, "name") + "/"}};
}

Json resources_of(const Json& package) {
    Json result = Json::array();
    const auto it = package.find("resources");
    if (it == package.end() || !it->is_array())
        return result;
    for (const Json& resource : *it) {
        const std::string id = text_in(resource, "id");
        result.push_back(
            {{"id", id},
             {"title", text_in(resource, "name")},
             {"description", member(resource, "description")},
             {"filetype", "remote"},
             {"type", "main"},
             {"format", text_in(resource, "format")},
             {"mime", member(resource, "mimetype")},
             {"filesize", member(resource, "size")},
             {"checksum", nullptr},
             {"url", text_in(resource, "url")},
             {"latest", "https://portail.exemple/datasets/r/" + id},
             {"created_at", member(resource, "created")},
             {"last_modified", member(resource, "last_modified")},
             {"extras", Json::object()},
             {"metrics", {{"views", 3}}},
             {"schema", {{"name", nullptr}, {"url", nullptr}, {"version", nullptr}}}}
        );
    }
    return result;
}

// Twice the same for the same data set: counters may move, documents may not.
Json metrics_of(const std::string& id) {
    std::uint64_t hash = 1469598103934665603ULL;
    for (const char c : id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return {
        {"discussions", 0},
        {"followers", hash % 7},
        {"reuses", hash % 3},
        {"views", hash % 1'000},
        {"resources_downloads", hash % 400}};
}

} // namespace

Record describe_udata(const Json& dataset) {
    Record record;
    record.id = text_in(dataset, "id");
    record.name = text_in(dataset, "slug");
    record.title = text_in(dataset, "title");
    const auto organization = dataset.find("organization");
    if (organization != dataset.end())
        record.organization = text_in(*organization, "id");
    record.licence = text_in(dataset, "license");
    record.created = text_in(dataset, "created_at").substr(0, 26);
    record.modified = text_in(dataset, "last_update").substr(0, 26);
    if (record.modified.empty())
        record.modified = text_in(dataset, "last_modified").substr(0, 26);
    if (!text_in(dataset, "archived").empty())
        record.state = "archived";
    if (!text_in(dataset, "deleted").empty())
        record.state = "deleted";
    const auto secret = dataset.find("private");
    record.is_private = secret != dataset.end() && secret->is_boolean() && secret->get<bool>();
    const auto tags = dataset.find("tags");
    if (tags != dataset.end() && tags->is_array())
        for (const Json& tag : *tags)
            if (tag.is_string())
                record.tags.push_back(tag.get<std::string>());
    return record;
}

Json udata_of_package(const Json& package) {
    const std::string id = text_in(package, "id");
    const std::string slug = text_in(package, "name");
    Json tags = Json::array();
    if (const auto it = package.find("tags"); it != package.end() && it->is_array())
        for (const Json& tag : *it)
            tags.push_back(tag.is_string() ? tag.get<std::string>() : text_in(tag, "name"));
    Json dataset = {
        {"id", id},
        {"slug", slug},
        {"title", text_in(package, "title")},
        {"acronym", nullptr},
        {"description", text_in(package, "notes")},
        {"page", "https://portail.exemple/datasets/" + slug + "/"},
        {"uri", "https://portail.exemple/api/1/datasets/" + slug + "/"},
        {"organization", organization_of(package)},
        {"owner", nullptr},
        {"tags", std::move(tags)},
        {"badges", Json::array()},
        {"license", member(package, "license_id")},
        {"frequency", extra_of(package, "frequency")},
        {"frequency_date", nullptr},
        {"created_at", member(package, "metadata_created")},
        {"last_modified", member(package, "metadata_modified")},
        {"last_update", member(package, "metadata_modified")},
        {"temporal_coverage", nullptr},
        {"spatial", nullptr},
        {"archived", nullptr},
        {"deleted", nullptr},
        {"private", package.value("private", false)},
        {"extras", Json::object()},
        {"metrics", metrics_of(id)},
        {"quality", {{"score", 0.5}}},
        {"contact_points", Json::array()},
        {"harvest", nullptr},
        {"resources", resources_of(package)}};
    if (const std::string state = text_in(package, "state"); !state.empty() && state != "active")
        dataset["deleted"] = member(package, "metadata_modified");
    return dataset;
}

UdataAt as_udata(std::function<std::shared_ptr<const Catalogue>(Instant)> catalogue) {
    struct Kept {
        std::mutex mutex;
        std::shared_ptr<const Catalogue> from;
        std::shared_ptr<const UdataCatalogue> made;
    };
    return [catalogue = std::move(catalogue), kept = std::make_shared<Kept>()](Instant now) {
        const std::shared_ptr<const Catalogue> packages = catalogue(now);
        const std::lock_guard lock(kept->mutex);
        if (kept->from == packages)
            return kept->made;
        auto made = std::make_shared<UdataCatalogue>();
        CatalogueBuilder builder(false);
        for (const Record& package : packages->records()) {
            const Json dataset = udata_of_package(Json::parse(packages->text(package)));
            Record record = describe_udata(dataset);
            if (package.type != "dataset")
                continue;
            if (record.is_private || record.state != "active")
                made->hidden[record.id] = record.is_private ? 404 : 410;
            else
                builder.add(
                    std::move(record),
                    dataset.dump(-1, ' ', false, Json::error_handler_t::replace)
                );
        }
        made->listed = builder.build();
        kept->from = packages;
        kept->made = made;
        return kept->made;
    };
}

void write_udata(const UdataCatalogue& catalogue, const std::string& directory) {
    write_mapped(*catalogue.listed, directory);
    std::ofstream hidden(directory + "/hidden.tsv", std::ios::trunc);
    for (const auto& [id, status] : catalogue.hidden)
        hidden << id << '\t' << status << '\n';
    if (!hidden.flush())
        throw std::runtime_error("cannot write the hidden ids into " + directory);
}

bool is_udata(const std::string& directory) {
    return std::filesystem::exists(directory + "/hidden.tsv");
}

std::shared_ptr<const UdataCatalogue> open_udata(const std::string& directory) {
    auto catalogue = std::make_shared<UdataCatalogue>();
    catalogue->listed = open_mapped(directory);
    std::ifstream hidden(directory + "/hidden.tsv");
    std::string id;
    for (int status = 0; hidden >> id >> status;)
        catalogue->hidden[id] = status;
    return catalogue;
}

} // namespace moisson::portals
