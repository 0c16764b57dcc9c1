// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// WordPairs: which documents have two frequent words side by side. Their places need not be read
// for it: two words of half the catalogue each stand in hundreds of thousands of datasets together
// and in a few thousand one behind the other. Apart from the dictionary, which beginnings, stems
// and spelling walk.
#pragma once

#include "search/postings.hpp"
#include "search/string_table.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace moisson::search {

struct Segment;

class WordPairs {
public:
    // A word is frequent when one document of so many has it; the most frequent ones only.
    static constexpr std::uint32_t share = 16;
    static constexpr std::size_t words_max = 255;
    // Postings of all pairs together: about two bytes each.
    static constexpr std::uint64_t postings_per_document_max = 16;

    struct Found {
        // Both are among the words: there is a list, or no document has them side by side.
        bool known = false;
        // Of postings(), or StringTable::absent.
        std::uint32_t list = StringTable::absent;

        bool none() const { return list == StringTable::absent; }
    };
    WordPairs() = default;
    WordPairs(std::vector<std::uint32_t> words, std::vector<std::uint32_t> keys, Postings postings)
        : words_(std::move(words)), keys_(std::move(keys)), postings_(std::move(postings)) {}

    // Of two terms of the segment, in this order.
    Found find(std::uint32_t first, std::uint32_t second) const;
    // Documents of each pair. Fields: where it begins. Impact: that of the word with more postings,
    // of the first when both have as many.
    const Postings& postings() const { return postings_; }
    // Terms, ascending.
    const std::vector<std::uint32_t>& words() const { return words_; }

    std::size_t memory_bytes() const;
    void write(SnapshotWriter& out) const;
    static WordPairs read(SnapshotReader& in);
    // `terms` and `documents` of the segment.
    bool is_sound(std::uint32_t terms, std::uint32_t documents) const;

private:
    std::vector<std::uint32_t> words_;
    // Of each list, ascending: number of the first word times the words, plus that of the second.
    std::vector<std::uint32_t> keys_;
    Postings postings_;
};

// Of a segment that has its postings and the ends of its texts.
WordPairs find_pairs(const Segment& segment);

} // namespace moisson::search
