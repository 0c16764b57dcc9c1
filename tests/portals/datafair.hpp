// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue of a Data Fair publication site and the list of datasets behind it, over a
// catalogue of package dicts. Written from Data Fair's documentation, apart from the product's
// connector.
#pragma once

#include "portals/ckan.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace moisson::portals {

struct DataFairOptions {
    std::string base_path; // "" or "/s"
    std::string title;
    // Cap on the page size, silently applied.
    std::uint64_t rows_max = 10'000;
    // False: the host is no publication site, /catalog/datasets answers 400.
    bool has_catalog = true;
    // False: /datasets answers 401 to strangers.
    bool datasets_open = true;
};

std::unique_ptr<Protocol> make_datafair(DataFairOptions options, CatalogueAt catalogue);

// The dataset that a package dict becomes.
nlohmann::ordered_json datafair_dataset(const nlohmann::ordered_json& package);
// Id of a package id: Data Fair's are short and without hyphens.
std::string datafair_id(const std::string& id);

} // namespace moisson::portals
