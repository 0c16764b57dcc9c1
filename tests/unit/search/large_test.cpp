// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What small catalogues never reach: lists of several blocks, words with many places in a document,
// facets of more sets than are counted in lanes, facets that are counted together. Against the list
// of datasets.
#include "search/search_index.hpp"
#include "support/sanitized.hpp"
#include "unit/search/comparison.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace moisson::test {
namespace {

using search::Facet;

constexpr std::uint64_t many_datasets = 2'400;

// Words by the dozen, pairs of them again and again, two rare ones in every sixtieth dataset; a
// publisher and a keyword for nearly each.
store::CatalogEntry wordy_entry(Rng& rng, std::uint64_t number) {
    store::CatalogEntry out = random_entry(rng, number);
    std::string words = random_text(rng, 60);
    const std::string pair = random_text(rng, 1) + ' ' + random_text(rng, 1);
    for (std::uint64_t left = below(rng, 5); left > 0; --left)
        words += ' ' + pair;
    if (number % 60 == 0)
        words += " phare du budget communal";
    if (number % 61 == 0)
        words += " balise " + random_text(rng, 6);
    out.dataset.description = {french(std::move(words))};
    out.dataset.publisher.key = "org-" + std::to_string(below(rng, 3'000));
    out.dataset.keywords.push_back(french("sujet " + std::to_string(below(rng, 1'800))));
    return out;
}

Piece any_word(std::vector<std::string> words, int field = -1) {
    Piece out;
    out.any_of = std::move(words);
    out.field = field;
    return out;
}

Piece phrase_of(std::vector<std::string> words, int field = -1) {
    Piece out;
    out.phrase = std::move(words);
    out.field = field;
    return out;
}

Piece phrase_or_word() {
    Piece out = phrase_of({"prix", "riz"});
    out.any_of = {"phare"};
    return out;
}

Piece without(std::string word) {
    Piece out = any_word({std::move(word)});
    out.excluded = true;
    return out;
}

Question asked(std::string text, std::vector<Piece> pieces) {
    Question out;
    out.query.text = std::move(text);
    out.pieces = std::move(pieces);
    return out;
}

std::vector<Question> many_questions() {
    constexpr int title = static_cast<int>(search::Field::title);
    return {
        asked("", {}),
        asked("budget ", {any_word({"budget"})}),
        asked("phare budget ", {any_word({"phare"}), any_word({"budget"})}),
        asked("\"budget communal\"", {phrase_of({"budget", "communal"})}),
        asked("\"prix riz\"", {phrase_of({"prix", "riz"})}),
        asked("\"riz riz\"", {phrase_of({"riz", "riz"})}),
        asked("\"carte cadastre eau\"", {phrase_of({"carte", "cadastre", "eau"})}),
        asked("titre:\"route prix\"", {phrase_of({"route", "prix"}, title)}),
        asked(
            "phare \"budget communal\"",
            {any_word({"phare"}), phrase_of({"budget", "communal"})}
        ),
        asked("titre:budget phare ", {any_word({"budget"}, title), any_word({"phare"})}),
        asked("riz OU mil phare ", {any_word({"riz", "mil"}), any_word({"phare"})}),
        asked("dakar OU bamako OU phare ", {any_word({"dakar", "bamako", "phare"})}),
        asked("\"prix riz\" OU phare eau ", {phrase_or_word(), any_word({"eau"})}),
        asked("phare balise ", {any_word({"phare"}), any_word({"balise"})}),
        asked(
            "phare balise budget -population ",
            {any_word({"phare"}), any_word({"balise"}), any_word({"budget"}), without("population")}
        ),
        asked(
            "balise phare \"eau foret\" -abidjan -marche ",
            {any_word({"balise"}),
             any_word({"phare"}),
             phrase_of({"eau", "foret"}),
             without("abidjan"),
             without("marche")}
        ),
        asked("-budget ", {without("budget")}),
    };
}

void ask_large_facets(Question& question) {
    for (const Facet facet :
         {Facet::organization,
          Facet::tag,
          Facet::country,
          Facet::format,
          Facet::state,
          Facet::licence,
          Facet::portal,
          Facet::theme})
        question.query.facets.push_back({facet, 10'000, {}});
}

// None, one that many pass, one that some pass, and two.
void filter_by_turns(Question& question, std::size_t turn) {
    search::SearchQuery& query = question.query;
    if (turn % 4 == 1)
        query.excluded[static_cast<std::size_t>(Facet::country)] = {"SN"};
    if (turn % 4 >= 2)
        query.filter(Facet::country) = {"ML", "CI"};
    if (turn % 8 == 4)
        query.filter(Facet::portal) = {"portail-1"};
    if (turn % 4 == 3)
        query.filter(Facet::tag) = {"budget", "eau", "sujet 7", "sujet 8"};
}

TEST(LargeIndex, AgreesWithBruteForce) {
    Rng rng(20261128);
    search::SearchIndex index;
    BruteForce brute;
    const auto put = [&](const std::vector<store::CatalogEntry>& entries) {
        for (const store::CatalogEntry& entry : entries)
            brute.put(entry);
        index.apply(entries, store::FeedPosition());
    };
    std::vector<store::CatalogEntry> entries;
    for (std::uint64_t number = 0; number < many_datasets; ++number)
        entries.push_back(wordy_entry(rng, number));
    put(entries);
    // Some die in segments that stay.
    entries.clear();
    for (int i = 0; i < 150; ++i) {
        entries.push_back(wordy_entry(rng, below(rng, many_datasets)));
        if (i % 3 == 0)
            entries.back().state = RecordState::purged;
    }
    put(entries);
    ASSERT_GE(index.status().segments, 3);
    ASSERT_GT(index.status().deleted, 100);
    search::SearchQuery publishers;
    publishers.facets.push_back({Facet::organization, 0, {}});
    ASSERT_GT(index.search(publishers)->facets[0].values_total, 1'024);
    int mended = 0;
    std::size_t turn = 0;
    const std::size_t step = moisson::testing::sanitized ? 3 : 1;
    for (int merged = 0; merged < 2; ++merged) {
        std::vector<Question> questions = many_questions();
        // Half of them before the merge, half after it: what takes long is the list.
        for (auto i = static_cast<std::size_t>(merged); i < questions.size(); i += 2 * step) {
            Question& question = questions[i];
            question.query.sort = turn % 2 == 0 ? search::Sort::modified : search::Sort::title;
            ask_large_facets(question);
            filter_by_turns(question, turn++);
            compare(index, brute, question, mended);
            if (HasFatalFailure())
                return;
        }
        if (merged == 0)
            index.merge_all();
    }
    EXPECT_EQ(mended, 0);
}

} // namespace
} // namespace moisson::test
