// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Postings: for each term the documents that have it, in bit-packed blocks of 128 with one byte of
// BM25F impact and two bits of fields per posting, and beside them where in the document the term
// stands, which only phrases read.
#pragma once

#include "search/snapshot_io.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace moisson::search {

// Bits of Posting::fields: where `titre:` and `prod:` look.
inline constexpr std::uint8_t in_title = 1;
inline constexpr std::uint8_t in_publisher = 2;

struct Posting {
    std::uint32_t document = 0;
    // 1 to 255: quantised saturated term weight.
    std::uint8_t impact = 1;
    std::uint8_t fields = 0;
    // Of the places that are given beside the postings: how many, and the first of them.
    std::uint16_t count = 0;
    std::uint32_t first = 0;
};

// Places of words in a document: title, publisher, keywords, description, one after the other, with
// a gap between two texts so that no phrase reaches from one into the next.
using Place = std::uint16_t;
inline constexpr std::uint32_t places_max = 65'000;

class Postings {
public:
    static constexpr std::size_t block_size = 128;

    // Before the first term: room for what these hold together.
    void reserve(std::span<const Postings* const> parts);
    // Postings of the next term, documents ascending, at least one; the places of each ascending.
    void add_term(std::span<const Posting> postings, std::span<const Place> places);
    void finish();

    std::uint32_t terms() const { return static_cast<std::uint32_t>(df_.size()); }
    std::uint32_t df(std::uint32_t term) const { return df_.data()[term]; }
    std::size_t memory_bytes() const;
    void write(SnapshotWriter& out) const;
    static Postings read(SnapshotReader& in);
    // Whether all blocks lie where they should and hold documents below `documents`. What phrases
    // read is not looked at.
    bool is_sound(std::uint32_t documents) const;

private:
    friend class PostingCursor;
    struct Block {
        std::uint32_t last = 0;
        std::uint32_t offset = 0;
        std::uint32_t places = 0;
        std::uint8_t count_less_one = 0;
        std::uint8_t bits = 0;
        std::uint16_t unused = 0;
    };
    void
    add_block(std::span<const Posting> block, std::span<const Place> places, std::uint32_t base);
    bool is_block_sound(const Block& info, std::uint64_t base, std::size_t offset) const;
    void add_places(std::span<const Posting> block, std::span<const Place> places);

    std::vector<std::uint8_t> bytes_;
    // Of each block: two bits per posting for the number of places (3: it follows), then the
    // differences, seven bits a byte.
    std::vector<std::uint8_t> places_;
    std::vector<Block> blocks_;
    std::vector<std::uint32_t> first_block_{0};
    std::vector<std::uint32_t> df_;
};

// Walks the blocks of one term.
class PostingCursor {
public:
    // At the end, until seek().
    explicit PostingCursor(const Postings& postings) : postings_(postings) {}
    PostingCursor(const Postings& postings, std::uint32_t term) : PostingCursor(postings) {
        seek(term);
    }

    // Before the first block of this term. Whoever walks many keeps one cursor.
    void seek(std::uint32_t term);
    // Decodes the next block that holds a document >= `from`; false at the end.
    bool next_block(std::uint32_t from);
    std::size_t size() const { return count_; }
    std::uint32_t document(std::size_t i) const { return documents_.data()[i]; }
    // The first of the block that is `document` or behind it, from `begin` on; the last is. Who
    // asks for many asks for neighbours: halving would guess wrong where a look or two are enough.
    std::size_t find(std::uint32_t document, std::size_t begin) const {
        const auto* const documents = documents_.data();
        for (const std::size_t end = std::min(begin + near_postings, count_); begin < end; ++begin)
            if (documents[begin] >= document)
                return begin;
        return static_cast<std::size_t>(
            std::lower_bound(documents + begin, documents + count_, document) - documents
        );
    }
    std::uint8_t impact(std::size_t i) const { return impacts_[i]; }
    std::uint8_t fields(std::size_t i) const {
        return static_cast<std::uint8_t>((fields_[i >> 2] >> ((i & 3) * 2)) & 3);
    }
    // Ascending; valid until the next call. `i` ascending within a block.
    std::span<const Place> places(std::size_t i);

private:
    static constexpr std::size_t near_postings = 6;

    void begin_places();
    unsigned count_places(std::size_t i);

    const Postings& postings_;
    std::uint32_t block_ = 0;
    std::uint32_t end_ = 0;
    std::uint32_t base_ = 0;
    std::size_t count_ = 0;
    const std::uint8_t* impacts_ = nullptr;
    const std::uint8_t* fields_ = nullptr;
    std::array<std::uint32_t, Postings::block_size> documents_{};
    // Of the current block, once somebody asked: two bits a posting, where those of posting
    // `next_placed_` begin, and those of the one before.
    const std::uint8_t* place_counts_ = nullptr;
    const std::uint8_t* places_at_ = nullptr;
    std::size_t next_placed_ = 0;
    std::vector<Place> places_;
};

} // namespace moisson::search
