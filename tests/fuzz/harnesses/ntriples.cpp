// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// N-Triples and N-Quads. Promises: those of graphs.hpp.
#include "fuzz/graphs.hpp"
#include "fuzz/harness.hpp"

namespace moisson::fuzz {

void ntriples(std::string_view input) {
    check_reader(input, rdf::Syntax::ntriples);
    check_reader(input, rdf::Syntax::nquads);
}

} // namespace moisson::fuzz
