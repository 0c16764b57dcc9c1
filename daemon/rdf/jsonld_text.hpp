// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JSON text as catalogues send it: what can be set right is, what is wrong is named with its place.
// Internal to the room.
#pragma once

#include "core/json_access.hpp"
#include "core/result.hpp"
#include "rdf/report.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace moisson::rdf::jsonld {

// Reads a document. A byte order mark, bytes that are no UTF-8, trailing commas, comments and
// duplicate keys (the last one wins) are findings. Errors: TOO_LARGE, LIMIT_REACHED for the depth,
// PARSE_JSON with line, column and what stands there.
Result<json::Value> parse_text(std::string_view bytes, ReadReport& report);

// `text` with commas before a closing bracket and comments turned into spaces, so that places stay
// what they are; nothing when there are none. `first`: where the first of them stood.
std::optional<std::string> without_extras(std::string_view text, std::size_t& first);

} // namespace moisson::rdf::jsonld
