// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Preview: the first records of a source as they would be stored, with what was found wrong with
// them, before anything is configured. No store is asked: every record counts as a new one.
#pragma once

#include "async/asio.hpp"
#include "harvest/recipe.hpp"
#include "kit/connector.hpp"
#include "model/portal.hpp"
#include "store/harvest_store.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace moisson::harvest {

struct Preview {
    kit::Probe probe;
    std::optional<std::int64_t> advertised;
    // What the pages that were read held, refused and filtered records included.
    std::int64_t received = 0;
    // Mapped and normalised, each with its issues.
    std::vector<store::RecordChange> records;
    // Of pages, and of records that nothing could be made of.
    std::vector<Issue> issues;
    int requests = 0;
    std::uint64_t wire_bytes = 0;
};

inline constexpr int preview_records_max = 100;

// At most `count` (1..preview_records_max) records, from as few pages as hold them. Errors: those
// of the connector. `connector` outlives the call.
asio::awaitable<Result<Preview>>
preview(kit::Connector& connector, Portal portal, Recipe recipe, int count);

} // namespace moisson::harvest
