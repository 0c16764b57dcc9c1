// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents on disk: unpacked from file to file, mended on the way, kept packed.
#include "kit/archive.hpp"
#include "kit/body.hpp"
#include "kit/document.hpp"
#include "kit/document_cache.hpp"
#include "kit/document_pages.hpp"
#include "kit/line_counter.hpp"
#include "support/deflated.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"
#include "support/spooled.hpp"

#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

namespace moisson::kit {
namespace {

using namespace std::string_literals;
using testing::always_to_file;
using testing::in_file;

// Lines of which no piece repeats another.
std::string lines(std::size_t bytes) {
    std::string text;
    std::uint64_t state = 1;
    while (text.size() < bytes) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        text += "{\"relevé\": \"été " + std::to_string(state >> 20U) + "\"}\n";
    }
    return text;
}

std::string little_endian(std::size_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i, value >>= 8U)
        out += static_cast<char>(value & 0xFFU);
    return out;
}

// A ZIP file with one member, stored or deflated.
std::string zip_with(const std::string& text, bool is_deflated) {
    const std::string inside = is_deflated ? testing::deflated(text, testing::raw_window) : text;
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size());
    const std::string common = little_endian(0, 2) + little_endian(is_deflated ? 8 : 0, 2) +
                               little_endian(0, 4) + little_endian(crc, 4) +
                               little_endian(inside.size(), 4) + little_endian(text.size(), 4) +
                               little_endian(6, 2) + little_endian(0, 2);
    const std::string member = "PK\x03\x04" + little_endian(20, 2) + common + "c.json" + inside;
    const std::string entry = "PK\x01\x02" + little_endian(20, 2) + little_endian(20, 2) + common +
                              little_endian(0, 2) + little_endian(0, 2) + little_endian(0, 2) +
                              little_endian(0, 4) + little_endian(0, 4) + "c.json";
    return member + entry + "PK\x05\x06" + little_endian(0, 4) + little_endian(1, 2) +
           little_endian(1, 2) + little_endian(entry.size(), 4) + little_endian(member.size(), 4) +
           little_endian(0, 2);
}

TEST(SpooledDocument, OfEveryPackingComesOutWhole) {
    const std::string text = lines(3 * limits::mib);
    for (const std::string& bytes :
         {text, testing::gzip(text), zip_with(text, true), zip_with(text, false)}) {
        const Result<net::Body> body = unpacked(in_file(bytes), always_to_file());
        ASSERT_TRUE(body.has_value()) << to_string(body.error().code) << body.error().detail;
        EXPECT_TRUE(body->is_in_file());
        EXPECT_EQ(body->view(), text);
        EXPECT_EQ(document_digest(*body), document_digest(net::Body(text)));
    }
}

TEST(SpooledDocument, PackedKeepsItsGuards) {
    const auto outcome = [](const std::string& bytes, std::size_t bytes_max) {
        const Result<net::Body> body = unpacked(in_file(bytes), always_to_file(), bytes_max);
        return body.has_value() ? "OK" : std::string(to_string(body.error().code));
    };
    const std::string text = lines(2 * limits::mib);
    const std::string gz = testing::gzip(text);
    EXPECT_EQ(outcome(gz, limits::mib), "TOO_LARGE");
    EXPECT_EQ(outcome(gz.substr(0, gz.size() - 9), 4 * limits::mib), "TRUNCATED");
    EXPECT_EQ(outcome(zip_with(text, true), limits::mib), "TOO_LARGE");
    std::string damaged = zip_with(text, false);
    damaged[100] = static_cast<char>(damaged[100] ^ 1);
    EXPECT_EQ(outcome(damaged, 4 * limits::mib), "PROTOCOL_ERROR");
    const std::string nothing(16 * limits::mib, ' ');
    EXPECT_EQ(outcome(testing::gzip(nothing), 32 * limits::mib), "COMPRESSION_BOMB");
    EXPECT_EQ(outcome(zip_with(nothing, true), 32 * limits::mib), "COMPRESSION_BOMB");
    net::SpoolOptions nowhere = always_to_file();
    nowhere.directory = "/dev/null/disque";
    EXPECT_EQ(unpacked(net::Body(gz), nowhere).error().code, Code::spool_failed);
}

TEST(SpooledDocument, IsMadeValidLikeOneInMemory) {
    const std::string fine = lines(limits::mib);
    std::string broken = fine;
    // On both sides of where pieces are cut.
    for (const std::size_t at :
         {std::size_t{12},
          net::body_piece_bytes - 1,
          net::body_piece_bytes,
          3 * net::body_piece_bytes})
        broken[at] = '\xC3';
    // Windows-1252, and UTF-8 with whole pieces of it: the document decides, not the piece.
    std::string latin;
    while (latin.size() < 4 * net::body_piece_bytes)
        latin += "{\"releve\": \"\xE9t\xE9 \xE0 \xAB\xA0l'eau\xA0\xBB\"}\n";
    for (const std::string& text :
         {fine, "\xEF\xBB\xBF"s + fine, broken, latin, "\xEF\xBB\xBF"s + latin, fine + latin}) {
        std::vector<Issue> issues, known;
        const Result<net::Body> body =
            prepared_json_body(in_file(text), always_to_file(), "u", issues);
        ASSERT_TRUE(body.has_value());
        std::string expected = text;
        ASSERT_TRUE(prepare_json_body(expected, "u", known).has_value());
        EXPECT_EQ(body->view(), expected);
        ASSERT_EQ(issues.size(), known.size());
        for (std::size_t i = 0; i < issues.size(); ++i)
            EXPECT_EQ(issues[i].detail, known[i].detail);
    }
    std::vector<Issue> issues;
    for (const auto& [text, code] :
         {std::pair("<html>"s, Code::not_json),
          std::pair("  "s, Code::not_json),
          std::pair("bonjour"s, Code::not_json),
          std::pair("\"{}\""s, Code::too_large)})
        EXPECT_EQ(prepared_json_body(in_file(text), {}, "u", issues).error().code, code) << text;
}

TEST(SpooledDocument, CountsTheSameLines) {
    // Also where a line goes on from piece to piece, or ends with one.
    const std::string long_line = "un\n" + std::string(limits::mib, 'x');
    const std::string at_the_edge =
        std::string(net::body_piece_bytes - 1, 'y') + "\n" + std::string(limits::mib, 'z');
    for (const std::string& text : {lines(limits::mib), long_line, at_the_edge}) {
        const net::Body body = in_file(text);
        const LineCounter spooled = LineCounter::of(body);
        const LineCounter known(text);
        for (std::size_t at = 0; at < text.size(); at += 12'345) {
            EXPECT_EQ(spooled.where(at), known.where(at));
            EXPECT_EQ(spooled.around(at), known.around(at));
        }
        EXPECT_EQ(spooled.where(text.size()), known.where(text.size()));
    }
    const net::Body edge = in_file(at_the_edge);
    EXPECT_EQ(LineCounter::of(edge).where(net::body_piece_bytes + 4), "line 2, column 5");
}

TEST(SpooledDocument, IsKeptPackedWhenItFitsAndComesBackTheSame) {
    DocumentCache cache(16 * limits::mib);
    Validators tag;
    tag.etag = "1";
    const std::string text = lines(2 * limits::mib);
    cache.keep("a", tag, in_file(text));
    ASSERT_NE(cache.find("a"), nullptr);
    const net::Body back = cache.find("a")->body(always_to_file()).value();
    EXPECT_TRUE(back.is_in_file());
    EXPECT_EQ(back.view(), text);
    cache.keep("a", tag, in_file(lines(12 * limits::mib)));
    EXPECT_EQ(cache.find("a"), nullptr) << "packed, larger than a sixteenth";
    cache.keep("b", tag, in_file(std::string(8 * limits::mib, ' ')));
    EXPECT_EQ(cache.find("b"), nullptr) << "nothing that unpacking refuses is kept";
}

TEST(SpooledDocument, IsAskedForWithItsCapAndTakenFromTheAnswer) {
    const std::string text = lines(2 * limits::mib);
    asio::io_context context(1); // outlives the pool: its thread lets go of the executor last
    boost::asio::thread_pool cpu(1);
    net::Request seen;
    testing::FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        seen = request;
        net::Response response = testing::ok("");
        response.spooled = in_file(testing::gzip(text));
        return response;
    });
    Services services;
    services.http = &http;
    services.cpu = cpu.get_executor();
    services.documents.bytes_max = 5 * limits::mib;
    services.documents.spool = always_to_file();
    Source source;
    source.key = "essai";
    const Result<Document> document = testing::run_coro(
        context,
        fetch_document(services, source, "https://a.tg/c.json.gz", "*/*", Validators())
    );
    ASSERT_TRUE(document.has_value());
    EXPECT_EQ(document->body.view(), text);
    EXPECT_TRUE(document->body.is_in_file());
    EXPECT_EQ(document->spool.memory_bytes_max, 0U);
    EXPECT_EQ(seen.body_bytes_max, 5 * limits::mib);
    ASSERT_TRUE(seen.spool);
    EXPECT_EQ(seen.spool->disk, services.cpu);
}

} // namespace
} // namespace moisson::kit
