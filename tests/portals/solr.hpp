// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The part of Solr's query syntax that clients of CKAN use: field:value, quoted values, ranges,
// (a OR b), negation, AND/OR, trailing wildcards.
#pragma once

#include "portals/catalogue.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::portals {

struct SolrRange {
    std::string low; // empty = open
    std::string high;
    bool low_inclusive = true;
    bool high_inclusive = true;
};

struct SolrClause {
    std::string field; // empty = any word of the record
    bool negative = false;
    std::vector<std::string> values; // any of them
    std::optional<SolrRange> range;
};

// Alternatives of conjunctions.
using SolrQuery = std::vector<std::vector<SolrClause>>;

// Absent when the text is malformed (CKAN answers 400). An empty text matches everything.
std::optional<SolrQuery> parse_solr(std::string_view text);
bool matches(const SolrQuery& query, const Record& record);

// "2026-01-01T00:00:00Z" -> "2026-01-01T00:00:00.000000", the form dates are compared in.
std::string date_key(std::string_view text);

} // namespace moisson::portals
