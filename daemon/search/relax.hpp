// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What comes when few documents have all words of a query: those that have most of what the words
// are worth (ADR 0055). Inside the room only.
#pragma once

#include "search/matcher.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace moisson::search {

// Fewer documents with all words than this, and words may lack.
inline constexpr std::size_t few_matches = 20;
// A document must have half of what all words are worth; when none has so much, as much as the
// best. A word is worth its inverse document frequency among the live documents.

// Candidates of a word that are kept between counting and adding; more are looked up again.
inline constexpr std::size_t relaxed_kept_max = 1 << 16;

struct Relaxed {
    // Per segment; live, without excluded words.
    std::vector<Candidates> segments;
    std::size_t documents = 0;
    // Words (positive groups) of the document that has most.
    std::size_t most = 0;
    // Documents of which the worth was summed.
    std::size_t summed = 0;
};

// The same answer whatever `kept_max`.
Relaxed match_most(
    const Plan& plan,
    std::span<const SegmentRef> segments,
    std::size_t kept_max = relaxed_kept_max
);

} // namespace moisson::search
