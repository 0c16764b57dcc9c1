// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// An API of a portal's own, of the kind that small teams write: French names, lists in pages by
// number, by offset or by the address of the next one, and a record of its own for each dataset.
#pragma once

#include "portals/ckan.hpp"

#include <memory>
#include <string>

namespace moisson::portals {

struct JsonApiOptions {
    std::string base_path;
    std::string title;
    // False: the list gives no files; /api/jeux/{id} does.
    bool whole_list = true;
    // Largest page, silently applied.
    std::uint64_t rows_max = 50;
};

// /api/jeux?page=&taille= (page), ?debut=&taille= (offset), neither (next: member "suivant");
// /api/tous (one answer); /api/jeux/{id}.
std::unique_ptr<Protocol> make_json_api(JsonApiOptions options, CatalogueAt catalogue);

} // namespace moisson::portals
