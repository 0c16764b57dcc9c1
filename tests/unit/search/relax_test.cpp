// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What ADR 0055 and 0056 promise: which words may lack, and that the first ten are not all of one
// country.
#include "search/relax.hpp"
#include "search/search_index.hpp"
#include "search/spread.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <span>

namespace moisson::test {
namespace {

using search::ScoreKind;
using search::SearchIndex;
using search::SearchQuery;
using search::SearchResult;
using search::WarningKind;

SearchResult
answer_to(const SearchIndex& index, std::string text, int page_size = 100, int page = 1) {
    SearchQuery query;
    query.text = std::move(text);
    query.page_size = page_size;
    query.page = page;
    query.explain = true;
    return index.search(query).value();
}

// So many datasets of which all say "code" and the last says "rome" only.
std::vector<store::CatalogEntry> with_codes(std::uint64_t both) {
    std::vector<store::CatalogEntry> out;
    for (std::uint64_t i = 0; i < 100; ++i)
        out.push_back(titled(i, i < both ? "Code ROME" : "Code postal"));
    out.push_back(titled(200, "Métiers (ROME)"));
    return out;
}

TEST(Relaxed, ACommonWordMayLackWhenFewHaveAll) {
    SearchIndex index;
    index.apply(with_codes(5), store::FeedPosition());
    const SearchResult result = answer_to(index, "code rome ");
    // The five, and the one without the common word; not the 95 without the rare one.
    EXPECT_EQ(result.total, 6);
    EXPECT_EQ(result.hits.back().id, sample_id(200));
    ASSERT_EQ(result.warnings.size(), 1U);
    EXPECT_EQ(result.warnings[0].kind, WarningKind::match_more);
    EXPECT_EQ(result.warnings[0].detail, "5");
}

TEST(Relaxed, AllWordsAreRequiredWhenEnoughHaveThem) {
    SearchIndex index;
    index.apply(with_codes(search::few_matches), store::FeedPosition());
    const SearchResult result = answer_to(index, "code rome ");
    EXPECT_EQ(result.total, static_cast<std::int64_t>(search::few_matches));
    EXPECT_TRUE(result.warnings.empty());
}

TEST(Relaxed, NothingLacksWhereAllWordsWereAskedFor) {
    SearchIndex index;
    index.apply(with_codes(5), store::FeedPosition());
    SearchQuery query;
    query.text = "code rome ";
    query.relaxes = false;
    const SearchResult some = index.search(query).value();
    EXPECT_EQ(some.total, 5);
    EXPECT_TRUE(some.warnings.empty());
    query.text = "code absent ";
    EXPECT_EQ(index.search(query)->total, 0);
}

TEST(Relaxed, ExcludedWordsStayExcluded) {
    SearchIndex index;
    index.apply(with_codes(5), store::FeedPosition());
    EXPECT_EQ(answer_to(index, "code rome -métiers ").total, 5);
}

// The only one with the rare word is excluded: what is left is measured by what is left.
TEST(Relaxed, WhatIsExcludedIsNotTheBest) {
    SearchIndex index;
    index.apply(with_codes(0), store::FeedPosition());
    const SearchResult result = answer_to(index, "code rome -métiers ");
    EXPECT_EQ(result.total, 100);
    ASSERT_FALSE(result.warnings.empty());
    EXPECT_EQ(result.warnings[0].kind, WarningKind::match_part);
    EXPECT_EQ(result.warnings[0].detail, "1/2");
}

TEST(Relaxed, AJoinedWordIsItsParts) {
    SearchIndex index;
    index.apply(with_codes(5), store::FeedPosition());
    EXPECT_EQ(answer_to(index, "code_rome ").total, answer_to(index, "code rome ").total);
    EXPECT_EQ(answer_to(index, "\"code_rome\"").total, 5);
}

TEST(Phrase, IsReadInTheWholeDescription) {
    SearchIndex index;
    std::string filler;
    for (int i = 0; i < 300; ++i)
        filler += "remplissage ";
    std::vector<store::CatalogEntry> entries{
        titled(1, "Un", filler + "le prix du riz baisse"),
        titled(2, "Deux", filler + "le riz a son prix"),
        titled(3, "Prix", "Riz")};
    index.apply(entries, store::FeedPosition());
    const SearchResult result = answer_to(index, "\"prix riz\"");
    ASSERT_EQ(result.total, 1) << "not from one text into the next";
    EXPECT_EQ(result.hits[0].id, sample_id(1));
    EXPECT_EQ(answer_to(index, "titre:\"prix riz\"").total, 0);
}

store::CatalogEntry entry_of(const char* country, std::uint64_t number, std::int64_t popularity) {
    store::CatalogEntry out = titled(number, "Écoles primaires");
    out.portal_key = country;
    out.dataset.countries = {country};
    out.popularity = popularity;
    return out;
}

class TwoCountries : public ::testing::Test {
protected:
    TwoCountries() {
        std::vector<store::CatalogEntry> entries;
        for (std::uint64_t i = 0; i < 60; ++i)
            entries.push_back(entry_of("FR", i, static_cast<std::int64_t>(1) << (i / 3)));
        for (std::uint64_t i = 100; i < 140; ++i)
            entries.push_back(entry_of("SN", i, 0));
        index.apply(std::span(entries).first(70), store::FeedPosition());
        index.apply(std::span(entries).subspan(70), store::FeedPosition());
    }
    std::int64_t senegalese(const SearchResult& result) {
        return std::count_if(result.hits.begin(), result.hits.end(), [this](const auto& hit) {
            return index.find(hit.id)->countries[0] == "SN";
        });
    }
    SearchIndex index;
};

TEST_F(TwoCountries, ShareTheFirstTen) {
    const SearchResult result = answer_to(index, "écoles primaires ", 10);
    EXPECT_EQ(senegalese(result), 3);
    for (std::size_t i = 0; i < result.hits.size(); ++i) {
        if (i > 0)
            EXPECT_LE(result.hits[i].score, result.hits[i - 1].score);
        double sum = 0;
        double spread = 0;
        for (const auto& part : result.explanations[i]) {
            sum += part.value;
            spread += part.kind == ScoreKind::spread ? part.value : 0;
        }
        EXPECT_NEAR(sum, result.hits[i].score, 1e-6);
        EXPECT_EQ(spread > 0, i >= search::one_country_max);
    }
}

TEST_F(TwoCountries, OrderIsTheSameWhateverThePage) {
    const SearchResult all = answer_to(index, "écoles primaires ", 100);
    ASSERT_EQ(all.hits.size(), 100U);
    std::set<DatasetId> once;
    for (const search::Hit& hit : all.hits)
        once.insert(hit.id);
    EXPECT_EQ(once.size(), 100U);
    for (const int size : {3, 5, 10, 20}) {
        std::size_t at = 0;
        for (int page = 1; at < all.hits.size(); ++page) {
            const SearchResult part = answer_to(index, "écoles primaires ", size, page);
            ASSERT_FALSE(part.hits.empty());
            for (const search::Hit& hit : part.hits)
                ASSERT_EQ(hit.id, all.hits[at++].id) << size << " " << page;
        }
    }
}

TEST_F(TwoCountries, AFilterOrABetterTextIsNotSpread) {
    SearchQuery query;
    query.text = "écoles primaires ";
    query.filter(search::Facet::country) = {"FR"};
    EXPECT_EQ(senegalese(index.search(query).value()), 0);
    auto lexicon = std::make_shared<search::Lexicon>();
    lexicon->add_country("France", "FR");
    index.set_lexicon(lexicon);
    EXPECT_EQ(senegalese(answer_to(index, "écoles primaires France ", 10)), 0);
}

} // namespace
} // namespace moisson::test
