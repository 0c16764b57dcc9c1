// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is stored as JSON or compressed comes back as it was, and damage is an error.
#include "core/rng.hpp"
#include "store/dataset_codec.hpp"
#include "store/raw_codec.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::store {
namespace {

std::string text_of(Rng& random) {
    constexpr std::string_view signs[] =
        {"a", "\"", "\\", "\n", "\t", "é", "ع", "\x01", "𝄞", "</script>", " "};
    std::string out;
    for (std::uint64_t length = random.below(20); length > 0; --length)
        out += signs[random.below(std::size(signs))];
    return out;
}

LocalizedText texts_of(Rng& random) {
    LocalizedText out;
    for (const char* language : {"fr", "en", ""})
        if (random.below(2) == 0)
            out.push_back({language, text_of(random), random.below(2) == 0});
    return out;
}

Dataset a_dataset(Rng& random) {
    Dataset dataset;
    dataset.title = texts_of(random);
    dataset.description = texts_of(random);
    dataset.keywords = texts_of(random);
    dataset.remote_url = text_of(random);
    dataset.landing_page = text_of(random);
    for (std::uint64_t i = random.below(3); i > 0; --i)
        dataset.contacts.push_back({text_of(random), text_of(random), "", "author"});
    if (random.below(2) == 0)
        dataset.licence = Licence{"etalab-2.0", text_of(random), text_of(random), 'O', "x"};
    if (random.below(2) == 0)
        dataset.modified = PartialDate{
            Instant(std::chrono::seconds(static_cast<std::int64_t>(random.below(2'000'000'000)))),
            DatePrecision::month};
    dataset.is_series = random.below(2) == 0;
    if (random.below(2) == 0)
        dataset.spatial = {{text_of(random), "", BoundingBox{-1.5, 12.25, 0, 13}}};
    return dataset;
}

TEST(DatasetCodec, GivesBackWhatItWasGiven) {
    Rng random(11);
    for (int i = 0; i < 500; ++i) {
        const Dataset dataset = a_dataset(random);
        const std::string json = encode_dataset(dataset);
        Dataset decoded;
        // Columns of their own, outside the JSON.
        decoded.modified = dataset.modified;
        ASSERT_TRUE(decode_dataset(json, decoded)) << json;
        EXPECT_EQ(decoded.title, dataset.title) << json;
        EXPECT_EQ(decoded.description, dataset.description) << json;
        EXPECT_EQ(decoded.keywords, dataset.keywords) << json;
        EXPECT_EQ(decoded.remote_url, dataset.remote_url) << json;
        EXPECT_EQ(decoded.landing_page, dataset.landing_page) << json;
        EXPECT_EQ(decoded.is_series, dataset.is_series) << json;
        EXPECT_EQ(decoded.contacts, dataset.contacts) << json;
        EXPECT_EQ(decoded.spatial, dataset.spatial) << json;
    }
}

TEST(DatasetCodec, RefusesWhatIsNoObject) {
    for (const char* json : {"", "[", "null", "[1]", "\"x\""}) {
        Dataset dataset;
        EXPECT_FALSE(decode_dataset(json, dataset)) << json;
    }
}

TEST(RawCodec, GivesBackWhatItWasGiven) {
    Rng random(5);
    for (const std::size_t length :
         {std::size_t{0}, std::size_t{1}, std::size_t{5'000}, std::size_t{3'000'000}}) {
        std::string raw(length, '\0');
        for (char& c : raw)
            c = static_cast<char>(random.below(256));
        const Result<std::string> back = decompress_raw(0, nullptr, compress_raw(raw));
        ASSERT_TRUE(back);
        EXPECT_TRUE(*back == raw) << length;
    }
}

TEST(RawCodec, SaysThatBytesAreDamaged) {
    std::string bytes = compress_raw(std::string(5'000, 'x') + "fin");
    EXPECT_EQ(
        decompress_raw(0, nullptr, bytes.substr(0, bytes.size() / 2)).error().code,
        Code::table_damaged
    );
    EXPECT_EQ(decompress_raw(0, nullptr, "pas compressé").error().code, Code::table_damaged);
    EXPECT_EQ(decompress_raw(99, nullptr, bytes).error().code, Code::table_damaged)
        << "an unknown codec";
}

} // namespace
} // namespace moisson::store
