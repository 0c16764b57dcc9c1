// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Files that are read whole: whose, when, and what the bytes prove.
#include "core/digest.hpp"
#include "monitor/probe_evidence.hpp"
#include "monitor/whole_file.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::monitor {
namespace {

using std::chrono::hours;

constexpr std::size_t cap_of_test = 1'000;
const Instant reading_start{std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)};

LinkTarget a_csv() {
    LinkTarget out;
    out.url = "https://a.tg/x.csv";
    out.format = "CSV";
    out.family = 'T';
    out.whole = true;
    return out;
}

ProbeResult a_good_look() {
    ProbeResult out;
    out.code = LinkCode::ok;
    out.length = 12;
    return out;
}

ProbeResult a_reading(char letter, std::string etag = {}) {
    ProbeResult out = a_good_look();
    out.etag = std::move(etag);
    out.whole.tried = true;
    if (letter != '\0')
        out.whole.sha256 = std::string(64, letter);
    return out;
}

net::Response a_whole_answer(std::string body) {
    net::Response out;
    out.status = 200;
    out.digest.emplace();
    out.digest->sum = sha256(body);
    out.digest->bytes = body.size();
    out.body = std::move(body);
    return out;
}

TEST(WholeFile, OnlyOfSourcesThatAskForIt) {
    Source asks;
    asks.key = "a";
    asks.hash_files = true;
    Source other;
    other.key = "b";
    Source off = asks;
    off.key = "c";
    off.enabled = false;
    Portal portal;
    portal.sources = {asks, other, off};
    EXPECT_EQ(hashed_sources({portal, Portal()}), std::vector<std::string>{"a"});
}

TEST(WholeFile, ItsTurnComesOnceInAWhile) {
    LinkRecord record;
    EXPECT_TRUE(whole_is_due(record, hours(24), reading_start));
    note_probe(record, a_reading('\0'), reading_start);
    EXPECT_FALSE(whole_is_due(record, hours(24), reading_start + hours(23))) << "tried is tried";
    EXPECT_TRUE(whole_is_due(record, hours(24), reading_start + hours(24)));
    record.found_format = "html";
    EXPECT_FALSE(whole_is_due(record, hours(24), reading_start + hours(24)));
}

TEST(WholeFile, OnlyOfAFileWithoutAnyFault) {
    EXPECT_TRUE(worth_reading(a_csv(), a_good_look(), cap_of_test));
    for (const LinkCode code :
         {LinkCode::http_404,
          LinkCode::tls_expired,
          LinkCode::landing_page,
          LinkCode::truncated,
          LinkCode::ok_service,
          LinkCode::rate_limited_429}) {
        ProbeResult look = a_good_look();
        look.code = code;
        EXPECT_FALSE(worth_reading(a_csv(), look, cap_of_test)) << to_string(code);
    }
    LinkTarget unasked = a_csv();
    unasked.whole = false;
    EXPECT_FALSE(worth_reading(unasked, a_good_look(), cap_of_test));
    LinkTarget page = a_csv();
    page.url = "https://a.tg/fiche";
    page.format.clear();
    page.family = '\0';
    EXPECT_FALSE(worth_reading(page, a_good_look(), cap_of_test));
    ProbeResult large = a_good_look();
    large.length = 1'000;
    EXPECT_TRUE(worth_reading(a_csv(), large, cap_of_test));
    large.length = 1'001;
    EXPECT_FALSE(worth_reading(a_csv(), large, cap_of_test));
    large.length.reset();
    EXPECT_TRUE(worth_reading(a_csv(), large, cap_of_test)) << "who knows";
    ProbeResult same = a_good_look();
    same.etag = "\"v1\"";
    LinkTarget read = a_csv();
    EXPECT_TRUE(worth_reading(read, same, cap_of_test));
    read.whole_etag = "\"v1\"";
    EXPECT_FALSE(worth_reading(read, same, cap_of_test)) << "it was read as it is";
    same.etag = "\"v2\"";
    EXPECT_TRUE(worth_reading(read, same, cap_of_test));
}

TEST(WholeFile, WhatIsNoWholeFileHasNoSum) {
    const std::string text = "a;b\n1;2\n";
    EXPECT_EQ(sum_of_file(a_csv(), a_whole_answer(text)), to_hex(sha256(text)));
    net::Response cut = a_whole_answer(text);
    cut.digest.reset();
    EXPECT_EQ(sum_of_file(a_csv(), cut), "");
    EXPECT_EQ(sum_of_file(a_csv(), a_whole_answer("")), "");
    EXPECT_EQ(sum_of_file(a_csv(), a_whole_answer("<html>Maintenance</html>")), "");
    net::Response part = a_whole_answer(text);
    part.status = 206;
    EXPECT_EQ(sum_of_file(a_csv(), part), "");
    net::Response wall = a_whole_answer(text);
    wall.url = "https://a.tg/.within.website/?redir=x";
    EXPECT_EQ(sum_of_file(a_csv(), wall), "");
}

TEST(WholeFile, OtherBytesAreAnotherFileWhateverTheServerSays) {
    LinkRecord record;
    note_probe(record, a_reading('a'), reading_start);
    note_probe(record, a_reading('a'), reading_start + hours(24));
    note_probe(record, a_reading('\0'), reading_start + hours(48));
    EXPECT_FALSE(record.content_changed_at) << "it did not come whole";
    EXPECT_EQ(record.sha256, std::string(64, 'a'));
    EXPECT_EQ(record.hashed_at, reading_start + hours(24));
    EXPECT_EQ(record.whole_tried_at, reading_start + hours(48));
    note_probe(record, a_reading('b'), reading_start + hours(72));
    EXPECT_EQ(record.content_changed_at, reading_start + hours(72)) << "of the same length";
    EXPECT_EQ(record.changed_at, reading_start + hours(72));
    EXPECT_EQ(record.sha256, std::string(64, 'b'));
    LinkRecord restless;
    for (int day = 0; day < 10; ++day)
        note_probe(
            restless,
            a_reading(static_cast<char>('a' + day)),
            reading_start + hours(24 * day)
        );
    EXPECT_FALSE(restless.content_changed_at) << "it is made anew for each request";
}

TEST(WholeFile, TheSameBytesUnderAnotherEtagAreTheSameFile) {
    LinkRecord record;
    for (int day = 0; day < 4; ++day)
        note_probe(record, a_reading('a', "\"one\""), reading_start + hours(24 * day));
    note_probe(record, a_reading('a', "\"two\""), reading_start + hours(96));
    EXPECT_FALSE(record.content_changed_at);
    EXPECT_EQ(record.hashed_etag, "\"two\"");
}

TEST(WholeFile, AChangeIsToldOnce) {
    LinkRecord record;
    for (int day = 0; day < 4; ++day)
        note_probe(record, a_reading('a', "\"one\""), reading_start + hours(24 * day));
    ProbeResult look = a_good_look();
    look.etag = "\"two\"";
    note_probe(record, look, reading_start + hours(96));
    ASSERT_EQ(record.content_changed_at, reading_start + hours(96)) << "by its ETag";
    note_probe(record, a_reading('b', "\"two\""), reading_start + hours(120));
    EXPECT_EQ(record.content_changed_at, reading_start + hours(96));
}

TEST(WholeFile, AnybodyCanReadItAgain) {
    Exchange exchange;
    exchange.method = "GET";
    exchange.url = "https://a.tg/l'eau.csv";
    exchange.whole = true;
    EXPECT_EQ(
        curl_line(exchange, "Moisson"),
        "curl -sS -L --max-redirs 5 --max-time 60 -A 'Moisson' 'https://a.tg/l'\\''eau.csv' | "
        "sha256sum"
    );
}

} // namespace
} // namespace moisson::monitor
