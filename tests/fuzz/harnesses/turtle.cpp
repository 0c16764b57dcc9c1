// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Turtle and TriG. Promises: those of graphs.hpp.
#include "fuzz/graphs.hpp"
#include "fuzz/harness.hpp"

namespace moisson::fuzz {

void turtle(std::string_view input) {
    check_reader(input, rdf::Syntax::turtle);
    check_reader(input, rdf::Syntax::trig);
}

} // namespace moisson::fuzz
