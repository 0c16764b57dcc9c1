// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Term at a time. The first group gives candidates; the others only touch the posting blocks that
// hold candidates, so that a frequent word beside a rare one costs next to nothing.
#include "search/matcher.hpp"

#include "search/phrase.hpp"
#include "search/ranking.hpp"
#include "search/score_board.hpp"

#include <algorithm>

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

// The better of both, where either is.
Candidates unite(const Candidates& a, const Candidates& b) {
    Candidates out;
    out.reserve(a.size() + b.size());
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (j == b.size() || (i < a.size() && a[i].document < b[j].document)) {
            out.push_back(a[i++]);
        } else if (i == a.size() || b[j].document < a[i].document) {
            out.push_back(b[j++]);
        } else {
            out.push_back(a[i].score >= b[j].score ? a[i] : b[j]);
            ++i;
            ++j;
        }
    }
    return out;
}

// Never 0: that would be no match.
float at_least_one(float rounded) {
    return std::max(rounded, 1.0F / 1024.0F);
}

float score_of(float idf, std::uint8_t impact, float weight) {
    return at_least_one(
        ranking::rounded(idf * weight * static_cast<float>(impact) * (1.0F / 255.0F))
    );
}

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
        if (!found) {
            found = match_group(group, within);
        } else if (!found->empty()) {
            const Candidates next = match_group(group, &*found);
            found = intersect(*found, next);
        }
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

Candidates Matcher::match_group(const GroupPlan& group, const Candidates* within) {
    Candidates out;
    for (const ItemPlan& item : group.items) {
        Candidates found = match_item(item, within);
        out = out.empty() ? std::move(found) : unite(out, found);
    }
    return out;
}

Candidates Matcher::match_item(const ItemPlan& item, const Candidates* within) {
    if (!item.country.empty())
        return match_country(item, within);
    std::vector<const WordPlan*> words;
    for (const WordPlan& word : item.words)
        words.push_back(&word);
    std::stable_sort(words.begin(), words.end(), [](const WordPlan* a, const WordPlan* b) {
        return a->df < b->df;
    });
    Candidates found = match_word(*words.front(), item, within);
    for (std::size_t i = 1; i < words.size() && !found.empty(); ++i) {
        const Candidates next = match_word(*words[i], item, &found);
        found = intersect(found, next);
    }
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
    const std::uint8_t fields = item.fields;
    if (terms.empty())
        return {};
    if (within != nullptr)
        return match_word_within(word, item, *within);
    if (terms.size() == 1)
        return match_one_list(word, item);
    thread_local ScoreBoard board;
    board.begin(segment_.size());
    for (const TermWeight& term : terms) {
        PostingCursor cursor(segment_.postings, term.term);
        while (cursor.next_block(0))
            for (std::size_t i = 0; i < cursor.size(); ++i) {
                if (fields != 0 && (cursor.fields(i) & fields) == 0)
                    continue;
                board.offer(
                    cursor.document(i),
                    score_of(word.idf, cursor.impact(i), term.weight * item.weight)
                );
            }
    }
    return board.take();
}

Candidates Matcher::match_one_list(const WordPlan& word, const ItemPlan& item) {
    const std::uint8_t fields = item.fields;
    const TermWeight& term = word.terms[number_].front();
    const float weight = term.weight * item.weight;
    Candidates out(segment_.postings.df(term.term));
    std::size_t count = 0;
    PostingCursor cursor(segment_.postings, term.term);
    while (cursor.next_block(0))
        for (std::size_t i = 0; i < cursor.size(); ++i)
            if (fields == 0 || (cursor.fields(i) & fields) != 0)
                out.data()[count++] =
                    Candidate{cursor.document(i), score_of(word.idf, cursor.impact(i), weight)};
    out.resize(count);
    return out;
}

Candidates
Matcher::match_word_within(const WordPlan& word, const ItemPlan& item, const Candidates& within) {
    const std::uint8_t fields = item.fields;
    Candidates out(within.size());
    for (std::size_t i = 0; i < within.size(); ++i)
        out[i].document = within[i].document;
    for (const TermWeight& term : word.terms[number_]) {
        PostingCursor cursor(segment_.postings, term.term);
        std::size_t at = 0;
        while (at < out.size() && cursor.next_block(out[at].document)) {
            for (std::size_t i = 0; i < cursor.size() && at < out.size(); ++i) {
                const std::uint32_t document = cursor.document(i);
                while (at < out.size() && out.data()[at].document < document)
                    ++at;
                if (at == out.size() || out.data()[at].document != document)
                    continue;
                if (fields != 0 && (cursor.fields(i) & fields) == 0)
                    continue;
                Candidate& candidate = out.data()[at];
                candidate.score = std::max(
                    candidate.score,
                    score_of(word.idf, cursor.impact(i), term.weight * item.weight)
                );
            }
            const std::uint32_t last = cursor.document(cursor.size() - 1);
            while (at < out.size() && out.data()[at].document <= last)
                ++at;
        }
    }
    std::erase_if(out, [](const Candidate& candidate) { return candidate.score <= 0; });
    return out;
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
