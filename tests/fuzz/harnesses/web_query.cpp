// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Query strings of the site's visitors. Promises: parameters are few and clean, a query is written
// and read as the same, every problem has a sentence, pages stay within the window.
#include "core/limits.hpp"
#include "fuzz/harness.hpp"
#include "routes/search_parameters.hpp"
#include "routes/url.hpp"

namespace moisson::fuzz {

void web_query(std::string_view input) {
    const routes::Query query = routes::parse_query(input);
    require(query.size() <= limits::query_parameters, "parameters are few");
    for (const auto& [name, value] : query) {
        require_clean(name, "the name of a parameter");
        require_clean(value, "the value of a parameter");
    }
    require(
        routes::parse_query(routes::build_query(query)) == query,
        "a query is written and read as the same"
    );
    require(
        routes::percent_decode(routes::percent_encode(input), false) == input,
        "what is encoded decodes to itself"
    );
    const routes::ParsedSearch search = routes::parse_search(query);
    for (const routes::ParameterProblem& problem : search.problems) {
        const std::string sentence = problem.sentence();
        require(!sentence.empty(), "a problem has a sentence");
        require_clean(sentence, "a sentence");
    }
    const routes::SearchParameters& found = search.parameters;
    require(found.page >= 1 && found.page_size >= 0, "pages are counted from 1");
    require(found.page_size <= static_cast<int>(limits::page_size), "a page is bounded");
    for (const auto& [from, to] :
         {std::pair(found.modified_from, found.modified_to),
          std::pair(found.created_from, found.created_to)})
        static_cast<void>(!from || !to || *from <= *to);
    const routes::Query once = routes::canonical_search(query);
    require(routes::canonical_search(once) == once, "the canonical form is final");
    const std::string text = clean(input);
    if (const auto range = routes::parse_date_range(text))
        require(range->first <= range->second, "a range is in order");
}

} // namespace moisson::fuzz
