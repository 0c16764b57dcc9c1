// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The wire of NADA: bodies of the REST API -> rows of the search, studies, counts and failures.
// Pure; runs on the cpu pool.
#pragma once

#include "core/json_access.hpp"
#include "kit/connector.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::nada {

using Filters = std::map<std::string, Filter>;

struct ReadOptions {
    std::string source_key;
    // "organization" (authoring entity) and "group" (collection); no row passes an inclusion by
    // another dimension, which rows do not have.
    Filters filters;
};

// One row of the search: what is known of a study without its DDI metadata.
struct Row {
    // The row as a record of its own, for installations that serve no studies.
    kit::WireRecord record;
    // In the data base of the catalogue.
    std::string number;
    // Changes when anything in the row does: the stamp of the inventory.
    std::string stamp;
};

struct Listing {
    std::vector<Row> rows;
    std::vector<Issue> issues;
    std::int64_t received = 0;
    // Number of the studies that match; absent when the answer does not say.
    std::optional<std::int64_t> found;
    // Page size that the server says it used; 0 = nothing said.
    std::int64_t limit = 0;
};

// Answers of /search in both shapes ({"result":{"found","rows"}}, {"found","rows"}) with numbers as
// strings or not. Errors: API_ERROR (status: failed, error), PARSE_JSON, BAD_SHAPE.
Result<Listing> read_search(std::string_view body, const ReadOptions& options);

// The answer of /catalog/{idno}: {"status","dataset":{..,"metadata":{..}}}. Errors as above, and
// TOO_LARGE.
Result<kit::WireRecord> read_study(std::string_view body);

// A row with the description of its study from a DDI Codebook, in the shape of read_study. Errors:
// those of study_desc_of_ddi.
Result<kit::WireRecord> read_ddi(const kit::WireRecord& row, std::string_view body);

// "idno", older "surveyid" and "refno", else the number in the data base.
std::string idno_of(const json::Value& record);

// What LoopGuard compares: the rows of a page, whatever surrounds them.
Digest page_digest(const std::vector<kit::WireRecord>& records);

} // namespace moisson::nada
