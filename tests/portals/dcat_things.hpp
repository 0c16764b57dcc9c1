// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A package dict in the words of DCAT-AP.
#pragma once

#include "portals/rdf_thing.hpp"

#include <nlohmann/json.hpp>

namespace moisson::portals {

// `site`: where pages of datasets are, without a final slash.
RdfThing dcat_dataset(const nlohmann::ordered_json& package, const std::string& site);

} // namespace moisson::portals
