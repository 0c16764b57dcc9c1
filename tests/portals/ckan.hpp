// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The CKAN action API (versions 2.6 to 2.11 as documented), over a catalogue that may change with
// the date. Written from CKAN's documentation, apart from the product's connector.
#pragma once

#include "portals/catalogue.hpp"
#include "portals/protocol.hpp"

#include <functional>
#include <memory>
#include <string>

namespace moisson::portals {

struct CkanOptions {
    std::string base_path; // "" or "/data"
    std::string title;
    std::string site_url;
    std::string version = "2.10.4";
    // ckan.search.rows_max; silently applied.
    std::uint64_t rows_max = 1000;
    // False: status_show answers 403, as hardened sites do.
    bool status_open = true;
    // False: fl is refused with a validation error (CKAN < 2.7).
    bool fl_allowed = true;
};

// The catalogue at a date. Must be thread-safe and cheap when the date is in the same day.
using CatalogueAt = std::function<std::shared_ptr<const Catalogue>(Instant)>;

std::unique_ptr<Protocol> make_ckan(CkanOptions options, CatalogueAt catalogue);
std::unique_ptr<Protocol>
make_ckan(CkanOptions options, std::shared_ptr<const Catalogue> catalogue);

} // namespace moisson::portals
