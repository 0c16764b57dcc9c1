// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies that are made while they are sent: whole, in order, in bounded memory, and never whole to
// the eye when they were cut.
#include "integration/server/loopback.hpp"
#include "support/deflated.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace moisson::net::testing {
namespace {

constexpr std::size_t part_bytes = 64 * 1024;

TEST(Streaming, SendsPartsInOrderAndKeepsTheConnection) {
    Loopback server;
    Client client(server.port());
    const Answer answer = client.ask(get("/stream?3"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.whole);
    EXPECT_EQ(
        answer.body,
        std::string(part_bytes, 'b') + std::string(part_bytes, 'c') + std::string(part_bytes, 'd')
    );
    EXPECT_EQ(answer.headers.count("content-length"), 0U);
    EXPECT_EQ(answer.headers.count("etag"), 0U);
    EXPECT_EQ(answer.headers.count("content-encoding"), 0U);
    EXPECT_EQ(client.ask(get("/echo")).status, 200);
    const Answer empty = client.ask(get("/stream?0"));
    EXPECT_TRUE(empty.whole);
    EXPECT_EQ(empty.body, "");
    server.drain(std::chrono::seconds(5));
    EXPECT_GT(server.accesses().front().bytes, 3 * part_bytes);
}

TEST(Streaming, PacksTextsForWhoTakesIt) {
    Loopback server;
    Client client(server.port());
    const Answer answer = client.ask(get("/stream?3", "Accept-Encoding: gzip\r\n"));
    EXPECT_TRUE(answer.whole);
    EXPECT_EQ(answer.headers.at("content-encoding"), "gzip");
    EXPECT_EQ(answer.headers.at("vary"), "Accept-Encoding");
    EXPECT_EQ(answer.headers.count("content-length"), 0U);
    EXPECT_LT(answer.body.size(), part_bytes / 10);
    EXPECT_EQ(
        moisson::testing::gunzip(answer.body, 3 * part_bytes),
        std::string(part_bytes, 'b') + std::string(part_bytes, 'c') + std::string(part_bytes, 'd')
    );
    const Answer empty = client.ask(get("/stream?0", "Accept-Encoding: gzip\r\n"));
    EXPECT_TRUE(empty.whole);
    EXPECT_EQ(moisson::testing::gunzip(empty.body, 0), "");
    const Answer cut = client.ask(get("/cut", "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(cut.headers.at("content-encoding"), "gzip");
    EXPECT_FALSE(cut.whole);
}

TEST(Streaming, HeadMakesNoPart) {
    Loopback server;
    Client client(server.port());
    parts_made = 0;
    EXPECT_EQ(client.ask("HEAD /stream?3 HTTP/1.1\r\nHost: t\r\n\r\n", true).status, 200);
    EXPECT_EQ(client.ask(get("/echo")).status, 200);
    EXPECT_EQ(parts_made, 0);
}

TEST(Streaming, OldClientsReadUntilTheEnd) {
    Loopback server;
    Client client(server.port());
    client.send("GET /stream?2 HTTP/1.0\r\nHost: t\r\n\r\n");
    const std::string answer = client.read_to_end();
    EXPECT_EQ(answer.find("ransfer-"), answer.npos);
    EXPECT_TRUE(answer.ends_with(std::string(part_bytes, 'b') + std::string(part_bytes, 'c')));
}

TEST(Streaming, ACutBodyHasNoEnd) {
    Loopback server;
    Client client(server.port());
    const Answer answer = client.ask(get("/cut"));
    EXPECT_EQ(answer.body.size(), 2 * part_bytes);
    EXPECT_FALSE(answer.whole);
    EXPECT_TRUE(client.is_closed());
    ASSERT_EQ(server.errors().size(), 1U);
    EXPECT_EQ(server.errors()[0], "body ended early: STORE_UNAVAILABLE");
}

TEST(Streaming, APartHasTheTimeOfAHandler) {
    ServerOptions options;
    options.handler_timeout = std::chrono::milliseconds(200);
    Loopback server(options);
    Client client(server.port());
    const Answer answer = client.ask(get("/stuck"));
    EXPECT_EQ(answer.body.size(), part_bytes);
    EXPECT_FALSE(answer.whole);
    EXPECT_EQ(server.errors().at(0), "body ended early: time limit of the handler passed");
}

// What waits for a reader are buffers of the kernel and one part.
TEST(Streaming, NothingIsMadeForAReaderThatDoesNotRead) {
    constexpr int parts = 2'000;
    constexpr int ahead_max = 400;
    Loopback server;
    Client client(server.port());
    parts_made = 0;
    client.send(get("/stream?" + std::to_string(parts)));
    for (int before = -1; parts_made != before || before == 0;) {
        before = parts_made;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    EXPECT_LT(parts_made, ahead_max);
    const Answer answer = client.read();
    EXPECT_TRUE(answer.whole);
    EXPECT_EQ(answer.body.size(), parts * part_bytes);
}

} // namespace
} // namespace moisson::net::testing
