// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the doors share, and one function per kind of door. Inside the room only.
#pragma once

#include "opendata/address.hpp"
#include "opendata/doors.hpp"
#include "opendata/feed.hpp"

#include <atomic>
#include <memory>

namespace moisson::opendata {

struct Site {
    views::CatalogViews& views;
    views::OpenData& data;
    telemetry::Logger& log;
    DoorsOptions options;
    FeedSite feed;
    // Pages that are being made.
    std::shared_ptr<std::atomic<int>> walks = std::make_shared<std::atomic<int>>(0);
};

using SitePtr = std::shared_ptr<const Site>;

// A page of the catalogue, or of a portal's (walk.cpp).
asio::awaitable<net::ServerResponse> show_page(SitePtr site, Door door, net::ServerRequest request);
// A page of what a search chooses, or of an organisation's (chosen.cpp).
asio::awaitable<net::ServerResponse> show_chosen(
    SitePtr site,
    Door door,
    FeedQuery query,
    views::FeedPortals portals,
    net::ServerRequest request
);
// One dataset (one_dataset.cpp).
asio::awaitable<net::ServerResponse>
show_dataset(SitePtr site, Door door, net::ServerRequest request);
// Its scores (quality.cpp).
asio::awaitable<net::ServerResponse>
show_dataset_quality(SitePtr site, Door door, net::ServerRequest request);
// sitemap.cpp
asio::awaitable<net::ServerResponse> sitemap_index(SitePtr site, net::ServerRequest request);
asio::awaitable<net::ServerResponse> sitemap_pages(SitePtr site, net::ServerRequest request);
asio::awaitable<net::ServerResponse>
sitemap_part(SitePtr site, Door door, net::ServerRequest request);
// machine_texts.cpp
net::ServerResponse llms_text(const Site& site);
asio::awaitable<net::ServerResponse> void_document(SitePtr site, net::ServerRequest request);

// What the pages of all catalogues share (walk.cpp).
enum class Portals { told, left_out };
// The end of each: `page` joins the graph, which is written on the cpu pool.
asio::awaitable<net::ServerResponse> write_page(
    SitePtr site,
    std::shared_ptr<FeedGraph> graph,
    Door door,
    dcat::CatalogPage page,
    Portals portals
);
net::ServerResponse no_such_page(const net::ServerRequest& request);

// 200, revalidated by its ETag.
net::ServerResponse document(std::string_view media_type, std::string body);

} // namespace moisson::opendata
