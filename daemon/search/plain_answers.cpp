// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/plain_answers.hpp"

#include <algorithm>

namespace moisson::search {
namespace {

// A home page, a few pages of the catalogue, the API: more would be somebody's walk.
constexpr std::size_t answers_max = 16;

} // namespace

PlainAnswers::Key::Key(const SearchQuery& query)
    : sort(query.sort), page(query.page), page_size(query.page_size) {
    for (const FacetRequest& request : query.facets)
        facets.emplace_back(request.facet, request.values_max);
    const bool dated =
        std::any_of(query.facets.begin(), query.facets.end(), [](const FacetRequest& request) {
            return request.facet == Facet::freshness;
        });
    if (dated && query.seen_until)
        seen_until = *query.seen_until;
}

bool PlainAnswers::is_plain(const SearchQuery& query) {
    const auto any = [](const auto& filters) {
        return std::any_of(filters.begin(), filters.end(), [](const auto& values) {
            return !values.empty();
        });
    };
    const bool filtered = any(query.filters) || any(query.excluded);
    const bool named = std::any_of(query.facets.begin(), query.facets.end(), [](const auto& one) {
        return !one.contains.empty();
    });
    return query.text.empty() && !filtered && !named && !query.cursor && !query.has_ranges() &&
           !query.sums_distributions;
}

std::shared_ptr<const SearchResult>
PlainAnswers::find(std::uint64_t state, const SearchQuery& query) const {
    const auto kept = kept_.load();
    if (!kept || kept->state != state)
        return nullptr;
    const Key key(query);
    for (const Answer& answer : kept->answers)
        if (answer.key == key) {
            reused_.fetch_add(1, std::memory_order_relaxed);
            return answer.result;
        }
    return nullptr;
}

// Two that keep at once may lose one answer: it is worked out again.
void PlainAnswers::keep(std::uint64_t state, const SearchQuery& query, const SearchResult& result) {
    const auto before = kept_.load();
    auto next = std::make_shared<Kept>();
    next->state = state;
    if (before && before->state == state)
        next->answers = before->answers;
    if (next->answers.size() >= answers_max)
        next->answers.erase(next->answers.begin());
    next->answers.push_back(Answer{Key(query), std::make_shared<const SearchResult>(result)});
    kept_.store(std::move(next));
}

} // namespace moisson::search
