// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A generated catalogue of any size with the word frequencies of real ones (research/search.md):
// head words of open data, topics with words of their own, the long tail of a French dictionary,
// communes, numbers, boilerplate, series of near-duplicates; a tenth in English, a twentieth in
// Arabic. The same dataset for the same number, whatever was asked before.
#pragma once

#include "core/rng.hpp"
#include "store/change_feed.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::bench {

// Ranks with probability proportional to 1 / (rank + shift)^exponent.
class Zipf {
public:
    Zipf(std::size_t count, double exponent, double shift);
    std::size_t operator()(Rng& rng) const;

private:
    std::vector<double> sums_;
};

class World {
public:
    // `dictionary`: one French word a line. Throws when it cannot be read.
    explicit World(const std::string& dictionary);

    // The dataset with this number as it is after so many changes.
    store::CatalogEntry entry(std::uint64_t number, std::uint64_t revision = 0) const;

    // Words by kind, for queries.
    const std::vector<std::string>& head() const { return head_; }
    const std::vector<std::string>& tail() const { return tail_; }
    std::string commune(std::uint64_t number) const;

private:
    void add_words(Rng& rng, std::string& out, std::size_t count, std::size_t topic) const;
    std::string french_word(Rng& rng, std::size_t topic) const;
    std::string
    words_in(Rng& rng, const std::string& lang, std::size_t count, std::size_t topic) const;
    void fill_texts(Rng& rng, Dataset& dataset, std::size_t topic) const;
    void fill_facts(Rng& rng, store::CatalogEntry& entry, std::size_t topic) const;

    std::vector<std::string> head_;
    std::vector<std::string> tail_;
    std::vector<std::string> english_;
    std::vector<std::string> arabic_;
    Zipf head_ranks_;
    Zipf topic_ranks_;
    Zipf tail_ranks_;
    Zipf publisher_ranks_;
};

} // namespace moisson::bench
