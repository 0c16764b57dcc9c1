// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// IRIs with characters that no IRI may hold, and names that no NCName may be.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moisson::rdf {

// The IRI with spaces at its ends taken off and illegal characters percent-encoded; no value when
// it is fine as it is. The text is plain: no escapes of any syntax.
std::optional<std::string> mend_iri(std::string_view text);

// True when `text` begins with a scheme and a colon.
bool has_scheme(std::string_view text);

// ASCII letters, digits, '_', '-', '.' and anything beyond ASCII, not beginning with a digit, '-'
// or '.': enough of an NCName to be told from an IRI or a sentence.
bool is_ncname(std::string_view text);

// A name made of `text` that is_ncname holds for; different texts give different names.
std::string ncname_of(std::string_view text);

} // namespace moisson::rdf
