// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/phrase.hpp"

#include <algorithm>
#include <string_view>

namespace moisson::search {

namespace {

bool has_phrase(std::string_view text, const ItemPlan& item, std::vector<Word>& words) {
    words.clear();
    split_words(text, words);
    std::erase_if(words, [](const Word& word) { return word.compound; });
    const auto& wanted = item.words;
    const auto same = [](const Word& word, const WordPlan& plan) { return word.text == plan.word; };
    return std::search(words.begin(), words.end(), wanted.begin(), wanted.end(), same) !=
           words.end();
}

} // namespace

bool has_phrase(const DisplayRecord& record, const ItemPlan& item, std::vector<Word>& words) {
    const auto in_texts = [&](const LocalizedText& texts) {
        return std::any_of(texts.begin(), texts.end(), [&](const LangText& text) {
            return has_phrase(text.text, item, words);
        });
    };
    const bool anywhere = item.fields == 0;
    if ((anywhere || item.fields == in_title) && in_texts(record.title))
        return true;
    if ((anywhere || item.fields == in_publisher) && in_texts(record.publisher))
        return true;
    if (!anywhere)
        return false;
    return has_phrase(record.excerpt.text, item, words) ||
           std::any_of(
               record.keywords.begin(),
               record.keywords.end(),
               [&](const std::string& keyword) { return has_phrase(keyword, item, words); }
           );
}

} // namespace moisson::search
