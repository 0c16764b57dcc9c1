// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The wire of udata: bodies of the API v1 -> records, counts and failures. Pure; runs on the cpu
// pool.
#pragma once

#include "kit/connector.hpp"
#include "udata/filters.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::udata {

struct ReadOptions {
    std::string source_key;
    Filters filters;
};

// What surrounds the records of a list.
struct Envelope {
    std::optional<std::int64_t> total;
    // The size of page that the server says it used.
    std::optional<std::int64_t> page_size;
    // Absent when there is no `next_page` at all.
    std::optional<bool> has_next;
};

struct WirePage {
    std::vector<kit::WireRecord> records;
    std::vector<Issue> issues;
    std::int64_t received = 0;
    Envelope envelope;
    // `last_update` of the records in order of the list, for the delta mode.
    std::vector<std::string> updates;
    // Ids of what was received, filtered records too, one a line: what LoopGuard compares.
    std::string ids;
};

// GET datasets/. Errors: API_ERROR (a message instead of a list), PARSE_JSON, BAD_SHAPE.
Result<WirePage> read_datasets(std::string_view body, const ReadOptions& options);

// One data set given as JSON text (GET datasets/{id}/); nothing when it was filtered out or refused
// (see `page.issues`).
void read_dataset(std::string_view dataset, const ReadOptions& options, WirePage& page);

// Ids and stamps: the list under the mask of `inventory_fields`.
struct Listing {
    std::vector<kit::InventoryEntry> entries;
    std::vector<Issue> issues;
    std::int64_t received = 0;
    Envelope envelope;
    std::string ids;
};
inline constexpr std::string_view inventory_fields =
    "data{id,slug,last_modified,last_update,internal},page,page_size,total,next_page";
Result<Listing> read_listing(std::string_view body);

// GET site/.
struct Site {
    std::string title;
    std::string version;
};
Result<Site> read_site(std::string_view body);

} // namespace moisson::udata
