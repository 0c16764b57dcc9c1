// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One search over one view: parse, expand, plan, match, boost, collect; again with corrected words
// when that is clearly better. Inside the room only.
#pragma once

#include "core/result.hpp"
#include "search/lexicon.hpp"
#include "search/query.hpp"
#include "search/view.hpp"

namespace moisson::search {

// Pure: the same answer for the same view, lexicon and query. Errors as SearchIndex::search.
Result<SearchResult> run(const SearchQuery& query, const View& view, const Lexicon& lexicon);

} // namespace moisson::search
