// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The wire of Data Fair: bodies of /catalog/datasets and /datasets -> datasets, counts and
// failures. Pure; runs on the cpu pool.
#pragma once

#include "datafair/filters.hpp"
#include "kit/connector.hpp"
#include "net/http_client.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::datafair {

struct ReadOptions {
    std::string source_key;
    Filters filters;
};

// Owner of a dataset as JSON text, by dataset id.
using Owners = std::map<std::string, std::string, std::less<>>;

struct WirePage {
    std::vector<kit::WireRecord> records;
    std::vector<Issue> issues;
    std::int64_t received = 0;
    std::optional<std::int64_t> count;
};

// Datasets of a list. Errors: API_ERROR (an error text instead of a list), NOT_JSON, PARSE_JSON,
// BAD_SHAPE (no list inside). `owners` completes datasets that do not name theirs.
Result<WirePage>
read_datasets(std::string_view body, const Owners& owners, const ReadOptions& options);
// One dataset given as JSON text.
void read_dataset(
    std::string_view bytes,
    const Owners& owners,
    const ReadOptions& options,
    WirePage& page
);

struct OwnerPage {
    Owners owners;
    std::optional<std::int64_t> count;
};
// A list that was asked with select=owner.
Result<OwnerPage> read_owners(std::string_view body);
// Ids of the datasets of a list that do not name their owner.
std::vector<std::string> ids_without_owner(std::string_view body);

struct InventoryList {
    std::vector<kit::InventoryEntry> entries;
    // Entries that could not be read.
    std::vector<Issue> issues;
    std::int64_t received = 0;
    std::optional<std::int64_t> count;
};
// A list that was asked with select=... of dates.
Result<InventoryList> read_inventory(std::string_view body);

// What LoopGuard compares: the records of a page, whatever surrounds them.
Digest page_digest(const std::vector<kit::WireRecord>& records);

} // namespace moisson::datafair
