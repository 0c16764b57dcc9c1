// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What changed in a part of the catalogue: the store walks by change, and the index says which of
// those the search chooses. What did not change is never read.
#include "core/limits.hpp"
#include "opendata/chosen.hpp"
#include "search/walk.hpp"

#include <algorithm>
#include <unordered_set>

namespace moisson::opendata {
namespace {

static_assert(limits::live_changes_step <= search::walk_step_max);

// Of these places those that the search chooses, in their order.
asio::awaitable<Result<std::vector<store::LivePlace>>>
chosen_of(SitePtr site, search::SearchQuery choice, std::vector<store::LivePlace> places) {
    auto among = std::make_shared<std::vector<Uuid>>();
    for (const store::LivePlace& place : places)
        among->push_back(place.id);
    std::sort(among->begin(), among->end());
    choice.among = among;
    choice.cursor = "*";
    choice.page_size = static_cast<int>(among->size());
    std::string lang = "fr";
    const Result<views::SearchPage> page =
        co_await site->views.search(std::move(choice), std::move(lang));
    if (!page)
        co_return page.error();
    std::unordered_set<Uuid> chosen;
    for (const views::SearchHit& hit : page->hits)
        chosen.insert(hit.record.id.uuid);
    std::erase_if(places, [&](const store::LivePlace& place) {
        return !chosen.contains(place.id);
    });
    co_return places;
}

} // namespace

asio::awaitable<Result<Chosen>>
fill_changed(SitePtr site, std::shared_ptr<FeedGraph> graph, Door door, FeedQuery query) {
    store::LiveQuery step;
    if (door.kind == DoorKind::portal_catalog)
        step.portal_key = door.key;
    step.changed_since = query.since;
    step.after = query.after;
    step.limit = limits::live_changes_step;
    const auto at_once = static_cast<std::size_t>(limits::live_step);
    auto skip = static_cast<std::size_t>(query.after ? 0 : (query.page - 1) * query.page_size);
    auto left = static_cast<std::size_t>(query.page_size);
    std::int64_t seen = 0;
    bool full = false;
    Chosen chosen;
    bool goes_on = true;
    while (goes_on) {
        store::LiveQuery asked = step;
        const Result<store::LiveChanges> changes = co_await site->data.changes(std::move(asked));
        if (!changes)
            co_return changes.error();
        if (changes->places.empty()) {
            chosen.next.clear();
            break;
        }
        search::SearchQuery choice = search_of(door, query);
        std::vector<store::LivePlace> places = changes->places;
        const Result<std::vector<store::LivePlace>> wanted =
            co_await chosen_of(site, std::move(choice), std::move(places));
        if (!wanted)
            co_return wanted.error();
        std::size_t at = std::min(skip, wanted->size());
        skip -= at;
        while (at < wanted->size() && left > 0 && !full) {
            const std::size_t count = std::min({at_once, left, wanted->size() - at});
            std::vector<Uuid> ids;
            for (std::size_t i = at; i < at + count; ++i)
                ids.push_back((*wanted)[i].id);
            at += count;
            left -= count;
            chosen.any = true;
            const Result<bool> added = co_await add_these(site, graph, std::move(ids));
            if (!added)
                co_return added.error();
            full = *added;
        }
        // The page ends among these changes, or behind them.
        const bool within = at < wanted->size();
        step.after = within ? (*wanted)[at - 1] : changes->places.back();
        seen += static_cast<std::int64_t>(changes->places.size());
        const bool more = within || changes->more;
        chosen.next = more ? place_text(*step.after, true) : std::string();
        goes_on = more && left > 0 && !full && seen < limits::live_changes_max;
    }
    co_return chosen;
}

} // namespace moisson::opendata
