// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Marks on the original text, found with the analyser of the index.
#include "views/highlight.hpp"

#include "core/utf8.hpp"
#include "search/analyser.hpp"

#include <algorithm>

namespace moisson::views {

namespace {

constexpr std::string_view ellipsis = "…";
// Part of the excerpt that comes before the first match.
constexpr std::size_t lead_share = 4;

bool holds(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

void add_part(Marked& out, std::string_view text, bool match) {
    if (text.empty())
        return;
    MarkedPart part;
    part.text = text;
    part.match = match;
    out.push_back(std::move(part));
}

// The last space at or before `at`, so that no word is cut; `at` itself when there is none near.
std::size_t word_border(std::string_view text, std::size_t at) {
    const std::size_t space = text.rfind(' ', at);
    return space == std::string_view::npos || at - space > 40 ? utf8_prefix(text, at).size()
                                                              : space;
}

} // namespace

Marked mark_words(std::string_view text, const std::vector<std::string>& folded_words) {
    Marked out;
    std::vector<search::Word> words;
    search::split_all_words(text, words);
    std::size_t at = 0;
    for (const search::Word& word : words) {
        if (word.begin < at || !holds(folded_words, word.text))
            continue;
        add_part(out, text.substr(at, word.begin - at), false);
        add_part(out, text.substr(word.begin, word.end - word.begin), true);
        at = word.end;
    }
    add_part(out, text.substr(at), false);
    return out;
}

std::string excerpt_around(
    std::string_view text,
    const std::vector<std::string>& folded_words,
    std::size_t bytes_max
) {
    if (text.size() <= bytes_max)
        return std::string(text);
    std::vector<search::Word> words;
    search::split_all_words(text, words);
    const auto first = std::find_if(words.begin(), words.end(), [&](const search::Word& word) {
        return holds(folded_words, word.text);
    });
    std::size_t begin = 0;
    if (first != words.end() && first->end > bytes_max) {
        begin = word_border(
            text,
            first->begin - std::min<std::size_t>(first->begin, bytes_max / lead_share)
        );
        while (begin < text.size() && text[begin] == ' ')
            ++begin;
    }
    std::string_view kept = text.substr(begin);
    const bool cut = kept.size() > bytes_max;
    if (cut)
        kept = kept.substr(0, word_border(kept, bytes_max));
    std::string out(begin > 0 ? ellipsis : "");
    out += kept;
    if (cut)
        out += ellipsis;
    return out;
}

} // namespace moisson::views
