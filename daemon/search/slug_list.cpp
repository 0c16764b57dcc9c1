// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/slug_list.hpp"

#include "core/assert.hpp"

#include <algorithm>
#include <numeric>

namespace moisson::search {
namespace {

// Slugs of one block: what a look into the middle reads.
constexpr std::uint32_t block_slugs = 128;

void put_number(std::string& out, std::size_t number) {
    for (; number >= 0x80; number >>= 7)
        out += static_cast<char>((number & 0x7F) | 0x80);
    out += static_cast<char>(number);
}

std::size_t take_number(const std::string& bytes, std::size_t& at) {
    std::size_t out = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto part = static_cast<unsigned char>(bytes[at++]);
        out |= static_cast<std::size_t>(part & 0x7FU) << shift;
        if (part < 0x80)
            return out;
    }
}

std::size_t shared_bytes(std::string_view a, std::string_view b) {
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<std::size_t>(differ.first - a.begin());
}

} // namespace

std::shared_ptr<const SlugList> SlugList::of(const Segment& segment) {
    StringTable slugs;
    DisplayStore::Reader records(segment.display);
    for (std::uint32_t document = 0; document < segment.size(); ++document)
        slugs.add(slug_of(records.encoded(document)));
    auto list = std::make_shared<SlugList>();
    list->documents_.resize(segment.size());
    std::iota(list->documents_.begin(), list->documents_.end(), 0U);
    std::sort(
        list->documents_.begin(),
        list->documents_.end(),
        [&slugs](std::uint32_t a, std::uint32_t b) { return slugs[a] < slugs[b]; }
    );
    std::string_view before;
    for (std::uint32_t rank = 0; rank < list->size(); ++rank) {
        const std::string_view slug = slugs[list->documents_[rank]];
        if (rank % block_slugs == 0) {
            list->blocks_.push_back(static_cast<std::uint32_t>(list->bytes_.size()));
            before = {};
        }
        list->add(slug, before);
        before = slug;
    }
    // A million slugs are 20 MB.
    MOISSON_ASSERT(list->bytes_.size() < 0xFFFFFFFFU);
    list->bytes_.shrink_to_fit();
    return list;
}

void SlugList::add(std::string_view slug, std::string_view before) {
    const std::size_t shared = shared_bytes(before, slug);
    put_number(bytes_, shared);
    put_number(bytes_, slug.size() - shared);
    bytes_ += slug.substr(shared);
}

std::string_view SlugList::Reader::slug(std::uint32_t rank) {
    MOISSON_ASSERT(rank < list_->size());
    const std::uint32_t first = rank / block_slugs * block_slugs;
    if (next_ > rank || next_ < first || next_ == 0) {
        next_ = first;
        at_ = list_->blocks_[rank / block_slugs];
    }
    for (; next_ <= rank; ++next_) {
        const std::size_t shared = take_number(list_->bytes_, at_);
        const std::size_t rest = take_number(list_->bytes_, at_);
        slug_.resize(shared);
        slug_.append(list_->bytes_, at_, rest);
        at_ += rest;
    }
    return slug_;
}

std::uint32_t SlugList::lower_bound(std::string_view text) const {
    Reader reader(*this);
    // The last block whose first slug is below the text.
    std::uint32_t low = 0;
    auto high = static_cast<std::uint32_t>(blocks_.size());
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (reader.slug(middle * block_slugs) < text)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return 0;
    const std::uint32_t end = std::min(low * block_slugs, size());
    std::uint32_t rank = (low - 1) * block_slugs;
    while (rank < end && reader.slug(rank) < text)
        ++rank;
    return rank;
}

std::size_t SlugList::memory_bytes() const {
    return documents_.capacity() * sizeof(std::uint32_t) + bytes_.capacity() +
           blocks_.capacity() * sizeof(std::uint32_t);
}

std::shared_ptr<const SlugList> SlugLists::of(const std::shared_ptr<const Segment>& segment) {
    const std::scoped_lock lock(mutex_);
    const auto known = lists_.find(segment);
    if (known != lists_.end())
        return known->second;
    std::erase_if(lists_, [](const auto& entry) { return entry.first.expired(); });
    std::shared_ptr<const SlugList> made = SlugList::of(*segment);
    lists_.emplace(segment, made);
    return made;
}

} // namespace moisson::search
