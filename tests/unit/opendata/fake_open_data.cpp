// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fake_open_data.hpp"

#include "core/limits.hpp"
#include "unit/pages/fake_views.hpp"

#include <algorithm>

namespace moisson::opendata::testing {

store::LiveDataset a_dataset(int number, const std::string& portal_key) {
    store::LiveDataset one;
    one.record = test::full_record();
    Uuid id;
    // Spread over the whole range, in order.
    id.bytes[0] = static_cast<std::uint8_t>(number / 256);
    id.bytes[1] = static_cast<std::uint8_t>(number % 256);
    id.bytes[15] = 1;
    one.record.id = DatasetId(id);
    one.record.slug = "jeu-" + std::to_string(number);
    one.record.portal_key = portal_key;
    one.record.dataset.remote_id = "r" + std::to_string(number);
    one.record.dataset.title = {{"fr", "Jeu n° " + std::to_string(number), false}};
    one.record.changed_at = test::fake_now() - std::chrono::hours(10'000 - number);
    return one;
}

FakeOpenData::FakeOpenData(int count) {
    for (int i = 1; i <= count; ++i)
        datasets.push_back(a_dataset(i));
    auto portals = std::make_shared<std::vector<views::FeedPortal>>();
    views::FeedPortal mali;
    mali.key = "mali";
    mali.title = "Données ouvertes du Mali";
    mali.url = "https://mali.example.org/";
    mali.datasets = count;
    mali.harvested = test::fake_now();
    portals->push_back(mali);
    mali.key = "togo";
    mali.title = "Togo & <données>";
    mali.url = "https://togo.example.org/";
    mali.datasets = 0;
    portals->push_back(mali);
    list = portals;
}

asio::awaitable<Result<store::LivePage>> FakeOpenData::page(store::LiveQuery query) {
    asked.push_back(query);
    if (failure)
        co_return *failure;
    store::LivePage page;
    std::int64_t skip = query.skip;
    for (const store::LiveDataset& one : datasets) {
        const store::LivePlace place{one.record.changed_at, one.record.id.uuid};
        if (!query.portal_key.empty() && query.portal_key != one.record.portal_key)
            continue;
        if (query.changed_since && place.changed_at < *query.changed_since)
            continue;
        // Change grows with the id here: one order for both walks.
        if (query.after && !(query.after->id < place.id))
            continue;
        if (skip-- > 0)
            continue;
        if (page.datasets.size() == static_cast<std::size_t>(query.limit)) {
            page.more = true;
            break;
        }
        page.datasets.push_back(one);
        page.last = place;
    }
    co_return page;
}

asio::awaitable<Result<store::LiveChanges>> FakeOpenData::changes(store::LiveQuery query) {
    ++change_steps;
    if (failure)
        co_return *failure;
    store::LiveChanges out;
    const std::size_t most =
        std::min(changes_at_once, static_cast<std::size_t>(std::max(query.limit, 1)));
    for (const store::LiveDataset& one : datasets) {
        const store::LivePlace place{one.record.changed_at, one.record.id.uuid};
        if (!query.portal_key.empty() && query.portal_key != one.record.portal_key)
            continue;
        if (query.changed_since && place.changed_at < *query.changed_since)
            continue;
        if (query.after && !(query.after->id < place.id))
            continue;
        if (out.places.size() >= most) {
            out.more = true;
            break;
        }
        out.places.insert(out.places.end(), times_told, place);
    }
    co_return out;
}

asio::awaitable<Result<std::vector<store::LiveDataset>>> FakeOpenData::these(std::vector<Uuid> ids
) {
    if (failure)
        co_return *failure;
    std::vector<store::LiveDataset> out;
    datasets_read += ids.size();
    for (const Uuid& id : ids)
        for (const store::LiveDataset& one : datasets)
            if (one.record.id.uuid == id)
                out.push_back(one);
    co_return out;
}

asio::awaitable<Result<bool>> FakeOpenData::uri_is_of_another(DatasetId) {
    if (failure)
        co_return *failure;
    co_return false;
}

asio::awaitable<Result<std::vector<store::SitemapEntry>>>
FakeOpenData::sitemap(Uuid after, Uuid last) {
    ++sitemap_reads;
    if (failure)
        co_return *failure;
    std::vector<store::SitemapEntry> out;
    for (const store::LiveDataset& one : datasets) {
        const Uuid& id = one.record.id.uuid;
        if (after < id && id <= last && out.size() < static_cast<std::size_t>(limits::sitemap_step))
            out.push_back({id, one.record.slug, one.record.changed_at});
    }
    co_return out;
}

asio::awaitable<Result<views::FeedPortals>> FakeOpenData::portals() {
    if (failure)
        co_return *failure;
    co_return list;
}

} // namespace moisson::opendata::testing
