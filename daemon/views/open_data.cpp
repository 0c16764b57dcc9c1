// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/open_data.hpp"

#include <chrono>

namespace moisson::views {
namespace {

// Every page of a walk wants the list, and reading it counts rows.
constexpr std::chrono::seconds portals_last = std::chrono::seconds(60);

FeedPortal feed_portal(const store::PortalSummary& from) {
    FeedPortal portal;
    portal.key = from.key;
    portal.title = from.title;
    portal.url = from.url;
    portal.description = from.description;
    portal.owner = from.owner;
    portal.datasets = from.active + from.missing;
    if (from.last_complete_run)
        portal.harvested = from.last_complete_run->ended_at;
    return portal;
}

class StoredOpenData final : public OpenData {
public:
    StoredOpenData(store::LiveStore& store, CatalogViews& views, const Clock& clock)
        : store_(store), views_(views), clock_(clock) {}

    asio::awaitable<Result<store::LivePage>> page(store::LiveQuery query) override {
        Result<store::LivePage> page = co_await store_.page(std::move(query));
        co_return page;
    }

    asio::awaitable<Result<store::LiveChanges>> changes(store::LiveQuery query) override {
        Result<store::LiveChanges> changes = co_await store_.changes(std::move(query));
        co_return changes;
    }

    asio::awaitable<Result<std::vector<store::LiveDataset>>> these(std::vector<Uuid> ids) override {
        Result<std::vector<store::LiveDataset>> list = co_await store_.these(std::move(ids));
        co_return list;
    }

    asio::awaitable<Result<bool>> uri_is_of_another(DatasetId id) override {
        Result<bool> answer = co_await store_.uri_is_of_another(id);
        co_return answer;
    }

    asio::awaitable<Result<std::vector<store::SitemapEntry>>>
    sitemap(Uuid after, Uuid last) override {
        Result<std::vector<store::SitemapEntry>> part = co_await store_.sitemap(after, last);
        co_return part;
    }

    asio::awaitable<Result<FeedPortals>> portals() override {
        const Steady now = clock_.steady_now();
        if (portals_ && now < portals_end_)
            co_return portals_;
        // One reader fetches the new list, the others go on with the old one meanwhile.
        portals_end_ = now + portals_last;
        const Result<std::vector<PortalSummary>> list = co_await views_.portals();
        if (!list) {
            portals_end_ = {};
            co_return list.error();
        }
        auto fresh = std::make_shared<std::vector<FeedPortal>>();
        for (const PortalSummary& summary : *list) {
            fresh->push_back(feed_portal(summary.portal));
            fresh->back().seen_until = summary.seen_until;
        }
        portals_ = std::move(fresh);
        co_return portals_;
    }

private:
    store::LiveStore& store_;
    CatalogViews& views_;
    const Clock& clock_;
    FeedPortals portals_;
    Steady portals_end_{};
};

} // namespace

FeedPortals feed_portals(const std::vector<store::PortalSummary>& portals) {
    auto out = std::make_shared<std::vector<FeedPortal>>();
    for (const store::PortalSummary& portal : portals)
        out->push_back(feed_portal(portal));
    return out;
}

std::unique_ptr<OpenData>
make_open_data(store::LiveStore& store, CatalogViews& views, const Clock& clock) {
    return std::make_unique<StoredOpenData>(store, views, clock);
}

} // namespace moisson::views
