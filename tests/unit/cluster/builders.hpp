// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets as different portals publish them.
#pragma once

#include "cluster/evidence.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace moisson::cluster::testing {

inline Dataset a_dataset(const std::string& page, const std::string& title = "Carte scolaire") {
    Dataset dataset;
    dataset.remote_id = page.substr(page.rfind('/') + 1);
    dataset.remote_url = page;
    dataset.title = {{"fr", title, false}};
    dataset.publisher.key = "ministere";
    dataset.publisher.name = {{"fr", "Ministère de l’Éducation", false}};
    dataset.countries = {"TG"};
    return dataset;
}

inline Dataset with_files(Dataset dataset, const std::vector<std::string>& urls) {
    for (const std::string& url : urls) {
        Distribution distribution;
        distribution.url = url;
        distribution.format.code = "CSV";
        distribution.format_family = 'T';
        dataset.distributions.push_back(std::move(distribution));
    }
    return dataset;
}

// What two datasets have in common, strongest first.
inline std::vector<Evidence> common(const Dataset& a, const Dataset& b) {
    std::vector<Evidence> out;
    for (const EvidenceKey& left : evidence_keys(a, a.remote_url))
        for (const EvidenceKey& right : evidence_keys(b, b.remote_url))
            if (left.hash == right.hash && evidence_of(left.kind) == evidence_of(right.kind))
                out.push_back(evidence_of(left.kind));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace moisson::cluster::testing
