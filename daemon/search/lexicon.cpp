// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Expressions are compared by their stems, the longest first, from left to right.
#include "search/lexicon.hpp"

#include "core/utf8.hpp"
#include "search/analyser.hpp"

#include <algorithm>

namespace moisson::search {

namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<Word> words;
    split_words(text, words);
    std::vector<std::string> out;
    for (Word& word : words)
        if (!word.compound)
            out.push_back(std::move(word.text));
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

std::string key_of(const std::vector<std::string>& words, Stemmer& stemmer) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty())
            out += ' ';
        out += stemmer.stem(word);
    }
    return out;
}

bool is_plain(const QueryGroup& group) {
    return !group.excluded && group.items.size() == 1 && !group.items[0].shown.phrase &&
           group.items[0].shown.field.empty();
}

// Groups [begin, end) as one item.
QueryItem join(const std::vector<QueryGroup>& groups, std::size_t begin, std::size_t end) {
    QueryItem out = groups[begin].items[0];
    for (std::size_t i = begin + 1; i < end; ++i) {
        const QueryItem& next = groups[i].items[0];
        out.shown.text += ' ';
        out.shown.text += next.shown.text;
        out.shown.prefix = next.shown.prefix;
        out.words.insert(out.words.end(), next.words.begin(), next.words.end());
    }
    return out;
}

} // namespace

void Lexicon::add(std::string_view from, Meaning meaning) {
    const std::vector<std::string> words = words_of(from);
    if (words.empty() || words.size() > expression_words_max)
        return;
    Stemmer stemmer;
    auto& meanings = meanings_[key_of(words, stemmer)];
    const bool known =
        std::any_of(meanings.begin(), meanings.end(), [&meaning](const Meaning& other) {
            return other.words == meaning.words && other.country == meaning.country;
        });
    if (!known)
        meanings.push_back(std::move(meaning));
}

void Lexicon::add_one_way(std::string_view from, const std::vector<std::string>& to) {
    Stemmer stemmer;
    const std::string key = key_of(words_of(from), stemmer);
    for (const std::string& text : to) {
        Meaning meaning;
        meaning.shown = text;
        meaning.words = words_of(text);
        // "Budget de l'État" adds nothing to "budget": who has it was found already.
        const std::string other = key_of(meaning.words, stemmer);
        if (!meaning.words.empty() &&
            (' ' + other + ' ').find(' ' + key + ' ') == std::string::npos)
            add(from, std::move(meaning));
    }
}

void Lexicon::add_synonyms(const std::vector<std::string>& expressions) {
    for (const std::string& from : expressions)
        add_one_way(from, expressions);
}

void Lexicon::add_country(std::string_view name, std::string_view code) {
    if (utf8_length(name) < 3)
        return;
    Meaning meaning;
    meaning.shown = name;
    meaning.country = code;
    meaning.only = joined(words_of(name));
    add(name, std::move(meaning));
}

std::vector<const Lexicon::Meaning*>
Lexicon::meanings_of(const std::vector<Meaning>& known, const std::string& typed) {
    std::vector<const Meaning*> out;
    for (const Meaning& meaning : known)
        if (meaning.only.empty() || meaning.only == typed)
            out.push_back(&meaning);
    return out;
}

ParsedQuery Lexicon::expand(ParsedQuery query) const {
    if (meanings_.empty() || query.groups.empty())
        return query;
    Stemmer stemmer;
    std::vector<std::string> keys;
    std::vector<std::string> forms;
    for (const QueryGroup& group : query.groups) {
        const bool plain = is_plain(group);
        keys.push_back(plain ? key_of(group.items[0].words, stemmer) : std::string());
        forms.push_back(plain ? joined(group.items[0].words) : std::string());
    }
    std::vector<QueryGroup> out;
    std::size_t left = alternatives_max;
    for (std::size_t at = 0; at < keys.size();) {
        std::vector<const Meaning*> found;
        std::size_t end = at + 1;
        std::string key;
        std::string form;
        for (std::size_t i = at;
             i < std::min(keys.size(), at + expression_words_max) && !keys[i].empty();
             ++i) {
            key += (key.empty() ? "" : " ") + keys[i];
            form += (form.empty() ? "" : " ") + forms[i];
            const auto known = meanings_.find(key);
            if (known == meanings_.end())
                continue;
            auto meanings = meanings_of(known->second, form);
            if (meanings.empty())
                continue;
            found = std::move(meanings);
            end = i + 1;
        }
        if (found.empty() || left == 0) {
            out.push_back(std::move(query.groups[at++]));
            continue;
        }
        QueryGroup group;
        group.items.push_back(join(query.groups, at, end));
        // A known expression is complete: "PLU" is no beginning of "pluviométrie".
        group.items.back().shown.prefix = false;
        for (std::size_t i = 0; i < found.size() && left > 0; ++i, --left) {
            QueryItem item;
            item.shown.text = found[i]->shown;
            item.words = found[i]->words;
            item.country = found[i]->country;
            item.added = true;
            group.items.push_back(std::move(item));
        }
        out.push_back(std::move(group));
        at = end;
    }
    query.groups = std::move(out);
    return query;
}

} // namespace moisson::search
