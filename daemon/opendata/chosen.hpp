// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the two walks over a chosen part share. Inside the room only.
#pragma once

#include "opendata/site.hpp"
#include "search/query.hpp"

#include <memory>
#include <string>
#include <vector>

namespace moisson::opendata {

// How far the walk of one page came.
struct Chosen {
    // Of the next page; empty behind the last.
    std::string next;
    bool any = false;
};

// What chooses: the parameters and the door.
search::SearchQuery search_of(const Door& door, const FeedQuery& query);
// Reads them into the graph, in that order, without those that are not shown. Whether it is full.
asio::awaitable<Result<bool>>
add_these(SitePtr site, std::shared_ptr<FeedGraph> graph, std::vector<Uuid> ids);
// With `since`: what changed, in the order of change, as far as it is of the part.
asio::awaitable<Result<Chosen>>
fill_changed(SitePtr site, std::shared_ptr<FeedGraph> graph, Door door, FeedQuery query);

} // namespace moisson::opendata
