// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What ADR 0040 promises of the order of results, and that explanations add up.
#include "search/ranking.hpp"
#include "search/search_index.hpp"
#include "search/signals.hpp"
#include "unit/search/small_catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

namespace moisson::test {
namespace {

using search::ScoreKind;
using search::SearchIndex;
using search::SearchQuery;
using search::SearchResult;

SearchResult ask(const SearchIndex& index, std::string text) {
    SearchQuery query;
    query.text = std::move(text);
    query.explain = true;
    query.page_size = 100;
    query.now = Instant(std::chrono::hours(24 * 20'000));
    return index.search(query).value();
}

double sum_of(const std::vector<search::ScorePart>& parts) {
    double sum = 0;
    for (const search::ScorePart& part : parts)
        sum += part.value;
    return sum;
}

double value_of(const std::vector<search::ScorePart>& parts, ScoreKind kind) {
    for (const search::ScorePart& part : parts)
        if (part.kind == kind)
            return part.value;
    return 0;
}

// Without the signals.
double text_of(const std::vector<search::ScorePart>& parts) {
    return sum_of(parts) - value_of(parts, ScoreKind::popularity) -
           value_of(parts, ScoreKind::recency) - value_of(parts, ScoreKind::original) -
           value_of(parts, ScoreKind::spread);
}

TEST(Ranking, ATitleThatIsWhatWasTypedComesBeforeWhatIsPopular) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 50; ++i) {
        entries.push_back(titled(
            i,
            "Dépenses des collectivités",
            "Budget communal voté, budget communal exécuté et budget communal annexe"
        ));
        entries.back().popularity = static_cast<std::int64_t>(1'000'000 + i);
    }
    entries.push_back(titled(99, "Le budget communal"));
    entries.push_back(titled(98, "Le budget communal de Dakar"));
    index.apply(entries, store::FeedPosition());
    const SearchResult result = ask(index, "budget communal");
    EXPECT_EQ(result.hits[0].id, sample_id(99));
    EXPECT_EQ(result.hits[1].id, sample_id(98));
    EXPECT_GT(value_of(result.explanations[0], ScoreKind::exact_title_boost), 0);
    EXPECT_EQ(value_of(result.explanations[1], ScoreKind::exact_title_boost), 0);
    // Other spellings of the same words are no such title.
    const SearchResult plural = ask(index, "budgets communaux");
    EXPECT_EQ(value_of(plural.explanations[0], ScoreKind::exact_title_boost), 0);
}

// The constants together: whatever its signals, what only mentions a word stays behind a title that
// is just the words typed, of any length that a title has.
TEST(Ranking, NoMentionPassesATitleThatIsWhatWasTyped) {
    namespace ranking = search::ranking;
    const double mention = ranking::impact(ranking::mention_max);
    for (int words = 1; words <= 30; ++words) {
        const double title = ranking::impact(ranking::field_weight(search::Field::title, 1, words));
        EXPECT_GT(title * ranking::exact_title_boost, mention * (1 + ranking::signals_max))
            << words << " words";
    }
}

// One word, which many popular datasets mention; one of them is about it by its title too, and may
// come first: readers who type a name mean that one as often (ADR 0055).
TEST(Ranking, ATitleOfOneWordComesBeforeWhatMentionsTheWord) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 50; ++i) {
        entries.push_back(titled(
            i,
            "Établissements de la région",
            "Tirés de la base Sirene : Sirene des entreprises, Sirene des établissements"
        ));
        entries.back().popularity = static_cast<std::int64_t>(1'000'000 + i);
    }
    for (std::uint64_t i = 0; i < 300; ++i)
        entries.push_back(titled(1'000 + i, "Arrêts de bus"));
    entries.push_back(titled(98, "Base Sirene des entreprises et de leurs établissements"));
    entries.back().popularity = 9'000'000;
    entries.push_back(titled(99, "SIRENE"));
    index.apply(entries, store::FeedPosition());
    for (const char* const text : {"Sirene", "sirene ", "Sirène"}) {
        const SearchResult result = ask(index, text);
        ASSERT_GE(result.hits.size(), 52U) << text;
        EXPECT_EQ(result.hits[0].id, sample_id(98)) << text;
        EXPECT_EQ(result.hits[1].id, sample_id(99)) << text;
        for (std::size_t i = 0; i < 3; ++i)
            EXPECT_NEAR(sum_of(result.explanations[i]), result.hits[i].score, 1e-6) << text;
    }
}

TEST(Ranking, NoSignalPassesTwiceTheTextScore) {
    EXPECT_LT(search::ranking::signals_max, 1);
    Rng rng(20261126);
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 300; ++i) {
        entries.push_back(random_entry(rng, i));
        entries.back().popularity = static_cast<std::int64_t>(rng.below(1 << 20));
        entries.back().dataset.origin_portal = rng.below(2) == 0 ? "ailleurs.org" : "";
        if (rng.below(2) == 0)
            entries.back().signal.cluster = random_uuid();
    }
    index.apply(entries, store::FeedPosition());
    for (const std::string& word : sample_words()) {
        const SearchResult result = ask(index, word + " ");
        double least_text_before = 1e9;
        for (std::size_t i = 0; i < result.hits.size(); ++i) {
            const auto& parts = result.explanations[i];
            const double text = text_of(parts);
            EXPECT_LE(text, 2 * least_text_before + 1e-9) << word;
            least_text_before = std::min(least_text_before, text);
        }
    }
}

TEST(Ranking, PopularityIsComparedWithinAPortal) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    // A large portal counts thousands of views, a small one tens, a third nothing.
    for (std::uint64_t i = 0; i < 100; ++i) {
        entries.push_back(titled(i, "Transport"));
        entries.back().portal_key = "grand";
        entries.back().popularity = static_cast<std::int64_t>(100 * std::pow(1.1, i));
        entries.push_back(titled(100 + i, "Transport"));
        entries.back().portal_key = "petit";
        entries.back().popularity = static_cast<std::int64_t>(10 * std::pow(1.1, i));
        entries.push_back(titled(200 + i, "Transport"));
        entries.back().portal_key = "muet";
    }
    index.apply(entries, store::FeedPosition());
    SearchQuery query;
    query.text = "transport ";
    query.explain = true;
    query.page_size = 100;
    std::map<DatasetId, double> popularity;
    for (query.page = 1; query.page <= 3; ++query.page) {
        const SearchResult result = index.search(query).value();
        for (std::size_t i = 0; i < result.hits.size(); ++i) {
            const auto& parts = result.explanations[i];
            popularity[result.hits[i].id] = value_of(parts, ScoreKind::popularity) / text_of(parts);
        }
    }
    EXPECT_NEAR(popularity[sample_id(99)], popularity[sample_id(199)], 1e-6) << "both first";
    EXPECT_GT(popularity[sample_id(99)], popularity[sample_id(250)]);
    EXPECT_GT(popularity[sample_id(250)], popularity[sample_id(0)]) << "half against last";
    EXPECT_NEAR(popularity[sample_id(250)], popularity[sample_id(200)], 1e-9) << "all alike";
}

TEST(Ranking, DependsOnTheDatasetsAndNotOnTheSegments) {
    Rng rng(5);
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 400; ++i)
        entries.push_back(random_entry(rng, i));
    SearchIndex whole;
    whole.apply(entries, store::FeedPosition());
    SearchIndex parts;
    for (std::size_t at = 0; at < entries.size(); at += 40)
        parts.apply(std::span(entries).subspan(at, 40), store::FeedPosition());
    for (const std::string& word : sample_words()) {
        const SearchResult a = ask(whole, word + " ");
        const SearchResult b = ask(parts, word + " ");
        ASSERT_EQ(a.hits.size(), b.hits.size());
        for (std::size_t i = 0; i < a.hits.size(); ++i) {
            EXPECT_EQ(a.hits[i].id, b.hits[i].id) << word;
            EXPECT_DOUBLE_EQ(a.hits[i].score, b.hits[i].score);
        }
    }
}

TEST(Ranking, NewerIsALittleBetterAndACopyALittleWorse) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 4; ++i) {
        entries.push_back(titled(i, "Réseau de bus"));
        PartialDate date;
        date.instant = Instant(std::chrono::hours(24 * (i < 2 ? 19'990 : 15'000)));
        entries.back().dataset.modified = date;
        entries.back().signal.cluster = random_uuid();
        entries.back().dataset.origin_portal = i % 2 == 1 ? "ailleurs.org" : "";
    }
    index.apply(entries, store::FeedPosition());
    const SearchResult result = ask(index, "réseau de bus ");
    EXPECT_EQ(result.hits[0].id, sample_id(0));
    EXPECT_EQ(result.hits[3].id, sample_id(3));
}

TEST(PopularityCode, GrowsAndFitsAByte) {
    EXPECT_EQ(search::popularity_code(-5), 0);
    EXPECT_EQ(search::popularity_code(0), 0);
    EXPECT_EQ(search::popularity_code(1), 10);
    EXPECT_EQ(search::popularity_code(std::int64_t{1} << 62), 255);
    for (std::int64_t i = 1; i < 1'000'000; i = i * 2 + 1)
        EXPECT_GT(search::popularity_code(i), search::popularity_code(i / 2)) << i;
}

TEST(Explanation, AddsUp) {
    Rng rng(8);
    SearchIndex index;
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t i = 0; i < 200; ++i)
        entries.push_back(random_entry(rng, i));
    for (std::size_t at = 0; at < entries.size(); at += 50)
        index.apply(std::span(entries).subspan(at, 50), store::FeedPosition());
    auto lexicon = std::make_shared<search::Lexicon>();
    lexicon->add_synonyms({"riz", "récolte de mil"});
    lexicon->add_country("Dakar", "SN");
    index.set_lexicon(lexicon);
    int explained = 0;
    for (const char* text :
         {"riz ",
          "riz Dakar ",
          "transport école",
          "\"prix riz\"",
          "titre:budget eau ",
          "santé OU carte ",
          "eau zanzibar ",
          "-riz",
          "écol"}) {
        const SearchResult result = ask(index, text);
        ASSERT_EQ(result.explanations.size(), result.hits.size());
        for (std::size_t i = 0; i < result.hits.size(); ++i, ++explained)
            EXPECT_NEAR(sum_of(result.explanations[i]), result.hits[i].score, 1e-6) << text;
    }
    EXPECT_GT(explained, 100);
}

TEST(Explanation, NamesWordsSynonymsAndBoosts) {
    SearchIndex index;
    std::vector<store::CatalogEntry> entries{titled(1, "Prix du riz"), titled(2, "Tarifs du mil")};
    index.apply(entries, store::FeedPosition());
    auto lexicon = std::make_shared<search::Lexicon>();
    lexicon->add_synonyms({"prix", "tarifs"});
    index.set_lexicon(lexicon);
    const SearchResult result = ask(index, "prix ");
    ASSERT_EQ(result.hits.size(), 2U);
    EXPECT_EQ(result.explanations[0][0].kind, ScoreKind::word);
    EXPECT_EQ(result.explanations[0][0].what, "prix");
    EXPECT_EQ(result.explanations[1][0].kind, ScoreKind::synonym);
    EXPECT_EQ(result.explanations[1][0].what, "tarifs");
    EXPECT_EQ(result.explanations[1][1].kind, ScoreKind::popularity);
    EXPECT_TRUE(index.search(SearchQuery())->explanations.empty());
}

} // namespace
} // namespace moisson::test
