// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Replay: the recorded CKAN catalogues of the corpus, each as one named portal. The table says for
// every file of the corpus whether it is replayed, and if not, why.
#pragma once

#include "portals/catalogue.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::portals {

struct RecordedCatalogue {
    std::string key;
    std::string title;
    // Files or directories below the corpus. An id that comes again in a later file is left out.
    std::vector<std::string> paths;
    // Where the API lives on this portal.
    std::string base_path;
    // Country, ISO 3166-1 alpha-2, may be empty.
    std::string country;
    // Oddity of this catalogue worth knowing when a count differs.
    std::string note;
    // Protocol it is served under: kind() of a Protocol.
    std::string kind = "ckan";
    // A whole portal: only replayed when named.
    bool large = false;
};

struct NotReplayed {
    std::string_view path;
    std::string_view reason;
};

// The catalogues of the table that exist below `corpus`, then every other file of `ckan/` and
// `dumps/ckan/` that holds package dicts (a fuller corpus than ours brings its own), in key order.
std::vector<RecordedCatalogue> recorded_catalogues(const std::string& corpus);
std::span<const NotReplayed> not_replayed();

// Throws std::runtime_error naming a file that cannot be read.
std::shared_ptr<const Catalogue>
load_recorded(const RecordedCatalogue& recorded, const std::string& corpus);

// Any file or directory of package dicts: `portail_simule --rejouer FICHIER`.
std::shared_ptr<const Catalogue> load_file(const std::string& file);

} // namespace moisson::portals
