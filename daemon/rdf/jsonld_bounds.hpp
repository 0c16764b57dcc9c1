// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What JSON-LD processing may cost at most. A document within bounds::document_bytes can still ask
// for very much through contexts that multiply each other.
#pragma once

#include "core/limits.hpp"

#include <cstddef>

namespace moisson::rdf::bounds {

// JSON text that is parsed whole takes up to ten times its size.
inline constexpr std::size_t jsonld_bytes = limits::page_body_bytes;
// What is small enough to be read whole even if it could be read entry by entry.
inline constexpr std::size_t jsonld_whole_bytes = 1 * limits::mib;
// One entry of a document that is read entry by entry, and all that is around its lists.
inline constexpr std::size_t jsonld_entry_bytes = 16 * limits::mib;
// Values of one entry, and of JSON text that is parsed whole: bytes say little of the memory that
// `{}` in a list takes, in its tree and in the expanded one.
inline constexpr std::size_t jsonld_entry_values = limits::record_values;
inline constexpr std::size_t jsonld_values = 2'000'000;
inline constexpr std::size_t jsonld_value_bytes = 192;
// Objects and arrays inside one another, containers counted; JSON text is bounded before by
// limits::json_depth.
inline constexpr std::size_t jsonld_depth = 4 * limits::json_depth;
// Remote contexts that name one another, and contexts in one array.
inline constexpr std::size_t jsonld_remote_chain = 10;
inline constexpr std::size_t jsonld_context_items = 100;
// Remote contexts of one document, whether they can be had or not.
inline constexpr std::size_t jsonld_remote_contexts = 100;
// Copies of remote contexts with something changed (@import) that are held at once.
inline constexpr std::size_t jsonld_import_copies = 1'000;
// Bytes of one remote context.
inline constexpr std::size_t jsonld_context_bytes = 4 * limits::mib;
// Term definitions made or copied.
inline constexpr std::size_t jsonld_steps = 10'000'000;
// Text that expansion makes out of prefixes, vocabularies and bases.
inline constexpr std::size_t jsonld_expanded_bytes = 512 * limits::mib;
// Terms of the processed contexts that are remembered while a document is read.
inline constexpr std::size_t jsonld_terms_kept = 1'000'000;

} // namespace moisson::rdf::bounds
