// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// OpenData: the read side of feeds and sitemaps, over the store. Apart from CatalogViews, whose
// readers want one page of something: these walk over everything, step by step.
#pragma once

#include "core/clock.hpp"
#include "store/live_datasets.hpp"
#include "views/catalog_views.hpp"

#include <memory>
#include <string>
#include <vector>

namespace moisson::views {

// A portal as a catalogue within ours.
struct FeedPortal {
    std::string key;
    std::string title;
    std::string url;
    std::string description;
    std::string owner;
    // Active and missing.
    std::int64_t datasets = 0;
    // End of the newest complete run.
    std::optional<Instant> harvested;
    // See FreshnessView; unset in lists that were read elsewhere.
    std::optional<Instant> seen_until;
};

using FeedPortals = std::shared_ptr<const std::vector<FeedPortal>>;

// The same of a list that was read elsewhere.
FeedPortals feed_portals(const std::vector<store::PortalSummary>& portals);

class OpenData {
public:
    OpenData() = default;
    OpenData(const OpenData&) = delete;
    OpenData& operator=(const OpenData&) = delete;
    virtual ~OpenData() = default;

    // STORE_UNAVAILABLE.
    virtual asio::awaitable<Result<store::LivePage>> page(store::LiveQuery query) = 0;
    // See store::LiveStore.
    virtual asio::awaitable<Result<store::LiveChanges>> changes(store::LiveQuery query) = 0;
    virtual asio::awaitable<Result<std::vector<store::LiveDataset>>> these(std::vector<Uuid> ids
    ) = 0;
    virtual asio::awaitable<Result<bool>> uri_is_of_another(DatasetId id) = 0;
    virtual asio::awaitable<Result<std::vector<store::SitemapEntry>>>
    sitemap(Uuid after, Uuid last) = 0;
    // By key, those without datasets included; at most a minute old, never null.
    virtual asio::awaitable<Result<FeedPortals>> portals() = 0;
};

// Everything outlives it; used on one executor.
std::unique_ptr<OpenData>
make_open_data(store::LiveStore& store, CatalogViews& views, const Clock& clock);

} // namespace moisson::views
