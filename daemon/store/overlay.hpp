// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Corrections by operators, kept until they are withdrawn or expire, and after that as the audit.
// Results: NOT_FOUND, INVALID_ARGUMENT, STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/correction.hpp"
#include "model/ids.hpp"
#include "model/person.hpp"
#include "store/database.hpp"
#include "store/harvest_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct Overlay {
    std::int64_t id = 0;
    SourceId source;
    std::string source_key;
    // Of one dataset, else of all of the source. No slug after a purge.
    std::optional<DatasetId> dataset;
    std::string slug;
    Correction correction;
    std::optional<Instant> ended_at;
    std::string ended_by;
    std::string end_reason;
};

struct OverlayRequest {
    // Uuid, slug or alias; empty: every dataset of the source.
    std::string dataset;
    // Empty when a dataset is named.
    std::string source_key;
    // Was checked (normalise::fault_of).
    Correction correction;
};

// One transaction with its audit event. NOT_FOUND: no such dataset or source.
asio::awaitable<Result<Overlay>> add_overlay(Database& database, OverlayRequest request);

// The one in force that says what `request` asks for, whoever made it and why.
asio::awaitable<Result<std::optional<Overlay>>>
find_overlay(Database& database, OverlayRequest request);

struct OverlayEnd {
    std::int64_t id = 0;
    std::string by;
    std::string reason;
};
// NOT_FOUND: no such correction. INVALID_ARGUMENT: it has ended before.
asio::awaitable<Result<Overlay>> end_overlay(Database& database, OverlayEnd end);

struct OverlayQuery {
    std::string source_key; // empty = all
    std::string dataset;    // empty = all
    // Those that ended as well.
    bool with_ended = false;
    std::optional<std::int64_t> id = {}; // none = all
    Remit remit = {};
};
// By id; at most 1000, the newest, of portals within `remit`.
asio::awaitable<Result<std::vector<Overlay>>> list_overlays(Database& database, OverlayQuery query);

struct OutdatedSource {
    SourceId source;
    std::string key;
};
// Ends what has expired. The stored records of the sources returned are not mapped with the
// overlays of now: because of that, or because whoever changed them died before the remap was done.
asio::awaitable<Result<std::vector<OutdatedSource>>> expire_overlays(Database& database);

} // namespace moisson::store
