// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A look at a portal's health: all of its requests go first and wait for nobody long.
#include "monitor/portal_watch.hpp"
#include "support/fake_http_client.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::monitor {
namespace {

// A connector whose probe is one question.
class OneQuestion final : public kit::Connector {
public:
    OneQuestion(Source source, const kit::Services& services)
        : source_(std::move(source)), http_(*services.http) {}

    std::string_view scheme() const override { return "one"; }
    int mapping_version() const override { return 1; }
    asio::awaitable<Result<kit::Probe>> probe() override {
        net::Request request = kit::request_to(source_, source_.url + "/api");
        const Result<net::Response> answer = co_await http_.send(std::move(request));
        if (answer.has_error())
            co_return answer.error();
        kit::Probe found;
        co_return found;
    }
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor) override {
        co_return Error(Code::internal_error, "");
    }
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string>) override {
        co_return Error(Code::internal_error, "");
    }
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override {
        co_return Error(Code::internal_error, "");
    }
    Result<RawRecord> map(std::string_view, std::vector<Issue>&) const override {
        return Error(Code::internal_error, "");
    }

private:
    Source source_;
    net::HttpClient& http_;
};

class PortalLook : public ::testing::Test {
protected:
    PortalLook() {
        registry.add("ckan", [](const Source& source, const kit::Services& services) {
            return std::make_unique<OneQuestion>(source, services);
        });
        Source source;
        source.key = "faso";
        source.connector = "ckan";
        source.url = "https://data.example";
        portal.key = "faso";
        portal.url = "https://data.example/";
        portal.sources = {source};
    }

    PortalProbe look() {
        moisson::testing::FakeHttpClient http([this](const net::Request& request) {
            asked.push_back(request);
            return answer;
        });
        WatchParts parts;
        parts.registry = &registry;
        parts.services.http = &http;
        asio::io_context io;
        return moisson::testing::run_coro(io, probe_portal(parts, portal, false));
    }

    kit::Registry registry;
    Portal portal;
    Result<net::Response> answer = moisson::testing::ok("{}");
    std::vector<net::Request> asked;
};

TEST_F(PortalLook, AsksTheApiAsItAsksTheHomePage) {
    const PortalProbe found = look();
    EXPECT_EQ(found.home, Answer::good);
    EXPECT_EQ(found.api, Answer::good);
    ASSERT_EQ(asked.size(), 2U);
    for (const net::Request& request : asked) {
        EXPECT_EQ(request.priority, HostPriority::probe) << request.url;
        EXPECT_EQ(request.budget_wait, std::chrono::seconds(30)) << request.url;
        EXPECT_EQ(request.retries_max, 0) << request.url;
        EXPECT_LE(request.timeouts.total, std::chrono::seconds(90)) << request.url;
    }
}

TEST_F(PortalLook, AHostThatIsPausedWasNotMeasured) {
    answer = Error(Code::rate_limited, "host paused, seconds=1200");
    const PortalProbe found = look();
    EXPECT_EQ(found.home, Answer::neutral);
    EXPECT_EQ(found.api, Answer::neutral);
}

// Two portals and fewer are no sample: whoever named control addresses has them asked.
TEST_F(PortalLook, ControlAddressesSayWhetherALonePortalIsAwayOrWe) {
    bool online = false;
    moisson::testing::FakeHttpClient http(
        [&](const net::Request& request) -> Result<net::Response> {
            asked.push_back(request);
            if (!online)
                return Error(Code::timeout_connect);
            return moisson::testing::ok("");
        }
    );
    moisson::testing::ManualClock clock;
    SelfGuard guard;
    WatchParts parts;
    parts.services.http = &http;
    parts.timers = &clock;
    parts.guard = &guard;
    const auto believed = [&parts](PortalLevel level) {
        asio::io_context io;
        return moisson::testing::run_coro(io, is_believed(parts, "faso", level));
    };
    EXPECT_TRUE(believed(PortalLevel::unreachable)) << "there is nobody to ask";
    EXPECT_TRUE(asked.empty());
    parts.control_urls = {"https://a.example/", "https://b.example/", "https://c.example/"};
    EXPECT_FALSE(believed(PortalLevel::unreachable));
    EXPECT_EQ(asked.size(), 3U);
    EXPECT_TRUE(believed(PortalLevel::degraded)) << "it answered";
    EXPECT_EQ(asked.size(), 3U);
    online = true;
    EXPECT_TRUE(believed(PortalLevel::unreachable));
    ASSERT_EQ(asked.size(), 4U);
    EXPECT_EQ(asked.back().method, "HEAD");
    EXPECT_EQ(asked.back().priority, HostPriority::probe);
    EXPECT_TRUE(believed(PortalLevel::unreachable));
    EXPECT_EQ(asked.size(), 4U) << "they were asked just now";
    clock.set_forward(std::chrono::minutes(3));
    EXPECT_TRUE(believed(PortalLevel::unreachable));
    EXPECT_EQ(asked.size(), 5U);
}

} // namespace
} // namespace moisson::monitor
