// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// OpenData without a store: a list of datasets by id, walked as the store walks.
#pragma once

#include "opendata/feed.hpp"

#include <string>
#include <vector>

namespace moisson::opendata::testing {

// The nth of a catalogue: ids grow with it.
store::LiveDataset a_dataset(int number, const std::string& portal_key = "mali");

class FakeOpenData final : public views::OpenData {
public:
    // Portals "mali" and "togo", the first with `count` datasets.
    explicit FakeOpenData(int count);

    asio::awaitable<Result<store::LivePage>> page(store::LiveQuery query) override;
    asio::awaitable<Result<store::LiveChanges>> changes(store::LiveQuery query) override;
    asio::awaitable<Result<std::vector<store::LiveDataset>>> these(std::vector<Uuid> ids) override;
    asio::awaitable<Result<bool>> uri_is_of_another(DatasetId id) override;
    asio::awaitable<Result<std::vector<store::SitemapEntry>>>
    sitemap(Uuid after, Uuid last) override;
    asio::awaitable<Result<views::FeedPortals>> portals() override;

    std::vector<store::LiveDataset> datasets;
    views::FeedPortals list;
    // When set, every answer is this failure.
    std::optional<Error> failure;
    std::vector<store::LiveQuery> asked;
    int sitemap_reads = 0;
    // Whole datasets that were asked for by id; steps of walks by change.
    std::size_t datasets_read = 0;
    int change_steps = 0;
    // Changes of one step, at most.
    std::size_t changes_at_once = 500;
    // How often each is told in its step.
    std::size_t times_told = 1;
};

} // namespace moisson::opendata::testing
