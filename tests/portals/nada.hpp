// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The REST API of NADA, the microdata catalogue of statistics offices (versions 4 and 5), over a
// catalogue of package dicts. Written from NADA's documentation, apart from the product's
// connector.
#pragma once

#include "portals/ckan.hpp"

#include <memory>
#include <string>

namespace moisson::portals {

struct NadaOptions {
    std::string base_path; // "" or "/nada"
    std::string title;
    // True: only /index.php/api/v2/catalog/search, five rows a page, NADA 4's names of fields, no
    // studies.
    bool old = false;
    // False: /api/catalog/{idno} answers 404.
    bool serves_studies = true;
    // True: /index.php/api/v2/catalog/ddi?id= gives DDI Codebook (with `old`).
    bool serves_ddi = false;
    // True: the page size asked for is ignored, 15 rows come.
    bool ignores_page_size = false;
    // True: PHP's messages stand before the JSON of the search.
    bool prints_messages = false;
};

std::unique_ptr<Protocol> make_nada(NadaOptions options, CatalogueAt catalogue);

// Study id of a record of the catalogue.
std::string nada_idno(const std::string& id);

} // namespace moisson::portals
