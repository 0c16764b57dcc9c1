// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the HTTP client does above the wire, on a clock moved by hand: turns, retries, pauses,
// redirects.
#include "net/retry.hpp"
#include "net/wire.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

#include <deque>

namespace moisson::net {
namespace {

using std::chrono::seconds;

Answer answer(int status, Headers headers = {}) {
    Answer out;
    out.status = status;
    out.headers = std::move(headers);
    out.body = "{}";
    out.wire_bytes = 2;
    return out;
}

// Gives what the test wrote down, and notes what was asked when.
struct Sheet {
    std::deque<Result<Answer>> answers;
    std::vector<std::pair<std::string, Steady>> asked;
};

class PaperWire final : public Wire {
public:
    PaperWire(Sheet& sheet, const Clock& clock) : sheet_(sheet), clock_(clock) {}

    std::optional<Error> judge(const WebAddress& address) const override {
        if (address.host == "interdit.example")
            return Error(Code::ssrf_blocked, "name not public");
        return std::nullopt;
    }
    std::string budget_key(const WebAddress& address) const override { return address.host; }
    asio::awaitable<Result<Answer>> carry(Journey& journey, const Message& message) override {
        ++journey.requests;
        sheet_.asked.emplace_back(message.address.url(), clock_.steady_now());
        Result<Answer> next = std::move(sheet_.answers.front());
        sheet_.answers.pop_front();
        co_return next;
    }

private:
    Sheet& sheet_;
    const Clock& clock_;
};

class WatchedBudget final : public HostBudget {
public:
    explicit WatchedBudget(TimerSource& timers) : behind_(make_local_host_budget(timers)) {}

    asio::awaitable<Result<HostPermit>> acquire(HostRequest request) override {
        return behind_->acquire(std::move(request));
    }
    void pause(std::string_view key, Instant until) override {
        ++pauses;
        behind_->pause(key, until);
    }
    void set_crawl_delay(std::string_view key, std::chrono::milliseconds delay) override {
        behind_->set_crawl_delay(key, delay);
    }

    int pauses = 0;

private:
    std::unique_ptr<HostBudget> behind_;
};

class OverAWire : public ::testing::Test {
protected:
    OverAWire()
        : budget_(clock_), client_(make_http_client(
                               std::make_unique<PaperWire>(sheet_, clock_),
                               ClientOptions(),
                               ClientDeps(clock_, budget_, rng_)
                           )) {}

    // Lets time pass until the answer is there.
    Result<Response> get(const std::string& url) { return get(Request(url)); }
    Result<Response> get(Request request) {
        std::optional<Result<Response>> got;
        asio::co_spawn(
            context_,
            client_->send(std::move(request)),
            [&](const std::exception_ptr&, Result<Response> response) {
                got.emplace(std::move(response));
            }
        );
        for (int i = 0; i < 1'000 && !got; ++i)
            clock_.advance_to_next(context_);
        return got ? std::move(*got) : Result<Response>(Error(Code::internal_error, "no answer"));
    }
    Steady::duration gap(std::size_t first) const {
        return sheet_.asked[first + 1].second - sheet_.asked[first].second;
    }

    testing::ManualClock clock_;
    asio::io_context context_{1};
    Rng rng_{1};
    Sheet sheet_;
    WatchedBudget budget_;
    std::unique_ptr<HttpClient> client_;
};

TEST_F(OverAWire, AFailureInPassingIsAskedAgainAtTheHostsPace) {
    sheet_.answers = {Error(Code::connect_reset, ""), answer(503), answer(200)};
    const Result<Response> response = get("https://a.example/liste");
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->requests, 3);
    EXPECT_EQ(response->retries, 2);
    EXPECT_GE(gap(0), seconds(1));
    EXPECT_GE(gap(1), seconds(1));
}

TEST_F(OverAWire, ARetryAfterIsWaitedForAndPausesTheHost) {
    sheet_.answers = {answer(429, {{"Retry-After", "90"}}), answer(200), answer(200)};
    ASSERT_TRUE(get("https://a.example/liste").has_value());
    EXPECT_GE(gap(0), seconds(90));
    EXPECT_LT(gap(0), seconds(100));
    ASSERT_TRUE(get("https://b.example/liste").has_value());
    EXPECT_LT(gap(1), seconds(1)) << "another host waits for nothing";
}

TEST_F(OverAWire, AQuotaThatRunsOutSlowsTheHost) {
    const Headers little = {
        {"X-RateLimit-Limit", "100"},
        {"X-RateLimit-Remaining", "2"},
        {"X-RateLimit-Reset", "20"}};
    sheet_.answers = {answer(200, little), answer(200), answer(200)};
    ASSERT_TRUE(get("https://a.example/1").has_value());
    ASSERT_TRUE(get("https://a.example/2").has_value());
    EXPECT_GE(gap(0), seconds(10));
    EXPECT_LT(gap(0), seconds(12));
    ASSERT_TRUE(get("https://b.example/1").has_value());
    EXPECT_LT(gap(1), seconds(1)) << "another host waits for nothing";
}

TEST_F(OverAWire, AQuotaThatOurPaceKeepsIsNoPause) {
    const Headers enough = {
        {"X-RateLimit-Limit", "100"},
        {"X-RateLimit-Remaining", "10"},
        {"X-RateLimit-Reset", "10"}};
    const Headers little = {
        {"X-RateLimit-Limit", "100"},
        {"X-RateLimit-Remaining", "9"},
        {"X-RateLimit-Reset", "10"}};
    sheet_.answers = {answer(200, enough), answer(200, little)};
    ASSERT_TRUE(get("https://a.example/1").has_value());
    EXPECT_EQ(budget_.pauses, 0) << "each pause is written for other processes";
    ASSERT_TRUE(get("https://a.example/2").has_value());
    EXPECT_EQ(budget_.pauses, 1);
}

TEST_F(OverAWire, APauseOfHoursIsAnErrorAtOnce) {
    sheet_.answers = {answer(429, {{"Retry-After", "7200"}})};
    const Result<Response> response = get("https://a.example/liste");
    ASSERT_TRUE(response.has_error());
    EXPECT_EQ(response.error().code, Code::rate_limited);
    EXPECT_EQ(sheet_.asked.size(), 1U);
    const Result<Response> next = get("https://a.example/liste");
    ASSERT_TRUE(next.has_error());
    EXPECT_EQ(next.error().code, Code::rate_limited);
    EXPECT_TRUE(next.error().unasked);
    EXPECT_EQ(sheet_.asked.size(), 1U) << "the host asked for peace";
}

TEST_F(OverAWire, APauseBeyondThePatienceOfWhoAsksIsAnErrorAtOnce) {
    sheet_.answers = {answer(503, {{"Retry-After", "900"}}), answer(200)};
    Request hasty("https://a.example/liste");
    hasty.pause_max = seconds(300);
    const Result<Response> refused = get(hasty);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error(), Error(Code::rate_limited, "503 seconds=900"));
    EXPECT_EQ(asked_pause(refused.error()), seconds(900));
    const Result<Response> next = get(hasty);
    ASSERT_TRUE(next.has_error());
    EXPECT_TRUE(asked_pause(next.error()));
    EXPECT_EQ(sheet_.asked.size(), 1U) << "the host asked for peace";
    ASSERT_TRUE(get("https://a.example/liste").has_value());
    EXPECT_GE(gap(0), seconds(899)) << "who has patience waits";
}

TEST_F(OverAWire, AShortPauseIsWaitedForAllTheSame) {
    sheet_.answers = {answer(429, {{"Retry-After", "90"}}), answer(200)};
    Request hasty("https://a.example/liste");
    hasty.pause_max = seconds(300);
    ASSERT_TRUE(get(hasty).has_value());
    EXPECT_GE(gap(0), seconds(90));
}

TEST_F(OverAWire, ARedirectIsARequestOfItsOwn) {
    sheet_.answers = {answer(301, {{"Location", "https://b.example/autre"}}), answer(200)};
    const Result<Response> response = get("https://a.example/liste");
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->url, "https://b.example/autre");
    EXPECT_EQ(response->requests, 2);
    EXPECT_EQ(sheet_.asked[1].first, "https://b.example/autre");
}

TEST_F(OverAWire, WhatTheWireRefusesIsNotSent) {
    const Result<Response> response = get("https://interdit.example/liste");
    ASSERT_TRUE(response.has_error());
    EXPECT_EQ(response.error().code, Code::ssrf_blocked);
    EXPECT_TRUE(sheet_.asked.empty());
}

} // namespace
} // namespace moisson::net
