// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The 500 questions of the million-dataset bench: frequent, rare and several words, phrases,
// beginnings, filters, browsing.
#pragma once

#include "search/query.hpp"
#include "search_world.hpp"

#include <string>
#include <utility>
#include <vector>

namespace moisson::bench {

struct Question {
    std::string kind;
    search::SearchQuery query;
};

inline const std::vector<std::pair<std::string, std::size_t>>& question_kinds() {
    static const std::vector<std::pair<std::string, std::size_t>> kinds{
        {"frequent", 50},
        {"frequents", 60},
        {"medium", 60},
        {"rare", 50},
        {"mixed", 70},
        {"phrase", 50},
        {"prefix", 50},
        {"filtered", 60},
        {"browse filtered", 40},
        {"browse", 10}};
    return kinds;
}

// Top 20 and six facets each. `documents`: how many of the world are indexed.
std::vector<Question> make_questions(const World& world, std::uint64_t documents);

} // namespace moisson::bench
