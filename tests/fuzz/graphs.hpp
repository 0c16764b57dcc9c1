// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What every RDF reader promises, whatever the bytes were; shared by the harnesses of the syntaxes.
#pragma once

#include "rdf/graph.hpp"
#include "rdf/report.hpp"
#include "rdf/syntax.hpp"

#include <string_view>

namespace moisson::fuzz {

// Findings are clean, short and told when something was lost.
void check_report(const rdf::ReadReport& report);
// A graph that was read is written in each syntax and read again without a finding, as many triples
// as before; its canonical text is clean.
void check_graph(rdf::Graph& graph);
// Reading at once and in pieces that `input` decides both end with a sound report; of a document in
// which nothing had to be mended they give as many triples and are as complete.
void check_reader(std::string_view input, rdf::Syntax syntax);

} // namespace moisson::fuzz
