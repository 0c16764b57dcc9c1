// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Packing and unpacking of posting blocks: deltas, then impacts, then fields; places apart.
#include "search/postings.hpp"

#include "core/assert.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace moisson::search {

namespace {

void put_varint(std::vector<std::uint8_t>& out, unsigned value) {
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>((value & 0x7F) | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

unsigned take_varint(const std::uint8_t*& at) {
    unsigned value = *at & 0x7FU;
    for (unsigned shift = 7; (*at++ & 0x80) != 0; shift += 7)
        value |= (*at & 0x7FU) << shift;
    return value;
}

// The decoder reads eight bytes at once.
constexpr std::size_t read_ahead = 8;

// Of the documents, impacts and fields of a block.
std::size_t packed_bytes(std::size_t count, unsigned bits) {
    return ((count * bits + 7) >> 3) + count + ((count + 3) >> 2);
}

// From here on an allocation is mapped by itself, and what is never written takes no memory.
constexpr std::size_t mapped_bytes = std::size_t{8} << 20;

// Vectors that grow double: what is a little too large is not worth a copy, and the copy of what is
// mapped would be the peak of a merge.
template <class T>
void trim(std::vector<T>& list) {
    if (list.capacity() - list.size() > list.size() / 16 &&
        list.capacity() * sizeof(T) < mapped_bytes)
        list.shrink_to_fit();
}

} // namespace

void Postings::reserve(std::span<const Postings* const> parts) {
    const auto room = [parts](auto& list, auto member) {
        std::size_t sum = 0;
        for (const Postings* const part : parts)
            sum += (part->*member).size();
        list.reserve(sum);
    };
    room(bytes_, &Postings::bytes_);
    room(places_, &Postings::places_);
    room(blocks_, &Postings::blocks_);
}

void Postings::add_term(std::span<const Posting> postings, std::span<const Place> places) {
    MOISSON_ASSERT(!postings.empty());
    std::uint32_t base = 0;
    for (std::size_t at = 0; at < postings.size(); at += block_size) {
        const auto block = postings.subspan(at, std::min(block_size, postings.size() - at));
        add_block(block, places, base);
        base = block.back().document + 1;
    }
    first_block_.push_back(static_cast<std::uint32_t>(blocks_.size()));
    df_.push_back(static_cast<std::uint32_t>(postings.size()));
}

void Postings::add_places(std::span<const Posting> block, std::span<const Place> places) {
    MOISSON_ASSERT(places_.size() < 0xFFFF0000U);
    for (std::size_t i = 0; i < block.size(); i += 4) {
        unsigned packed = 0;
        for (std::size_t j = i; j < std::min(i + 4, block.size()); ++j)
            packed |= std::min<unsigned>(block[j].count, 3) << ((j - i) * 2);
        places_.push_back(static_cast<std::uint8_t>(packed));
    }
    for (const Posting& posting : block) {
        if (posting.count >= 3)
            put_varint(places_, posting.count);
        unsigned previous = 0;
        for (const Place place : places.subspan(posting.first, posting.count)) {
            put_varint(places_, place - previous);
            previous = place;
        }
    }
}

void Postings::add_block(
    std::span<const Posting> block,
    std::span<const Place> places,
    std::uint32_t base
) {
    MOISSON_ASSERT(bytes_.size() < 0xFFFF0000U);
    std::uint32_t all = 0;
    std::uint32_t previous = base;
    for (const Posting& posting : block) {
        all |= posting.document - previous;
        previous = posting.document + 1;
    }
    Block info;
    info.last = block.back().document;
    info.offset = static_cast<std::uint32_t>(bytes_.size());
    info.places = static_cast<std::uint32_t>(places_.size());
    info.count_less_one = static_cast<std::uint8_t>(block.size() - 1);
    info.bits = static_cast<std::uint8_t>(std::bit_width(all));
    std::uint64_t word = 0;
    unsigned filled = 0;
    previous = base;
    for (const Posting& posting : block) {
        word |= static_cast<std::uint64_t>(posting.document - previous) << filled;
        filled += info.bits;
        previous = posting.document + 1;
        for (; filled >= 8; filled -= 8, word >>= 8)
            bytes_.push_back(static_cast<std::uint8_t>(word & 0xFF));
    }
    if (filled > 0)
        bytes_.push_back(static_cast<std::uint8_t>(word & 0xFF));
    for (const Posting& posting : block)
        bytes_.push_back(posting.impact);
    for (std::size_t i = 0; i < block.size(); i += 4) {
        unsigned packed = 0;
        for (std::size_t j = i; j < std::min(i + 4, block.size()); ++j)
            packed |= static_cast<unsigned>(block[j].fields & 3) << ((j - i) * 2);
        bytes_.push_back(static_cast<std::uint8_t>(packed));
    }
    blocks_.push_back(info);
    add_places(block, places);
}

void Postings::finish() {
    bytes_.insert(bytes_.end(), read_ahead, 0);
    trim(bytes_);
    trim(places_);
    trim(blocks_);
    first_block_.shrink_to_fit();
    df_.shrink_to_fit();
}

std::size_t Postings::memory_bytes() const {
    return bytes_.size() + places_.size() + blocks_.size() * sizeof(Block) +
           (first_block_.size() + df_.size()) * 4;
}

void Postings::write(SnapshotWriter& out) const {
    out.array(bytes_);
    out.array(places_);
    out.array(blocks_);
    out.array(first_block_);
    out.array(df_);
}

Postings Postings::read(SnapshotReader& in) {
    Postings postings;
    postings.bytes_ = in.array<std::uint8_t>();
    postings.places_ = in.array<std::uint8_t>();
    postings.blocks_ = in.array<Block>();
    postings.first_block_ = in.array<std::uint32_t>();
    postings.df_ = in.array<std::uint32_t>();
    return postings;
}

// `base`: the first document that it may hold; `offset`: where it should lie.
bool Postings::is_block_sound(const Block& info, std::uint64_t base, std::size_t offset) const {
    const std::size_t count = static_cast<std::size_t>(info.count_less_one) + 1;
    if (count > block_size || info.bits > 32 || info.offset != offset ||
        packed_bytes(count, info.bits) > bytes_.size() - read_ahead - offset)
        return false;
    const std::uint8_t* const bytes = bytes_.data() + offset;
    const std::uint64_t mask = (std::uint64_t{1} << info.bits) - 1;
    std::uint64_t next = base;
    std::size_t bit = 0;
    for (std::size_t i = 0; i < count; ++i, bit += info.bits) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + (bit >> 3), sizeof(word));
        next += ((word >> (bit & 7)) & mask) + 1;
    }
    return next == std::uint64_t{info.last} + 1;
}

bool Postings::is_sound(std::uint32_t documents) const {
    if (bytes_.size() < read_ahead || !are_offsets(first_block_, df_.size(), blocks_.size()))
        return false;
    std::size_t offset = 0;
    std::size_t places = 0;
    for (std::size_t term = 0; term < df_.size(); ++term) {
        std::uint64_t base = 0;
        std::size_t held = 0;
        for (std::size_t block = first_block_[term]; block < first_block_[term + 1]; ++block) {
            const Block& info = blocks_[block];
            const std::size_t count = static_cast<std::size_t>(info.count_less_one) + 1;
            if (!is_block_sound(info, base, offset) || info.last >= documents ||
                info.places < places)
                return false;
            offset += packed_bytes(count, info.bits);
            places = info.places + ((count + 3) >> 2);
            base = std::uint64_t{info.last} + 1;
            held += count;
        }
        if (held == 0 || held != df_[term])
            return false;
    }
    return offset + read_ahead == bytes_.size() && places <= places_.size();
}

void PostingCursor::seek(std::uint32_t term) {
    block_ = postings_.first_block_[term];
    end_ = postings_.first_block_[term + 1];
    base_ = 0;
    count_ = 0;
    place_counts_ = nullptr;
}

bool PostingCursor::next_block(std::uint32_t from) {
    while (block_ < end_ && postings_.blocks_.data()[block_].last < from) {
        base_ = postings_.blocks_.data()[block_].last + 1;
        ++block_;
    }
    if (block_ == end_)
        return false;
    const Postings::Block& info = postings_.blocks_.data()[block_];
    count_ = static_cast<std::size_t>(info.count_less_one) + 1;
    const std::uint8_t* const bytes = postings_.bytes_.data() + info.offset;
    const std::uint64_t mask = (std::uint64_t{1} << info.bits) - 1;
    std::uint32_t document = base_;
    std::size_t bit = 0;
    for (std::size_t i = 0; i < count_; ++i, bit += info.bits) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + (bit >> 3), sizeof(word));
        document += static_cast<std::uint32_t>((word >> (bit & 7)) & mask);
        documents_.data()[i] = document++;
    }
    impacts_ = bytes + ((count_ * info.bits + 7) >> 3);
    fields_ = impacts_ + count_;
    base_ = info.last + 1;
    place_counts_ = nullptr;
    ++block_;
    return true;
}

void PostingCursor::begin_places() {
    // next_block() stands behind its block.
    place_counts_ = postings_.places_.data() + postings_.blocks_.data()[block_ - 1].places;
    places_at_ = place_counts_ + ((count_ + 3) >> 2);
    next_placed_ = 0;
}

// Of the next posting, in order.
unsigned PostingCursor::count_places(std::size_t i) {
    const unsigned count = (place_counts_[i >> 2] >> ((i & 3) * 2)) & 3U;
    return count == 3 ? take_varint(places_at_) : count;
}

std::span<const Place> PostingCursor::places(std::size_t i) {
    if (place_counts_ == nullptr)
        begin_places();
    MOISSON_ASSERT(next_placed_ <= i);
    for (; next_placed_ < i; ++next_placed_)
        for (unsigned left = count_places(next_placed_); left > 0; ++places_at_)
            left -= *places_at_ < 0x80 ? 1 : 0;
    const unsigned count = count_places(next_placed_++);
    if (places_.size() < count)
        places_.resize(std::max<std::size_t>(2 * count, 64));
    unsigned place = 0;
    for (unsigned n = 0; n < count; ++n) {
        place += take_varint(places_at_);
        places_.data()[n] = static_cast<Place>(place);
    }
    return {places_.data(), count};
}

} // namespace moisson::search
