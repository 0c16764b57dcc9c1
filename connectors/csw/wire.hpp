// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The wire of CSW: GetRecords and GetRecordById responses, capabilities and exception reports ->
// records, counts and failures. Pure; runs on the cpu pool.
#pragma once

#include "kit/connector.hpp"
#include "model/portal.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::csw {

using Filters = std::map<std::string, Filter>;

struct ReadOptions {
    std::string source_key;
    // "organization" (responsible parties), "tag" (keywords), "group" (themes), "licence",
    // "format"; checked on each full record.
    Filters filters;
};

struct WirePage {
    std::vector<kit::WireRecord> records;
    // Of each record, in the same order: date of the metadata, empty when it says none.
    std::vector<std::string> stamps;
    std::vector<Issue> issues;
    // Elements in the place of records, refused and filtered ones included.
    std::int64_t received = 0;
    std::optional<std::int64_t> matched;
    // What the answer calls the next position; 0 = it says that this was the last page.
    std::optional<std::int64_t> next_record;
};

// Errors: API_ERROR (exception report, whatever the HTTP status), PARSE_XML (the structure around
// the records), BAD_SHAPE (another document).
Result<WirePage> read_records(std::string_view body, const ReadOptions& options);

// One record alone, as files hold it.
Result<WirePage> read_record_document(std::string_view body, const ReadOptions& options);

struct Capabilities {
    std::string title;
    std::string provider;
    std::string version;
    // Output schemas of GetRecords; empty when the server does not tell.
    std::vector<std::string> output_schemas;
};
Result<Capabilities> read_capabilities(std::string_view body);

// What LoopGuard compares: the records of a page, whatever surrounds them.
Digest page_digest(const std::vector<kit::WireRecord>& records);

} // namespace moisson::csw
