// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Files and services of a dataset.
#include "core/limits.hpp"
#include "datajson/mapping.hpp"

namespace moisson::datajson {
namespace {

// "http://spdx.org/rdf/terms#checksumAlgorithm_sha1" -> "sha1".
std::string last_word(std::string text) {
    const std::size_t end = text.find_last_of("#/_");
    return end == std::string::npos ? text : text.substr(end + 1);
}

void map_checksum(const Members& members, RawDistribution& distribution) {
    const Value* checksum = members.find({"checksum", "hash"});
    if (checksum == nullptr)
        return;
    const Members parts(*checksum);
    distribution.checksum = parts.empty() ? as_text(*checksum) : parts.text({"checksumvalue"});
    distribution.checksum_algorithm = last_word(parts.text({"algorithm"}));
}

RawDistribution distribution_of(const Value& value) {
    RawDistribution distribution;
    const Members members(value);
    if (members.empty()) {
        // A bare address in place of an object.
        distribution.download_url = as_text(value);
        return distribution;
    }
    distribution.remote_id = members.text({"identifier", "@id"});
    distribution.title = members.localized({"title", "name"});
    distribution.description = members.localized({"description"});
    distribution.download_url = members.text({"downloadurl", "url"});
    distribution.access_url = members.text({"accessurl", "webservice", "endpointurl"});
    distribution.format = members.text({"format"});
    distribution.media_type = members.text({"mediatype"});
    distribution.size = members.text({"bytesize", "bytessize", "size"});
    distribution.issued = members.text({"issued"});
    distribution.modified = members.text({"modified"});
    distribution.kind = members.text({"type"});
    distribution.languages = members.list({"language"});
    if (const Value* licence = members.find({"license", "licence"}); licence != nullptr)
        distribution.licence = licence_of(*licence);
    map_checksum(members, distribution);
    if (is_interval(distribution.modified))
        distribution.modified.clear();
    return distribution;
}

// POD 1.0 kept one file and one service at the root.
void map_root_addresses(const Members& members, RawRecord& record) {
    const std::string file = members.text({"accessurl", "downloadurl"});
    if (!file.empty()) {
        RawDistribution distribution;
        distribution.download_url = file;
        distribution.format = members.text({"format"});
        record.distributions.push_back(std::move(distribution));
    }
    const std::string service = members.text({"webservice"});
    if (!service.empty()) {
        RawDistribution distribution;
        distribution.access_url = service;
        distribution.kind = "api";
        record.distributions.push_back(std::move(distribution));
    }
}

} // namespace

void map_distributions(const Members& members, RawRecord& record, std::vector<Issue>& issues) {
    const Value* list = members.find({"distribution", "distributions"});
    if (list == nullptr) {
        map_root_addresses(members, record);
        return;
    }
    std::size_t left_out = 0;
    for (const Value* item : as_items(*list)) {
        if (record.distributions.size() < limits::distributions)
            record.distributions.push_back(distribution_of(*item));
        else
            ++left_out;
    }
    if (left_out == 0)
        return;
    Issue issue(Code::limit_reached, Stage::map, std::to_string(left_out) + " files left out");
    issue.remote_id = record.remote_id;
    issues.push_back(std::move(issue));
}

} // namespace moisson::datajson
