// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// BodyDecoder: gzip and deflate in any slicing, bombs, caps, truncation.
#include "core/digest.hpp"
#include "core/limits.hpp"
#include "net/decoder.hpp"
#include "support/deflated.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::net {

namespace {

using testing::gzip;

std::string sample() {
    std::string text;
    for (int i = 0; i < 5'000; ++i)
        text += "{\"id\":" + std::to_string(i * 7919 % 10'007) + "},";
    return text;
}

std::optional<Error> feed(BodyDecoder& decoder, const std::string& wire, std::size_t slice) {
    for (std::size_t i = 0; i < wire.size(); i += slice)
        if (auto error = decoder.write(std::string_view(wire).substr(i, slice)))
            return error;
    return decoder.finish();
}

} // namespace

TEST(BodyDecoder, DecodesEveryEncodingInEverySlicing) {
    const std::string text = sample();
    const std::pair<const char*, std::string> cases[] = {
        {"gzip", gzip(text)},
        {"x-gzip", gzip(text)},
        {"deflate", testing::deflated(text, testing::zlib_window)},
        {"Deflate", testing::deflated(text, testing::raw_window)},
        {"identity", text},
        {"", text}};
    for (const auto& [encoding, wire] : cases) {
        for (const std::size_t slice :
             {std::size_t{1}, std::size_t{7}, std::size_t{4'096}, wire.size()}) {
            BodyDecoder decoder(encoding, limits::page_body_bytes);
            EXPECT_FALSE(feed(decoder, wire, slice).has_value()) << encoding << " " << slice;
            EXPECT_EQ(decoder.body(), text) << encoding << " " << slice;
        }
    }
}

TEST(BodyDecoder, ReadsSeveralMembersAndIgnoresPadding) {
    const std::string wire = gzip("one ") + gzip("two") + std::string(9, '\0');
    BodyDecoder decoder("gzip", 1'000);
    EXPECT_FALSE(feed(decoder, wire, 5).has_value());
    EXPECT_EQ(decoder.body(), "one two");
}

TEST(BodyDecoder, TakesPaddingForPaddingWhereverItIsCut) {
    // What follows the padding begins like a gzip member.
    const std::string wire = gzip("one") + "ab\x1f\x8b rest";
    for (const std::size_t slice : {std::size_t{1}, std::size_t{2}, wire.size()}) {
        BodyDecoder decoder("gzip", 1'000);
        EXPECT_FALSE(feed(decoder, wire, slice).has_value()) << slice;
        EXPECT_EQ(decoder.body(), "one") << slice;
    }
}

TEST(BodyDecoder, HashesMoreThanItKeeps) {
    const std::string text = sample();
    for (const std::size_t slice : {std::size_t{1}, std::size_t{4'096}, text.size()}) {
        BodyDecoder decoder("", 100);
        decoder.cut_at_cap();
        decoder.digest_up_to(text.size());
        EXPECT_FALSE(decoder.announce(text.size()).has_value());
        EXPECT_FALSE(feed(decoder, text, slice).has_value()) << slice;
        EXPECT_EQ(decoder.body(), text.substr(0, 100)) << slice;
        const auto digest = decoder.digest();
        ASSERT_TRUE(digest.has_value());
        EXPECT_EQ(digest->sum, sha256(text)) << slice;
        EXPECT_EQ(digest->bytes, text.size());
    }
    BodyDecoder cut("", 100);
    cut.cut_at_cap();
    cut.digest_up_to(text.size() - 1);
    const auto error = feed(cut, text, 4'096);
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->code, Code::too_large);
    EXPECT_EQ(cut.body(), text.substr(0, 100));
    BodyDecoder plain("", text.size());
    EXPECT_FALSE(feed(plain, text, 4'096).has_value());
    EXPECT_FALSE(plain.digest().has_value()) << "nobody asked for it";
}

TEST(BodyDecoder, StopsABomb) {
    const std::string wire = gzip(std::string(40 * limits::mib, '\0'));
    BodyDecoder decoder("gzip", limits::page_body_bytes);
    const auto error = feed(decoder, wire, 4'096);
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->code, Code::compression_bomb);
    EXPECT_LT(decoder.body().size(), 6 * limits::mib);
}

TEST(BodyDecoder, LetsSmallRepetitiveBodiesThrough) {
    const std::string text(limits::ratio_floor_bytes, 'a');
    BodyDecoder decoder("gzip", limits::page_body_bytes);
    EXPECT_FALSE(feed(decoder, gzip(text), 100).has_value());
}

TEST(BodyDecoder, CapsTheDecodedSize) {
    const std::string text = sample();
    BodyDecoder packed("gzip", text.size() - 1);
    EXPECT_EQ(feed(packed, gzip(text), 512)->code, Code::too_large);
    BodyDecoder plain("", text.size() - 1);
    EXPECT_EQ(feed(plain, text, 512)->code, Code::too_large);
    BodyDecoder announced("", 10);
    EXPECT_EQ(announced.announce(11)->code, Code::too_large);
}

TEST(BodyDecoder, NoticesAStreamCutShort) {
    const std::string wire = gzip(sample());
    BodyDecoder decoder("gzip", limits::page_body_bytes);
    EXPECT_EQ(feed(decoder, wire.substr(0, wire.size() / 2), 512)->code, Code::truncated);
}

TEST(BodyDecoder, RefusesWhatItDoesNotKnow) {
    BodyDecoder unknown("br", 1'000);
    EXPECT_EQ(unknown.write("x")->code, Code::protocol_error);
    BodyDecoder broken("gzip", 1'000);
    EXPECT_EQ(broken.write("this is no gzip")->code, Code::protocol_error);
    BodyDecoder empty("gzip", 1'000);
    EXPECT_FALSE(empty.finish().has_value());
}

} // namespace moisson::net
