// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Term at a time. The first group gives candidates; the others only touch the posting blocks that
// hold candidates, so that a frequent word beside a rare one costs next to nothing.
#include "search/matcher.hpp"

#include "search/matcher_parts.hpp"
#include "search/phrase.hpp"

#include <algorithm>
#include <bit>

namespace moisson::search {

namespace {

// The sum of both, where both are.
Candidates intersect(const Candidates& a, const Candidates& b) {
    Candidates out(std::min(a.size(), b.size()));
    std::size_t count = 0;
    std::size_t j = 0;
    for (const Candidate& left : a) {
        while (j < b.size() && b.data()[j].document < left.document)
            ++j;
        if (j == b.size())
            break;
        const Candidate& right = b.data()[j];
        if (right.document == left.document)
            out.data()[count++] = Candidate{left.document, left.score + right.score};
    }
    out.resize(count);
    return out;
}

bool is_one_word(const ItemPlan& item) {
    return item.country.empty() && item.words.size() == 1;
}

// Below so many postings for each candidate every posting is read; above, only blocks that may hold
// a candidate.
constexpr std::size_t dense_postings_max = 32;

} // namespace

Matcher::Matcher(const Plan& plan, const SegmentRef& ref, std::size_t number)
    : plan_(plan), ref_(ref), segment_(*ref.segment), number_(number) {}

std::optional<Candidates> Matcher::match_all() {
    return match_within(nullptr);
}

std::optional<Candidates> Matcher::match_popular() {
    Candidates popular;
    for (const std::uint32_t document : segment_.popular)
        popular.push_back(Candidate{document, 0});
    return match_within(&popular);
}

std::optional<Candidates> Matcher::match_within(const Candidates* within) {
    std::optional<Candidates> found;
    for (const GroupPlan& group : plan_.groups) {
        if (group.excluded)
            continue;
        if (!found)
            found = match_group(group, within);
        else if (!found->empty())
            narrow_to_group(group, *found);
    }
    const bool excludes =
        std::any_of(plan_.groups.begin(), plan_.groups.end(), [](const GroupPlan& group) {
            return group.excluded;
        });
    if (!found && !excludes)
        return std::nullopt;
    if (!found) {
        found.emplace(segment_.size());
        for (std::uint32_t document = 0; document < segment_.size(); ++document)
            (*found)[document] = Candidate{document, 1};
    }
    drop_dead(*found);
    drop_excluded(*found);
    return found;
}

Candidates Matcher::match_alone(const GroupPlan& group) {
    Candidates out = match_group(group, nullptr);
    drop_dead(out);
    return out;
}

std::size_t Matcher::count_alone(const GroupPlan& group) {
    if (group.items.size() == 1 && !is_one_word(group.items.front()))
        return match_alone(group).size();
    std::size_t most = 0;
    ScoreBoard& board = offer_any(group, nullptr, most);
    const std::size_t dead = count_dead(board);
    return board.count() - dead;
}

Candidates Matcher::match_group(const GroupPlan& group, const Candidates* within) {
    if (group.items.size() == 1)
        return match_item(group.items.front(), within);
    std::size_t most = 0;
    ScoreBoard& board = offer_any(group, within, most);
    if (within == nullptr)
        return board.take(std::min<std::size_t>(most, segment_.size()));
    Candidates out = unscored(*within);
    narrow_to_board(board, out);
    return out;
}

// The alternatives on one board, which keeps the best. `most`: grows by the documents offered.
ScoreBoard&
Matcher::offer_any(const GroupPlan& group, const Candidates* within, std::size_t& most) {
    // Before the board is begun: they use it themselves.
    std::vector<Candidates> lists;
    for (const ItemPlan& item : group.items)
        if (!is_one_word(item))
            lists.push_back(match_item(item, within));
    ScoreBoard& board = board_for(segment_);
    for (const Candidates& list : lists) {
        most += list.size();
        for (const Candidate& candidate : list)
            board.offer(candidate.document, candidate.score);
    }
    for (const ItemPlan& item : group.items) {
        if (!is_one_word(item))
            continue;
        if (within == nullptr)
            most += offer_word(item.words.front(), item, board);
        else
            offer_among(item.words.front(), item, *within, board);
    }
    return board;
}

Candidates Matcher::match_item(const ItemPlan& item, const Candidates* within) {
    if (!item.country.empty())
        return match_country(item, within);
    if (item.adjacent)
        if (std::optional<Candidates> found = match_pair(item, within))
            return std::move(*found);
    const std::vector<const WordPlan*> words = rarest_first(item);
    Candidates found = match_word(*words.front(), item, within);
    for (std::size_t i = 1; i < words.size() && !found.empty(); ++i)
        narrow_to_word(*words[i], item, found);
    if (item.adjacent)
        keep_phrases(segment_, item, number_, found);
    return found;
}

Candidates Matcher::match_country(const ItemPlan& item, const Candidates* within) const {
    const std::vector<std::uint8_t> passes =
        segment_.facet(Facet::country).sets_with(std::span(&item.country, 1));
    const SetNumbers& sets = segment_.facet(Facet::country).set_of_document;
    const float score = at_least_one(item.country_score);
    Candidates out;
    if (within != nullptr) {
        for (const Candidate& candidate : *within)
            if (passes[sets[candidate.document]] != 0)
                out.push_back(Candidate{candidate.document, score});
        return out;
    }
    for (std::uint32_t document = 0; document < segment_.size(); ++document)
        if (passes[sets[document]] != 0)
            out.push_back(Candidate{document, score});
    return out;
}

Candidates
Matcher::match_word(const WordPlan& word, const ItemPlan& item, const Candidates* within) {
    const auto& terms = word.terms[number_];
    if (terms.empty())
        return {};
    if (within != nullptr) {
        Candidates out = unscored(*within);
        narrow_to_word(word, item, out);
        return out;
    }
    if (terms.size() == 1) {
        const Scores scores = scores_of(word.idf, terms.front().weight * item.weight);
        return all_of_list(segment_.postings, terms.front().term, item.fields, scores);
    }
    ScoreBoard& board = board_for(segment_);
    return board.take(std::min<std::size_t>(offer_word(word, item, board), segment_.size()));
}

// How many postings there are.
std::size_t
Matcher::offer_word(const WordPlan& word, const ItemPlan& item, ScoreBoard& board) const {
    std::size_t postings = 0;
    for (const TermWeight& term : word.terms[number_]) {
        const Scores scores = scores_of(word.idf, term.weight * item.weight);
        postings += segment_.postings.df(term.term);
        PostingCursor cursor(segment_.postings, term.term);
        while (cursor.next_block(0))
            for_block(cursor, item.fields, scores, [&board](std::uint32_t document, float score) {
                board.offer(document, score);
            });
    }
    return postings;
}

// Leaves those that the group has too, with the sum of both.
void Matcher::narrow_to_group(const GroupPlan& group, Candidates& found) {
    const ItemPlan& item = group.items.front();
    if (group.items.size() > 1) {
        std::size_t most = 0;
        narrow_to_board(offer_any(group, &found, most), found);
    } else if (is_one_word(item)) {
        narrow_to_word(item.words.front(), item, found);
    } else {
        const Candidates next = match_item(item, &found);
        found = intersect(found, next);
    }
}

void Matcher::narrow_to_word(const WordPlan& word, const ItemPlan& item, Candidates& found) {
    ScoreBoard& board = board_for(segment_);
    offer_among(word, item, found, board);
    narrow_to_board(board, found);
}

// What candidates have, and others too where that costs less.
void Matcher::offer_among(
    const WordPlan& word,
    const ItemPlan& item,
    const Candidates& candidates,
    ScoreBoard& board
) const {
    std::size_t postings = 0;
    for (const TermWeight& term : word.terms[number_])
        postings += segment_.postings.df(term.term);
    if (postings < dense_postings_max * candidates.size())
        offer_word(word, item, board);
    else
        offer_beside(word, item, candidates, board);
}

// Only what candidates have.
void Matcher::offer_beside(
    const WordPlan& word,
    const ItemPlan& item,
    const Candidates& candidates,
    ScoreBoard& board
) const {
    for (const TermWeight& term : word.terms[number_]) {
        const Scores scores = scores_of(word.idf, term.weight * item.weight);
        PostingCursor cursor(segment_.postings, term.term);
        for_candidates(
            cursor,
            item.fields,
            candidates,
            [&](std::uint32_t document, unsigned impact) {
                board.offer(document, scores.data()[impact]);
            }
        );
    }
}

std::vector<ScorePart> Matcher::explain(std::uint32_t document) {
    const Candidates one{Candidate{document, 0}};
    std::vector<ScorePart> out;
    for (const GroupPlan& group : plan_.groups) {
        if (group.excluded)
            continue;
        const ItemPlan* best = nullptr;
        float best_score = 0;
        for (const ItemPlan& item : group.items) {
            const Candidates found = match_item(item, &one);
            if (found.empty())
                continue;
            if (best == nullptr || found[0].score > best_score) {
                best = &item;
                best_score = found[0].score;
            }
        }
        if (best == nullptr)
            continue;
        explain_item(*best, one, out);
    }
    return out;
}

void Matcher::explain_item(
    const ItemPlan& item,
    const Candidates& one,
    std::vector<ScorePart>& out
) {
    if (!item.country.empty()) {
        const float score = at_least_one(item.country_score);
        out.push_back(ScorePart{ScoreKind::country_name, item.shown, static_cast<double>(score)});
        return;
    }
    for (const WordPlan& word : item.words) {
        const Candidates found = match_word(word, item, &one);
        if (!found.empty())
            out.push_back(ScorePart{
                item.added ? ScoreKind::synonym : ScoreKind::word,
                word.word,
                static_cast<double>(found[0].score)});
    }
}

void Matcher::drop_dead(Candidates& candidates) const {
    if (ref_.dead_count == 0)
        return;
    std::erase_if(candidates, [this](const Candidate& candidate) {
        return is_dead(*ref_.dead, candidate.document);
    });
}

// Of those that were offered.
std::size_t Matcher::count_dead(const ScoreBoard& board) const {
    std::size_t out = 0;
    if (ref_.dead_count == 0)
        return out;
    for (std::size_t word = 0; word < ref_.dead->size(); ++word)
        for (std::uint64_t bits = (*ref_.dead)[word]; bits != 0; bits &= bits - 1) {
            const auto document = static_cast<std::uint32_t>(word * 64) +
                                  static_cast<std::uint32_t>(std::countr_zero(bits));
            out += board.score(document) > 0 ? 1 : 0;
        }
    return out;
}

void Matcher::drop_excluded(Candidates& candidates) {
    for (const GroupPlan& group : plan_.groups) {
        if (!group.excluded || candidates.empty())
            continue;
        const Candidates unwanted = match_group(group, &candidates);
        std::size_t j = 0;
        std::erase_if(candidates, [&](const Candidate& candidate) {
            while (j < unwanted.size() && unwanted[j].document < candidate.document)
                ++j;
            return j < unwanted.size() && unwanted[j].document == candidate.document;
        });
    }
}

} // namespace moisson::search
