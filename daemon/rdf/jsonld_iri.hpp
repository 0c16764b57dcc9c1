// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// IRIs of JSON-LD: reference resolution of RFC 3986 section 5.2 on text that may hold any Unicode
// (Boost.URL refuses what is not ASCII), and the shape tests of the JSON-LD algorithms. No context.
#pragma once

#include <string>
#include <string_view>

namespace moisson::rdf::jsonld {

// A scheme, a colon, and no white space behind it.
bool has_iri_form(std::string_view text);
// "_:" and a label.
bool is_blank_id(std::string_view text);
// An absolute IRI without the characters that RFC 3987 excludes: what may stand in a triple.
bool is_well_formed_iri(std::string_view text);
// `reference` against `base`; `reference` itself when `base` is empty or has no scheme.
std::string resolve_iri(std::string_view base, std::string_view reference);
// Primary language and subtags as BCP 47 shapes them.
bool is_well_formed_language(std::string_view tag);

} // namespace moisson::rdf::jsonld
