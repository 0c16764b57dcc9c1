// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What people type. Promises: any bytes give a bounded query of clean folded words, and never an
// excluded group alone without being one; words point into the text they come from and are in
// order; a stem is no longer than its word by more than a letter, and folding decides words: the
// folded text has the same ones.
#include "core/limits.hpp"
#include "fuzz/harness.hpp"
#include "search/analyser.hpp"
#include "search/query_parser.hpp"
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
}

} // namespace moisson::fuzz
