// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The wire of CKAN: bodies of the action API -> records, counts and failures. Pure; runs on the
// cpu pool.
#pragma once

#include "ckan/filters.hpp"
#include "kit/connector.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::ckan {

struct ReadOptions {
    std::string source_key;
    Filters filters;
};

struct WirePage {
    std::vector<kit::WireRecord> records;
    std::vector<Issue> issues;
    std::int64_t received = 0;
    // Of the received ones, those that the filters leave out.
    std::int64_t left_out = 0;
    std::optional<std::int64_t> count;
};

// What LoopGuard compares: the records of a page, whatever surrounds them.
Digest page_digest(const std::vector<kit::WireRecord>& records);

// Packages of any action that lists or shows them: package_search, package_show (DKAN: a list),
// current_package_list_with_resources (DKAN: nested lists), legacy search, a bare list. Errors:
// API_ERROR (success:false, a quoted string), PARSE_JSON, BAD_SHAPE (nothing of the kind inside).
Result<WirePage> read_packages(std::string_view body, const ReadOptions& options);

// One package given as JSON text; nothing when it was filtered out or refused (see `page.issues`).
void read_package(std::string_view package, const ReadOptions& options, WirePage& page);

struct Status {
    std::string version;
    std::string title;
    std::optional<std::int64_t> count;
};
// status_show, or the count of package_search.
Result<Status> read_status(std::string_view body);

// Ids and names: package_list (names) or package_search with fl=id,name.
struct Listing {
    std::vector<std::string> ids;
    std::optional<std::int64_t> count;
    std::int64_t received = 0;
};
// INCOMPLETE_CRAWL when some entries have an id and others have none that can be read.
Result<Listing> read_ids(std::string_view body);

// Ids and dates of change: package_search with fl=id,name,metadata_modified, or with whole
// packages.
struct Inventory {
    std::vector<kit::InventoryEntry> entries;
    std::optional<std::int64_t> count;
    std::int64_t received = 0;
};
Result<Inventory> read_inventory(std::string_view body);

// `metadata_modified` to the second, as packages and the search index both write it; empty when it
// is none.
std::string stamp_of(std::string_view metadata_modified);

} // namespace moisson::ckan
