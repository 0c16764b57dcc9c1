// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ExportStore: whole datasets by id with what only exports show beside them. Each call one short
// read-only transaction within limits::public_read_time. Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "store/catalog_store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

class Database;

// Datasets of one call at most.
inline constexpr int export_rows_max = 100;

struct ExportRow {
    DatasetRecord record;
    // "ckan", and the address of its source.
    std::string connector;
    std::string source_url;
    // When its portal last showed it: begin of the newest complete run that had it.
    std::optional<Instant> last_seen;
    // Distributions whose link was concluded to work, or not to.
    std::int64_t links_ok = 0;
    std::int64_t links_broken = 0;
    // The copy of its cluster that is closest to the producer, when that is another one.
    std::optional<Uuid> duplicate_of;
};

struct ExportPage {
    std::vector<ExportRow> rows;
    // Behind the last that was walked over; nothing when there was none.
    std::optional<Uuid> last;
    bool more = false;
};

class ExportStore {
public:
    ExportStore() = default;
    ExportStore(const ExportStore&) = delete;
    ExportStore& operator=(const ExportStore&) = delete;
    virtual ~ExportStore() = default;

    // In the order asked; what is purged, taken down or unknown is left out.
    virtual asio::awaitable<Result<std::vector<ExportRow>>> rows(std::vector<Uuid> ids) = 0;
    // Active and missing ones by id, behind `after`.
    virtual asio::awaitable<Result<ExportPage>> page(std::optional<Uuid> after) = 0;
    // The newest change number.
    virtual asio::awaitable<Result<std::int64_t>> change_number() = 0;
};

// `database` outlives the store.
std::unique_ptr<ExportStore> make_export_store(Database& database);

} // namespace moisson::store
