// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is offered while somebody types.
#include "search/search_index.hpp"
#include "search/segment.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace moisson::test {
namespace {

std::vector<std::string> titles(const search::Completions& completions) {
    std::vector<std::string> out;
    for (const search::TitleCompletion& title : completions.titles)
        out.emplace_back(best_text(title.title, "fr"));
    return out;
}

class Completing : public ::testing::Test {
protected:
    Completing() {
        std::vector<store::CatalogEntry> entries;
        entries.push_back(titled(1, "Population par commune"));
        entries.push_back(titled(2, "Population du Togo"));
        entries.back().popularity = 50;
        entries.push_back(titled(3, "Écoles primaires", "population scolaire"));
        entries.push_back(titled(4, "Population du Togo"));
        entries.back().dataset.publisher.key = "sante";
        entries.back().dataset.publisher.name = {french("Ministère de la Santé")};
        entries.push_back(titled(5, "Population archivée"));
        entries.back().state = RecordState::archived;
        index.apply(entries, store::FeedPosition());
    }
    search::SearchIndex index;
};

TEST_F(Completing, OffersTitlesOnceBestFirst) {
    EXPECT_EQ(
        titles(index.complete("popul", 5)),
        (std::vector<std::string>{"Population du Togo", "Population par commune"})
    );
    EXPECT_EQ(titles(index.complete("popul", 1)).size(), 1U);
    EXPECT_EQ(
        titles(index.complete("togo pop", 5)),
        std::vector<std::string>{"Population du Togo"}
    );
    EXPECT_EQ(titles(index.complete("ECOL", 5)), std::vector<std::string>{"Écoles primaires"});
}

TEST_F(Completing, OffersPublishersByTheBeginningOfAWord) {
    const auto found = index.complete("sant", 5).publishers;
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].value, "sante");
    EXPECT_EQ(found[0].label, "Ministère de la Santé");
    EXPECT_TRUE(index.complete("anté", 5).publishers.empty());
    EXPECT_EQ(index.complete(" INST", 5).publishers.size(), 1U);
}

TEST_F(Completing, AnswersAnything) {
    for (const char* text : {"", " ", "p", "\"", "-", "-popul", "titre:", "\xff\xfe", "de la"})
        EXPECT_TRUE(index.complete(text, 5).titles.empty()) << text;
    EXPECT_TRUE(search::SearchIndex().complete("popul", 5).titles.empty());
}

TEST_F(Completing, KnowsTheSameAfterASnapshotAndAMerge) {
    const auto path =
        std::filesystem::temp_directory_path() / ("moisson_" + to_string(random_uuid()));
    ASSERT_TRUE(index.save(path.string()));
    search::SearchIndex other;
    ASSERT_TRUE(other.load(path.string()));
    std::filesystem::remove(path);
    EXPECT_EQ(titles(other.complete("popul", 5)), titles(index.complete("popul", 5)));
    EXPECT_EQ(other.complete("sant", 5).publishers.size(), 1U);
    other.merge_all();
    EXPECT_EQ(titles(other.complete("popul", 5)), titles(index.complete("popul", 5)));
}

TEST(CompletingMany, LooksAtThePopularOnesOfAVagueBeginning) {
    search::SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    const std::uint64_t count = search::popular_max + 60'000;
    for (std::uint64_t i = 0; i < count; ++i) {
        entries.push_back(titled(i, "Population " + std::to_string(i)));
        entries.back().dataset.description.clear();
        entries.back().popularity = static_cast<std::int64_t>(i == 77 ? 1'000'000 : i % 1000);
    }
    index.apply(entries, store::FeedPosition());
    index.merge_all();
    const auto found = titles(index.complete("population", 3));
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0], "Population 77");
    EXPECT_EQ(
        titles(index.complete("population 1234 ", 3)),
        std::vector<std::string>{"Population 1234"}
    );
}

} // namespace
} // namespace moisson::test
