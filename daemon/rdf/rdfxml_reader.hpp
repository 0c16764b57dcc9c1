// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The reader of RDF/XML: libxml2 reads the document forgivingly, each tag is mended and written
// anew for raptor, and what raptor refuses costs one property, not the document.
#pragma once

#include "rdf/reader.hpp"

namespace moisson::rdf::xml {

// `sink` outlives the reader.
std::unique_ptr<Reader> make_rdfxml_reader(const ReadOptions& options, TripleSink& sink);

} // namespace moisson::rdf::xml
