// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Phrases by the table of pairs: it answers two frequent words, and of more words it names the
// documents that are worth a look at their places.
#include "search/matcher.hpp"
#include "search/matcher_parts.hpp"
#include "search/phrase.hpp"

#include <algorithm>
#include <utility>

namespace moisson::search {

namespace {

// Two words of an item that the table knows.
struct KnownPair {
    std::size_t at = 0; // of the first
    WordPairs::Found found;
    std::uint32_t df = 0;
};

// The rarest pair of neighbours; nullopt: the table knows none, or a word is not there at all.
std::optional<KnownPair>
rarest_pair(const Segment& segment, const ItemPlan& item, std::size_t number) {
    for (const WordPlan& word : item.words)
        if (word.terms[number].empty())
            return std::nullopt;
    std::optional<KnownPair> out;
    for (std::size_t i = 0; i + 1 < item.words.size(); ++i) {
        KnownPair pair;
        pair.at = i;
        pair.found = segment.pairs.find(
            item.words[i].terms[number].front().term,
            item.words[i + 1].terms[number].front().term
        );
        if (!pair.found.known)
            continue;
        if (!pair.found.none())
            pair.df = segment.pairs.postings().df(pair.found.list);
        if (!out || pair.df < out->df)
            out = pair;
    }
    return out;
}

} // namespace

std::optional<Candidates> Matcher::match_pair(const ItemPlan& item, const Candidates* within) {
    const std::optional<KnownPair> pair = rarest_pair(segment_, item, number_);
    if (!pair)
        return std::nullopt;
    if (pair->found.none())
        return Candidates();
    const Postings& lists = segment_.pairs.postings();
    const WordPlan* scored = &item.words[pair->at];
    const WordPlan* other = &item.words[pair->at + 1];
    const TermWeight& first = scored->terms[number_].front();
    // Whose impact the list has.
    if (segment_.postings.df(first.term) < segment_.postings.df(other->terms[number_].front().term))
        std::swap(scored, other);
    const Scores scores = scores_of(scored->idf, first.weight * item.weight);
    Candidates found;
    if (within == nullptr) {
        found = all_of_list(lists, pair->found.list, item.fields, scores);
    } else {
        ScoreBoard& board = board_for(segment_);
        PostingCursor cursor(lists, pair->found.list);
        for_candidates(cursor, item.fields, *within, [&](std::uint32_t document, unsigned impact) {
            board.offer(document, scores.data()[impact]);
        });
        found = unscored(*within);
        narrow_to_board(board, found);
    }
    if (item.words.size() == 2) {
        narrow_to_word(*other, item, found);
        return found;
    }
    // The places are read of documents that have every word by its own list.
    found = unscored(found);
    for (const WordPlan* const word : rarest_first(item))
        if (!found.empty())
            narrow_to_word(*word, item, found);
    keep_phrases(segment_, item, number_, found);
    return found;
}

} // namespace moisson::search
