// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// SlugList: the slugs of one segment in order. Slugs are else in the display records only, in the
// order of documents. Made when somebody first asks for an order by name (most of a second for a
// million) and kept as long as the segment: some 20 bytes per document.
#pragma once

#include "search/segment.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

// Immutable once built; safe from any thread. A rank is a place in the order of slugs, dead
// documents included.
class SlugList {
public:
    static std::shared_ptr<const SlugList> of(const Segment& segment);

    // Unpacks each block once while ranks ascend.
    class Reader {
    public:
        explicit Reader(const SlugList& list) : list_(&list) {}
        // Valid until the next call.
        std::string_view slug(std::uint32_t rank);
        // The one that was read last.
        std::string_view last() const { return slug_; }

    private:
        const SlugList* list_;
        // What comes next in the bytes of the list, and the slug that was read last.
        std::uint32_t next_ = 0;
        std::size_t at_ = 0;
        std::string slug_;
    };

    std::uint32_t size() const { return static_cast<std::uint32_t>(documents_.size()); }
    std::uint32_t document(std::uint32_t rank) const { return documents_[rank]; }
    // First rank whose slug is >= text.
    std::uint32_t lower_bound(std::string_view text) const;
    std::size_t memory_bytes() const;

private:
    void add(std::string_view slug, std::string_view before);

    std::vector<std::uint32_t> documents_; // by rank
    // Of each slug what it shares with the one before, and the rest; blocks begin with a whole one.
    std::string bytes_;
    std::vector<std::uint32_t> blocks_;
};

// The lists of the segments in use. Any thread.
class SlugLists {
public:
    // Never null. Whoever asks for one that is being made waits for it.
    std::shared_ptr<const SlugList> of(const std::shared_ptr<const Segment>& segment);

private:
    std::mutex mutex_;
    // Those of segments that are gone go with the next new one.
    std::map<
        std::weak_ptr<const Segment>,
        std::shared_ptr<const SlugList>,
        std::owner_less<std::weak_ptr<const Segment>>>
        lists_;
};

} // namespace moisson::search
