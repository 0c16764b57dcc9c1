// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a rude client gets: a clear refusal, and never our time or memory.
#include "integration/server/loopback.hpp"

#include <gtest/gtest.h>

namespace moisson::net::testing {
namespace {

int status_for(std::string_view bytes) {
    Loopback server;
    Client client(server.port());
    const int status = client.ask(bytes).status;
    EXPECT_TRUE(client.is_closed());
    return status;
}

TEST(Limits, RefusesWhatIsNotHttp) {
    EXPECT_EQ(status_for("hello\r\n\r\n"), 400);
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\nbad header\r\n\r\n"), 400);
    EXPECT_EQ(status_for("GET /%zz HTTP/1.1\r\nHost: t\r\n\r\n"), 400);
    EXPECT_EQ(status_for("GET /\x01 HTTP/1.1\r\nHost: t\r\n\r\n"), 400);
    EXPECT_EQ(status_for("GET / HTTP/2.0\r\nHost: t\r\n\r\n"), 505);
}

TEST(Limits, WantsOneHost) {
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
}

TEST(Limits, RefusesLengthsThatTwoServersCouldReadDifferently) {
    EXPECT_EQ(
        status_for("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        400
    );
    EXPECT_EQ(
        status_for("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n"),
        400
    );
    // Nor the same length twice, in two headers or in one.
    EXPECT_EQ(
        status_for("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n"
                   "abc"),
        400
    );
    EXPECT_EQ(status_for("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3, 3\r\n\r\nabc"), 400);
    EXPECT_EQ(status_for("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip\r\n\r\n"), 501);
    // Chunks came with HTTP/1.1.
    EXPECT_EQ(
        status_for("POST / HTTP/1.0\r\nHost: t\r\nConnection: keep-alive\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        400
    );
}

TEST(Limits, RefusesControlCharactersInAChunkExtension) {
    const std::string head = "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(status_for(head + "2;a=\"\n\"\r\n{}\r\n0\r\n\r\n"), 400);
    EXPECT_EQ(status_for(head + "2\r\n{}\r\n0;a=\"\x01\"\r\n\r\n"), 400);
    Loopback server;
    Client client(server.port());
    EXPECT_EQ(client.ask(head + "2;a=\"b c\"\r\n{}\r\n0\r\n\r\n").status, 200);
}

TEST(Limits, RefusesHeadersOverSeveralLines) {
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\nHost: t\r\nX-A: one\r\n two\r\n\r\n"), 400);
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\nHost: t\r\nX-A: one\r\n\ttwo\r\n\r\n"), 400);
    // Also when it comes in pieces, cut where it is hardest to see.
    Loopback server;
    Client client(server.port());
    for (const std::string_view piece :
         {"GET /echo HTTP/1.1\r", "\nHost: t\r\nTransfer-Encoding:\r", "\n", " chunked\r\n\r\n"}) {
        client.send(piece);
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
    }
    EXPECT_EQ(client.read().status, 400);
    // A body may begin as it likes.
    Client another(server.port());
    EXPECT_EQ(
        another.ask("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n x").status,
        200
    );
    EXPECT_EQ(another.ask(get("/echo")).status, 200);
}

TEST(Limits, RefusesMethodsItDoesNotKnow) {
    EXPECT_EQ(status_for("BREW /pot HTTP/1.1\r\nHost: t\r\n\r\n"), 501);
    EXPECT_EQ(status_for("TRACE / HTTP/1.1\r\nHost: t\r\n\r\n"), 501);
}

TEST(Limits, RefusesALongAddress) {
    EXPECT_EQ(status_for(get("/" + std::string(9'000, 'a'))), 414);
    EXPECT_EQ(status_for(get("/" + std::string(100'000, 'a'))), 414);
}

TEST(Limits, RefusesLongHeaders) {
    std::string headers;
    for (int i = 0; i < 300; ++i)
        headers += "X-Header-" + std::to_string(i) + ": " + std::string(60, 'v') + "\r\n";
    EXPECT_EQ(status_for(get("/", headers)), 431);
}

TEST(Limits, RefusesALongBodyByItsAnnouncedOrItsRealLength) {
    EXPECT_EQ(
        status_for("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999\r\n\r\nstart"),
        413
    );
    std::string chunked = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 20; ++i)
        chunked += "2000\r\n" + std::string(0x2000, 'x') + "\r\n";
    EXPECT_EQ(status_for(chunked), 413);
}

TEST(Limits, AnErrorUnderTheApiIsAProblemDocument) {
    Loopback server;
    Client client(server.port());
    const Answer answer =
        client.ask("POST /api/v1/x HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999\r\n\r\n");
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    EXPECT_NE(answer.body.find("Requête trop volumineuse"), std::string::npos);
}

ServerOptions impatient() {
    ServerOptions options;
    options.header_timeout = std::chrono::milliseconds(300);
    options.body_timeout = std::chrono::milliseconds(300);
    options.idle_timeout = std::chrono::milliseconds(300);
    options.handler_timeout = std::chrono::milliseconds(300);
    return options;
}

TEST(SlowClient, ThatDripsHeadersIsEndedByTheTotalTime) {
    Loopback server(impatient());
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 12; ++i) {
        client.send("X-" + std::to_string(i) + ": y\r\n");
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_EQ(client.read().status, 408);
    EXPECT_TRUE(client.is_closed());
}

TEST(SlowClient, ThatNeverSendsItsBodyIsEnded) {
    Loopback server(impatient());
    Client client(server.port());
    EXPECT_EQ(client.ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nab").status, 408);
}

TEST(SlowClient, ThatSaysNothingIsClosedWithoutAWord) {
    Loopback server(impatient());
    Client client(server.port());
    EXPECT_EQ(client.read().status, 0);
    EXPECT_TRUE(client.is_closed());
}

TEST(SlowHandler, IsCancelledAndTheClientTold) {
    Loopback server(impatient());
    Client client(server.port());
    const Answer answer = client.ask(get("/slow"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.count("retry-after"), 1U);
    ASSERT_EQ(server.errors().size(), 1U);
    EXPECT_EQ(client.ask(get("/echo")).status, 200);
}

TEST(Connections, BeyondTheCapAreToldToComeBack) {
    ServerOptions options;
    options.connections_max = 4;
    Loopback server(options);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(std::make_unique<Client>(server.port()));
        EXPECT_EQ(clients.back()->ask(get("/echo")).status, 200);
    }
    Client fifth(server.port());
    EXPECT_EQ(fifth.read().status, 503);
    EXPECT_TRUE(fifth.is_closed());
    clients.clear();
    for (int i = 0; i < 100 && server.server().connections() > 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    Client later(server.port());
    EXPECT_EQ(later.ask(get("/echo")).status, 200);
}

TEST(Connections, WhoDripsHeadersGoesSoonerWhenPlacesRunOut) {
    ServerOptions options;
    options.connections_max = 4;
    options.header_timeout = std::chrono::seconds(8);
    Loopback server(options);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(std::make_unique<Client>(server.port()));
        EXPECT_EQ(clients.back()->ask(get("/echo")).status, 200);
    }
    const auto begun = std::chrono::steady_clock::now();
    clients.back()->send("GET / HTTP/1.1\r\n");
    EXPECT_EQ(clients.back()->read().status, 408);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(6));
}

} // namespace
} // namespace moisson::net::testing
