// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a well-behaved client gets: keep-alive, pipelining, validators, gzip, HEAD, CORS, drain.
#include "integration/server/loopback.hpp"

#include <gtest/gtest.h>

#include <future>
#include <system_error>

namespace moisson::net::testing {
namespace {

TEST(Serving, AnswersWithTheDecodedRequest) {
    Loopback server;
    Client client(server.port());
    const Answer answer = client.ask(get("/a/../%C3%A9?q=1", "X-Thing: 7\r\n"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("GET /é ?q=1 from 127.0.0.1 http\n"), std::string::npos);
    EXPECT_NE(answer.body.find("x-thing=7\n"), std::string::npos);
    EXPECT_EQ(answer.headers.at("x-request-id").size(), 36U);
}

TEST(Serving, TenThousandRequestsOnOneConnection) {
    Loopback server;
    Client client(server.port());
    const std::string request = get("/echo");
    for (int i = 0; i < 10'000; ++i)
        ASSERT_EQ(client.ask(request).status, 200) << i;
    EXPECT_EQ(server.server().connections(), 1U);
    // The last request is counted after its answer left.
    server.drain(std::chrono::seconds(5));
    EXPECT_EQ(server.accesses().size(), 10'000U);
}

TEST(Serving, PipelinedRequestsAreAnsweredInOrder) {
    Loopback server;
    Client client(server.port());
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += get("/echo?" + std::to_string(i));
    client.send(many);
    for (int i = 0; i < 100; ++i) {
        const Answer answer = client.read();
        EXPECT_NE(answer.body.find("?" + std::to_string(i) + " from"), std::string::npos) << i;
    }
}

TEST(Serving, ReadsABodyAndTheNextRequestBehindIt) {
    Loopback server;
    Client client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhello" + get("/next"));
    EXPECT_TRUE(client.read().body.ends_with("hello"));
    EXPECT_NE(client.read().body.find("GET /next"), std::string::npos);
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                "3\r\nabc\r\n0\r\n\r\n");
    EXPECT_TRUE(client.read().body.ends_with("abc"));
}

TEST(Serving, SendsContinueToWhoWaitsForIt) {
    Loopback server;
    Client client(server.port());
    const Answer interim = client.ask(
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    );
    EXPECT_EQ(interim.status, 100);
    EXPECT_TRUE(client.ask("ok").body.ends_with("ok"));
}

TEST(Serving, TheTagOfAPageAnswersNotModified) {
    Loopback server;
    Client client(server.port());
    const std::string tag = client.ask(get("/big")).headers.at("etag");
    const Answer again = client.ask(get("/big", "If-None-Match: " + tag + "\r\n"));
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.body.empty());
    EXPECT_EQ(client.ask(get("/big", "If-None-Match: \"x\"\r\n")).status, 200);
}

TEST(Serving, CompressesForWhoWantsIt) {
    Loopback server;
    Client client(server.port());
    const Answer packed = client.ask(get("/big", "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(packed.headers.at("content-encoding"), "gzip");
    EXPECT_LT(packed.body.size(), 1'000U);
    EXPECT_EQ(packed.headers.at("vary"), "Accept-Encoding");
    const Answer plain = client.ask(get("/big", "Accept-Encoding: gzip;q=0\r\n"));
    EXPECT_EQ(plain.headers.count("content-encoding"), 0U);
    EXPECT_EQ(plain.body.size(), 100'000U);
    const Answer small = client.ask(get("/echo", "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(small.headers.count("content-encoding"), 0U);
}

TEST(Serving, HeadIsAGetWithoutItsBody) {
    Loopback server;
    Client client(server.port());
    const Answer full = client.ask(get("/big"));
    const Answer head = client.ask("HEAD /big HTTP/1.1\r\nHost: t\r\n\r\n", true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("content-length"), "100000");
    EXPECT_EQ(head.headers.at("etag"), full.headers.at("etag"));
    // Nothing of a body may be left before the next answer.
    EXPECT_EQ(client.ask(get("/echo")).status, 200);
}

TEST(Serving, OptionsTellsBrowsersWhatTheyMay) {
    Loopback server;
    Client client(server.port());
    const Answer answer = client.ask("OPTIONS /api/v1/datasets HTTP/1.1\r\nHost: t\r\n"
                                     "Origin: https://example.org\r\n\r\n");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.headers.at("access-control-allow-origin"), "*");
    EXPECT_NE(answer.headers.at("access-control-allow-methods").find("GET"), std::string::npos);
    EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n").status, 204);
}

TEST(Serving, AnOldClientIsClosedAfterItsAnswer) {
    Loopback server;
    Client client(server.port());
    EXPECT_EQ(client.ask("GET /echo HTTP/1.0\r\n\r\n").status, 200);
    EXPECT_TRUE(client.is_closed());
}

TEST(Serving, AnExceptionIsLoggedAndNeverSent) {
    Loopback server;
    Client client(server.port());
    const Answer answer = client.ask(get("/throw", "Accept: application/json\r\n"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    ASSERT_EQ(server.errors().size(), 1U);
    EXPECT_EQ(server.errors()[0], "secret of the house");
    EXPECT_EQ(client.ask(get("/echo")).status, 200);
}

TEST(Serving, BelievesForwardedHeadersOfTrustedProxiesOnly) {
    const std::string headers = "X-Forwarded-For: 41.82.1.1\r\nX-Forwarded-Proto: https\r\n"
                                "X-Request-Id: from-proxy\r\n";
    {
        Loopback server;
        Client client(server.port());
        const Answer answer = client.ask(get("/echo", headers));
        EXPECT_NE(answer.body.find("from 127.0.0.1 http\n"), std::string::npos);
        EXPECT_EQ(answer.body.find("x-forwarded"), std::string::npos);
        EXPECT_NE(answer.headers.at("x-request-id"), "from-proxy");
    }
    ServerOptions options;
    options.trusted_proxies = {"127.0.0.0/8"};
    Loopback server(options);
    Client client(server.port());
    const Answer answer = client.ask(get("/echo", headers));
    EXPECT_NE(answer.body.find("from 41.82.1.1 https\n"), std::string::npos);
    EXPECT_EQ(answer.headers.at("x-request-id"), "from-proxy");
}

TEST(Drain, ClosesIdleConnectionsAndLetsARunningRequestEnd) {
    Loopback server;
    Client idle(server.port());
    EXPECT_EQ(idle.ask(get("/echo")).status, 200);
    Client busy(server.port());
    busy.send(get("/wait"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::future<long> took =
        std::async(std::launch::async, [&] { return server.drain(std::chrono::seconds(5)); });
    EXPECT_TRUE(idle.is_closed());
    const Answer answer = busy.read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_LT(took.get(), 2'000);
    EXPECT_EQ(server.server().connections(), 0U);
    EXPECT_THROW(Client late(server.port()), boost::system::system_error);
}

TEST(Drain, EndsWhatDoesNotEndByItself) {
    Loopback server;
    Client busy(server.port());
    busy.send(get("/slow"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_LT(server.drain(std::chrono::milliseconds(100)), 3'000);
    EXPECT_EQ(server.server().connections(), 0U);
    EXPECT_EQ(busy.read().status, 0);
}

TEST(Listening, FailsAtOnceWhenTheAddressIsTaken) {
    Loopback server;
    ServerOptions options;
    options.port = server.port();
    asio::io_context io;
    EXPECT_THROW(make_http_server(io.get_executor(), options, nullptr), std::system_error);
    options.address = "example.invalid";
    EXPECT_THROW(make_http_server(io.get_executor(), options, nullptr), std::system_error);
}

} // namespace
} // namespace moisson::net::testing
