// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Listing: which datasets a graph holds, which it only names, and how the catalogue is paged.
#pragma once

#include "dcat/reach.hpp"
#include "model/text.hpp"
#include "rdf/graph.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace moisson::dcat {

struct Listing {
    // Described here: dcat:Dataset, dcat:DatasetSeries, or listed by a catalogue. First sight
    // first.
    std::vector<rdf::TermId> datasets;
    // In the place of datasets, but said to be a service, a file, a catalogue...: with its type.
    std::vector<std::pair<rdf::TermId, std::string>> others;
    // Listed by a catalogue, and nothing is said about them here.
    std::vector<rdf::TermId> only_named;
    // Typed as datasets, without a title, known only as what another dataset names.
    std::vector<rdf::TermId> external;
    std::vector<rdf::TermId> catalogs;
    // Datasets of any of the sorts above and catalogues.
    std::unordered_set<std::uint32_t> own_things;

    bool is_own_thing(rdf::TermId id) const { return own_things.contains(rdf::index_of(id)); }
    Barrier barrier() const {
        return [this](rdf::TermId id) { return is_own_thing(id); };
    }
};

// Titles of any kind, those that are texts.
LocalizedText titles_of(const rdf::Graph& graph, rdf::TermId node);

// `graph` is sealed.
Listing list_datasets(const rdf::Graph& graph);

// What Hydra says about the page in hand.
struct Paging {
    // As it is written: absolute after reading, when it is an IRI; a literal may be relative.
    std::string next;
    std::optional<std::int64_t> total;
};

// Of a graph that holds the page at `address`: the view that is this page when several are
// described, else the only one with a next page.
Paging paging_of(const rdf::Graph& graph, std::string_view address);

// The title of the catalogue, in French if there is one; empty when nothing names it.
std::string catalog_title(const rdf::Graph& graph, const Listing& listing);

} // namespace moisson::dcat
