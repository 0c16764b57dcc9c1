// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// An index that is built by two threads is the one that a single thread builds, byte for byte; and
// how often its segments are merged on the way.
#include "search/jobs.hpp"
#include "search/search_index.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace moisson::test {
namespace {

std::string snapshot_of(const search::SearchIndex& index) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("moisson_" + to_string(random_uuid()))).string();
    EXPECT_TRUE(index.save(path));
    std::string bytes;
    {
        std::ifstream file(path, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    std::filesystem::remove(path);
    return bytes;
}

// Not EXPECT_EQ: a failure would print megabytes.
void expect_same_bytes(const search::SearchIndex& one, const search::SearchIndex& other) {
    const std::string bytes = snapshot_of(one);
    EXPECT_GT(bytes.size(), 10'000U);
    EXPECT_TRUE(bytes == snapshot_of(other));
}

TEST(IndexOfTwoThreads, IsThatOfOne) {
    Rng rng(20261129);
    std::vector<store::CatalogEntry> entries;
    // Three segments, the last a short one.
    for (std::uint64_t i = 0; i < 4'700; ++i)
        entries.push_back(random_entry(rng, i));
    std::vector<store::CatalogEntry> changed;
    for (std::uint64_t i = 0; i < 200; ++i) {
        changed.push_back(random_entry(rng, 23 * i));
        if (i % 5 == 0)
            changed.back().state = RecordState::purged;
    }
    search::SearchIndex one;
    search::SearchIndex two;
    two.use_threads(2);
    for (search::SearchIndex* const index : {&one, &two}) {
        index->apply(entries, store::FeedPosition());
        index->apply(changed, store::FeedPosition());
    }
    ASSERT_EQ(one.status().segments, 4);
    expect_same_bytes(one, two);
    for (search::SearchIndex* const index : {&one, &two})
        index->merge_all();
    ASSERT_EQ(two.status().segments, 1);
    ASSERT_EQ(two.status().documents, 4'660);
    expect_same_bytes(one, two);
}

// A dataset is merged once on the way to 64 segments, and not at every eighth.
TEST(IndexThatIsBuilt, MergesManySmallSegmentsAtOnce) {
    search::SearchIndex index;
    for (std::uint64_t i = 1; i <= 64; ++i) {
        ASSERT_FALSE(index.merge_build_step()) << i;
        const store::CatalogEntry one = titled(i, "Prix du riz");
        index.apply(std::span(&one, 1), store::FeedPosition());
    }
    EXPECT_TRUE(index.merge_build_step());
    EXPECT_EQ(index.status().segments, 1);
    EXPECT_EQ(index.status().documents, 64);
    EXPECT_FALSE(index.merge_build_step());
}

TEST(Jobs, AreDoneOnceEachWithAnyNumberOfThreads) {
    for (const unsigned threads : {0U, 1U, 2U, 8U}) {
        std::vector<int> done(5, 0);
        std::vector<search::Job> jobs;
        for (int& times : done)
            jobs.emplace_back([&times] { ++times; });
        search::run_jobs(jobs, threads);
        EXPECT_EQ(done, std::vector<int>(5, 1)) << threads;
    }
    search::run_jobs({}, 2);
}

// As when a display block that is merged is damaged.
TEST(Jobs, TellTheFirstFailureOnceAllAreThrough) {
    for (const unsigned threads : {1U, 2U}) {
        std::atomic<int> done{0};
        const std::array<search::Job, 4> jobs{
            [&done] { ++done; },
            [] { throw std::runtime_error("second"); },
            [] { throw std::runtime_error("third"); },
            [&done] { ++done; }};
        std::string told;
        try {
            search::run_jobs(jobs, threads);
        } catch (const std::runtime_error& error) {
            told = error.what();
        }
        EXPECT_EQ(told, "second");
        EXPECT_EQ(done.load(), 2);
    }
}

} // namespace
} // namespace moisson::test
