// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Large documents of several runs at once: each waits for room in memory and on disk.
#include "async/byte_shares.hpp"
#include "net/spool.hpp"
#include "unit/dcat/made_portal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <memory>

namespace moisson::dcat {
namespace {

TEST(DcatConnector, ContentsOfLargeDocumentsWaitForRoom) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return ok(datasets(0, 3));
    });
    asio::io_context context(1);
    kit::Services services;
    services.http = &http;
    services.documents.memory = std::make_shared<ByteShares>(1);
    const ByteShares& memory = *services.documents.memory;
    const kit::Factory factory = make_factory();
    auto small = factory(source_at(std::string(site)), services);
    EXPECT_TRUE(run_coro(context, small->fetch(kit::Cursor())).has_value());
    EXPECT_EQ(memory.taken(), 0U);

    services.documents.spool.memory_bytes_max = 0;
    auto first = factory(source_at(std::string(site)), services);
    EXPECT_TRUE(run_coro(context, first->fetch(kit::Cursor())).has_value());
    EXPECT_GT(memory.taken(), 1U);
    auto second = factory(source_at(std::string(site)), services);
    bool done = false;
    const auto ended = [&](const std::exception_ptr&, const Result<kit::Page>& page) {
        done = page.has_value() && page->records.size() == 3;
    };
    asio::co_spawn(context, second->fetch(kit::Cursor()), ended);
    context.restart();
    context.poll();
    EXPECT_FALSE(done);
    EXPECT_EQ(memory.waiting(), 1U);
    first.reset();
    context.restart();
    context.poll();
    EXPECT_TRUE(done);
    EXPECT_EQ(memory.waiting(), 0U);
    second.reset();
    EXPECT_EQ(memory.taken(), 0U);
}

TEST(DcatConnector, WhoFindsTheSpoolSpentWaitsForRoomAndAsksAgain) {
    auto budget = std::make_shared<net::SpoolBudget>(1'000);
    ASSERT_TRUE(budget->take(900));
    FakeHttpClient http([budget](const net::Request&) -> Result<net::Response> {
        if (!budget->has_room(200))
            return Error(Code::spool_failed, std::string(net::spool_spent));
        return ok(datasets(0, 3));
    });
    asio::io_context context(1);
    kit::Services services;
    services.http = &http;
    services.documents.spool.budget = budget;
    services.documents.bytes_max = 100'000;
    const kit::Factory factory = make_factory();
    auto impatient = factory(source_at(std::string(site)), services);
    const auto refused = run_coro(context, impatient->fetch(kit::Cursor()));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Code::spool_failed);
    services.documents.second_try = std::make_shared<ByteShares>(1);
    auto waiting = factory(source_at(std::string(site)), services);
    bool done = false;
    const auto ended = [&](const std::exception_ptr&, const Result<kit::Page>& page) {
        done = page.has_value() && page->records.size() == 3;
    };
    asio::co_spawn(context, waiting->fetch(kit::Cursor()), ended);
    context.restart();
    context.poll();
    EXPECT_FALSE(done);
    EXPECT_EQ(http.urls.size(), 2U) << "it does not ask before there is room";
    EXPECT_EQ(services.documents.second_try->taken(), 1U);
    budget->give_back(900);
    context.restart();
    context.run_for(std::chrono::seconds(10));
    EXPECT_TRUE(done);
    EXPECT_EQ(http.urls.size(), 3U);
    EXPECT_EQ(services.documents.second_try->taken(), 0U);
}

// The disk itself has no turn.
TEST(DcatConnector, AFullDiskIsNotAskedAgain) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return Error(Code::spool_failed, "cannot write in /var/tmp");
    });
    kit::Services services;
    services.http = &http;
    services.documents.second_try = std::make_shared<ByteShares>(1);
    const auto refused =
        run_coro(make_factory()(source_at(std::string(site)), services)->fetch(kit::Cursor()));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Code::spool_failed);
    EXPECT_EQ(http.urls.size(), 1U);
}

} // namespace
} // namespace moisson::dcat
