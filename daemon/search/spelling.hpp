// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Spelling: words of a query that nothing or next to nothing matches, and the near words of the
// dictionary that were probably meant (ADR 0040).
#pragma once

#include "search/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

// A word with this many datasets or more is taken as it is.
inline constexpr std::uint64_t rare_word_df = 3;
// Work of one query: words looked up, and forms of the dictionaries compared (about 15 ns each).
inline constexpr std::size_t corrected_words_max = 3;
inline constexpr std::size_t spelling_forms_max = 2'000'000;

// Levenshtein distance by Myers' bit-parallel algorithm; `pattern` is at most 64 bytes.
std::size_t edit_distance(std::string_view pattern, std::string_view text);
// Edits that a word of so many letters may have: none below 4, 1 up to 7, 2 from 8 on. Two letters
// in each other's place count as one edit.
std::size_t edits_allowed(std::size_t letters);

struct Correction {
    // Folded.
    std::string typed;
    std::string used;
    // No live dataset has the typed word: searching for it makes no sense.
    bool absent = false;
};

// Words between quotes, excluded ones and those with digits are taken as they are.
std::vector<Correction> find_corrections(const Plan& plan, std::span<const SegmentRef> segments);

// `text` with the corrected words in place of the typed ones.
std::string corrected_text(std::string_view text, const std::vector<Correction>& corrections);
// `text` with the typed words between quotes: the same search, taken literally.
std::string literal_text(std::string_view text, const std::vector<Correction>& corrections);

// The dictionary has no accents: the words of `text` that `original` does not have, spelt as in
// `samples` ("energie" -> "énergie").
std::string accented(
    const std::string& text,
    std::string_view original,
    const std::vector<std::string>& samples
);

} // namespace moisson::search
