// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Plan: a parsed query resolved against the dictionaries of a view: which terms of which segment
// answer each word, and how much each word is worth.
#pragma once

#include "search/query_parser.hpp"
#include "search/segment.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moisson::search {

struct TermWeight {
    std::uint32_t term = 0;
    float weight = 1;
};

struct WordPlan {
    std::string word;
    // Per segment.
    std::vector<std::vector<TermWeight>> terms;
    float idf = 0;
    std::uint64_t df = 0;
    // Between quotes: this form and no other.
    bool literal = false;
};

struct ItemPlan {
    std::vector<WordPlan> words;
    // 0, in_title or in_publisher.
    std::uint8_t fields = 0;
    // More than one word that must be adjacent.
    bool adjacent = false;
    // Of an alternative that the lexicon added: a full match is worth a share of what a full match
    // of the typed words is worth, whatever its words.
    float weight = 1;
    bool added = false;
    // As the lexicon writes it, for the explanation.
    std::string shown;
    // Datasets of this country, each worth `country_score`; no words.
    std::string country;
    float country_score = 0;
};

struct GroupPlan {
    std::vector<ItemPlan> items;
    bool excluded = false;
};

struct Plan {
    std::vector<GroupPlan> groups;
    std::vector<Warning> warnings;
    // Forms to highlight.
    std::vector<std::string> matched_words;
    // Of the words as typed, when a title could be just these.
    std::optional<std::uint32_t> title_hash;
    // Named in the query: their datasets come first.
    std::vector<std::string> countries;
};

inline constexpr std::size_t prefix_expansions_max = 64;

// `typed`: as parsed; `expanded`: with what the lexicon added (the same without a lexicon).
Plan make_plan(
    const ParsedQuery& typed,
    const ParsedQuery& expanded,
    std::span<const SegmentRef> segments
);

} // namespace moisson::search
