// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "app/saved_searches.hpp"

#include "notify/changed_slot.hpp"
#include "routes/search_parameters.hpp"
#include "views/catalog_views.hpp"
#include "views/search_request.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::app {
namespace {

constexpr int changed_max = 100'000;

notify::FoundDataset found_of(const views::SearchHit& hit) {
    notify::FoundDataset out;
    for (const views::MarkedPart& part : hit.title)
        out.title += part.text;
    if (out.title.empty())
        out.title = hit.record.slug;
    out.slug = hit.record.slug;
    out.publisher = hit.publisher;
    out.first_seen = hit.record.first_seen;
    return out;
}

std::vector<notify::FoundDataset> found_of(const views::SearchPage& page) {
    std::vector<notify::FoundDataset> out;
    for (const views::SearchHit& hit : page.hits)
        out.push_back(found_of(hit));
    return out;
}

// The index counts in minutes.
Instant last_minute_before(Instant until) {
    return until - std::chrono::minutes(1);
}

// STORE_UNAVAILABLE while the index or the database is away; INVALID_ARGUMENT for a search that is
// not understood any more.
asio::awaitable<Result<notify::SearchNews>>
search_news(House& house, std::shared_ptr<notify::ChangedSlot> slot, notify::SearchWish wish) {
    const routes::ParsedSearch parsed = routes::parse_search(routes::parse_query(wish.query));
    if (!parsed.problems.empty())
        co_return Error(Code::invalid_argument, "this search is not understood any more");
    search::SearchQuery query = views::to_search_query(parsed.parameters, {});
    query.page_size = static_cast<int>(notify::limits::items_per_section);
    // A word that is new in the catalogue is no misspelling of another one.
    query.correct_typos = false;
    // Nobody reads a message to learn what does not match.
    query.relaxes = false;
    notify::SearchNews out;
    search::SearchQuery fresh = query;
    fresh.sort = search::Sort::first_seen;
    fresh.first_seen_from = std::max(query.first_seen_from.value_or(wish.since), wish.since);
    fresh.first_seen_to = last_minute_before(wish.until);
    std::string lang = "fr";
    const Result<views::SearchPage> arrived = co_await house.views->search(std::move(fresh), lang);
    if (!arrived)
        co_return arrived.error();
    out.fresh = found_of(*arrived);
    out.fresh_total = arrived->result.total;
    const Result<notify::ChangedSlot::Datasets> changed =
        co_await slot->find(wish.since, wish.until);
    if (!changed)
        co_return changed.error();
    // What arrived meanwhile is new, whatever became of it since.
    query.among = *changed;
    query.first_seen_to = last_minute_before(wish.since);
    query.sort = search::Sort::modified;
    const Result<views::SearchPage> mended =
        co_await house.views->search(std::move(query), std::move(lang));
    if (!mended)
        co_return mended.error();
    out.changed = found_of(*mended);
    out.changed_total = mended->result.total;
    out.wish = std::move(wish);
    co_return out;
}

} // namespace

SearchFollower follow_searches(House& house) {
    notify::ChangedSlot::Look look = [&house](Instant since, Instant until) {
        return store::changed_datasets(house.writes, since, until, changed_max);
    };
    const auto slot = std::make_shared<notify::ChangedSlot>(std::move(look));
    return [&house, slot](notify::SearchWish wish) {
        return search_news(house, slot, std::move(wish));
    };
}

} // namespace moisson::app
