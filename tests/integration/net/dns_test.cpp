// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Names through c-ares: kinds of failure, cache, rebinding, and 200 names that never answer.
#include "client_fixture.hpp"
#include "fake_dns.hpp"
#include "net/resolver.hpp"
#include "tiny_server.hpp"

#include <boost/asio/co_spawn.hpp>

#include <map>
#include <mutex>

namespace moisson::testing {

namespace {

using std::chrono::milliseconds;

std::optional<DnsReply> scripted(const std::string& name) {
    DnsReply reply;
    if (name == "good.example.test")
        reply.addresses = {"198.51.100.7", "198.51.100.8"};
    else if (name == "missing.example.test")
        reply.code = 3;
    else if (name == "broken.example.test")
        reply.code = 2;
    else if (name.starts_with("dead"))
        return std::nullopt;
    return reply;
}

} // namespace

class ResolverTest : public ::testing::Test {
protected:
    ResolverTest() {
        net::ResolverOptions options;
        options.servers = {dns.server()};
        resolver = net::make_resolver(context.get_executor(), timers, std::move(options));
    }

    Result<net::Addresses> resolve(std::string name, milliseconds limit = milliseconds(2'000)) {
        return run_coro(context, resolver->resolve(std::move(name), limit));
    }
    std::string outcome(std::string name, milliseconds limit = milliseconds(2'000)) {
        const auto found = resolve(std::move(name), limit);
        return found ? std::to_string(found->size()) : std::string(to_string(found.error().code));
    }

    FakeDns dns{scripted};
    HastyTimers timers;
    asio::io_context context{1};
    std::unique_ptr<net::Resolver> resolver;
};

TEST_F(ResolverTest, TellsTheKindsOfFailureApart) {
    EXPECT_EQ(outcome("good.example.test"), "2");
    EXPECT_EQ(outcome("missing.example.test"), "DNS_NXDOMAIN");
    EXPECT_EQ(outcome("broken.example.test"), "DNS_SERVFAIL");
    EXPECT_EQ(outcome("empty.example.test"), "DNS_NO_ADDRESS");
    EXPECT_EQ(outcome("dead.example.test", milliseconds(50)), "DNS_TIMEOUT");
}

TEST_F(ResolverTest, AsksNobodyAboutAddressesAndLocalhost) {
    EXPECT_EQ(outcome("192.0.2.1"), "1");
    EXPECT_EQ(outcome("::1"), "1");
    EXPECT_EQ(outcome("localhost"), "1");
    EXPECT_EQ(dns.questions(), 0);
}

TEST_F(ResolverTest, RemembersAnswersForTheirTime) {
    EXPECT_EQ(outcome("good.example.test"), "2");
    EXPECT_EQ(outcome("missing.example.test"), "DNS_NXDOMAIN");
    const int asked = dns.questions();
    timers.jump(std::chrono::seconds(59));
    EXPECT_EQ(outcome("good.example.test"), "2");
    EXPECT_EQ(outcome("missing.example.test"), "DNS_NXDOMAIN");
    EXPECT_EQ(dns.questions(), asked);
    timers.jump(std::chrono::seconds(2));
    EXPECT_EQ(outcome("good.example.test"), "2");
    EXPECT_EQ(outcome("missing.example.test"), "DNS_NXDOMAIN");
    EXPECT_EQ(dns.questions(), asked + 2);
    timers.jump(std::chrono::seconds(300));
    EXPECT_EQ(outcome("missing.example.test"), "DNS_NXDOMAIN");
    EXPECT_GT(dns.questions(), asked + 2);
}

TEST_F(ResolverTest, SharesOneLookupAmongThoseWhoAskTogether) {
    int done = 0;
    for (int i = 0; i < 20; ++i) {
        auto ended = [&done](std::exception_ptr, Result<net::Addresses> found) {
            done += found.has_value() ? 1 : 0;
        };
        asio::co_spawn(context, resolver->resolve("good.example.test", milliseconds(2'000)), ended);
    }
    context.run_for(milliseconds(200));
    EXPECT_EQ(done, 20);
    EXPECT_EQ(dns.questions(), 2);
}

TEST_F(ResolverTest, AsksAtMostTwiceAboutAnOpenName) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(outcome("dead.example.test", milliseconds(10)), "DNS_TIMEOUT");
    EXPECT_EQ(dns.questions(), 4);
}

TEST_F(ResolverTest, DeadNamesDelayNobody) {
    int ended_dead = 0;
    for (int i = 0; i < 200; ++i) {
        auto ended = [&ended_dead](std::exception_ptr, Result<net::Addresses>) { ++ended_dead; };
        asio::co_spawn(
            context,
            resolver->resolve("dead" + std::to_string(i) + ".example.test", milliseconds(10'000)),
            ended
        );
    }
    context.run_for(milliseconds(100));
    const Steady begun = SystemClock().steady_now();
    EXPECT_EQ(outcome("good.example.test"), "2");
    EXPECT_LT(SystemClock().steady_now() - begun, milliseconds(50));
    EXPECT_EQ(ended_dead, 0);
}

TEST_F(ClientTest, ANameThatMovesInsideIsRefused) {
    TinyServer server(respond_with([](const std::string& request) {
        EXPECT_NE(request.find("Host: rebind.example.test:"), std::string::npos);
        return http_answer("200 OK", "outside", {"Connection: close"});
    }));
    std::mutex mutex;
    std::string answer = "127.0.0.1";
    FakeDns dns([&](const std::string&) {
        const std::scoped_lock lock(mutex);
        DnsReply reply;
        reply.addresses = {answer};
        reply.ttl = 0;
        return std::optional<DnsReply>(reply);
    });
    allow(server.port());
    options.dns_servers = {dns.server()};
    const std::string url = "http://rebind.example.test:" + std::to_string(server.port()) + "/";
    EXPECT_EQ(outcome(url), "OK 200");
    {
        const std::scoped_lock lock(mutex);
        answer = "127.0.0.2";
    }
    // Pinned as long as the answer is held, judged again afterwards.
    EXPECT_EQ(outcome(url), "OK 200");
    timers.jump(std::chrono::hours(2));
    EXPECT_EQ(outcome(url), "SSRF_BLOCKED");
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTest, AMixedAnswerIsRefusedWhole) {
    TinyServer server(respond_with([](const std::string&) { return http_answer("200 OK", ""); }));
    FakeDns dns([](const std::string&) {
        DnsReply reply;
        reply.addresses = {"127.0.0.1", "10.0.0.1"};
        return std::optional<DnsReply>(reply);
    });
    allow(server.port());
    options.dns_servers = {dns.server()};
    EXPECT_EQ(
        outcome("http://mixed.example.test:" + std::to_string(server.port()) + "/"),
        "SSRF_BLOCKED"
    );
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(ClientTest, ReportsNamesThatDoNotResolve) {
    FakeDns dns(scripted);
    options.dns_servers = {dns.server()};
    EXPECT_EQ(outcome("http://missing.example.test/"), "DNS_NXDOMAIN");
    net::Request wanted = request("http://dead.example.test/");
    wanted.timeouts.dns = milliseconds(50);
    EXPECT_EQ(outcome(wanted), "DNS_TIMEOUT");
}

TEST_F(ClientTest, WaitsForANameAsLongAsItsOptionsSay) {
    FakeDns dns(scripted);
    options.dns_servers = {dns.server()};
    options.dns_timeout = milliseconds(50);
    const SystemTimers real;
    const Steady begun = real.steady_now();
    EXPECT_EQ(outcome("http://dead.example.test/"), "DNS_TIMEOUT");
    // One query alone waits for two seconds.
    EXPECT_LT(real.steady_now() - begun, milliseconds(1'500));
}

} // namespace moisson::testing
