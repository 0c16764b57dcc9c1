// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/plain_answers.hpp"

#include <algorithm>

namespace moisson::search {
namespace {

// A home page, pages of the catalogue and of what it is filtered by, the API: more would be
// somebody's walk.
constexpr std::size_t answers_max = 64;
// Hits and values of all of them together: a list of all publishers has tens of thousands.
constexpr std::size_t items_max = 50'000;

std::size_t items_of(const SearchResult& result) {
    std::size_t out = result.hits.size();
    for (const FacetResult& facet : result.facets)
        out += facet.items.size();
    return out;
}

} // namespace

PlainAnswers::Key::Key(const SearchQuery& query)
    : sort(query.sort), page(query.page), page_size(query.page_size), filters(query.filters),
      excluded(query.excluded) {
    for (const FacetRequest& request : query.facets)
        facets.emplace_back(request.facet, request.values_max);
    if (query.now)
        today = std::chrono::floor<std::chrono::days>(*query.now);
    if (query.seen_until && is_dated(query))
        seen_until = *query.seen_until;
}

bool PlainAnswers::is_dated(const SearchQuery& query) {
    constexpr auto freshness = static_cast<std::size_t>(Facet::freshness);
    return !query.filters[freshness].empty() || !query.excluded[freshness].empty() ||
           std::any_of(query.facets.begin(), query.facets.end(), [](const FacetRequest& request) {
               return request.facet == Facet::freshness;
           });
}

bool PlainAnswers::is_plain(const SearchQuery& query) {
    const bool named = std::any_of(query.facets.begin(), query.facets.end(), [](const auto& one) {
        return !one.contains.empty();
    });
    return query.text.empty() && !named && !query.cursor && !query.has_ranges() &&
           !query.sums_distributions && !query.explain && query.sort != Sort::pertinence;
}

std::shared_ptr<const SearchResult>
PlainAnswers::find(std::uint64_t state, const SearchQuery& query) const {
    const auto kept = kept_.load();
    if (!kept || kept->state != state)
        return nullptr;
    const Key key(query);
    for (const auto& answer : kept->answers)
        if (answer->key == key) {
            reused_.fetch_add(1, std::memory_order_relaxed);
            return {answer, &answer->result};
        }
    return nullptr;
}

// Two that keep at once may lose one answer: it is worked out again.
void PlainAnswers::keep(std::uint64_t state, const SearchQuery& query, const SearchResult& result) {
    std::size_t items = items_of(result);
    if (items > items_max)
        return;
    const auto before = kept_.load();
    auto next = std::make_shared<Kept>();
    next->state = state;
    if (before && before->state == state) {
        auto oldest = before->answers.end();
        while (oldest != before->answers.begin() &&
               before->answers.end() - oldest + 1 < static_cast<std::ptrdiff_t>(answers_max)) {
            items += items_of((*(oldest - 1))->result);
            if (items > items_max)
                break;
            --oldest;
        }
        next->answers.assign(oldest, before->answers.end());
    }
    next->answers.push_back(std::make_shared<const Answer>(Answer{Key(query), result}));
    kept_.store(std::move(next));
}

} // namespace moisson::search
