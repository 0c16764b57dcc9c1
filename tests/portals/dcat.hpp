// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue in RDF, whole or in pages, as ckanext-dcat and udata write it. Written from the
// specifications of DCAT and Hydra, apart from the product's connector.
#pragma once

#include "portals/ckan.hpp"
#include "portals/rdf_thing.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace moisson::portals {

// How one page names the next.
enum class HydraPaging {
    // One document.
    none,
    // hydra:view of the collection, a PartialCollectionView, hydra:next as an IRI (udata).
    view,
    // PagedCollection, hydra:nextPage as a text (old ckanext-dcat).
    old,
};

// Beyond the last page, and on it.
enum class HydraEnd {
    // No next page, 404 beyond.
    honest,
    // The last page says that the first one is next.
    circle,
    // Every page has a next one; beyond the last the last one comes again (ckanext-dcat#260).
    repeat,
};

struct DcatOptions {
    std::string base_path; // "" or "/donnees"
    std::string title;
    std::uint64_t page_size = 100;
    HydraPaging paging = HydraPaging::view;
    HydraEnd end = HydraEnd::honest;
    // Not empty: addresses of pages are built on this origin, "http://ckan:5000".
    std::string internal_origin;
    // False: neither ETag nor 304.
    bool validators = true;
};

// /catalog.ttl, .rdf, .xml and .jsonld, and /catalog.ttl.gz. Identifiers are the ids of the
// packages.
std::unique_ptr<Protocol> make_dcat(DcatOptions options, CatalogueAt catalogue);

} // namespace moisson::portals
