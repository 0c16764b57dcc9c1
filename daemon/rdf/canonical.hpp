// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The canonical form of one record (decision 23): sorted N-Triples of what can be reached from it,
// blank nodes named by their content. Work is bounded whatever the graph looks like.
#pragma once

#include "rdf/graph.hpp"

#include <functional>
#include <string>
#include <vector>

namespace moisson::rdf {

// Tells what belongs to the record no more: another dataset, the catalogue. Such a node is named
// by the record, but what is said about it is left out.
using Barrier = std::function<bool(TermId)>;

struct Closure {
    std::vector<Triple> triples;
    // More than bounds::closure_triples: the rest is left out.
    bool is_cut = false;
};

// Everything said about `root` and, through objects, about what it names; each triple once.
Closure closure_of(const Graph& graph, TermId root, const Barrier& is_barrier);

// Two closures that differ only in the labels of blank nodes and in order have one text. Blank
// nodes that nothing tells apart get different names as long as the bound on work allows it, and
// the same name beyond.
std::string canonical_text(const Graph& graph, const std::vector<Triple>& triples);

std::string canonical_record(const Graph& graph, TermId root, const Barrier& is_barrier);

} // namespace moisson::rdf
