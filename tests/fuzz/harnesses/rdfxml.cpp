// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RDF/XML. Promises: those of graphs.hpp.
#include "fuzz/graphs.hpp"
#include "fuzz/harness.hpp"

namespace moisson::fuzz {

void rdfxml(std::string_view input) {
    check_reader(input, rdf::Syntax::rdf_xml);
}

} // namespace moisson::fuzz
