// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Resources of a data set -> distributions.
#include "core/limits.hpp"
#include "udata/mapping.hpp"

#include <utility>

namespace moisson::udata {
namespace {

// `url` is the file of today, `latest` the address that stays when the file is replaced.
void map_addresses(const Value& resource, RawDistribution& distribution) {
    std::string url = text_of(resource, {"url"});
    std::string latest = text_of(resource, {"latest"});
    if (text_of(resource, {"type"}) == "api") {
        distribution.access_url = std::move(url);
        return;
    }
    distribution.download_url = std::move(url);
    if (latest != distribution.download_url)
        distribution.access_url = std::move(latest);
}

RawDistribution map_resource(const Value& resource) {
    RawDistribution distribution;
    distribution.remote_id = text_of(resource, {"id"});
    distribution.title = as_localized(text_of(resource, {"title"}));
    distribution.description = as_localized(text_of(resource, {"description"}));
    map_addresses(resource, distribution);
    distribution.format = text_of(resource, {"format"});
    distribution.media_type = text_of(resource, {"mime"});
    distribution.size = text_of(resource, {"filesize"});
    distribution.checksum = text_in(resource, "checksum", {"value"});
    if (!distribution.checksum.empty())
        distribution.checksum_algorithm = text_in(resource, "checksum", {"type"});
    distribution.issued = text_in(resource, "harvest", {"issued_at", "created_at"});
    if (distribution.issued.empty())
        distribution.issued = text_of(resource, {"created_at", "published"});
    distribution.modified = text_in(resource, "harvest", {"modified_at"});
    if (distribution.modified.empty())
        distribution.modified = text_of(resource, {"last_modified", "modified"});
    distribution.kind = text_of(resource, {"type", "filetype"});
    return distribution;
}

} // namespace

void map_resources(const Value& dataset, RawRecord& record, std::vector<Issue>& issues) {
    const Value* resources = json::find(dataset, "resources");
    if (resources == nullptr || resources->is_null())
        return;
    // The API v2 gives the address of the list instead of the list.
    bool odd = !resources->is_array();
    std::size_t left_out = 0;
    for (const Value& resource : items_at(dataset, "resources")) {
        if (!resource.is_object()) {
            odd = true;
            continue;
        }
        if (record.distributions.size() >= limits::distributions) {
            ++left_out;
            continue;
        }
        record.distributions.push_back(map_resource(resource));
    }
    if (odd) {
        Issue issue = map_issue(Code::bad_shape, record, "resources");
        issue.severity = Severity::warning;
        issues.push_back(std::move(issue));
    }
    if (left_out > 0)
        issues.push_back(
            map_issue(Code::limit_reached, record, std::to_string(left_out) + " resources left out")
        );
}

} // namespace moisson::udata
