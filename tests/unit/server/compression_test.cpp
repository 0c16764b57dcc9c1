// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Who gets gzip or brotli, and that it is the same text.
#include "net/server/compression.hpp"
#include "support/deflated.hpp"

#include <brotli/decode.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace moisson::net {
namespace {

std::string unbrotli(std::string_view bytes, std::size_t size) {
    std::string out(size + 1, '\0');
    std::size_t written = out.size();
    EXPECT_EQ(
        BrotliDecoderDecompress(
            bytes.size(),
            reinterpret_cast<const std::uint8_t*>(bytes.data()),
            &written,
            reinterpret_cast<std::uint8_t*>(out.data())
        ),
        BROTLI_DECODER_RESULT_SUCCESS
    );
    out.resize(written);
    return out;
}

TEST(AcceptEncoding, GivesGzipToWhoPrefersIt) {
    for (const char* const value :
         {"gzip",
          "br, gzip",
          "GZIP",
          "gzip;q=0.5",
          "gzip; q=1.000, identity;q=0.5",
          "*",
          "deflate, *;q=0.1",
          "x-gzip"})
        EXPECT_TRUE(wants_gzip(value)) << value;
}

TEST(AcceptEncoding, GivesPlainTextOtherwise) {
    for (const char* const value :
         {"",
          "br",
          "gzip;q=0",
          "gzip;q=0.000, *",
          "identity, gzip;q=0.5",
          "*;q=0",
          "gzip;q=bad",
          "gzip;level=9",
          "gzipped"})
        EXPECT_FALSE(wants_gzip(value)) << value;
}

TEST(AcceptEncoding, GivesBrotliToWhoNamesItAndHoldsItNoWorse) {
    for (const char* const value :
         {"br", "gzip, deflate, br", "BR;q=0.8, gzip;q=0.8", "br;q=0.5, *;q=0.1", "br, identity"})
        EXPECT_TRUE(wants_brotli(value)) << value;
    for (const char* const value :
         {"",
          "gzip",
          "*",
          "br;q=0",
          "br;q=0.5, gzip",
          "identity, br;q=0.5",
          "br;q=bad",
          "brotli",
          "zbr"})
        EXPECT_FALSE(wants_brotli(value)) << value;
}

TEST(Compressible, AreTextsOnly) {
    for (const char* const type :
         {"text/html; charset=utf-8",
          "application/json",
          "application/problem+json",
          "image/svg+xml",
          "text/turtle",
          "Application/RDF+XML"})
        EXPECT_TRUE(is_compressible(type)) << type;
    for (const char* const type : {"image/png", "application/zip", "", "application/octet-stream"})
        EXPECT_FALSE(is_compressible(type)) << type;
}

TEST(Gzip, KeepsEveryByte) {
    std::string text;
    for (int i = 0; i < 100'000; ++i)
        text += static_cast<char>((i * 7919) % 251);
    EXPECT_EQ(moisson::testing::gunzip(gzip(text), text.size()), text);
    EXPECT_EQ(moisson::testing::gunzip(gzip(""), 0), "");
    const std::string calm(1'000'000, 'a');
    EXPECT_LT(gzip(calm).size(), 5'000U);
    EXPECT_EQ(moisson::testing::gunzip(gzip(calm), calm.size()), calm);
}

TEST(Brotli, KeepsEveryByteAndIsSmallerThanGzip) {
    std::string text;
    for (int i = 0; i < 500; ++i)
        text += "a:hover { color: #" + std::to_string((i * 7919) % 1000) + "; }\n";
    const std::string packed = brotli(text);
    EXPECT_EQ(unbrotli(packed, text.size()), text);
    EXPECT_LT(packed.size(), gzip(text).size());
    EXPECT_EQ(unbrotli(brotli(""), 0), "");
}

} // namespace
} // namespace moisson::net
