// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A number of the joint column says the set of each facet that it joins. That counts stay what they
// are is in large_test.cpp.
#include "search/joint_column.hpp"
#include "search/segment.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <set>
#include <vector>

namespace moisson::test {
namespace {

using search::Facet;
using search::JointColumn;

std::shared_ptr<const search::Segment> segment_of(std::uint64_t documents) {
    Rng rng(20261130);
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t number = 0; number < documents; ++number)
        entries.push_back(random_entry(rng, number));
    std::vector<const store::CatalogEntry*> all;
    for (const store::CatalogEntry& one : entries)
        all.push_back(&one);
    return search::build_segment(all, {});
}

TEST(JointColumn, KnowsTheSetsOfEachDocument) {
    const auto segment = segment_of(800);
    const JointColumn& joint = segment->joint;
    ASSERT_EQ(joint.number_of_document.size(), segment->size());
    EXPECT_LE(joint.numbers, 800 / JointColumn::documents_per_number);
    int joined = 0;
    for (const Facet facet : search::all_facets) {
        const std::vector<std::uint32_t>& sets = joint.sets_of(facet);
        if (sets.empty())
            continue;
        ++joined;
        ASSERT_EQ(sets.size(), joint.numbers);
        for (std::uint32_t document = 0; document < segment->size(); ++document)
            EXPECT_EQ(
                sets[joint.number_of_document[document]],
                segment->facet(facet).set_of_document[document]
            );
    }
    EXPECT_GE(joined, 3);
    const std::set<std::uint16_t> used(
        joint.number_of_document.begin(),
        joint.number_of_document.end()
    );
    EXPECT_EQ(used.size(), joint.numbers);
}

TEST(JointColumn, IsNoneOfAFewDocuments) {
    const auto segment = segment_of(3);
    EXPECT_EQ(segment->joint.numbers, 0U);
    EXPECT_TRUE(segment->joint.number_of_document.empty());
}

} // namespace
} // namespace moisson::test
