// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue API of Opendatasoft: Explore v2.1, Explore v2.0 and the search of v1, over a
// catalogue of package dicts written in its shapes, or of recorded datasets given as they are.
// Written from Opendatasoft's documentation, apart from the product's connector.
#pragma once

#include "portals/ckan.hpp"
#include "portals/replay.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace moisson::portals {

enum class OdsAge { v21, v20, v1 };

struct OpendatasoftOptions {
    std::string base_path; // "" or "/portail"
    std::string title;
    // Cap on the rows of the list, below its own; silently applied.
    std::uint64_t rows_max = 1000;
    // Only this age answers; the paths of the others are unknown, as on real portals of that age.
    OdsAge age = OdsAge::v21;
    // False: /catalog/exports answers 404.
    bool exports_open = true;
    // True: the records are datasets already, not package dicts.
    bool recorded = false;
};

std::unique_ptr<Protocol> make_opendatasoft(OpendatasoftOptions options, CatalogueAt catalogue);

// The dataset that a package dict becomes.
nlohmann::ordered_json opendatasoft_dataset(const nlohmann::ordered_json& package, OdsAge age);
// dataset_uid of a package id.
std::string opendatasoft_uid(const std::string& id);
// Datasets of recorded answers of any age, as a catalogue for `recorded`. Throws std::runtime_error
// naming a file that cannot be read; what is no dataset is left out.
std::shared_ptr<const Catalogue> load_opendatasoft(const std::vector<std::string>& files);

// The recorded catalogues below `corpus` that exist, and the files that hold none.
std::vector<RecordedCatalogue> recorded_opendatasoft(const std::string& corpus);
std::span<const NotReplayed> not_replayed_opendatasoft();
std::shared_ptr<const Catalogue>
load_opendatasoft(const RecordedCatalogue& recorded, const std::string& corpus);

} // namespace moisson::portals
