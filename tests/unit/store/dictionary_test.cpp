// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dictionaries: trained, measured on what they have not seen, read back, and never guessed.
#include "core/rng.hpp"
#include "store/history_codec.hpp"
#include "store/raw_codec.hpp"
#include "store/raw_dictionary.hpp"

#include <gtest/gtest.h>

namespace moisson::store {
namespace {

// Records as portals write them: the same keys and phrases around values of their own.
std::vector<std::string> records(int count, std::uint64_t seed) {
    Rng random(seed);
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) {
        const std::string number = std::to_string(random.below(1'000'000'000));
        std::string record =
            "{\"id\":\"" + number +
            "\",\"license_id\":\"etalab-2.0\",\"organization\":{"
            "\"name\":\"ministere-" +
            std::to_string(random.below(40)) +
            "\",\"image_url\":\"https://donnees.example/uploads/logo.png\"},\"resources\":[";
        for (std::uint64_t r = 0; r <= random.below(4); ++r)
            record += "{\"format\":\"CSV\",\"mimetype\":\"text/"
                      "csv\",\"state\":\"active\",\"url\":\"https://"
                      "donnees.example/dataset/" +
                      std::to_string(random.below(1'000'000)) +
                      "/resource.csv\",\"cache_last_updated\":null,\"datastore_active\":false},";
        out.push_back(record + "],\"title\":\"Titre " + number + "\"}");
    }
    return out;
}

std::shared_ptr<const RawDictionary> dictionary(std::int64_t id, std::uint64_t seed) {
    const auto trial = try_dictionary(records(400, seed), nullptr);
    return RawDictionary::make(id, trial.value().bytes).value();
}

TEST(RawDictionary, MakesRecordsSmallerAndGivesThemBack) {
    const auto known = dictionary(7, 1);
    EXPECT_EQ(known->id(), 7);
    std::size_t plain = 0;
    std::size_t small = 0;
    for (const std::string& record : records(100, 2)) {
        const std::string frame = known->compress(record);
        plain += compress_raw(record).size();
        small += frame.size();
        EXPECT_EQ(decompress_raw(codec_dictionary, known.get(), frame).value(), record);
    }
    EXPECT_LT(small * 2, plain);
    EXPECT_EQ(known->decompress(known->compress("")).value(), "");
}

TEST(RawDictionary, IsMeasuredOnOtherRecords) {
    const auto trial = try_dictionary(records(400, 1), nullptr).value();
    EXPECT_EQ(trial.trained_on, 300);
    EXPECT_EQ(trial.measured, 100);
    EXPECT_TRUE(trial.is_worth_it());
    // Against itself a second one is worth nothing.
    const auto current = RawDictionary::make(1, trial.bytes).value();
    EXPECT_FALSE(try_dictionary(records(400, 1), current.get()).value().is_worth_it());
    // Noise has nothing in common: whatever zstd finds does not pay.
    Rng random(3);
    std::vector<std::string> noise(400, std::string(500, '\0'));
    for (std::string& record : noise)
        for (char& c : record)
            c = static_cast<char>(random.below(256));
    const auto useless = try_dictionary(noise, nullptr);
    EXPECT_TRUE(!useless || !useless->is_worth_it());
    EXPECT_FALSE(try_dictionary({}, nullptr));
    EXPECT_FALSE(try_dictionary({"a", "b", "c"}, nullptr));
}

TEST(RawDictionary, PaysFromFifteenPercentOn) {
    DictionaryTrial trial;
    trial.bytes_before = 1'000;
    trial.bytes_after = 850;
    EXPECT_TRUE(trial.is_worth_it());
    trial.bytes_after = 851;
    EXPECT_FALSE(trial.is_worth_it());
}

TEST(RawDictionary, RefusesWhatIsNotItsOwn) {
    const auto known = dictionary(1, 1);
    const auto other = dictionary(2, 9);
    const std::string record = records(1, 4).front();
    const std::string frame = known->compress(record);
    const auto code = [](const Result<std::string>& answer) { return answer.error().code; };
    EXPECT_EQ(code(other->decompress(frame)), Code::table_damaged) << "another dictionary";
    EXPECT_EQ(code(known->decompress(compress_raw(record))), Code::table_damaged) << "none";
    EXPECT_EQ(code(known->decompress(frame.substr(0, frame.size() - 3))), Code::table_damaged);
    EXPECT_EQ(code(known->decompress("")), Code::table_damaged);
    EXPECT_EQ(code(decompress_raw(codec_zstd, nullptr, frame)), Code::table_damaged);
    EXPECT_EQ(code(decompress_raw(codec_dictionary, nullptr, frame)), Code::table_damaged);
    EXPECT_EQ(code(decompress_raw(codec_zstd, known.get(), frame)), Code::table_damaged)
        << "a row that contradicts itself";
    EXPECT_FALSE(RawDictionary::make(1, "pas un dictionnaire"));
    EXPECT_FALSE(RawDictionary::make(1, ""));
}

TEST(HistoryCodec, GivesBackWhatItWasGiven) {
    DatasetDiff diff;
    diff.changes = {
        {"title", "fr", "Un \"titre\"\n", "L’autre\t\\"},
        {"keywords", "", std::nullopt, "eau"},
        {"contacts", "", std::nullopt, std::nullopt},
        {"licence", "", "x", std::nullopt}};
    diff.omitted = 3;
    EXPECT_EQ(decode_diff(encode_diff(diff)), diff);
    EXPECT_EQ(decode_diff(encode_diff(DatasetDiff{})), DatasetDiff{});
    for (const char* damaged :
         {"", "[", "null", "{}", R"({"changes":7})", R"({"changes":[7,[1],["a","b","c"]]})"})
        EXPECT_TRUE(decode_diff(damaged).empty()) << damaged;
}

} // namespace
} // namespace moisson::store
