// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lexicon: what the house knows of words beyond spelling: acronyms and synonyms
// (config/synonymes.yaml), names of countries. Expansion happens at query time, so that a change of
// the file needs no new index.
#pragma once

#include "search/query_parser.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moisson::search {

// Alternatives that one query gets, and words of an expression that is looked for in it.
inline constexpr std::size_t alternatives_max = 12;
inline constexpr std::size_t expression_words_max = 8;

// Immutable once built; safe from any thread.
class Lexicon {
public:
    // Whoever writes one of the expressions also means the others.
    void add_synonyms(const std::vector<std::string>& expressions);
    // Whoever writes `from` also means each of `to`, not the other way round.
    void add_one_way(std::string_view from, const std::vector<std::string>& to);
    // `code`: ISO 3166-1 alpha-2 in upper case. Names of fewer than 3 letters are left out.
    void add_country(std::string_view name, std::string_view code);

    // The query with the alternatives of its plain words; what is between quotes, excluded or
    // bound to a field stays as it is. Groups of an expression of several words become one.
    ParsedQuery expand(ParsedQuery query) const;

    bool empty() const { return meanings_.empty(); }

private:
    struct Meaning {
        std::string shown;
        std::vector<std::string> words;
        // Set for a country: no words.
        std::string country;
        // Unless empty, the expression counts in this form only: "Malte" is a country, "malt" not.
        std::string only;
    };

    // Of the expression, the meanings that `typed` has.
    static std::vector<const Meaning*>
    meanings_of(const std::vector<Meaning>& known, const std::string& typed);

    void add(std::string_view from, Meaning meaning);

    // By the stems of the expression, with spaces between.
    std::unordered_map<std::string, std::vector<Meaning>> meanings_;
};

} // namespace moisson::search
