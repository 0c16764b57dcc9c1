// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is around the datasets of a feed, as statements: catalogues, a page of one (Hydra, both
// ways of naming the next: research A2.1), a description for VoID. Pure; addresses are the
// caller's.
#pragma once

#include "core/time.hpp"
#include "rdf/graph.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::dcat {

// A dcat:Catalog with what DCAT-AP wants of one. Empty texts are left out.
struct CatalogDescription {
    std::string iri;
    std::string title;
    std::string description;
    std::string homepage;
    // An IRI, or empty: then a blank node.
    std::string publisher;
    std::string publisher_name;
    // Said to the day: a feed that nothing else changed in stays as it was.
    std::optional<Instant> modified;
};

// One page of a catalogue; empty addresses are left out.
struct CatalogPage {
    std::string iri;
    std::string first;
    std::string previous;
    std::string next;
    std::string last;
    std::int64_t page_size = 0;
    // Datasets of all pages, where that is known.
    std::optional<std::int64_t> total;
};

void add_catalog(rdf::Graph& graph, const CatalogDescription& catalog);
// `part` is a catalogue within `whole`: dcat:catalog and dct:hasPart, for either reader.
void add_part(rdf::Graph& graph, const std::string& whole, const std::string& part);
// `dataset` is in the catalogue, and so is the record of our copy when there is one.
void add_member(
    rdf::Graph& graph,
    const std::string& catalog,
    const std::string& dataset,
    const std::string& record
);
// The catalogue as a hydra:Collection, and the page as a view of it.
void add_page(rdf::Graph& graph, const std::string& catalog, const CatalogPage& page);

struct VoidSubset {
    std::string iri;
    std::string title;
    std::int64_t datasets = 0;
};

struct VoidDescription {
    // Of the document, and of the void:Dataset that it describes.
    std::string document;
    std::string iri;
    std::string title;
    std::string description;
    std::string homepage;
    // Where the walk over all of it begins.
    std::string root;
    std::string uri_space;
    std::string example;
    std::string search;
    // The whole as one file of triples, and how many it has; empty: there is none.
    std::string dump;
    std::int64_t triples = 0;
    std::int64_t datasets = 0;
    std::vector<VoidSubset> subsets;
};

void add_void(rdf::Graph& graph, const VoidDescription& description);

} // namespace moisson::dcat
