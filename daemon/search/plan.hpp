// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Plan: a parsed query resolved against the dictionaries of a view: which terms of which segment
// answer each word, and how much each word is worth.
#pragma once

#include "search/query_parser.hpp"
#include "search/segment.hpp"

#include <cstdint>
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
};

struct ItemPlan {
    std::vector<WordPlan> words;
    // 0, in_title or in_publisher.
    std::uint8_t fields = 0;
    // More than one word that must be adjacent: verified on the display text.
    bool adjacent = false;
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
};

inline constexpr std::size_t prefix_expansions_max = 64;

Plan make_plan(const ParsedQuery& query, std::span<const SegmentRef> segments);

} // namespace moisson::search
