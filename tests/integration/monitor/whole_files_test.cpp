// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Files that are read whole, over sockets: what changes behind an unchanged length is seen, what is
// too long is left, and what breaks off has no sum.
#include "core/digest.hpp"
#include "integration/monitor/trap_stand.hpp"
#include "monitor/link_record.hpp"

#include <array>
#include <atomic>
#include <cstdio>

namespace moisson::testing {
namespace {

using monitor::LinkCode;
using monitor::LinkRecord;
using monitor::LinkTarget;
using monitor::ProbeResult;

constexpr std::size_t large_bytes = 200 * 1024;
const std::string csv_header = "Content-Type: text/csv";

std::string file_answer(const std::string& body) {
    return http_answer("200 OK", body, {csv_header});
}

std::string chunked_answer(const std::string& body) {
    std::array<char, 32> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", body.size());
    return "HTTP/1.1 200 OK\r\n" + csv_header + "\r\nTransfer-Encoding: chunked\r\n\r\n" +
           size.data() + body + "\r\n0\r\n\r\n";
}

// One file: what is answered to who wants its beginning, and to who wants all of it, after which
// the connection ends.
TinyServer::Serve one_file(std::string beginning, std::string whole) {
    return [beginning = std::move(beginning), whole = std::move(whole)](Peer& peer) {
        while (const auto request = peer.read_request()) {
            if (line_of(*request).find("robots.txt") != std::string::npos) {
                peer.send(http_answer("404 Not Found", ""));
            } else if (request->find("Range:") != std::string::npos) {
                peer.send(beginning);
            } else {
                peer.send(whole);
                return;
            }
        }
    };
}

class WholeFilesTest : public TrapTest {
protected:
    ProbeResult read(const TinyServer& site, std::string etag_of_last_time = {}) {
        LinkTarget wanted = target(site.url("/a.csv"));
        wanted.whole = true;
        wanted.whole_etag = std::move(etag_of_last_time);
        return probe(std::move(wanted));
    }

    // Of a site that answers like that.
    ProbeResult read_from(std::string beginning, std::string whole) {
        const TinyServer site(one_file(std::move(beginning), std::move(whole)));
        allow(site.port());
        forget();
        return read(site);
    }
};

TEST_F(WholeFilesTest, ChangedBytesOfTheSameLengthAreSeen) {
    std::atomic<char> letter{'a'};
    const TinyServer site([&letter](Peer& peer) {
        one_file(
            file_answer(std::string(large_bytes, letter.load())),
            file_answer(std::string(large_bytes, letter.load()))
        )(peer);
    });
    allow(site.port());
    LinkRecord record;
    const Instant start = timers.now();
    for (int day = 0; day < 3; ++day) {
        letter = day < 2 ? 'a' : 'b';
        // A connection of its own, whose server knows the letter.
        forget();
        const ProbeResult seen = read(site);
        ASSERT_EQ(to_string(seen.code), "ok");
        EXPECT_EQ(seen.etag, "");
        EXPECT_EQ(seen.length, static_cast<std::int64_t>(large_bytes));
        EXPECT_EQ(seen.whole.sha256, to_hex(sha256(std::string(large_bytes, letter.load()))));
        ASSERT_EQ(seen.exchanges.size(), 2U);
        EXPECT_TRUE(seen.exchanges.back().whole);
        EXPECT_EQ(seen.exchanges.back().body_bytes, large_bytes);
        EXPECT_EQ(seen.exchanges.back().sha256, seen.whole.sha256);
        note_probe(record, seen, start + std::chrono::hours(24 * day));
    }
    EXPECT_EQ(record.content_changed_at, start + std::chrono::hours(48));
}

TEST_F(WholeFilesTest, OnlyTheBeginningIsKept) {
    const std::string body(large_bytes, 'x');
    const TinyServer site(one_file("", file_answer(body)));
    allow(site.port());
    net::Request wanted = request(site.url("/a.csv"));
    wanted.inspect = true;
    wanted.body_bytes_max = 1'000;
    wanted.digest_bytes_max = large_bytes;
    const auto response = fetch(std::move(wanted));
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->body.size(), 1'000U);
    EXPECT_LT(response->body.capacity(), 64U * 1024);
    EXPECT_TRUE(response->cut);
    ASSERT_TRUE(response->digest.has_value());
    EXPECT_EQ(response->digest->sum, sha256(body));
    EXPECT_EQ(response->digest->bytes, large_bytes);
}

TEST_F(WholeFilesTest, ATooLargeFileIsLeft) {
    const std::string body(large_bytes, 'x');
    probe_options.hash_bytes_max = large_bytes - 1;
    const ProbeResult announced = read_from(file_answer(body), file_answer(body));
    EXPECT_EQ(announced.code, LinkCode::ok);
    EXPECT_FALSE(announced.whole.tried);
    EXPECT_EQ(announced.exchanges.size(), 1U) << "its length says so";
    const ProbeResult unannounced = read_from(chunked_answer(body), chunked_answer(body));
    EXPECT_EQ(unannounced.code, LinkCode::ok);
    EXPECT_TRUE(unannounced.whole.tried);
    EXPECT_EQ(unannounced.whole.sha256, "");
    const ProbeResult grown = read_from(file_answer("a;b\n"), file_answer(body));
    EXPECT_EQ(grown.whole.sha256, "");
    probe_options.hash_bytes_max = large_bytes;
    EXPECT_EQ(
        read_from(chunked_answer(body), chunked_answer(body)).whole.sha256,
        to_hex(sha256(body))
    );
}

TEST_F(WholeFilesTest, WhatBreaksOffHasNoSum) {
    const std::string good = file_answer("a;b\n1;2\n");
    const auto expect_no_sum = [&](const char* trap, const std::string& whole) {
        const ProbeResult seen = read_from(good, whole);
        EXPECT_EQ(to_string(seen.code), "ok") << trap << ": the link works all the same";
        EXPECT_TRUE(seen.whole.tried) << trap;
        EXPECT_EQ(seen.whole.sha256, "") << trap;
        EXPECT_FALSE(seen.whole.limited) << trap;
    };
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n";
    expect_no_sum("short of its length", head + "Content-Length: 900\r\n\r\na;b\n1;2\n");
    expect_no_sum(
        "short of its last chunk",
        head + "Transfer-Encoding: chunked\r\n\r\n4\r\na;b\n\r\n"
    );
    expect_no_sum("ends with its connection", head + "Connection: close\r\n\r\na;b\n1;2\n");
    expect_no_sum(
        "an encoding that nobody asked for",
        head + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\na;b\n"
    );
    expect_no_sum("not found any more", http_answer("404 Not Found", "non"));
    expect_no_sum("a web page", http_answer("200 OK", "<html>Maintenance</html>", {csv_header}));
    expect_no_sum("nothing at all", "");
    EXPECT_EQ(read_from(good, good).whole.sha256, to_hex(sha256("a;b\n1;2\n")));
}

TEST_F(WholeFilesTest, AHostThatHasEnoughSaysSo) {
    const ProbeResult seen = read_from(
        file_answer("a;b\n"),
        http_answer("429 Too Many Requests", "", {"Retry-After: 7200"})
    );
    EXPECT_EQ(seen.code, LinkCode::ok);
    EXPECT_TRUE(seen.whole.limited);
    EXPECT_EQ(seen.retry_after, std::chrono::seconds(7'200));
}

TEST_F(WholeFilesTest, WhatTheServerSaysIsTheSameIsNotReadAgain) {
    const std::string good = http_answer("200 OK", "a;b\n", {csv_header, "ETag: \"v1\""});
    const TinyServer site(one_file(good, good));
    allow(site.port());
    EXPECT_TRUE(read(site).whole.tried);
    EXPECT_FALSE(read(site, "\"v1\"").whole.tried);
}

} // namespace
} // namespace moisson::testing
