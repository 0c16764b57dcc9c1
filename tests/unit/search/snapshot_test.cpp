// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Snapshots whose checksum is right and whose bytes are other ones: refused, or no danger to who
// asks.
#include "core/result.hpp"
#include "search/search_index.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>
#include <xxhash.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace moisson::test {
namespace {

using search::Facet;
using search::SearchIndex;
using search::SearchQuery;

// What a search needs once it is loaded, but for phrases; errors of one answer may be.
void ask_all(const SearchIndex& index) {
    std::vector<SearchQuery> queries(4);
    queries[0].text = "riz marché";
    queries[1].text = "ecole";
    queries[1].sort = search::Sort::title;
    queries[2].filters[static_cast<std::size_t>(Facet::portal)] = {"p"};
    queries[3].text = "pri";
    for (SearchQuery& query : queries) {
        for (const Facet facet : {Facet::portal, Facet::organization, Facet::format}) {
            search::FacetRequest wanted;
            wanted.facet = facet;
            query.facets.push_back(wanted);
        }
        try {
            const auto answer = index.search(query);
            static_cast<void>(answer);
        } catch (const ErrorException& error) {
            EXPECT_EQ(error.error().code, Code::table_damaged);
        }
    }
}

class SnapshotFile : public ::testing::Test {
protected:
    SnapshotFile() {
        std::vector<store::CatalogEntry> entries;
        for (std::uint64_t i = 1; i <= 12; ++i) {
            entries.push_back(titled(i, "Prix du riz au marché", "Relevés des écoles"));
            entries.back().popularity = static_cast<std::int64_t>(i);
        }
        index_.apply(entries, store::FeedPosition());
        entries[0].state = RecordState::purged;
        index_.apply(std::span(entries).first(1), store::FeedPosition());
        save();
    }
    ~SnapshotFile() override { std::filesystem::remove(path_); }

    void save() {
        EXPECT_TRUE(index_.save(path_));
        std::ifstream file(path_, std::ios::binary);
        bytes_.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        EXPECT_GT(bytes_.size(), 1000U);
    }

    // As whoever may write there would: with the sum of what it holds.
    void write(std::string bytes) const {
        const std::size_t size = bytes.size() - sizeof(std::uint64_t);
        const std::uint64_t sum = XXH3_64bits(bytes.data(), size);
        std::memcpy(bytes.data() + size, &sum, sizeof(sum));
        std::ofstream file(path_, std::ios::binary | std::ios::trunc);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    // Loads what is written with one bit of each byte another one, and asks; how many are refused.
    template <class Ask>
    int flip_each(Ask ask) const {
        int refused = 0;
        for (std::size_t at = 0; at + sizeof(std::uint64_t) < bytes_.size(); ++at) {
            std::string other = bytes_;
            other[at] = static_cast<char>(static_cast<unsigned char>(other[at]) ^ (1U << (at % 8)));
            write(std::move(other));
            SearchIndex loaded;
            const Result<void> outcome = loaded.load(path_);
            if (outcome.has_value())
                ask(loaded);
            else
                ++refused;
        }
        return refused;
    }

    const std::string path_ =
        (std::filesystem::temp_directory_path() / ("moisson_" + to_string(random_uuid()))).string();
    SearchIndex index_;
    std::string bytes_;
};

TEST_F(SnapshotFile, AsItWasWrittenIsLoaded) {
    write(bytes_);
    SearchIndex loaded;
    ASSERT_TRUE(loaded.load(path_));
    SearchQuery query;
    query.text = "riz";
    EXPECT_EQ(loaded.search(query)->total, 11);
}

TEST_F(SnapshotFile, OfWhichOneBitIsAnotherIsRefusedOrAnswers) {
    EXPECT_GT(flip_each(ask_all), 100) << "of " << bytes_.size();
}

TEST_F(SnapshotFile, OfAMergeOfWhichOneBitIsAnotherIsRefusedOrAnswersPhrases) {
    const std::size_t built = bytes_.size();
    index_.merge_all();
    save();
    SearchQuery phrase;
    phrase.text = "\"prix riz\"";
    EXPECT_EQ(index_.search(phrase)->total, 11);
    const int refused = flip_each([&phrase](const SearchIndex& index) {
        try {
            EXPECT_LE(index.search(phrase)->total, 11);
        } catch (const ErrorException& error) {
            EXPECT_EQ(error.error().code, Code::table_damaged);
        }
    });
    EXPECT_GT(refused, 100) << "of " << bytes_.size() << ", " << built << " before the merge";
}

// The first segment begins behind mark, version, position, dictionary and count of segments: ids,
// their order, slugs.
TEST_F(SnapshotFile, WhoseNumbersLeaveTheirListsIsRefused) {
    const std::size_t begin = 8 + 4 + 8 + 16 + 8 + 4;
    const std::size_t first_order = begin + 8 + 12 * 16 + 8;
    std::string other = bytes_;
    other[first_order + 3] = '\x7F';
    write(other);
    SearchIndex loaded;
    EXPECT_EQ(loaded.load(path_).error().detail, "snapshot: does not hold together");
    other = bytes_;
    const std::size_t first_slug = first_order + 12 * 4 + 8;
    other[first_slug + 7] = '\x7F';
    write(other);
    EXPECT_EQ(loaded.load(path_).error().code, Code::table_damaged);
    // The count of the dead, at the end of the last segment.
    other = bytes_;
    other[bytes_.size() - 12] = '\x05';
    write(other);
    EXPECT_EQ(loaded.load(path_).error().code, Code::table_damaged);
}

} // namespace
} // namespace moisson::test
