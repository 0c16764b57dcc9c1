// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Matcher: the documents of one segment that a plan selects, with their text scores.
#pragma once

#include "search/kept_memory.hpp"
#include "search/plan.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace moisson::search {

struct Candidate {
    std::uint32_t document = 0;
    float score = 0;
};
// Ascending by document. Made with a size, they hold anything until they are filled.
using Candidates = std::vector<Candidate, KeptAllocator<Candidate>>;

class ScoreBoard;

class Matcher {
public:
    // `number` of the segment inside the plan.
    Matcher(const Plan& plan, const SegmentRef& ref, std::size_t number);

    // Live documents that match all groups. nullopt: no positive words, every document matches.
    std::optional<Candidates> match_all();
    // The same among the most popular documents only.
    std::optional<Candidates> match_popular();
    // The live documents of one group, whatever the others say.
    Candidates match_alone(const GroupPlan& group);
    // How many they are.
    std::size_t count_alone(const GroupPlan& group);
    // Of some documents those that have the group.
    Candidates match_among(const GroupPlan& group, const Candidates& some) {
        return match_group(group, &some);
    }
    void drop_excluded(Candidates& candidates);

    // The text score of a document, part by part; they sum to what it was given, before boosts.
    std::vector<ScorePart> explain(std::uint32_t document);

private:
    std::optional<Candidates> match_within(const Candidates* within);
    Candidates match_group(const GroupPlan& group, const Candidates* within);
    Candidates match_item(const ItemPlan& item, const Candidates* within);
    Candidates match_country(const ItemPlan& item, const Candidates* within) const;
    Candidates match_word(const WordPlan& word, const ItemPlan& item, const Candidates* within);
    // From the table of pairs; nullopt: it says nothing of the item.
    std::optional<Candidates> match_pair(const ItemPlan& item, const Candidates* within);
    void narrow_to_group(const GroupPlan& group, Candidates& found);
    void narrow_to_word(const WordPlan& word, const ItemPlan& item, Candidates& found);
    ScoreBoard& offer_any(const GroupPlan& group, const Candidates* within, std::size_t& most);
    std::size_t offer_word(const WordPlan& word, const ItemPlan& item, ScoreBoard& board) const;
    void offer_among(
        const WordPlan& word,
        const ItemPlan& item,
        const Candidates& candidates,
        ScoreBoard& board
    ) const;
    void offer_beside(
        const WordPlan& word,
        const ItemPlan& item,
        const Candidates& candidates,
        ScoreBoard& board
    ) const;
    void explain_item(const ItemPlan& item, const Candidates& one, std::vector<ScorePart>& out);
    void drop_dead(Candidates& candidates) const;
    std::size_t count_dead(const ScoreBoard& board) const;

    const Plan& plan_;
    const SegmentRef& ref_;
    const Segment& segment_;
    std::size_t number_;
};

} // namespace moisson::search
