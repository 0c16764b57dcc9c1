// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What can be downloaded of a dataset. Addresses follow from the API; the slug is what they use on
// a publication site.
#include "core/limits.hpp"
#include "datafair/mapping.hpp"
#include "kit/query.hpp"

#include <algorithm>

namespace moisson::datafair {
namespace {

using json::Value;

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

// The portal says where its API serves the dataset; what it does not say follows from the source.
std::string address_in(const Value& dataset, const MappingContext& context, std::string_view tail) {
    std::string address = trimmed_text(dataset, "href");
    if (!is_web_address(address)) {
        std::string name = json::scalar(dataset, "slug");
        if (name.empty())
            name = json::scalar(dataset, "id");
        address = context.api + "/datasets/" + kit::percent_encoded(name);
    }
    return address + '/' + std::string(tail);
}

LocalizedText french(std::string text) {
    LangText title;
    title.lang = "fr";
    title.text = std::move(text);
    return {title};
}

// A file the API serves: the one that was sent (raw), its conversion (convert).
void add_file(
    const Value& dataset,
    const Value& file,
    std::string_view tail,
    const MappingContext& context,
    RawRecord& record
) {
    RawDistribution distribution;
    distribution.remote_id = tail;
    distribution.download_url = address_in(dataset, context, tail);
    distribution.format = extension_of(json::scalar(file, "name"));
    distribution.media_type = json::scalar(file, "mimetype");
    distribution.size = json::scalar(file, "size");
    distribution.checksum = json::scalar(file, "md5");
    if (!distribution.checksum.empty())
        distribution.checksum_algorithm = "md5";
    distribution.modified = json::scalar(dataset, "dataUpdatedAt");
    distribution.title = french(
        distribution.format.empty() ? std::string("Fichier") : "Fichier " + distribution.format
    );
    distribution.kind = "file";
    record.distributions.push_back(std::move(distribution));
}

// Datasets without a file (REST, virtual) are lines; the API writes them as CSV.
void add_lines(const Value& dataset, const MappingContext& context, RawRecord& record) {
    RawDistribution distribution;
    distribution.remote_id = "lines";
    distribution.download_url = address_in(dataset, context, "lines?format=csv&size=10000");
    distribution.format = "csv";
    distribution.media_type = "text/csv";
    distribution.modified = json::scalar(dataset, "dataUpdatedAt");
    distribution.title = french("Lignes en CSV (10 000 au plus)");
    distribution.kind = "export";
    record.distributions.push_back(std::move(distribution));
}

void map_data(const Value& dataset, const MappingContext& context, RawRecord& record) {
    if (json::boolean(dataset, "isMetaOnly").value_or(false))
        return;
    const Value* file = json::find(dataset, "file");
    const Value* original = json::find(dataset, "originalFile");
    if (original == nullptr || !original->is_object())
        original = file;
    if (original != nullptr && original->is_object()) {
        add_file(dataset, *original, "raw", context, record);
        if (file != nullptr &&
            json::scalar(*file, "mimetype") != json::scalar(*original, "mimetype"))
            add_file(dataset, *file, "convert", context, record);
        const Value* extensions = json::find(dataset, "extensions");
        const bool extended = extensions != nullptr && extensions->is_array() &&
                              std::any_of(extensions->begin(), extensions->end(), [](auto& one) {
                                  return json::boolean(one, "active").value_or(false);
                              });
        if (extended && file != nullptr) {
            add_file(dataset, *file, "full", context, record);
            // Wider than the file: neither its size nor its checksum.
            record.distributions.back().title = french("Fichier enrichi");
            record.distributions.back().size.clear();
            record.distributions.back().checksum.clear();
            record.distributions.back().checksum_algorithm.clear();
        }
        return;
    }
    const bool has_lines = json::boolean(dataset, "isRest").value_or(false) ||
                           json::boolean(dataset, "isVirtual").value_or(false);
    if (has_lines)
        add_lines(dataset, context, record);
}

void map_attachments(
    const Value& dataset,
    const MappingContext& context,
    RawRecord& record,
    std::vector<Issue>& issues
) {
    const Value* attachments = json::find(dataset, "attachments");
    if (attachments == nullptr || !attachments->is_array())
        return;
    for (const Value& attachment : *attachments) {
        RawDistribution distribution;
        const std::string name = json::scalar(attachment, "name");
        distribution.remote_id = name;
        distribution.download_url = trimmed_text(attachment, "url");
        // A link has an address; a file is served beside the metadata.
        if (!is_web_address(distribution.download_url) && !name.empty())
            distribution.download_url =
                address_in(dataset, context, "metadata-attachments/" + kit::percent_encoded(name));
        if (!is_web_address(distribution.download_url)) {
            issues.push_back(map_issue(
                Code::bad_url,
                record,
                "attachment: " + distribution.download_url.substr(0, 200)
            ));
            continue;
        }
        distribution.format = extension_of(name.empty() ? distribution.download_url : name);
        distribution.media_type = json::scalar(attachment, "mimetype");
        distribution.size = json::scalar(attachment, "size");
        distribution.modified = json::scalar(attachment, "updatedAt");
        LangText title;
        title.text = trimmed_text(attachment, "title");
        if (title.text.empty())
            title.text = name;
        if (!title.text.empty())
            distribution.title.push_back(std::move(title));
        LangText description;
        description.text = trimmed_text(attachment, "description");
        if (!description.text.empty())
            distribution.description.push_back(std::move(description));
        distribution.kind = "attachment";
        record.distributions.push_back(std::move(distribution));
    }
}

} // namespace

void map_distributions(
    const Value& dataset,
    const MappingContext& context,
    RawRecord& record,
    std::vector<Issue>& issues
) {
    map_data(dataset, context, record);
    map_attachments(dataset, context, record, issues);
    if (record.distributions.size() <= limits::distributions)
        return;
    issues.push_back(map_issue(
        Code::limit_reached,
        record,
        std::to_string(record.distributions.size()) + " distributions"
    ));
    record.distributions.resize(limits::distributions);
}

} // namespace moisson::datafair
