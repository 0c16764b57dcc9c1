// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What people type. Promises: any bytes give a bounded query of clean folded words, and never an
// excluded group alone without being one; words point into the text they come from and are in
// order; a stem is no longer than its word by more than a letter, and folding decides words: the
// folded text has the same ones. Over a small index: answers, corrections, completions and
// synonyms come for any bytes, are clean, and explanations sum to the scores.
#include "core/limits.hpp"
#include "fuzz/harness.hpp"
#include "search/analyser.hpp"
#include "search/query_parser.hpp"
#include "search/search_index.hpp"
#include "text/fold.hpp"

namespace moisson::fuzz {
namespace {

void check_words(const std::string& text) {
    std::vector<search::Word> words;
    search::split_words(text, words);
    std::vector<search::Word> all;
    search::split_all_words(text, all);
    require(words.size() <= all.size(), "stop words are among all words");
    static search::Stemmer stemmer;
    std::uint32_t position = 0;
    for (const search::Word& word : all) {
        require(word.begin <= word.end && word.end <= text.size(), "a word lies in its text");
        require(!word.text.empty(), "a word is not empty");
        require_clean(word.text, "a word");
        require(word.position + 1 >= position, "words are in order");
        position = word.position;
        require_clean(stemmer.stem(word.text), "a stem");
    }
}

const search::SearchIndex& small_index() {
    static const std::unique_ptr<const search::SearchIndex> made = [] {
        auto index = std::make_unique<search::SearchIndex>();
        std::vector<store::CatalogEntry> entries;
        for (const char* const title :
             {"Population du Togo",
              "Prix du riz",
              "Écoles primaires",
              "جودة المياه",
              "R.G.P.H. 2013"}) {
            store::CatalogEntry entry;
            entry.id = dataset_id_at_first_sight("p", "t", title);
            entry.slug = "jeu-" + std::to_string(entries.size());
            entry.portal_key = "p";
            entry.dataset.countries = {entries.size() % 2 == 0 ? "TG" : "SN"};
            entry.dataset.title.push_back({"fr", title, false});
            entries.push_back(std::move(entry));
        }
        index->apply(entries, store::FeedPosition());
        auto lexicon = std::make_shared<search::Lexicon>();
        lexicon->add_synonyms({"RGPH", "recensement de la population"});
        lexicon->add_country("Togo", "TG");
        index->set_lexicon(std::move(lexicon));
        return index;
    }();
    return *made;
}

void check_answers(std::string_view input) {
    search::SearchQuery query;
    query.text = input;
    query.explain = true;
    query.sort = search::Sort::pertinence;
    const auto answer = small_index().search(query);
    require(answer.has_value(), "any text has an answer");
    require_clean(answer->suggestion, "a suggestion");
    require_clean(answer->literal, "the literal search");
    require(answer->explanations.size() == answer->hits.size(), "every hit is explained");
    for (std::size_t i = 0; i < answer->hits.size(); ++i) {
        double sum = 0;
        for (const search::ScorePart& part : answer->explanations[i]) {
            require_clean(part.what, "a part of a score");
            sum += part.value;
        }
        const double off = sum - answer->hits[i].score;
        require(off < 1e-6 && off > -1e-6, "the parts sum to the score");
    }
    const search::Completions found = small_index().complete(input, 3);
    require(found.titles.size() <= 3 && found.publishers.size() <= 3, "completions are few");
}

} // namespace

void search_text(std::string_view input) {
    const search::ParsedQuery query = search::parse_query(input);
    std::size_t words = 0;
    for (const search::QueryGroup& group : query.groups) {
        require(!group.items.empty(), "a group is not empty");
        for (const search::QueryItem& item : group.items) {
            require_clean(item.shown.text, "an item");
            words += item.words.size();
            for (const std::string& word : item.words) {
                require_clean(word, "a word");
                require(text::fold(word) == word, "a word is folded");
            }
        }
    }
    require(words <= 4 * limits::query_words, "words are few");
    for (const search::Warning& warning : query.warnings)
        require_clean(warning.detail, "the detail of a warning");
    check_words(clean(input));
    check_answers(input);
}

} // namespace moisson::fuzz
