// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies that go to disk while they arrive: the same guards as in memory, and no memory.
#include "client_fixture.hpp"
#include "core/digest.hpp"
#include "support/deflated.hpp"
#include "support/sanitized.hpp"
#include "tiny_server.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <future>

namespace moisson::testing {
namespace {

// The quarantine of a sanitizer holds what was freed.
void expect_little_since(std::size_t before) {
    EXPECT_TRUE(sanitized || peak_memory_kib() - before < 40U * 1024U);
}

// A mebibyte that packs to about a third.
std::string made_block(std::size_t number) {
    std::string text;
    std::uint64_t state = number + 1;
    while (text.size() < limits::mib) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        text += "relevé " + std::to_string(state >> 40U) + "\n";
    }
    text.resize(limits::mib);
    return text;
}

// As many are different: the test is about what arrives, not about making it.
constexpr std::size_t kinds = 8;
using Kinds = std::array<std::string, kinds>;

const std::string& block(std::size_t number) {
    static const Kinds made = [] {
        Kinds all;
        for (std::size_t kind = 0; kind < kinds; ++kind)
            all[kind] = made_block(kind);
        return all;
    }();
    return made[number % kinds];
}

const std::string& packed_block(std::size_t number) {
    static const Kinds made = [] {
        Kinds all;
        for (std::size_t kind = 0; kind < kinds; ++kind)
            all[kind] = gzip(block(kind));
        return all;
    }();
    return made[number % kinds];
}

constexpr std::size_t blocks = 96;

std::string digest_of_blocks() {
    Sha256 digest;
    for (std::size_t i = 0; i < blocks; ++i)
        digest.update(block(i));
    return to_hex(digest.finish());
}

std::string digest_of(const net::Body& body) {
    Sha256 digest;
    net::in_pieces(body, [&](std::string_view piece) {
        digest.update(piece);
        return true;
    });
    return to_hex(digest.finish());
}

// The blocks one by one, plain or as members of one gzip body, cut after `last`.
void send_blocks(Peer& peer, bool packed, std::size_t last) {
    peer.send(
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n") +
        (packed ? "Content-Encoding: gzip\r\n\r\n" : "\r\n")
    );
    for (std::size_t i = 0; i < last; ++i) {
        const std::string& bytes = packed ? packed_block(i) : block(i);
        std::array<char, 32> size{};
        std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
        if (!peer.send(size.data() + bytes + "\r\n"))
            return;
    }
    if (last == blocks)
        peer.send("0\r\n\r\n");
}

class SpooledBodies : public ClientTest {
protected:
    net::Request spooled(const std::string& url) {
        net::Request wanted = request(url);
        wanted.body_bytes_max = 128 * limits::mib;
        wanted.spool.emplace();
        return wanted;
    }
    Result<net::Response> fetch_long(net::Request wanted) {
        fetch_nothing();
        return run_coro(context, client->send(std::move(wanted)), std::chrono::seconds(60));
    }

private:
    void fetch_nothing() {
        if (!client)
            client = net::make_http_client(
                context.get_executor(),
                options,
                net::ClientDeps(timers, *budget, rng)
            );
    }
};

TEST_F(SpooledBodies, ArriveWholeWhileMemoryHoldsAPiece) {
    TinyServer server([](Peer& peer) {
        while (const auto asked = peer.read_request()) {
            const std::string line = line_of(*asked);
            if (line.find("/ailleurs") != std::string::npos)
                peer.send(http_answer("302 Found", "", {"Location: /gzip"}));
            else
                send_blocks(peer, line.find("/gzip") != std::string::npos, blocks);
        }
    });
    allow(server.port());
    const std::string expected = digest_of_blocks();
    boost::asio::thread_pool disk(1);
    const std::size_t before = peak_memory_kib();
    for (const char* path : {"/plain", "/gzip", "/ailleurs"})
        for (const bool elsewhere : {false, true}) {
            net::Request wanted = spooled(server.url(path));
            if (elsewhere)
                wanted.spool->disk = disk.get_executor();
            const auto response = fetch_long(std::move(wanted));
            ASSERT_TRUE(response.has_value()) << path << to_string(response.error().code);
            EXPECT_TRUE(response->body.empty());
            ASSERT_TRUE(response->spooled);
            EXPECT_EQ(response->spooled->size(), blocks * limits::mib);
            EXPECT_EQ(digest_of(*response->spooled), expected) << path;
        }
    expect_little_since(before);
}

// While the disk hangs, the thread of the client waits for it and writes nothing itself.
TEST_F(SpooledBodies, AreWrittenWhereTheDiskIs) {
    TinyServer server([](Peer& peer) {
        peer.read_request();
        send_blocks(peer, false, blocks);
    });
    allow(server.port());
    std::promise<void> gate;
    boost::asio::thread_pool disk(1);
    boost::asio::post(disk, [&gate] { gate.get_future().wait_for(std::chrono::seconds(30)); });
    net::Request wanted = spooled(server.url());
    const auto share = std::make_shared<net::SpoolBudget>(net::spool_bytes_max);
    wanted.spool->disk = disk.get_executor();
    wanted.spool->budget = share;
    std::size_t written = 1;
    boost::asio::steady_timer timer(context, std::chrono::milliseconds(500));
    timer.async_wait([&](boost::system::error_code) {
        written = share->taken();
        gate.set_value();
    });
    const auto response = fetch_long(std::move(wanted));
    ASSERT_TRUE(response.has_value()) << to_string(response.error().code);
    EXPECT_EQ(written, 0U);
    EXPECT_EQ(share->taken(), blocks * limits::mib);
}

TEST_F(SpooledBodies, ThatAreSmallComeAsEver) {
    TinyServer server(respond_with([](const std::string& asked) {
        return line_of(asked).find("/faute") != std::string::npos
                   ? http_answer("404 Not Found", "{\"e\":1}", {"Content-Type: application/json"})
                   : http_answer("200 OK", "peu");
    }));
    allow(server.port());
    net::Request wanted = spooled(server.url());
    const auto response = fetch(std::move(wanted));
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->body, "peu");
    EXPECT_FALSE(response->spooled);
    net::Request missing = spooled(server.url("/faute"));
    missing.spool->memory_bytes_max = 0;
    EXPECT_EQ(fetch(std::move(missing)).error().detail, "404 Not Found: {\"e\":1}");
}

TEST_F(SpooledBodies, AreHeldToTheSameGuards) {
    const std::string nothing = gzip(std::string(limits::mib, '\0'));
    TinyServer server([&](Peer& peer) {
        const std::string line = line_of(peer.read_request().value_or(""));
        if (line.find("/court") != std::string::npos) {
            send_blocks(peer, false, 20);
        } else if (line.find("/coupe") != std::string::npos) {
            std::string half = gzip(block(1) + block(2));
            half.resize(half.size() / 2);
            peer.send(http_answer("200 OK", half, {"Content-Encoding: gzip"}));
        } else if (line.find("/grand") != std::string::npos) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\nx");
        } else if (line.find("/sansfin") != std::string::npos) {
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (peer.send("100000\r\n" + block(3) + "\r\n")) {
            }
        } else if (line.find("/bombe") != std::string::npos) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
            while (peer.send(nothing)) {
            }
        } else if (line.find("/vide") != std::string::npos) {
            // Members that hold nothing, for ever.
            const std::string empty = gzip("");
            std::string many;
            while (many.size() < limits::mib)
                many += empty;
            peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
            while (peer.send(many)) {
            }
        }
    });
    allow(server.port());
    const std::size_t before = peak_memory_kib();
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"/court", "TRUNCATED"},
        {"/coupe", "TRUNCATED"},
        {"/grand", "TOO_LARGE"},
        {"/sansfin", "TOO_LARGE"},
        {"/bombe", "COMPRESSION_BOMB"},
        {"/vide", "TOO_LARGE"}};
    for (const auto& [path, code] : cases) {
        net::Request wanted = spooled(server.url(path));
        wanted.body_bytes_max = 32 * limits::mib;
        const auto response = fetch_long(std::move(wanted));
        ASSERT_TRUE(response.has_error()) << path;
        EXPECT_EQ(to_string(response.error().code), code) << path;
    }
    expect_little_since(before);
}

TEST_F(SpooledBodies, WithoutADiskEndInTheirOwnCodeAndAreNotAskedForAgain) {
    std::atomic<int> asked{0};
    TinyServer server([&asked](Peer& peer) {
        while (peer.read_request()) {
            ++asked;
            send_blocks(peer, false, blocks);
        }
    });
    allow(server.port());
    net::Request wanted = spooled(server.url());
    wanted.spool->directory = "/dev/null/disque";
    wanted.retries_max = 3;
    EXPECT_EQ(fetch_long(std::move(wanted)).error().code, Code::spool_failed);
    EXPECT_EQ(asked, 1);
}

} // namespace
} // namespace moisson::testing
