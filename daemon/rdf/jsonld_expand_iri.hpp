// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// IRI expansion (json-ld-api 5.2) under a finished context. Internal to the room.
#pragma once

#include "rdf/jsonld_context.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace moisson::rdf::jsonld {

enum class Relative : unsigned char { to_nothing, to_base };
enum class Vocabulary : unsigned char { no, yes };

// The IRI, blank node identifier or keyword that `text` stands for, `text` itself when nothing says
// more; nothing when it is to be ignored.
std::optional<std::string> expand_iri(
    const ActiveContext& context,
    std::string_view text,
    Relative relative,
    Vocabulary vocabulary
);

// The prefix of a compact IRI: what stands before the first colon, unless that makes `text` a blank
// node or an IRI with authority. Empty: none.
std::string_view compact_prefix(std::string_view text);

} // namespace moisson::rdf::jsonld
