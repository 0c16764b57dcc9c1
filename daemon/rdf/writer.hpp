// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Writers of a graph: N-Triples, Turtle, RDF/XML and JSON-LD. The same graph gives the same bytes,
// whatever the order its triples came in; labels of blank nodes alone follow the order of arrival.
#pragma once

#include "rdf/graph.hpp"
#include "rdf/syntax.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace moisson::rdf {

// Takes the next piece of the document; pieces end between two subjects.
using TextSink = std::function<void(std::string_view)>;

// Writes a sealed graph. TriG and N-Quads are written as Turtle and N-Triples: one graph.
void write(const Graph& graph, Syntax syntax, const TextSink& sink);

// The whole document at once.
std::string write(const Graph& graph, Syntax syntax);

// One line of N-Triples, with its line break; blank nodes keep their labels.
void append_ntriple(
    std::string& out,
    const TermView& subject,
    std::string_view predicate,
    const TermView& object
);
void append_term(std::string& out, const TermView& term);

} // namespace moisson::rdf
