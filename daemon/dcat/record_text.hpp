// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The canonical text of one dataset (decision 23): sorted N-Triples of what belongs to it, whatever
// is known of the terms, blank nodes named by content. One more node says which dataset it is and
// under which id it is known.
#pragma once

#include "core/result.hpp"
#include "dcat/description.hpp"
#include "dcat/listing.hpp"
#include "rdf/graph.hpp"

#include <string>
#include <string_view>

namespace moisson::dcat {

struct RecordText {
    std::string text;
    // The record has more statements than rdf::bounds::closure_triples: the rest is left out.
    bool is_cut = false;
};

RecordText record_text(
    const rdf::Graph& graph,
    rdf::TermId dataset,
    std::string_view remote_id,
    const Listing& listing
);

// A record as it was stored.
struct StoredRecord {
    Description description;
    rdf::Term dataset;
    std::string remote_id;

    View view() const { return description.view(dataset); }
};

// PARSE_RDF for a text that is none of ours.
Result<StoredRecord> read_record_text(std::string_view text);

// Catalogue records of a dataset: what is said of its entry, not of its data.
std::vector<rdf::TermId> records_of(const rdf::Graph& graph, rdf::TermId dataset);

} // namespace moisson::dcat
