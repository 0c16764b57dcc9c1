// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the parts of the matcher share: scores of a list, walks over it, the board of this thread.
// Inside the room only.
#pragma once

#include "search/matcher.hpp"
#include "search/ranking.hpp"
#include "search/score_board.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace moisson::search {

// Never 0: that would be no match.
inline float at_least_one(float rounded) {
    return std::max(rounded, 1.0F / 1024.0F);
}

// What a posting of a term is worth, by its impact.
using Scores = std::array<float, 256>;

inline Scores scores_of(float idf, float weight) {
    Scores out;
    for (std::size_t impact = 0; impact < out.size(); ++impact)
        out[impact] = at_least_one(
            ranking::rounded(idf * weight * static_cast<float>(impact) * (1.0F / 255.0F))
        );
    return out;
}

// Calls `visit` with the document and the score of each posting of the block that is in one of
// `fields` (0: any).
template <class Visit>
void for_block(
    const PostingCursor& cursor,
    std::uint8_t fields,
    const Scores& scores,
    Visit visit
) {
    const std::size_t size = cursor.size();
    if (fields == 0) {
        for (std::size_t i = 0; i < size; ++i)
            visit(cursor.document(i), scores.data()[cursor.impact(i)]);
        return;
    }
    for (std::size_t i = 0; i < size; ++i)
        if ((cursor.fields(i) & fields) != 0)
            visit(cursor.document(i), scores.data()[cursor.impact(i)]);
}

// Calls `visit` with each candidate that the list has in one of `fields`, and the impact. `cursor`:
// at the beginning of the list.
template <class Visit>
void for_candidates(
    PostingCursor& cursor,
    std::uint8_t fields,
    const Candidates& candidates,
    Visit visit
) {
    auto next = candidates.begin();
    while (next != candidates.end() && cursor.next_block(next->document)) {
        const std::uint32_t last = cursor.document(cursor.size() - 1);
        std::size_t at = 0;
        for (; next != candidates.end() && next->document <= last; ++next) {
            at = cursor.find(next->document, at);
            if (cursor.document(at) == next->document &&
                (fields == 0 || (cursor.fields(at) & fields) != 0))
                visit(next->document, cursor.impact(at));
        }
    }
}

inline Candidates all_of_list(
    const Postings& postings,
    std::uint32_t term,
    std::uint8_t fields,
    const Scores& scores
) {
    Candidates out(postings.df(term));
    std::size_t count = 0;
    PostingCursor cursor(postings, term);
    while (cursor.next_block(0))
        for_block(cursor, fields, scores, [&](std::uint32_t document, float score) {
            out.data()[count++] = Candidate{document, score};
        });
    out.resize(count);
    return out;
}

// Of this thread; begun for one word at a time.
inline ScoreBoard& board_for(const Segment& segment) {
    thread_local ScoreBoard board;
    board.begin(segment.size());
    return board;
}

inline Candidates unscored(const Candidates& candidates) {
    Candidates out = candidates;
    for (Candidate& candidate : out)
        candidate.score = 0;
    return out;
}

// Leaves those that were offered, with the sum of both, and the board empty.
inline void narrow_to_board(ScoreBoard& board, Candidates& found) {
    std::size_t count = 0;
    for (const Candidate candidate : found) {
        const float score = board.score(candidate.document);
        found.data()[count] = Candidate{candidate.document, candidate.score + score};
        count += score > 0 ? 1 : 0;
    }
    found.resize(count);
    board.clear();
}

inline std::vector<const WordPlan*> rarest_first(const ItemPlan& item) {
    std::vector<const WordPlan*> words;
    for (const WordPlan& word : item.words)
        words.push_back(&word);
    std::stable_sort(words.begin(), words.end(), [](const WordPlan* a, const WordPlan* b) {
        return a->df < b->df;
    });
    return words;
}

} // namespace moisson::search
