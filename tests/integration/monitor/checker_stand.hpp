// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The link checker over real PostgreSQL, a scripted web and a clock that travels.
#pragma once

#include "integration/store/fixture.hpp"
#include "monitor/link_checker.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::monitor::testing {

using std::chrono::hours;
using store::testing::await;
using store::testing::World;

class TravelTimers final : public TimerSource {
public:
    Instant now() const override {
        return clock_.now() + std::chrono::duration_cast<Instant::duration>(offset);
    }
    Steady steady_now() const override { return clock_.steady_now() + offset; }
    asio::awaitable<void> sleep_until(Steady) override { co_return; }

    std::chrono::hours offset{0};

private:
    SystemClock clock_;
};

class ScriptedWeb final : public net::HttpClient {
public:
    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        asked.push_back(request.url);
        if (hangs) {
            const asio::any_io_executor executor = co_await asio::this_coro::executor;
            asio::steady_timer never(executor, asio::steady_timer::time_point::max());
            co_await never.async_wait(asio::use_awaitable);
        }
        Result<net::Response> out = answer(request.url);
        if (head_is_always_fine && request.method == "HEAD" && out)
            out->status = 200;
        co_return out;
    }

    Result<net::Response> answer(const std::string& url) const {
        if (failure)
            return Error(*failure);
        const auto found = statuses.find(url);
        net::Response out;
        out.status = found == statuses.end() ? 200 : found->second;
        out.body = "a;b\n1;2\n";
        out.url = url;
        out.headers = {{"Content-Length", "8"}, {"ETag", "\"v1\""}};
        return out;
    }

    std::map<std::string, int> statuses;
    std::optional<Code> failure;
    bool head_is_always_fine = false;
    // Until the request is cancelled.
    bool hangs = false;
    std::vector<std::string> asked;
};

// Complaints fail the test: there is nothing to complain of here.
class StrictLog final : public telemetry::Logger {
public:
    bool enabled(telemetry::LogLevel) const override { return true; }
    void write(telemetry::LogLevel, std::string_view message, std::span<const telemetry::Field>)
        override {
        ADD_FAILURE() << message;
    }
};

class CheckerTest : public ::testing::Test {
protected:
    CheckerTest() : links(store::make_link_store(world.database)) {
        parts.store = links.get();
        parts.http = &web;
        parts.timers = &timers;
        parts.rng = &rng;
        parts.log = &log;
        options.holder = "test";
        options.user_agent = "Moisson/test";
        world.sync({store::testing::a_portal("faso")});
    }

    LinkChecker& checker() {
        if (!checker_)
            checker_.emplace(parts, options);
        return *checker_;
    }

    int round() { return await(checker().round()); }

    void travel_to(hours later) {
        timers.offset = later;
        store::testing::travel(world, std::to_string(later.count()) + " hours");
    }

    // Rounds until nothing is due.
    void settle() {
        for (int i = 0; i < 50 && round() > 0; ++i) {
        }
    }

    std::string links_of_dataset() {
        return world.text("select coalesce((select links from dataset_signal limit 1), '')");
    }
    std::string state_of(const std::string& url) {
        return world.text(("select state from link where url = '" + url + "'").c_str());
    }

    World world;
    TravelTimers timers;
    ScriptedWeb web;
    Rng rng{5};
    StrictLog log;
    std::unique_ptr<store::LinkStore> links;
    LinkCheckerParts parts;
    LinkCheckerOptions options;
    std::optional<LinkChecker> checker_;
};

inline const std::string first = "https://faso.example/dataset/a/0.csv";

} // namespace moisson::monitor::testing
