// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Leases of hosts: a worker that lost one writes nothing, one that stops gives them back.
#include "checker_stand.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace moisson::monitor::testing {
namespace {

TEST_F(CheckerTest, WithoutItsLeaseAWorkerWritesNothing) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    await(links->discover()).value();
    store::ClaimOptions claim;
    claim.holder = "one";
    const auto mine = await(links->claim(claim)).value();
    ASSERT_EQ(mine.size(), 1U);
    EXPECT_EQ(mine.front().links.size(), 2U);
    claim.holder = "two";
    EXPECT_TRUE(await(links->claim(claim)).value().empty()) << "held";
    world.sql().script("update link_host set held_until = clock_timestamp() - interval '1 second'");
    ASSERT_EQ(await(links->claim(claim)).value().size(), 1U);
    store::HostVerdict late;
    late.host = mine.front().host;
    late.holder = "one";
    late.claim = mine.front().claim;
    late.memory = "{}";
    const auto written = await(links->write(late, {})).value();
    EXPECT_FALSE(written.written);
    EXPECT_EQ(world.text("select holder from link_host"), "two");
}

// A worker that was killed holds nobody up for an hour, one that lives keeps what it has.
TEST_F(CheckerTest, ALeaseIsShortAndProlongedByWhoHasItOnly) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    await(links->discover()).value();
    store::ClaimOptions claim;
    claim.holder = "one";
    const auto mine = await(links->claim(claim)).value();
    ASSERT_EQ(mine.size(), 1U);
    const std::vector<std::string> hosts{mine.front().host};
    const char* const left = "select extract(epoch from held_until - clock_timestamp())::bigint "
                             "from link_host";
    EXPECT_LE(world.number(left), 180);
    EXPECT_EQ(await(links->renew("one", hosts, std::chrono::seconds(900))).value(), 1);
    EXPECT_GT(world.number(left), 800);
    EXPECT_EQ(await(links->renew("two", hosts, std::chrono::seconds(900))).value(), 0);
    // It was prolonged: what it brings back counts.
    store::HostVerdict verdict;
    verdict.host = mine.front().host;
    verdict.holder = "one";
    verdict.claim = mine.front().claim;
    verdict.memory = "{}";
    EXPECT_TRUE(await(links->write(verdict, {})).value().written);
    EXPECT_EQ(await(links->renew("one", hosts, std::chrono::seconds(900))).value(), 0)
        << "given back";
    EXPECT_FALSE(await(links->write(verdict, {})).value().written) << "twice";
}

TEST_F(CheckerTest, AWorkerAtWorkProlongsItsLeases) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    web.hangs = true;
    asio::io_context context;
    asio::cancellation_signal stop;
    bool ended = false;
    auto note_end = [&ended](const std::exception_ptr&) { ended = true; };
    asio::co_spawn(
        context,
        checker().run(),
        asio::bind_cancellation_slot(stop.slot(), std::move(note_end))
    );
    while (web.asked.empty())
        ASSERT_EQ(context.run_one_for(std::chrono::seconds(30)), 1U);
    world.sql().script("update link_host set held_until = clock_timestamp() + interval '1 second'");
    const char* const prolonged =
        "select count(*) from link_host where held_until > clock_timestamp() + interval '1 minute'";
    for (int i = 0; i < 2'000 && world.number(prolonged) == 0; ++i)
        context.run_one_for(std::chrono::seconds(1));
    EXPECT_EQ(world.number(prolonged), 1);
    stop.emit(asio::cancellation_type::terminal);
    context.run_for(std::chrono::seconds(30));
    EXPECT_TRUE(ended);
}

TEST_F(CheckerTest, AStoppedWorkerGivesItsHostsBack) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    web.hangs = true;
    asio::io_context context;
    asio::cancellation_signal stop;
    bool ended = false;
    auto note_end = [&ended](const std::exception_ptr&) { ended = true; };
    asio::co_spawn(
        context,
        checker().run(),
        asio::bind_cancellation_slot(stop.slot(), std::move(note_end))
    );
    while (web.asked.empty())
        ASSERT_EQ(context.run_one_for(std::chrono::seconds(30)), 1U);
    EXPECT_EQ(world.text("select holder from link_host"), "test");
    stop.emit(asio::cancellation_type::terminal);
    context.run_for(std::chrono::seconds(30));
    EXPECT_TRUE(ended);
    EXPECT_EQ(world.text("select holder from link_host"), "");
    store::ClaimOptions claim;
    claim.holder = "next";
    EXPECT_EQ(await(links->claim(claim)).value().size(), 1U) << "at once";
}

} // namespace
} // namespace moisson::monitor::testing
