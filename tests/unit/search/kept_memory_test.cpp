// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Long lists come back to who asks next; short ones and those of other threads are nobody's.
#include "search/matcher.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>
#include <utility>

namespace moisson::test {
namespace {

using search::Candidate;
using search::Candidates;

constexpr std::size_t long_list = 600'000;

Candidates filled_list(std::size_t size) {
    Candidates out(size);
    for (std::size_t i = 0; i < size; ++i)
        out[i] = Candidate{static_cast<std::uint32_t>(i), 1};
    return out;
}

TEST(KeptMemory, OfALongListServesTheNextOne) {
    // A thread that keeps nothing yet.
    std::thread reader([] {
        const Candidate* first = nullptr;
        {
            const Candidates list = filled_list(long_list);
            first = list.data();
        }
        // A shorter one finds the same place, and a list that stands keeps its own.
        const Candidates shorter = filled_list(long_list / 2);
        EXPECT_EQ(shorter.data(), first);
        const Candidates beside = filled_list(long_list);
        EXPECT_NE(beside.data(), first);
        EXPECT_EQ(shorter.back().document, long_list / 2 - 1);
        EXPECT_EQ(beside.back().document, long_list - 1);
    });
    reader.join();
}

TEST(KeptMemory, GrowsAndCopiesAsAnyList) {
    Candidates list;
    for (std::uint32_t i = 0; i < 200'000; ++i)
        list.push_back(Candidate{i, static_cast<float>(i % 7)});
    const Candidates copy = list;
    std::erase_if(list, [](const Candidate& one) { return one.document % 2 == 1; });
    ASSERT_EQ(list.size(), 100'000U);
    ASSERT_EQ(copy.size(), 200'000U);
    for (std::uint32_t i = 0; i < list.size(); ++i) {
        ASSERT_EQ(list[i].document, 2 * i);
        ASSERT_EQ(list[i].score, copy[2 * i].score);
    }
    const Candidates moved = std::move(list);
    EXPECT_EQ(moved.size(), 100'000U);
}

TEST(KeptMemory, IsGivenBackByAnyThread) {
    for (int turn = 0; turn < 4; ++turn) {
        Candidates list = filled_list(long_list);
        std::thread other([taken = std::move(list)]() mutable {
            EXPECT_EQ(taken.back().document, long_list - 1);
            taken = filled_list(long_list + 1);
        });
        other.join();
    }
    // More than is kept.
    const Candidates one = filled_list(long_list);
    const Candidates two = filled_list(long_list);
    const Candidates three = filled_list(long_list);
    const Candidates large = filled_list(3'000'000);
    EXPECT_EQ(one.front().document + two.front().document + three.front().document, 0U);
    EXPECT_EQ(large.size(), 3'000'000U);
}

} // namespace
} // namespace moisson::test
