// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What this room accepts at most of a document; the byte bound of the transfer is
// core/limits.hpp's.
#pragma once

#include "core/limits.hpp"

#include <cstddef>

namespace moisson::rdf::bounds {

// One document, decompressed, whatever its syntax.
inline constexpr std::size_t document_bytes = limits::document_body_bytes;
inline constexpr std::size_t document_triples = 20'000'000;
inline constexpr std::size_t graph_triples = document_triples;
// Terms, triples and index of one graph: what keeps the largest document below 512 MiB in all.
inline constexpr std::size_t graph_bytes = 352 * limits::mib;
// Elements, brackets or collections inside one another.
inline constexpr std::size_t nesting_depth = 200;
// One literal; the triple of a longer one is dropped and reported.
inline constexpr std::size_t literal_bytes = 4 * limits::mib;
inline constexpr std::size_t iri_bytes = limits::url_bytes;
// One Turtle statement, one N-Triples line or one XML tag held in memory.
inline constexpr std::size_t statement_bytes = 32 * limits::mib;
// Words of one Turtle statement: each takes some times its own length here and in the parser.
inline constexpr std::size_t statement_words = 1'000'000;
// Attributes of one XML tag: the parser compares each with all before it.
inline constexpr std::size_t tag_attributes = 500;
// Text of all terms of a document against its own bytes, past the floor: what entities of a DTD
// may multiply.
inline constexpr std::size_t expansion_ratio = 20;
inline constexpr std::size_t expansion_floor_bytes = 64 * limits::mib;

// Findings of one code kept with line and excerpt; all are counted.
inline constexpr std::size_t findings_per_code = 20;
inline constexpr std::size_t excerpt_bytes = 200;
// Pieces of broken statements that are tried again alone, in one document.
inline constexpr std::size_t salvage_attempts = 100'000;
// Declared prefixes, and internal entities of a DTD with their length.
inline constexpr std::size_t prefixes = 10'000;
inline constexpr std::size_t entities = 1'000;
inline constexpr std::size_t entity_bytes = 1 * limits::kib;
// How often an RDF/XML document is taken up again after an error.
inline constexpr std::size_t restarts = 1'000;
// Steps spent on telling blank nodes apart in one closure, and triples of it.
inline constexpr std::size_t canonical_steps = 2'000'000;
inline constexpr std::size_t closure_triples = 200'000;

} // namespace moisson::rdf::bounds
