// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A run that is cancelled ends at once, asks for nothing more and leaves nothing behind: under
// AddressSanitizer a coroutine that is lost is a leak.
#include "contract/contract.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace moisson::contract {
namespace {

// Answers `good` requests, then never again: the real client ends with CANCELLED when it is told.
class StuckClient final : public net::HttpClient {
public:
    StuckClient(WireClient& portal, std::size_t good) : portal_(portal), left_(good) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        ++asked;
        if (left_ > 0) {
            --left_;
            co_return co_await portal_.send(std::move(request));
        }
        ++waiting;
        asio::steady_timer never(co_await asio::this_coro::executor);
        never.expires_at(asio::steady_timer::time_point::max());
        auto wait = never.async_wait(asio::as_tuple(asio::use_awaitable));
        static_cast<void>(co_await std::move(wait));
        --waiting;
        co_return Error(Code::cancelled);
    }

    std::size_t asked = 0;
    std::size_t waiting = 0;

private:
    WireClient& portal_;
    std::size_t left_;
};

struct Ending {
    bool ended = false;
    bool thrown = false;
    std::optional<Error> error;
};

asio::awaitable<std::optional<Error>> walk(kit::Connector& connector) {
    std::optional<kit::Cursor> cursor = kit::Cursor();
    while (cursor) {
        kit::Cursor at = *cursor;
        Result<kit::Page> page = co_await connector.fetch(std::move(at));
        if (page.has_error())
            co_return page.error();
        cursor = page->next;
    }
    co_return std::nullopt;
}

TEST_P(Contract, CancellationAtAnyRequestEndsTheRunAtOnce) {
    for (std::size_t good = 0; good < 6; ++good) {
        SCOPED_TRACE(good);
        WireClient http = portal(120);
        StuckClient stuck(http, good);
        const auto one = connector(stuck, 20);
        asio::io_context context(1);
        asio::cancellation_signal signal;
        Ending ending;
        auto ended = [&ending](std::exception_ptr thrown, std::optional<Error> error) {
            ending.ended = true;
            ending.thrown = thrown != nullptr;
            ending.error = std::move(error);
        };
        asio::co_spawn(context, walk(*one), asio::bind_cancellation_slot(signal.slot(), ended));
        context.poll();
        if (ending.ended) {
            EXPECT_EQ(stuck.waiting, 0U) << "the catalogue took fewer requests";
            EXPECT_FALSE(ending.error.has_value()) << described(ending.error);
            break;
        }
        EXPECT_EQ(stuck.waiting, 1U) << "one request at a time";
        const std::size_t asked = stuck.asked;
        signal.emit(asio::cancellation_type::terminal);
        context.restart();
        context.run_for(std::chrono::seconds(2));
        ASSERT_TRUE(ending.ended) << "still waiting after it was cancelled";
        EXPECT_EQ(stuck.waiting, 0U);
        EXPECT_LE(stuck.asked, asked + 1) << "nothing more is asked for";
        // Asio throws at the next wait of a cancelled coroutine; a connector that waits for nothing
        // more hands the code on.
        if (!ending.thrown) {
            ASSERT_TRUE(ending.error.has_value());
            EXPECT_EQ(ending.error->code, Code::cancelled);
        }
    }
}

TEST_P(Contract, ARunThatIsDroppedInTheMiddleLeavesNothing) {
    WireClient http = portal(60);
    StuckClient stuck(http, 1);
    const auto one = connector(stuck, 20);
    bool ended = false;
    {
        asio::io_context context(1);
        asio::co_spawn(context, walk(*one), [&](std::exception_ptr, std::optional<Error>) {
            ended = true;
        });
        context.poll();
    }
    EXPECT_FALSE(ended && stuck.waiting > 0);
    // The portal is as it was: another run reads everything.
    EXPECT_EQ(crawl(http).digests.size(), 60U);
}

} // namespace
} // namespace moisson::contract
