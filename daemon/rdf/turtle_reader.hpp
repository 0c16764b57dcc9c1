// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The reader of the Turtle family: words are mended and gathered into statements, statements into
// batches that raptor parses; a batch that fails is tried statement by statement, and a statement
// that fails piece by piece.
#pragma once

#include "rdf/reader.hpp"

namespace moisson::rdf::turtle {

// `syntax` is turtle, trig, ntriples or nquads; `sink` outlives the reader.
std::unique_ptr<Reader>
make_turtle_reader(Syntax syntax, const ReadOptions& options, TripleSink& sink);

} // namespace moisson::rdf::turtle
