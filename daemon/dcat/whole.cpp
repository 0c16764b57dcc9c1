// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/whole.hpp"

#include "dcat/vocabulary.hpp"

#include <array>
#include <utility>

namespace moisson::dcat {
namespace {

// What stands in a catalogue on its own feet.
constexpr std::array<std::pair<std::string_view, Kind>, 17> kinds_of_types{{
    {"dcat:DataService", Kind::service},
    {"dcat:Distribution", Kind::distribution},
    {"dcat:CatalogRecord", Kind::record},
    {"foaf:Agent", Kind::agent},
    {"foaf:Organization", Kind::agent},
    {"foaf:Person", Kind::agent},
    {"org:Organization", Kind::agent},
    {"vcard:Kind", Kind::agent},
    {"vcard:Organization", Kind::agent},
    {"vcard:Individual", Kind::agent},
    {"dct:PeriodOfTime", Kind::period},
    {"dct:Location", Kind::place},
    {"skos:Concept", Kind::notion},
    {"dct:LicenseDocument", Kind::notion},
    {"dct:Standard", Kind::notion},
    {"hydra:PartialCollectionView", Kind::paging},
    {"hydra:PagedCollection", Kind::paging},
}};

} // namespace

Description describe_all(const rdf::Graph& graph, const Listing& listing) {
    Description all;
    const Barrier barrier = listing.barrier();
    for (const rdf::TermId catalog : listing.catalogs)
        all.add(graph, catalog, Kind::catalog, barrier);
    for (const auto* sort : {&listing.datasets, &listing.only_named, &listing.external})
        for (const rdf::TermId dataset : *sort)
            all.add(graph, dataset, Kind::dataset, barrier);
    for (const auto& [type, kind] : kinds_of_types)
        for (const rdf::TermId node : graph.subjects_of_type(iri_of(type)))
            all.add(graph, node, kind, barrier);
    return all;
}

std::vector<rdf::Triple> left_out(const rdf::Graph& graph, const rdf::Graph& kept) {
    std::vector<rdf::Triple> rest;
    for (const rdf::Triple& triple : graph.triples()) {
        const auto subject = kept.find(graph.term(triple.subject));
        const auto predicate = kept.find(graph.term(triple.predicate));
        const auto object = kept.find(graph.term(triple.object));
        const bool there = subject && predicate && object &&
                           kept.contains(rdf::Triple{*subject, *predicate, *object});
        if (!there)
            rest.push_back(triple);
    }
    return rest;
}

} // namespace moisson::dcat
