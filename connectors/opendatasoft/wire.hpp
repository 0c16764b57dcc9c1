// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The wire of Opendatasoft: bodies of Explore v2.1, Explore v2.0 and the v1 search -> datasets,
// counts and failures. Pure; runs on the cpu pool.
#pragma once

#include "kit/connector.hpp"
#include "kit/json_stream.hpp"
#include "net/http_client.hpp"
#include "opendatasoft/filters.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::opendatasoft {

// Datasets of one document; beyond, the rest is left out and said.
inline constexpr std::size_t datasets_per_document = 200'000;

struct ReadOptions {
    std::string source_key;
    Filters filters;
};

// A body that lists datasets, and where each of them is: an export is one document for a whole
// catalogue, of which the pages are read one after the other.
struct Document {
    std::string body;
    std::vector<kit::JsonSpan> datasets; // into `body`
    std::vector<Issue> issues;
    // total_count (v2) or nhits (v1), where the answer has one.
    std::optional<std::int64_t> count;
    bool too_many = false;
};

// Errors: NOT_JSON, API_ERROR (an error object), PARSE_JSON (cut or broken), BAD_SHAPE (no list of
// datasets inside).
Result<std::shared_ptr<const Document>> open_document(net::Response response);

struct WirePage {
    std::vector<kit::WireRecord> records;
    std::vector<Issue> issues;
    std::int64_t received = 0;
};

// Datasets [first, last) of a document.
WirePage read_datasets(
    const Document& document,
    std::size_t first,
    std::size_t last,
    const ReadOptions& options
);
// One dataset given as JSON text: bare, or inside the {"links", "dataset"} of Explore v2.0.
void read_dataset(std::string_view bytes, const ReadOptions& options, WirePage& page);
// dataset_uid, else dataset_id, of a dataset that need not be whole.
std::string id_of(std::string_view dataset);

// Ids and stamps of an export with `select=`.
std::vector<kit::InventoryEntry>
read_inventory(const Document& document, std::vector<Issue>& issues);
// `modified` of a dataset of any age, as text.
std::string modified_of(std::string_view dataset);

// What LoopGuard compares: the records of a page, whatever surrounds them.
Digest page_digest(const std::vector<kit::WireRecord>& records);

} // namespace moisson::opendatasoft
