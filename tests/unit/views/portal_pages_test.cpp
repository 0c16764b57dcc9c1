// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pages of portals that take the database seconds: a crowd costs one read.
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"
#include "unit/views/fake_store.hpp"
#include "views/portal_pages.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace moisson::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class PortalPagesTest : public ::testing::Test {
protected:
    PortalPagesTest() {
        store::PortalSummary portal;
        portal.key = "ci";
        portal.active = 7;
        store.portal_list.push_back(portal);
        store.timers = &clock;
        store.slowness = seconds(3);
    }
    void ask(const std::string& key = "ci") {
        asio::co_spawn(
            io,
            pages.read(key),
            [this](const std::exception_ptr& failure, const Result<views::PortalView>& view) {
                ++answers;
                if (!failure && view)
                    last_active = view->summary.portal.active;
                else
                    last_error = view.error().code;
            }
        );
        moisson::testing::ManualClock::drain(io);
    }

    moisson::testing::ManualClock clock;
    FakeStore store;
    asio::io_context io;
    views::PortalPages pages = views::make_portal_pages(store, clock);
    int answers = 0;
    std::int64_t last_active = -1;
    std::optional<Code> last_error;
};

TEST_F(PortalPagesTest, ACrowdCostsOneRead) {
    for (int i = 0; i < 8; ++i)
        ask();
    EXPECT_EQ(store.page_reads, 1);
    EXPECT_EQ(answers, 0);
    clock.advance(io, seconds(3));
    EXPECT_EQ(answers, 8);
    EXPECT_EQ(last_active, 7);
    // From the end of the reading, which was longer than a short age.
    clock.advance(io, seconds(9));
    ask();
    EXPECT_EQ(answers, 9);
    EXPECT_EQ(store.page_reads, 1);
}

TEST_F(PortalPagesTest, WhoeverComesDuringAReadingGetsThePageOfBefore) {
    ask();
    clock.advance(io, seconds(3));
    clock.advance(io, seconds(11));
    store.portal_list[0].active = 8;
    ask();
    ask();
    EXPECT_EQ(store.page_reads, 2);
    EXPECT_EQ(answers, 2);
    EXPECT_EQ(last_active, 7);
    clock.advance(io, seconds(3));
    EXPECT_EQ(answers, 3);
    EXPECT_EQ(last_active, 8);
    // But not one that is too old.
    clock.advance(io, seconds(16));
    ask();
    ask();
    EXPECT_EQ(answers, 3);
    clock.advance(io, seconds(3));
    EXPECT_EQ(answers, 5);
    EXPECT_EQ(store.page_reads, 3);
}

TEST_F(PortalPagesTest, APageThatComesAtOnceIsReadEachTime) {
    store.slowness = milliseconds(0);
    ask();
    store.portal_list[0].active = 8;
    ask();
    EXPECT_EQ(last_active, 8);
    EXPECT_EQ(store.page_reads, 2);
}

TEST_F(PortalPagesTest, AFailureReachesAllWhoWaitUnlessThereIsAPage) {
    store.down = true;
    ask();
    ask();
    clock.advance(io, seconds(3));
    EXPECT_EQ(answers, 2);
    EXPECT_EQ(last_error, Code::store_unavailable);
    EXPECT_EQ(store.page_reads, 1);
    store.down = false;
    ask();
    clock.advance(io, seconds(3));
    store.down = true;
    last_active = -1;
    clock.advance(io, seconds(90));
    ask();
    clock.advance(io, seconds(3));
    EXPECT_EQ(last_active, 7);
}

TEST_F(PortalPagesTest, WhoWaitedForAReaderThatLeftReadsInItsPlace) {
    asio::cancellation_signal leave;
    bool left = false;
    auto gone = [&left](const std::exception_ptr& failure, const Result<views::PortalView>&) {
        left = failure != nullptr;
    };
    asio::co_spawn(
        io,
        pages.read("ci"),
        asio::bind_cancellation_slot(leave.slot(), std::move(gone))
    );
    moisson::testing::ManualClock::drain(io);
    ask();
    ask();
    EXPECT_EQ(store.page_reads, 1);
    leave.emit(asio::cancellation_type::terminal);
    moisson::testing::ManualClock::drain(io);
    EXPECT_TRUE(left);
    EXPECT_EQ(store.page_reads, 2);
    EXPECT_EQ(answers, 0);
    clock.advance(io, seconds(3));
    EXPECT_EQ(answers, 2);
    EXPECT_EQ(last_active, 7);
    EXPECT_EQ(store.page_reads, 2);
}

TEST_F(PortalPagesTest, InventedKeysLeaveNothingBehind) {
    store.slowness = milliseconds(0);
    for (int i = 0; i < 20; ++i)
        ask("nobody-" + std::to_string(i));
    EXPECT_EQ(last_error, Code::not_found);
    EXPECT_EQ(pages.size(), 0U);
    for (std::size_t i = 0; i < views::kept_pages_max + 3; ++i) {
        store::PortalSummary portal;
        portal.key = "portal-" + std::to_string(i);
        store.portal_list.push_back(portal);
        ask(portal.key);
    }
    EXPECT_LE(pages.size(), views::kept_pages_max);
    EXPECT_GT(pages.size(), 0U);
}

TEST_F(PortalPagesTest, ARunIsRecountedOnceForAll) {
    views::RunPages runs = views::make_run_pages(store, clock);
    store.run_reports[RunId(4)].detail.run.id = RunId(4);
    int told = 0;
    const auto ask_run = [&](std::int64_t id) {
        asio::co_spawn(
            io,
            runs.read(RunId(id)),
            [&told](const std::exception_ptr& failure, const Result<views::RunView>& view) {
                told += !failure && view && view->report.detail.run.id == RunId(4) ? 1 : 0;
            }
        );
        moisson::testing::ManualClock::drain(io);
    };
    for (int i = 0; i < 8; ++i)
        ask_run(4);
    clock.advance(io, seconds(3));
    EXPECT_EQ(told, 8);
    clock.advance(io, seconds(29));
    ask_run(4);
    EXPECT_EQ(told, 9);
    EXPECT_EQ(store.report_reads, 1);
    clock.advance(io, seconds(2));
    ask_run(4);
    clock.advance(io, seconds(3));
    EXPECT_EQ(told, 10);
    EXPECT_EQ(store.report_reads, 2);
    ask_run(5);
    clock.advance(io, seconds(3));
    EXPECT_EQ(told, 10);
    EXPECT_EQ(runs.size(), 1U) << "there is no such run";
}

} // namespace
} // namespace moisson::test
