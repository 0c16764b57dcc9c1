// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Misspelt words: when they are replaced, by what, and what the reader is told.
#include "search/search_index.hpp"
#include "search/spelling.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::test {
namespace {

using search::SearchIndex;
using search::SearchResult;
using search::WarningKind;

bool is_corrected(const SearchResult& result) {
    return std::any_of(result.warnings.begin(), result.warnings.end(), [](const auto& warning) {
        return warning.kind == WarningKind::corrected;
    });
}

class Misspelt : public ::testing::Test {
protected:
    Misspelt() {
        std::vector<store::CatalogEntry> entries;
        entries.push_back(titled(1, "Population par commune", "Recensement de 2013"));
        entries.push_back(titled(2, "Prix du riz", "Relevés des marchés"));
        entries.push_back(titled(3, "Population scolaire", "Écoles primaires"));
        entries.push_back(titled(4, "Énergie solaire", "Panneaux"));
        entries.push_back(titled(5, "Cartes des routes", "Routes nationales"));
        index.apply(entries, store::FeedPosition());
    }
    SearchResult ask(std::string text) {
        search::SearchQuery query;
        query.text = std::move(text);
        return index.search(query).value();
    }
    SearchIndex index;
};

TEST_F(Misspelt, AWordThatNoDatasetHasIsReplaced) {
    const SearchResult result = ask("populatoin ");
    EXPECT_EQ(result.total, 2);
    EXPECT_TRUE(is_corrected(result));
    EXPECT_EQ(result.suggestion, "population ");
    EXPECT_EQ(result.literal, "\"populatoin\" ");
    // The way back searches what was typed and nothing else.
    const SearchResult literal = ask(result.literal);
    EXPECT_EQ(literal.total, 0);
    EXPECT_FALSE(is_corrected(literal));
    EXPECT_EQ(literal.suggestion, "");
}

TEST_F(Misspelt, OnlyTheWrongWordChanges) {
    const SearchResult result = ask("Population scolairee");
    EXPECT_EQ(result.suggestion, "Population scolaire");
    EXPECT_EQ(result.literal, "Population \"scolairee\"");
    EXPECT_EQ(result.total, 1);
}

TEST_F(Misspelt, WhatExistsIsTakenAsItIs) {
    // Rare, and one letter from nothing better.
    for (const char* text : {"solaire ", "riz ", "population ", "recensement "}) {
        const SearchResult result = ask(text);
        EXPECT_FALSE(is_corrected(result)) << text;
        EXPECT_EQ(result.suggestion, "") << text;
    }
}

TEST_F(Misspelt, NumbersShortWordsAndQuotesAreTakenAsTheyAre) {
    for (const char* text : {"2014 ", "rix ", "\"populatoin\"", "-populatoin "}) {
        const SearchResult result = ask(text);
        EXPECT_FALSE(is_corrected(result)) << text;
        EXPECT_EQ(result.suggestion, "") << text;
    }
}

TEST_F(Misspelt, WhatIsQuotedStaysInTheCorrectedText) {
    const std::vector<search::Correction> mends{{"ruz", "riz", true}};
    EXPECT_EQ(search::corrected_text("\"du ruz\" ruz", mends), "\"du ruz\" riz");
    EXPECT_EQ(search::literal_text("\"du ruz\" ruz", mends), "\"du ruz\" \"ruz\"");
}

TEST_F(Misspelt, AccentsNeverCountAsAnEdit) {
    EXPECT_EQ(ask("énnergie ").suggestion, "énergie ");
    EXPECT_EQ(ask("enregie ").suggestion, "énergie ") << "two letters swapped are one edit";
}

TEST_F(Misspelt, ShortWordsMayHaveOneEditLongOnesTwo) {
    EXPECT_EQ(search::edits_allowed(3), 0U);
    EXPECT_EQ(search::edits_allowed(4), 1U);
    EXPECT_EQ(search::edits_allowed(7), 1U);
    EXPECT_EQ(search::edits_allowed(8), 2U);
    EXPECT_EQ(ask("rouutte ").suggestion, "") << "7 letters, two edits";
    EXPECT_EQ(ask("poppulattion ").suggestion, "population ");
}

TEST_F(Misspelt, ACursorWalksWhatWasTyped) {
    search::SearchQuery query;
    query.text = "populatoin ";
    query.cursor = "*";
    const SearchResult walk = index.search(query).value();
    EXPECT_EQ(walk.total, 0);
    EXPECT_EQ(walk.suggestion, "population ");
    EXPECT_EQ(walk.literal, "");
    query.cursor.reset();
    query.correct_typos = false;
    EXPECT_EQ(index.search(query)->total, 0);
}

TEST_F(Misspelt, FiltersAndPagesStay) {
    search::SearchQuery query;
    query.text = "populatoin ";
    query.page_size = 1;
    query.page = 2;
    const SearchResult second = index.search(query).value();
    EXPECT_EQ(second.total, 2);
    EXPECT_EQ(second.hits.size(), 1U);
    query.filter(search::Facet::country) = {"SN"};
    EXPECT_EQ(index.search(query)->total, 0);
}

TEST_F(Misspelt, AWordThatOnlyDeletedDatasetsHaveIsAbsent) {
    std::vector<store::CatalogEntry> gone{titled(6, "Populatoin")};
    index.apply(gone, store::FeedPosition());
    EXPECT_FALSE(is_corrected(ask("populatoin ")));
    gone[0].state = RecordState::purged;
    index.apply(gone, store::FeedPosition());
    EXPECT_EQ(ask("populatoin ").total, 2);
}

TEST_F(Misspelt, TheFrequentWordWinsOverTheNearestSlip) {
    // "poplation" exists once, as somebody's slip; "population" is everywhere.
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 10; i < 60; ++i)
        entries.push_back(titled(i, "Population " + std::to_string(i)));
    entries.push_back(titled(60, "Poplation rurale"));
    index.apply(entries, store::FeedPosition());
    EXPECT_EQ(ask("popluation ").suggestion, "population ");
}

TEST_F(Misspelt, ManyWrongWordsCostNoMoreThanAFew) {
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += std::string(1, static_cast<char>('a' + i)) + "population ";
    const SearchResult result = ask(text);
    EXPECT_TRUE(result.suggestion.starts_with("population population population dpopulation "))
        << result.suggestion;
    EXPECT_EQ(result.total, 2);
}

} // namespace
} // namespace moisson::test
