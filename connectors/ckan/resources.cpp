// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Resources of a package -> distributions.
#include "ckan/mapping.hpp"
#include "core/limits.hpp"

#include <utility>
#include <vector>

namespace moisson::ckan {
namespace {

// "md5:0cc1..." -> algorithm and value; a bare hash has no algorithm.
void map_checksum(const Fields& fields, RawDistribution& distribution) {
    std::string hash = fields.text({"hash", "checksum"});
    distribution.checksum_algorithm = fields.text({"hash_algorithm", "checksum_algorithm"});
    const std::size_t colon = hash.find(':');
    if (distribution.checksum_algorithm.empty() && colon != std::string::npos && colon < 10) {
        distribution.checksum_algorithm = hash.substr(0, colon);
        hash.erase(0, colon + 1);
    }
    if (hash.empty())
        distribution.checksum_algorithm.clear();
    distribution.checksum = std::move(hash);
}

void map_resource_licence(const Fields& fields, RawDistribution& distribution) {
    const std::string licence = fields.text({"license", "license_id", "rights"});
    if (is_web_address(licence))
        distribution.licence.url = licence;
    else
        distribution.licence.title = licence;
}

void map_addresses(const Fields& fields, RawDistribution& distribution) {
    distribution.download_url = fields.text({"download_url", "url", "file_url"});
    distribution.access_url = fields.text({"access_url", "link_to_api"});
    if (distribution.download_url.empty())
        distribution.download_url = fields.text({"file_link"});
    if (distribution.access_url.empty()) {
        // scheming keeps both: `url` is then the address a person opens.
        const std::string url = fields.text({"url"});
        if (url != distribution.download_url)
            distribution.access_url = url;
    }
}

RawDistribution map_resource(const Value& resource) {
    const Fields fields(resource);
    RawDistribution distribution;
    distribution.remote_id = fields.text({"id"});
    distribution.title = fields.localized({"name", "title"});
    distribution.description = fields.localized({"description"});
    map_addresses(fields, distribution);
    distribution.format = fields.text({"format"});
    distribution.media_type = fields.text({"mimetype", "media_type", "mime_type"});
    distribution.size = fields.text({"size", "byte_size", "file_size", "filesize"});
    map_checksum(fields, distribution);
    distribution.issued =
        without_date_label(fields.text({"issued", "issued_date", "date_published", "created"}));
    distribution.modified =
        without_date_label(fields.text({"last_modified", "modified", "modified_date"}));
    distribution.kind = fields.text({"resource_type", "url_type"});
    distribution.languages = separated_languages(fields.list({"language"}));
    map_resource_licence(fields, distribution);
    return distribution;
}

// The list under `resources`, also when a JSON Schema stands around it.
const Value* resource_list(const Value& package) {
    const Value* resources = json::find(package, "resources");
    if (resources != nullptr && resources->is_object()) {
        if (const Value* items = json::find(*resources, "items"); items != nullptr)
            return items;
    }
    return resources;
}

} // namespace

void map_resources(const Value& package, RawRecord& record, std::vector<Issue>& issues) {
    const Value* resources = resource_list(package);
    if (resources == nullptr)
        return;
    // Resources of v1 dumps may be JSON text; a list is read in place.
    std::vector<Value> opened;
    if (!resources->is_array())
        opened = as_items(*resources);
    const Value owned(std::move(opened));
    bool odd = false;
    std::size_t left_out = 0;
    for (const Value& resource : resources->is_array() ? *resources : owned) {
        odd = odd || !resource.is_object();
        if (!resource.is_object() || json::text(resource, "state") == "deleted")
            continue;
        if (record.distributions.size() >= limits::distributions) {
            ++left_out;
            continue;
        }
        record.distributions.push_back(map_resource(resource));
    }
    if (odd) {
        Issue issue(Code::bad_shape, Stage::map, "resources");
        issue.severity = Severity::warning;
        issue.remote_id = record.remote_id;
        issues.push_back(std::move(issue));
    }
    if (left_out == 0)
        return;
    Issue issue(Code::limit_reached, Stage::map, std::to_string(left_out) + " resources left out");
    issue.remote_id = record.remote_id;
    issues.push_back(std::move(issue));
}

} // namespace moisson::ckan
