// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the client tests share: a client that may dial the given loopback ports, and a clock whose
// sleeps take no time.
#pragma once

#include "async/host_budget.hpp"
#include "net/make_http_client.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::testing {

// Real time plus what was slept: waiting costs nothing and is written down.
class HastyTimers final : public TimerSource {
public:
    Instant now() const override {
        return clock_.now() + std::chrono::duration_cast<Instant::duration>(offset_);
    }
    Steady steady_now() const override { return clock_.steady_now() + offset_; }
    asio::awaitable<void> sleep_until(Steady when) override {
        const auto wait = when - steady_now();
        if (wait > Steady::duration::zero()) {
            slept.push_back(wait);
            offset_ += wait;
        }
        co_return;
    }
    void jump(Steady::duration duration) { offset_ += duration; }

    std::vector<Steady::duration> slept;

private:
    SystemClock clock_;
    Steady::duration offset_{0};
};

class ClientTest : public ::testing::Test {
protected:
    void allow(std::uint16_t port, const std::string& address = "127.0.0.1") {
        options.allow.emplace_back(boost::asio::ip::make_address(address), port);
    }

    net::Request request(std::string url) const {
        net::Request wanted(std::move(url));
        wanted.policy.rate = 0;
        wanted.retries_max = 0;
        return wanted;
    }

    // Builds the client at the first call.
    Result<net::Response> fetch(net::Request wanted) {
        if (!client)
            client = net::make_http_client(
                context.get_executor(),
                options,
                net::ClientDeps(timers, *budget, rng)
            );
        return run_coro(context, client->send(std::move(wanted)));
    }
    Result<net::Response> fetch(const std::string& url) { return fetch(request(url)); }

    // The code of a failure, "OK <status>" otherwise.
    std::string outcome(net::Request wanted) {
        const auto response = fetch(std::move(wanted));
        return response ? "OK " + std::to_string(response->status)
                        : std::string(to_string(response.error().code));
    }
    std::string outcome(const std::string& url) { return outcome(request(url)); }

    HastyTimers timers;
    std::unique_ptr<HostBudget> budget = make_local_host_budget(timers);
    Rng rng{1};
    net::ClientOptions options;
    asio::io_context context{1};
    std::unique_ptr<net::HttpClient> client;
};

} // namespace moisson::testing
