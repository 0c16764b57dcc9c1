// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Webhooks on the wire: signed, guarded, never redirected.
#include "async/host_budget.hpp"
#include "house.hpp"
#include "integration/net/tiny_server.hpp"
#include "net/make_http_client.hpp"
#include "notify/webhooks.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <mutex>

namespace moisson::notify::testing {
namespace {

class WebhookWire : public Notify {
protected:
    // Answers every request with `answer`, and keeps it.
    std::unique_ptr<moisson::testing::TinyServer> listen(const std::string& answer) {
        return std::make_unique<moisson::testing::TinyServer>(
            [this, answer](moisson::testing::Peer& peer) {
                const auto request = peer.read_request();
                if (!request)
                    return;
                const std::scoped_lock lock(mutex);
                requests.push_back(*request);
                peer.send(answer);
            }
        );
    }
    void add(const std::string& url, bool plain_http = true, const std::string& owner = "") {
        store::WebhookEndpoint endpoint;
        endpoint.url = url;
        endpoint.secrets = {secret};
        endpoint.plain_http = plain_http;
        endpoint.created_by = "test";
        endpoint.owner = owner;
        const routes::PublicUrl site("https://moisson.example");
        ASSERT_TRUE(await(store::add_webhook(
            world.database,
            endpoint,
            webhook_greeting(site, timers.now()),
            "essai"
        )));
    }
    void pass(std::uint16_t allowed, net::HttpClient* with = nullptr) {
        net::ClientOptions client_options;
        client_options.user_agent = "Moisson test";
        client_options.follow_redirects = false;
        if (allowed != 0)
            client_options.allow.emplace_back(boost::asio::ip::make_address("127.0.0.1"), allowed);
        const net::ClientDeps deps(timers, *budget, rng);
        const auto client = net::make_http_client(context.get_executor(), client_options, deps);
        WebhookParts parts;
        parts.database = &world.database;
        parts.http = with == nullptr ? client.get() : with;
        parts.timers = &timers;
        parts.rng = &rng;
        parts.log = &log;
        parts.public_url = routes::PublicUrl("https://moisson.example");
        Webhooks webhooks(std::move(parts));
        const auto tried =
            moisson::testing::run_coro(context, webhooks.pass(), std::chrono::seconds(60));
        ASSERT_TRUE(tried);
    }
    std::string state() {
        return world.text(
            "select string_agg(state || ':' || coalesce(last_status::text, last_error), "
            "' ' order by id) from webhook_delivery"
        );
    }

    const std::string secret = std::string(32, 's');
    std::mutex mutex;
    std::vector<std::string> requests;
    std::unique_ptr<HostBudget> budget = make_local_host_budget(timers);
    Rng rng{1};
    asio::io_context context{1};
};

std::string value_of(const std::string& request, const std::string& name) {
    const std::size_t at = request.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const std::size_t from = at + name.size() + 4;
    return request.substr(from, request.find("\r\n", from) - from);
}

TEST_F(WebhookWire, IsSignedAndTellsEventsInOrder) {
    const auto server = listen("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    add(server->url("/hook"));
    const std::int64_t down = alert("portal_down", "critical", "coordinator");
    tell(down, "fired");
    tell(down, "resolved");
    pass(server->port());
    EXPECT_EQ(state(), "sent:204 sent:204 sent:204");
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_NE(requests[0].find("moisson.webhook.created"), std::string::npos);
    EXPECT_NE(requests[1].find("\"moisson.portal.down\""), std::string::npos);
    EXPECT_NE(requests[2].find("\"moisson.portal.up\""), std::string::npos);
    for (const std::string& request : requests) {
        EXPECT_TRUE(request.starts_with("POST /hook HTTP/1.1\r\n"));
        const std::string body = request.substr(request.find("\r\n\r\n") + 4);
        EXPECT_EQ(
            value_of(request, "webhook-signature"),
            webhook_signature(
                {secret},
                value_of(request, "webhook-id"),
                std::stoll(value_of(request, "webhook-timestamp")),
                body
            )
        );
    }
    pass(server->port());
    EXPECT_EQ(requests.size(), 3U) << "once";
}

TEST_F(WebhookWire, ARedirectIsNotFollowedAndNoSuccess) {
    const auto inside = listen("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    const auto server = listen(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + inside->url("/secret") +
        "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    add(server->url("/"));
    pass(server->port());
    EXPECT_EQ(state(), "queued:307");
    EXPECT_EQ(inside->connections(), 0);
}

TEST_F(WebhookWire, PrivateAddressesAndPlainHttpAreRefused) {
    const auto server = listen("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    add(server->url("/"));
    pass(0);
    EXPECT_TRUE(state().starts_with("queued:SSRF_BLOCKED")) << state();
    add(server->url("/plain"), false);
    pass(server->port());
    EXPECT_EQ(server->connections(), 0) << "one waits for its next attempt, one is no https";
}

// Answers after a while, and knows how many were asked at once.
class SlowWeb final : public net::HttpClient {
public:
    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        asked.push_back(request.url);
        most = std::max(most, ++at_once);
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        asio::steady_timer wait(executor, std::chrono::milliseconds(50));
        co_await wait.async_wait(asio::use_awaitable);
        --at_once;
        net::Response out;
        out.status = 204;
        co_return out;
    }

    std::vector<std::string> asked;
    int at_once = 0;
    int most = 0;
};

TEST_F(WebhookWire, EndpointsAreServedSideBySideAndEachInItsOrder) {
    for (int i = 0; i < 8; ++i)
        add("https://e" + std::to_string(i) + ".example/");
    for (int i = 0; i < 5; ++i)
        tell(alert("portal_down", "critical", "coordinator"), "fired");
    SlowWeb web;
    pass(0, &web);
    EXPECT_EQ(web.asked.size(), 48U);
    EXPECT_EQ(web.most, 8) << "each endpoint one at a time, all of them at once";
    EXPECT_EQ(world.number("select count(*) from webhook_delivery where state = 'sent'"), 48);
    EXPECT_EQ(world.number("select max(attempts) from webhook_delivery"), 1);
}

TEST_F(WebhookWire, ItsOwnerIsToldOnceThatItEnded) {
    const auto server =
        listen("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    add(server->url("/"), true, "awa@exemple.bf");
    tell(alert("portal_down", "critical", "coordinator"), "fired");
    pass(server->port());
    pass(server->port());
    const auto sent = messages();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].mail.kind, "notice");
    EXPECT_EQ(sent[0].mail.recipient, "awa@exemple.bf");
    EXPECT_NE(sent[0].mail.subject.find("désactivé"), std::string::npos);
    EXPECT_NE(sent[0].mail.plain.find("410"), std::string::npos);
}

TEST_F(WebhookWire, GoneDisablesAndReplayTellsAgain) {
    {
        const auto server =
            listen("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        add(server->url("/"));
        pass(server->port());
    }
    EXPECT_EQ(state(), "failed:410");
    EXPECT_EQ(world.text("select disabled_because from webhook_endpoint"), "410 Gone");
    EXPECT_EQ(
        world.text("select subject from event where kind = 'webhook_disabled'"),
        "webhook:" + world.text("select id::text from webhook_endpoint")
    ) << "its address may be a secret";
    const auto server = listen("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    world.sql().exec("update webhook_endpoint set url = $1", store::Params(server->url("/")));
    const std::int64_t id = world.number("select id from webhook_endpoint");
    EXPECT_TRUE(await(store::enable_webhook(world.database, id)));
    EXPECT_EQ(await(store::replay_webhook(world.database, id, std::chrono::hours(72))).value(), 1);
    pass(server->port());
    EXPECT_EQ(state(), "sent:204");
}

} // namespace
} // namespace moisson::notify::testing
