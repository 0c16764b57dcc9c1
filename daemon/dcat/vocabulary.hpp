// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Short names of terms: "dct:title" for its IRI, with prefixes that are ours and never change.
// Terms of other namespaces keep their IRI.
#pragma once

#include <string>
#include <string_view>

namespace moisson::dcat {

// "http://purl.org/dc/terms/title" -> "dct:title"; an IRI of no namespace we know as it is.
std::string short_name(std::string_view iri);

// The IRI of a short name; anything else as it is.
std::string iri_of(std::string_view name);

// Last word of an IRI or short name: "dcat:Dataset" -> "Dataset".
std::string_view local_name(std::string_view name);

// An IRI that can be asked for over HTTP and is no stand-in for a blank node (".well-known/genid").
bool is_web_address(std::string_view text);
bool is_skolem(std::string_view iri);

} // namespace moisson::dcat
