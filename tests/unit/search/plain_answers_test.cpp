// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Searches without text are answered from memory: which ones, and how long.
#include "search/plain_answers.hpp"
#include "search/search_index.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace moisson::test {
namespace {

using search::Facet;
using search::PlainAnswers;
using search::SearchQuery;
using search::SearchResult;

class PlainSearches : public ::testing::Test {
protected:
    PlainSearches() {
        Rng rng(44);
        std::vector<store::CatalogEntry> entries;
        for (std::uint64_t i = 0; i < 120; ++i)
            entries.push_back(random_entry(rng, i));
        index.apply(entries, store::FeedPosition());
        senegal.filter(Facet::country) = {"SN"};
        for (const Facet facet : {Facet::country, Facet::format, Facet::organization})
            senegal.facets.push_back({facet, 100, {}});
    }

    // What an index says that was never asked before.
    SearchResult afresh(const SearchQuery& query) {
        search::SearchIndex other;
        other.take_over(index);
        return other.search(query).value();
    }
    void expect_right(const SearchQuery& query) {
        const SearchResult known = index.search(query).value();
        const SearchResult right = afresh(query);
        EXPECT_EQ(known.total, right.total);
        ASSERT_EQ(known.hits.size(), right.hits.size());
        for (std::size_t i = 0; i < right.hits.size(); ++i)
            EXPECT_EQ(known.hits[i].id, right.hits[i].id);
        ASSERT_EQ(known.facets.size(), right.facets.size());
        for (std::size_t i = 0; i < right.facets.size(); ++i) {
            ASSERT_EQ(known.facets[i].items.size(), right.facets[i].items.size());
            for (std::size_t j = 0; j < right.facets[i].items.size(); ++j) {
                EXPECT_EQ(known.facets[i].items[j].value, right.facets[i].items[j].value);
                EXPECT_EQ(known.facets[i].items[j].count, right.facets[i].items[j].count);
                EXPECT_EQ(known.facets[i].items[j].selected, right.facets[i].items[j].selected);
            }
        }
    }
    std::int64_t reused() const { return index.status().plain_reused; }

    search::SearchIndex index;
    SearchQuery senegal;
};

TEST_F(PlainSearches, WithAFilterAreAnsweredOnceUntilTheIndexChanges) {
    expect_right(senegal);
    EXPECT_EQ(reused(), 0);
    expect_right(senegal);
    EXPECT_EQ(reused(), 1);
    Rng rng(45);
    store::CatalogEntry more = random_entry(rng, 500);
    more.state = RecordState::active;
    more.dataset.countries = {"SN"};
    const std::int64_t before = index.search(senegal)->total;
    EXPECT_EQ(reused(), 2);
    index.apply(std::vector<store::CatalogEntry>{more}, store::FeedPosition());
    EXPECT_EQ(index.search(senegal)->total, before + 1);
    EXPECT_EQ(reused(), 2);
    expect_right(senegal);
}

TEST_F(PlainSearches, WithOtherFiltersAreOthers) {
    std::vector<SearchQuery> others(8, senegal);
    others[1].filter(Facet::country) = {"ML"};
    others[2].filter(Facet::country) = {"SN", "ML"};
    others[3].filter(Facet::format) = {"csv"};
    others[4].excluded[static_cast<std::size_t>(Facet::format)] = {"csv"};
    others[5].filter(Facet::freshness) = {"a_jour"};
    for (int i = 6; i < 8; ++i) {
        auto seen = std::make_shared<search::SeenUntil>();
        for (const char* const portal : {"portail-0", "portail-1", "portail-2"})
            seen->emplace(portal, Instant(std::chrono::hours(24 * (18'000 + 70 * (i - 6)))));
        others[static_cast<std::size_t>(i)].filter(Facet::freshness) = {"a_jour"};
        others[static_cast<std::size_t>(i)].seen_until = std::move(seen);
    }
    for (const SearchQuery& query : others)
        expect_right(query);
    EXPECT_EQ(reused(), 0);
    EXPECT_GT(index.search(others[6])->total, index.search(others[7])->total);
    for (const SearchQuery& query : others)
        expect_right(query);
    EXPECT_EQ(reused(), 2 + static_cast<std::int64_t>(others.size()));
}

// Younger datasets come first, and score more.
TEST_F(PlainSearches, AreAsOfTheDay) {
    senegal.now = Instant(std::chrono::hours(24 * 20'000));
    const SearchResult first = index.search(senegal).value();
    *senegal.now += std::chrono::hours(23);
    EXPECT_EQ(index.search(senegal)->hits.size(), first.hits.size());
    EXPECT_EQ(reused(), 1);
    *senegal.now += std::chrono::hours(24 * 10'000);
    const SearchResult later = index.search(senegal).value();
    EXPECT_EQ(reused(), 1);
    const SearchResult right = afresh(senegal);
    ASSERT_EQ(later.hits.size(), right.hits.size());
    for (std::size_t i = 0; i < right.hits.size(); ++i)
        EXPECT_DOUBLE_EQ(later.hits[i].score, right.hits[i].score);
    senegal.sort = search::Sort::pertinence;
    for (int i = 0; i < 2; ++i)
        expect_right(senegal);
    EXPECT_EQ(reused(), 1);
}

TEST_F(PlainSearches, ThatAskForAnExplanationGetIt) {
    senegal.sort = search::Sort::pertinence;
    ASSERT_FALSE(index.search(senegal)->hits.empty());
    senegal.explain = true;
    const SearchResult explained = index.search(senegal).value();
    EXPECT_EQ(explained.explanations.size(), explained.hits.size());
    EXPECT_EQ(reused(), 0);
}

SearchResult result_of(std::size_t values) {
    SearchResult out;
    out.facets.emplace_back().items.resize(values);
    return out;
}

SearchQuery page_of(int page) {
    SearchQuery out;
    out.page = page;
    return out;
}

TEST(KeptAnswers, AreTheLastOnesAndNotTooMany) {
    PlainAnswers answers;
    for (int page = 1; page <= 200; ++page)
        answers.keep(1, page_of(page), result_of(1));
    EXPECT_FALSE(answers.find(1, page_of(1)));
    EXPECT_TRUE(answers.find(1, page_of(200)));
    EXPECT_TRUE(answers.find(1, page_of(190)));
    EXPECT_FALSE(answers.find(2, page_of(200))) << "another content";
    answers.keep(2, page_of(7), result_of(1));
    EXPECT_FALSE(answers.find(1, page_of(200)));
}

TEST(KeptAnswers, AreNotLargeTogether) {
    PlainAnswers answers;
    answers.keep(1, page_of(1), result_of(30'000));
    answers.keep(1, page_of(2), result_of(10'000));
    EXPECT_TRUE(answers.find(1, page_of(1)));
    answers.keep(1, page_of(3), result_of(30'000));
    EXPECT_FALSE(answers.find(1, page_of(1)));
    EXPECT_TRUE(answers.find(1, page_of(2)));
    EXPECT_TRUE(answers.find(1, page_of(3)));
    answers.keep(1, page_of(4), result_of(60'000));
    EXPECT_FALSE(answers.find(1, page_of(4)));
    EXPECT_TRUE(answers.find(1, page_of(3)));
}

} // namespace
} // namespace moisson::test
