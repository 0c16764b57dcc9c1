// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Files and services of a dataset.
#include "dcat/record.hpp"
#include "dcat/texts.hpp"
#include "dcat/vocabulary.hpp"
#include "text/key.hpp"

namespace moisson::dcat {
namespace {

// ".../checksumAlgorithm_sha1" -> "sha1".
std::string algorithm_of(std::string_view text) {
    const std::size_t end = text.find_last_of("#/_:");
    return std::string(end == std::string_view::npos ? text : text.substr(end + 1));
}

void read_checksum(const View& file, RawDistribution& distribution) {
    for (const rdf::Term& value : file.values({"spdx:checksum"})) {
        if (value.kind == rdf::TermKind::literal) {
            distribution.checksum = text::trim(value.value);
            return;
        }
        const View sum = file.follow(value);
        distribution.checksum = sum.text({"spdx:checksumValue"});
        if (distribution.checksum.empty())
            continue;
        distribution.checksum_algorithm = algorithm_of(sum.text({"spdx:algorithm"}));
        return;
    }
}

// A file that is asked for through a service, and has no address of its own.
void read_service(const View& file, RawDistribution& distribution) {
    for (const rdf::Term& value : file.values({"dcat:accessService"})) {
        distribution.kind = "service";
        const View service = file.follow(value);
        std::string url = first_address(service, {"dcat:endpointURL", "dcat:endpointDescription"});
        const bool missing = distribution.access_url.empty() && distribution.download_url.empty();
        if (missing && is_web_address(url))
            distribution.access_url = std::move(url);
    }
}

RawDistribution distribution_of(const View& from, const rdf::Term& value) {
    RawDistribution distribution;
    if (value.kind == rdf::TermKind::literal) {
        distribution.download_url = text::trim(value.value);
        return distribution;
    }
    const bool named = value.kind == rdf::TermKind::iri && !is_skolem(value.value);
    if (named)
        distribution.remote_id = value.value;
    const View file = from.follow(value);
    if (!file) {
        // Nothing but its name: that is where to look.
        if (named && is_web_address(value.value))
            distribution.access_url = value.value;
        return distribution;
    }
    if (distribution.remote_id.empty())
        distribution.remote_id = file.text({"dct:identifier"});
    distribution.title = localized(file, {"dct:title", "dc:title", "rdfs:label", "foaf:name"});
    distribution.description =
        localized(file, {"dct:description", "dc:description", "rdfs:comment"});
    distribution.download_url = first_address(file, {"dcat:downloadURL"});
    distribution.access_url = first_address(file, {"dcat:accessURL"});
    distribution.format = first_word(file, {"dct:format", "dct:mediaType", "dct:MediaType"});
    distribution.media_type = first_word(file, {"dcat:mediaType"});
    distribution.size = file.text({"dcat:byteSize", "dcat:bytesSize", "dcat:bytes", "dcat:size"});
    distribution.issued = earliest(file, {"dct:issued", "dct:created"});
    distribution.modified = latest(file, {"dct:modified"});
    distribution.kind = first_word(file, {"dct:type"});
    distribution.languages = words(file, {"dct:language"});
    if (const std::vector<RawLicence> licences = licences_of(file); !licences.empty())
        distribution.licence = licences.front();
    read_checksum(file, distribution);
    read_service(file, distribution);
    return distribution;
}

} // namespace

void read_distributions(const View& dataset, RawRecord& record) {
    for (const std::string_view property : {"dcat:distribution", "dcat:distributions"})
        for (const rdf::Term& value : dataset.values({property})) {
            RawDistribution found = distribution_of(dataset, value);
            // A file about which nothing is kept is still a file of the dataset.
            if (value.kind != rdf::TermKind::literal || !found.download_url.empty())
                record.distributions.push_back(std::move(found));
        }
}

} // namespace moisson::dcat
