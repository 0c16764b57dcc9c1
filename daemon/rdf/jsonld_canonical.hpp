// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Numbers and JSON as RDF literals: the canonical forms of xsd:integer and xsd:double, and the JSON
// canonicalization scheme (RFC 8785) for rdf:JSON. Internal to the room.
#pragma once

#include "core/json_access.hpp"

#include <string>

namespace moisson::rdf::jsonld {

// As XML Schema writes it: "5.3E0".
std::string canonical_double(double number);
// As ECMAScript writes it: "5.3", "1e+21".
std::string ecmascript_number(double number);
// Members sorted by UTF-16 units, no space, the fewest escapes. `value` nests at most as deep as
// json::parse lets it.
std::string canonical_json(const json::Value& value);

} // namespace moisson::rdf::jsonld
