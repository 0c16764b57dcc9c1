// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The other direction: a normalised Dataset as DCAT-AP 3 statements, for feeds and dumps (research
// A2.2, A2.3). Pure; addresses are the caller's.
#pragma once

#include "core/time.hpp"
#include "model/dataset.hpp"
#include "rdf/graph.hpp"

#include <optional>
#include <string>

namespace moisson::dcat {

// Contacts are people's addresses: feeds leave them out unless the operator says otherwise
// (decision 26).
enum class Contacts { hidden, shown };

// What the aggregator adds to a dataset: where it is here, and where it came from.
struct Copy {
    // Subject when the source gave no URI of its own.
    std::string page;
    // dcat:CatalogRecord of our copy.
    std::string record;
    std::optional<Instant> first_seen;
    std::optional<Instant> last_changed;
    Contacts contacts = Contacts::hidden;
    // Another copy is published under the dataset's URI: this one goes by its page.
    bool uri_is_of_another = false;
    // What is said where the source says nothing: DCAT-AP wants a title and a description.
    LocalizedText title_otherwise;
    LocalizedText description_otherwise;
};

// The subject under which the dataset is published: its own URI, else our page. Whichever it is,
// the other one is said too (owl:sameAs, adms:identifier).
std::string published_iri(const Dataset& dataset, const Copy& copy);

// Adds all statements; the graph is sealed by the caller.
void add_dataset(rdf::Graph& graph, const Dataset& dataset, const Copy& copy);

} // namespace moisson::dcat
