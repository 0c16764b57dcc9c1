// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue published as one data.json (Project Open Data 1.1, as DKAN and ArcGIS Hub write it),
// with validators and packed twins. Written from the schema, apart from the product's connector.
#pragma once

#include "portals/ckan.hpp"

#include <memory>
#include <string>

namespace moisson::portals {

struct DatajsonOptions {
    std::string base_path; // "" or "/dkan"
    std::string title;
    // True: the document is at /api/feed/dcat-us/1.1.json only, as ArcGIS Hub serves it.
    bool hub = false;
    // False: neither ETag nor Last-Modified, and no 304.
    bool validators = true;
};

// /data.json, /data.json.gz and the feed of ArcGIS Hub. Identifiers are the ids of the packages.
std::unique_ptr<Protocol> make_datajson(DatajsonOptions options, CatalogueAt catalogue);

} // namespace moisson::portals
