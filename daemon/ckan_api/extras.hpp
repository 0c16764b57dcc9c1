// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The extras of a dataset: what ckanext-harvest, ckanext-dcat and udata read, and ours under "mc_".
// Inside the room only.
#pragma once

#include "ckan_api/package.hpp"

namespace moisson::ckan_api {

Json extras_json(const Dictionary& dictionary, const store::DatasetRecord& record);
// The three that say where a record comes from, as a list of extras too.
Json harvest_json(const store::DatasetRecord& record);

} // namespace moisson::ckan_api
