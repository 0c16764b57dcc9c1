// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The query language: words are ANDed, "phrase", -word, OU/OR, titre:, prod:. Total: what does not
// parse is read as plain words, with a warning.
#pragma once

#include "search/query.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

struct QueryItem {
    ParsedItem shown;
    // Folded words; several are ANDed (or adjacent, in a phrase).
    std::vector<std::string> words;
    // Not typed: what the lexicon adds as an alternative of the first item of its group.
    bool added = false;
    // Datasets of this country, in place of words (ISO 3166-1 alpha-2); only in added items.
    std::string country;
};

struct QueryGroup {
    std::vector<QueryItem> items; // ORed
    bool excluded = false;
};

struct ParsedQuery {
    std::vector<QueryGroup> groups; // ANDed
    std::vector<Warning> warnings;

    bool empty() const { return groups.empty(); }
};

// `text` may be any bytes.
ParsedQuery parse_query(std::string_view text);

} // namespace moisson::search
