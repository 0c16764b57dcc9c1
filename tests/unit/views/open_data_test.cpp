// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The list of portals that feeds share.
#include "search/follower.hpp"
#include "search/search_index.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"
#include "unit/views/fake_store.hpp"
#include "views/make_views.hpp"
#include "views/open_data.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace moisson::test {
namespace {

class NoWalks final : public store::LiveStore {
public:
    asio::awaitable<Result<store::LivePage>> page(store::LiveQuery) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<store::LiveChanges>> changes(store::LiveQuery) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<std::vector<store::LiveDataset>>> these(std::vector<Uuid>) override {
        co_return std::vector<store::LiveDataset>();
    }
    asio::awaitable<Result<bool>> uri_is_of_another(DatasetId) override { co_return true; }
    asio::awaitable<Result<std::vector<store::SitemapEntry>>> sitemap(Uuid, Uuid) override {
        co_return std::vector<store::SitemapEntry>();
    }
};

TEST(OpenData, ReadsThePortalsOnceAMinute) {
    moisson::testing::ManualClock clock;
    search::SearchIndex index;
    FakeStore database;
    store::PortalSummary portal;
    portal.key = "ci";
    portal.active = 5;
    portal.missing = 2;
    portal.archived = 9;
    database.portal_list = {portal};
    asio::io_context io;
    const auto views = views::make_catalog_views(
        index,
        database,
        clock,
        [] { return search::FollowerStatus(); },
        io.get_executor()
    );
    NoWalks walks;
    const auto data = views::make_open_data(walks, *views, clock);
    const auto read = [&] { return moisson::testing::run_coro(io, data->portals()); };
    database.down = true;
    EXPECT_FALSE(read()) << "nothing to go on with";
    database.down = false;
    EXPECT_EQ(read().value()->front().datasets, 7);
    const int reads = database.portal_reads;
    clock.set_forward(std::chrono::seconds(59));
    database.portal_list.clear();
    EXPECT_EQ(read().value()->size(), 1U);
    EXPECT_EQ(database.portal_reads, reads);
    clock.set_forward(std::chrono::seconds(2));
    EXPECT_TRUE(read().value()->empty());
    EXPECT_EQ(database.portal_reads, reads + 1);
}

} // namespace
} // namespace moisson::test
