// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which lists are kept and which are found twice is of no consequence for what is found; what could
// not be enough is not looked at.
#include "search/relax.hpp"
#include "unit/search/brute_force.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moisson::test {
namespace {

constexpr std::uint64_t harbour_datasets = 600;

// Two rare words, two of every other and of every third dataset, one of all.
store::CatalogEntry harbour(std::uint64_t number) {
    std::string title = "mer";
    for (const auto& [word, every] : std::initializer_list<std::pair<const char*, std::uint64_t>>{
             {"phare", 20},
             {"balise", 23},
             {"quai", 3},
             {"port", 2}})
        if (number % every == 0)
            title += std::string(" ") + word;
    return titled(number, std::move(title));
}

bool is_sunk(std::uint64_t number) {
    return number % 7 == 3;
}

// Three segments of which one in seven is dead.
class Harbours : public ::testing::Test {
protected:
    Harbours() {
        std::vector<store::CatalogEntry> entries;
        for (std::uint64_t number = 0; number < harbour_datasets; ++number)
            entries.push_back(harbour(number));
        std::vector<const store::CatalogEntry*> all;
        for (const store::CatalogEntry& entry : entries)
            all.push_back(&entry);
        constexpr std::size_t size = harbour_datasets / 3;
        for (std::size_t begin = 0; begin < all.size(); begin += size) {
            search::SegmentRef& ref = refs.emplace_back();
            ref.segment = search::build_segment(
                std::span<const store::CatalogEntry* const>(all).subspan(begin, size),
                {}
            );
            auto dead = std::make_shared<search::Tombstones>((size + 63) / 64, 0);
            for (std::size_t i = 0; i < size; ++i) {
                if (!is_sunk(begin + i)) {
                    brute.put(entries[begin + i]);
                    continue;
                }
                (*dead)[i >> 6] |= std::uint64_t{1} << (i & 63);
                ++ref.dead_count;
            }
            ref.dead = std::move(dead);
        }
    }

    search::Relaxed found(const std::string& text, std::size_t kept_max) {
        const search::ParsedQuery query = search::parse_query(text);
        const search::Plan plan = search::make_plan(query, query, refs);
        return search::match_most(plan, refs, kept_max);
    }

    std::vector<DatasetId> ids(const search::Relaxed& relaxed) {
        std::vector<DatasetId> out;
        for (std::size_t i = 0; i < refs.size(); ++i)
            for (const search::Candidate& candidate : relaxed.segments[i])
                out.emplace_back(refs[i].segment->ids[candidate.document]);
        std::sort(out.begin(), out.end());
        return out;
    }

    static std::vector<float> scores(const search::Relaxed& relaxed) {
        std::vector<float> out;
        for (const search::Candidates& candidates : relaxed.segments)
            for (const search::Candidate& candidate : candidates)
                out.push_back(candidate.score);
        return out;
    }

    // "phare -quai" and what it asks of a dataset.
    static std::vector<Piece> pieces(const std::vector<std::string>& words) {
        std::vector<Piece> out;
        for (const std::string& word : words) {
            Piece& piece = out.emplace_back();
            piece.excluded = word.front() == '-';
            piece.any_of = {piece.excluded ? word.substr(1) : word};
        }
        return out;
    }

    std::vector<search::SegmentRef> refs;
    BruteForce brute;
};

TEST_F(Harbours, AreTheSameWhetherListsAreKeptOrFoundTwice) {
    const std::vector<std::vector<std::string>> questions{
        {"phare", "balise"},
        {"phare", "balise", "mer"},
        {"balise", "port", "absent"},
        {"phare", "balise", "port", "mer"},
        {"phare", "balise", "port", "mer", "-quai"},
        {"phare", "balise", "port", "-mer"},
        {"absent", "port", "-quai"},
        {"phare", "absent", "-port"},
        {"balise", "absent", "mer", "-balise"}};
    for (const std::vector<std::string>& words : questions) {
        std::string text;
        for (const std::string& word : words)
            text += word + ' ';
        const std::vector<DatasetId> expected = brute.select(pieces(words));
        const search::Relaxed kept = found(text, search::relaxed_kept_max);
        EXPECT_EQ(ids(kept), expected) << text;
        for (const std::size_t kept_max : {0U, 24U, 100U}) {
            const search::Relaxed twice = found(text, kept_max);
            EXPECT_EQ(ids(twice), expected) << text << kept_max;
            EXPECT_EQ(scores(twice), scores(kept)) << text << kept_max;
            EXPECT_EQ(twice.most, kept.most) << text << kept_max;
        }
    }
}

TEST_F(Harbours, WithFrequentWordsOnlyAreNotLookedAt) {
    const search::Relaxed all = found("phare balise port mer ", search::relaxed_kept_max);
    EXPECT_LT(all.summed, 60U);
    const search::Relaxed without = found("phare balise port mer -quai ", search::relaxed_kept_max);
    EXPECT_LT(without.summed, all.summed) << "an excluded word makes nothing dearer";
    EXPECT_GT(without.summed, 0U);
}

// The best of them is excluded: what is left is worth less, and has to be looked at.
TEST_F(Harbours, WithFrequentWordsAreTheBestWhenTheOthersAreExcluded) {
    const search::Relaxed left = found("phare mer port -phare ", search::relaxed_kept_max);
    EXPECT_EQ(ids(left), brute.select(pieces({"phare", "mer", "port", "-phare"})));
    EXPECT_GT(left.documents, 100U);
}

} // namespace
} // namespace moisson::test
