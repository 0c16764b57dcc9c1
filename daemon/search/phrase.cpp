// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One candidate after the other, all words side by side: who has the phrase once is not read on.
#include "search/phrase.hpp"

#include <algorithm>

namespace moisson::search {

namespace {

// The places of one word in candidates, in order.
class PhraseWord {
public:
    PhraseWord(const Postings& postings, std::uint32_t term) : cursor_(postings, term) {}

    // Every candidate has the word.
    std::span<const Place> places_in(std::uint32_t document) {
        if (cursor_.size() == 0 || cursor_.document(cursor_.size() - 1) < document) {
            cursor_.next_block(document);
            at_ = 0;
        }
        at_ = cursor_.find(document, at_);
        return cursor_.places(at_);
    }

private:
    PostingCursor cursor_;
    std::size_t at_ = 0;
};

// Whether the other words follow a place of the first; `rests`: their places, each from where it
// was read to.
bool follows(Place begin, std::vector<std::span<const Place>>& rests) {
    for (std::size_t i = 0; i < rests.size(); ++i) {
        std::span<const Place>& rest = rests[i];
        const std::size_t wanted = begin + i + 1;
        while (!rest.empty() && rest.front() < wanted)
            rest = rest.subspan(1);
        if (rest.empty() || rest.front() != wanted)
            return false;
    }
    return true;
}

bool is_in(std::uint8_t fields, const Segment& segment, std::uint32_t document, Place begin) {
    if (fields == 0)
        return true;
    if (begin < segment.title_ends[document])
        return (fields & in_title) != 0;
    return begin < segment.publisher_ends[document] && (fields & in_publisher) != 0;
}

} // namespace

void keep_phrases(
    const Segment& segment,
    const ItemPlan& item,
    std::size_t number,
    Candidates& candidates
) {
    if (candidates.empty())
        return;
    // A literal word is one form, and every candidate has them all.
    std::vector<PhraseWord> words;
    words.reserve(item.words.size());
    for (const WordPlan& word : item.words)
        words.emplace_back(segment.postings, word.terms[number].front().term);
    std::vector<std::span<const Place>> rests(words.size() - 1);
    std::erase_if(candidates, [&](const Candidate& candidate) {
        const auto begins = words.front().places_in(candidate.document);
        for (std::size_t i = 0; i < rests.size(); ++i)
            rests[i] = words[i + 1].places_in(candidate.document);
        return std::none_of(begins.begin(), begins.end(), [&](Place begin) {
            return is_in(item.fields, segment, candidate.document, begin) && follows(begin, rests);
        });
    });
}

} // namespace moisson::search
