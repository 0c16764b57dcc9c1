// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "catalogues.hpp"
#include "counter.hpp"
#include "dcat/wire.hpp"
#include "recorded_file.hpp"

#include <string>
#include <string_view>

namespace moisson::vocabulary_report {
namespace {

constexpr std::string_view label_properties[] = {
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "http://purl.org/dc/terms/title"};

// A literal or an address as it stands; what has no name is told by its label.
std::string_view word_of(const rdf::Graph& graph, rdf::TermId node) {
    const rdf::TermView term = graph.term(node);
    if (!term.is_blank())
        return term.value;
    for (const std::string_view property : label_properties) {
        const auto known = graph.find_iri(property);
        const auto label = known ? graph.object(node, *known) : std::nullopt;
        if (label && !graph.term(*label).is_blank())
            return graph.term(*label).value;
    }
    return {};
}

void count_statement(Counter& counter, std::string_view property, std::string_view word) {
    if (property == "http://purl.org/dc/terms/format" ||
        property == "http://www.w3.org/ns/dcat#mediaType")
        return counter.format(word);
    if (property == "http://purl.org/dc/terms/accrualPeriodicity")
        return counter.frequency(word);
    if (property == "http://purl.org/dc/terms/license")
        return counter.licence(word);
    if (property == "http://www.w3.org/ns/dcat#theme")
        return counter.theme(word);
    if (property == "http://purl.org/dc/terms/language")
        return counter.language(word);
    if (property == "http://purl.org/dc/terms/accessRights")
        return counter.access_right(word);
}

} // namespace

Tallies
count_rdf(const std::filesystem::path& folder, const normalise::Vocabularies& vocabularies) {
    Tallies tallies;
    Counter counter(tallies, vocabularies);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file())
            continue;
        const std::string url = "http://base.example/" + entry.path().filename().string();
        const Result<dcat::WireGraph> wire = dcat::read_graph(read_any(entry.path()), url, "");
        // Malformed, some on purpose.
        if (wire.has_error())
            continue;
        const rdf::Graph& graph = wire->graph;
        for (const rdf::Triple& triple : graph.triples())
            count_statement(
                counter,
                graph.term(triple.predicate).value,
                word_of(graph, triple.object)
            );
    }
    return tallies;
}

} // namespace moisson::vocabulary_report
