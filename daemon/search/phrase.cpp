// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Word after word: the places where a phrase may begin, less those that the next word refuses.
#include "search/phrase.hpp"

#include <algorithm>

namespace moisson::search {

namespace {

// Where the phrase may begin in each candidate, one candidate after the other.
struct Beginnings {
    std::vector<std::uint32_t> offsets{0};
    std::vector<Place> places;

    std::span<const Place> of(std::size_t i) const {
        return std::span(places).subspan(offsets[i], offsets[i + 1] - offsets[i]);
    }
    void end_candidate() { offsets.push_back(static_cast<std::uint32_t>(places.size())); }
};

// Calls `visit` with the number of each candidate that has the term, and the term's places there;
// in order.
template <class Visit>
void for_places(
    const Segment& segment,
    std::uint32_t term,
    const Candidates& candidates,
    Visit visit
) {
    PostingCursor cursor(segment.postings, term);
    std::size_t at = 0;
    while (at < candidates.size() && cursor.next_block(candidates[at].document))
        for (std::size_t i = 0; i < cursor.size() && at < candidates.size(); ++i) {
            while (at < candidates.size() && candidates[at].document < cursor.document(i))
                ++at;
            if (at < candidates.size() && candidates[at].document == cursor.document(i))
                visit(at++, cursor.places(i));
        }
}

// Beginnings of which the word `distance` further on is `term`.
Beginnings followed(
    const Segment& segment,
    std::uint32_t term,
    const Candidates& candidates,
    const Beginnings& before,
    std::size_t distance
) {
    Beginnings out;
    out.places.reserve(before.places.size());
    for_places(segment, term, candidates, [&](std::size_t i, std::span<const Place> places) {
        while (out.offsets.size() <= i)
            out.end_candidate();
        auto next = places.begin();
        for (const Place begin : before.of(i)) {
            next = std::lower_bound(next, places.end(), begin + distance);
            if (next == places.end())
                break;
            if (*next == begin + distance)
                out.places.push_back(begin);
        }
        out.end_candidate();
    });
    while (out.offsets.size() <= candidates.size())
        out.end_candidate();
    return out;
}

std::uint8_t
fields_of(const Segment& segment, std::uint32_t document, std::span<const Place> begins) {
    std::uint8_t out = 0;
    for (const Place begin : begins)
        if (begin < segment.title_ends[document])
            out |= in_title;
        else if (begin < segment.publisher_ends[document])
            out |= in_publisher;
    return out;
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
    Beginnings begins;
    for_places(
        segment,
        item.words.front().terms[number].front().term,
        candidates,
        [&begins](std::size_t, std::span<const Place> places) {
            begins.places.insert(begins.places.end(), places.begin(), places.end());
            begins.end_candidate();
        }
    );
    for (std::size_t i = 1; i < item.words.size(); ++i)
        begins = followed(segment, item.words[i].terms[number].front().term, candidates, begins, i);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const std::uint8_t fields = fields_of(segment, candidates[i].document, begins.of(i));
        if (!begins.of(i).empty() && (item.fields == 0 || (fields & item.fields) != 0))
            candidates[kept++] = candidates[i];
    }
    candidates.resize(kept);
}

} // namespace moisson::search
