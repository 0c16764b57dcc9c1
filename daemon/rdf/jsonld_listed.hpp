// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents that are one long list, or an object with long lists: each entry is built, expanded and
// written before the next one is read, so that memory holds one. Internal to the room.
#pragma once

#include "rdf/jsonld.hpp"

#include <optional>
#include <string_view>

namespace moisson::rdf::jsonld {

// As read(). Nothing: it is not such a document, no triple was pushed, and it is to be read whole.
// The text is walked over twice: once to find the context and to see that all of it is good.
std::optional<Result<Report>> read_listed(
    std::string_view bytes,
    const Options& options,
    ContextLoader& loader,
    TripleSink& sink
);

} // namespace moisson::rdf::jsonld
