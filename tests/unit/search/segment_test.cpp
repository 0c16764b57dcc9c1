// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dictionaries of segments, built and merged.
#include "search/segment_parts.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::test {
namespace {

TEST(SortedOrder, IsThatOfTheTexts) {
    constexpr std::string_view letters("ab\0\xC3", 4);
    Rng rng(12);
    std::vector<std::string> texts{"administration", "administratif", "administ", "école", ""};
    for (int i = 0; i < 400; ++i) {
        std::string& text = texts.emplace_back();
        for (std::uint64_t left = below(rng, 12); left > 0; --left)
            text += letters[below(rng, letters.size())];
    }
    std::vector<std::uint32_t> expected(texts.size());
    std::iota(expected.begin(), expected.end(), 0U);
    std::stable_sort(expected.begin(), expected.end(), [&](std::uint32_t a, std::uint32_t b) {
        return texts[a] < texts[b];
    });
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    EXPECT_EQ(search::sorted_order(views), expected);
}

TEST(Stems, OfMergedSegmentsAreThoseOfOneSegment) {
    Rng rng(13);
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 60; ++i)
        entries.push_back(random_entry(rng, i));
    std::vector<const store::CatalogEntry*> all;
    for (const store::CatalogEntry& one : entries)
        all.push_back(&one);
    const std::span<const store::CatalogEntry* const> span(all);
    std::vector<search::SegmentRef> parts;
    for (std::size_t at = 0; at < all.size(); at += 20) {
        search::SegmentRef& part = parts.emplace_back();
        part.segment = search::build_segment(span.subspan(at, 20), {});
        part.dead = std::make_shared<search::Tombstones>(1, 0);
    }
    const auto whole = search::build_segment(span, {});
    const auto merged = search::merge_segments(parts, {});
    ASSERT_EQ(merged->terms.size(), whole->terms.size());
    for (std::uint32_t term = 0; term < whole->terms.size(); ++term)
        EXPECT_EQ(merged->terms[term], whole->terms[term]);
    ASSERT_EQ(merged->stems.size(), whole->stems.size());
    for (std::uint32_t stem = 0; stem < whole->stems.size(); ++stem)
        EXPECT_EQ(merged->stems[stem], whole->stems[stem]);
    EXPECT_EQ(merged->stem_of_term, whole->stem_of_term);
    EXPECT_EQ(merged->stem_offsets, whole->stem_offsets);
    EXPECT_EQ(merged->stem_terms, whole->stem_terms);
}

} // namespace
} // namespace moisson::test
