// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A client that asks a lot waits for itself; the others do not notice.
#include "integration/server/loopback.hpp"
#include "net/server/connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

namespace moisson::net::testing {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

// 64 connections with 20 requests each in the pipe: 6.4 s of work for the one io thread.
class Crowd {
public:
    explicit Crowd(std::uint16_t port) {
        std::string many;
        for (int i = 0; i < per_connection; ++i)
            many += get("/busy");
        for (int i = 0; i < connections; ++i)
            clients_.push_back(std::make_unique<Client>(port));
        for (const auto& client : clients_)
            client->send(many);
    }
    // Every answer, in spite of the wait.
    int answers() {
        int count = 0;
        for (const auto& client : clients_)
            for (int i = 0; i < per_connection; ++i)
                count += client->read().status == 200 ? 1 : 0;
        return count;
    }

    static constexpr int connections = 64;
    static constexpr int per_connection = 20;

private:
    std::vector<std::unique_ptr<Client>> clients_;
};

// The median of some requests of another client, one after the other.
std::chrono::milliseconds time_of_another(std::uint16_t port) {
    Client other(port, "127.0.0.2");
    std::vector<SteadyClock::duration> times;
    for (int i = 0; i < 9; ++i) {
        const auto begin = SteadyClock::now();
        EXPECT_EQ(other.ask(get("/echo")).status, 200);
        times.push_back(SteadyClock::now() - begin);
    }
    std::sort(times.begin(), times.end());
    return std::chrono::duration_cast<std::chrono::milliseconds>(times[times.size() / 2]);
}

TEST(Fairness, ACrowdOfOneClientDelaysNobodyElse) {
    ServerOptions options;
    options.requests_per_client = 2;
    Loopback server(options, 1);
    Crowd crowd(server.port());
    // Without turns, each request waits behind 63 others: 320 ms.
    EXPECT_LT(time_of_another(server.port()), 120ms);
    EXPECT_EQ(crowd.answers(), Crowd::connections * Crowd::per_connection);
}

TEST(Fairness, WithoutTheCapTheSameCrowdDelaysTheOther) {
    ServerOptions options;
    options.requests_per_client = 100'000;
    Loopback server(options, 1);
    const Crowd crowd(server.port());
    EXPECT_GT(time_of_another(server.port()), 120ms);
}

TEST(Fairness, ClientsBehindATrustedProxyAreToldApart) {
    ServerOptions options;
    options.requests_per_client = 1;
    options.handler_timeout = 1s;
    options.trusted_proxies = {"127.0.0.1"};
    Loopback server(options);
    Client slow(server.port());
    const int begun = slow_begun;
    slow.send(get("/slow", "X-Forwarded-For: 2001:db8:0:1::7\r\n"));
    while (slow_begun == begun)
        std::this_thread::sleep_for(1ms);
    Client other(server.port());
    EXPECT_EQ(other.ask(get("/echo", "X-Forwarded-For: 2001:db8:0:2::7\r\n")).status, 200);
    // The same /64 waits until the first gives up.
    const auto begin = SteadyClock::now();
    Client same(server.port());
    EXPECT_EQ(same.ask(get("/echo", "X-Forwarded-For: 2001:db8:0:1::8\r\n")).status, 200);
    EXPECT_GT(SteadyClock::now() - begin, 500ms);
    EXPECT_EQ(slow.read().status, 503);
}

TEST(Fairness, AWaitIsBoundedAndDoesNotOutliveADrain) {
    ServerOptions options;
    options.requests_per_client = 1;
    options.handler_timeout = 300ms;
    Loopback server(options);
    Client first(server.port());
    Client second(server.port());
    Client third(server.port());
    first.send(get("/slow"));
    second.send(get("/slow"));
    third.send(get("/slow"));
    EXPECT_EQ(first.read().status, 503);
    EXPECT_EQ(second.read().status, 503);
    EXPECT_EQ(third.read().status, 503);
    first.send(get("/slow"));
    second.send(get("/echo"));
    std::this_thread::sleep_for(50ms);
    EXPECT_LT(server.drain(100ms), 1'000);
}

TEST(Fairness, ConnectionsOfOneClientAreCounted) {
    ServerOptions options;
    options.connections_per_client = 3;
    Loopback server(options);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<Client>(server.port()));
        ASSERT_EQ(clients.back()->ask(get("/echo")).status, 200);
    }
    Client over(server.port());
    EXPECT_EQ(over.ask(get("/echo")).status, 503);
    Client other(server.port(), "127.0.0.2");
    EXPECT_EQ(other.ask(get("/echo")).status, 200);
    // A place that becomes free is given again.
    clients.pop_back();
    int status = 0;
    for (int i = 0; i < 100 && status != 200; ++i) {
        std::this_thread::sleep_for(50ms);
        status = Client(server.port()).ask(get("/echo")).status;
    }
    EXPECT_EQ(status, 200);
}

// All places of a server, taken by one client.
std::vector<std::unique_ptr<Client>> filled(std::uint16_t port, int places) {
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < places; ++i)
        clients.push_back(std::make_unique<Client>(port));
    return clients;
}

ServerOptions small() {
    ServerOptions options;
    options.connections_max = 6;
    options.header_timeout = 20s;
    options.header_own_time = 20s;
    return options;
}

TEST(Places, OfIdleConnectionsAreForNewcomers) {
    Loopback server(small());
    const auto clients = filled(server.port(), 6);
    for (const auto& client : clients)
        ASSERT_EQ(client->ask(get("/echo")).status, 200);
    Client newcomer(server.port(), "127.0.0.2");
    EXPECT_EQ(newcomer.ask(get("/echo")).status, 200);
    EXPECT_TRUE(clients.front()->is_closed()) << "it was idle for longest";
    EXPECT_EQ(clients.back()->ask(get("/echo")).status, 200);
    EXPECT_EQ(newcomer.ask(get("/echo")).status, 200);
}

TEST(Places, OfWhoDripsHeadersAreForNewcomersUntilAllHaveAsMany) {
    Loopback server(small());
    const auto clients = filled(server.port(), 6);
    for (const auto& client : clients)
        client->send("GET / HTTP/1.1\r\n");
    std::this_thread::sleep_for(100ms);
    std::vector<std::unique_ptr<Client>> others;
    for (int i = 0; i < 3; ++i) {
        others.push_back(std::make_unique<Client>(server.port(), "127.0.0.2"));
        others.back()->send("GET / HTTP/1.1\r\n");
        std::this_thread::sleep_for(100ms);
    }
    Client fourth(server.port(), "127.0.0.2");
    EXPECT_EQ(fourth.ask(get("/echo")).status, 503) << "three of each";
    Client newcomer(server.port(), "127.0.0.3");
    EXPECT_EQ(newcomer.ask(get("/echo")).status, 200);
}

TEST(Places, OfManyWhoDripOneHeaderEachAreForNewcomersAfterAWhile) {
    ServerOptions options = small();
    options.connections_max = 4;
    options.header_own_time = 300ms;
    Loopback server(options);
    std::vector<std::unique_ptr<Client>> crowd;
    for (const char* const from : {"127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14"}) {
        crowd.push_back(std::make_unique<Client>(server.port(), from));
        crowd.back()->send("GET / HTTP/1.1\r\n");
        std::this_thread::sleep_for(20ms);
    }
    std::this_thread::sleep_for(500ms);
    Client newcomer(server.port(), "127.0.0.2");
    EXPECT_EQ(newcomer.ask(get("/echo")).status, 200);
    EXPECT_TRUE(crowd.front()->is_closed()) << "it dripped for longest";
    // The crowd comes back for the place of the newcomer, and finds its own.
    Client again(server.port(), "127.0.0.11");
    again.send("GET / HTTP/1.1\r\n");
    EXPECT_TRUE(crowd[1]->is_closed());
    EXPECT_EQ(newcomer.ask(get("/echo")).status, 200);
}

TEST(Places, OfRequestsThatAreWorkedOnStay) {
    ServerOptions options = small();
    options.handler_timeout = 2s;
    Loopback server(options);
    const auto clients = filled(server.port(), 6);
    for (const auto& client : clients)
        client->send(get("/slow"));
    std::this_thread::sleep_for(200ms);
    Client newcomer(server.port(), "127.0.0.2");
    EXPECT_EQ(newcomer.ask(get("/echo")).status, 503);
    for (const auto& client : clients)
        EXPECT_EQ(client->read().status, 503) << "the time limit of the handler, and an answer";
}

TEST(Places, OfDownloadsThatMoveStay) {
    Loopback server(small());
    const auto clients = filled(server.port(), 6);
    for (const auto& client : clients)
        client->send(get("/stream?1000"));
    // The buffers of the kernel are full: each waits for its reader.
    std::this_thread::sleep_for(500ms);
    Client newcomer(server.port(), "127.0.0.2");
    EXPECT_EQ(newcomer.ask(get("/echo")).status, 503);
    const Answer answer = clients.front()->read();
    EXPECT_TRUE(answer.whole);
    EXPECT_EQ(answer.body.size(), std::size_t{1000} * 64 * 1024);
}

// One answer of one piece, for far longer than a place is one's own.
TEST(Places, OfWhoTakesALongAnswerSlowlyStayAndThatOfWhoTakesNothingGoes) {
    ServerOptions options = small();
    options.connections_max = 2;
    options.own_time = 1s;
    Loopback server(options);
    Client moving(server.port());
    Client still(server.port(), "127.0.0.3");
    moving.send(get("/huge"));
    std::this_thread::sleep_for(100ms);
    still.send(get("/huge"));
    // Some 5 MB a second.
    for (int i = 0; i < 50; ++i) {
        for (int part = 0; part < 4; ++part)
            moving.take_some();
        std::this_thread::sleep_for(50ms);
    }
    Client newcomer(server.port(), "127.0.0.2");
    EXPECT_EQ(newcomer.ask(get("/echo")).status, 200);
    EXPECT_EQ(moving.read().body.size(), huge_bytes);
    EXPECT_LT(still.read().body.size(), huge_bytes);
}

TEST(Places, OfQueuedRequestsAreTakenLast) {
    ServerOptions options = small();
    options.requests_per_client = 1;
    Loopback server(options);
    const auto clients = filled(server.port(), 6);
    for (int i = 0; i < 4; ++i)
        clients[static_cast<std::size_t>(i)]->send(get("/slow"));
    std::this_thread::sleep_for(100ms);
    clients[4]->send("GET / HTTP/1.1\r\n");
    clients[5]->send("GET / HTTP/1.1\r\n");
    std::this_thread::sleep_for(100ms);
    std::vector<std::unique_ptr<Client>> others;
    for (const char* const from : {"127.0.0.2", "127.0.0.3"}) {
        others.push_back(std::make_unique<Client>(server.port(), from));
        others.back()->send(get("/slow"));
        std::this_thread::sleep_for(100ms);
    }
    EXPECT_TRUE(clients[4]->is_closed());
    EXPECT_TRUE(clients[5]->is_closed());
    Client last(server.port(), "127.0.0.4");
    EXPECT_EQ(last.ask(get("/echo")).status, 200) << "who has most waits for itself";
}

struct Told {
    std::weak_ptr<Connection> connection;
    int requests = 0;
};

// Chosen while idle, told when its request is already being answered.
asio::awaitable<ServerResponse> answer_when_told_to_go(std::shared_ptr<Told> told) {
    ++told->requests;
    if (const std::shared_ptr<Connection> connection = told->connection.lock())
        connection->give_way();
    ServerResponse response;
    response.body = "answered";
    co_return response;
}

TEST(Places, WhoIsToldToGoDuringARequestGoesAfterIt) {
    using asio::ip::tcp;
    asio::io_context io;
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    Client client(acceptor.local_endpoint().port());
    const asio::any_io_executor home = asio::make_strand(io);
    const auto told = std::make_shared<Told>();
    ServerOptions options;
    options.idle_timeout = 1s;
    const auto shared = std::make_shared<const ServerShared>(options, [told](ServerRequest) {
        return answer_when_told_to_go(told);
    });
    const auto connection = std::make_shared<Connection>(acceptor.accept(home), shared);
    told->connection = connection;
    client.send(get("/echo") + get("/echo"));
    asio::co_spawn(home, connection->serve(), [](const std::exception_ptr&) {});
    io.run();
    EXPECT_EQ(told->requests, 1);
    EXPECT_EQ(client.read().body, "answered");
    EXPECT_TRUE(client.is_closed());
}

} // namespace
} // namespace moisson::net::testing
