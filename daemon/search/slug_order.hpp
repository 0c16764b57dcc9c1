// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents by slug, across segments: a page from anywhere without reading what is before it.
#pragma once

#include "search/select.hpp"
#include "search/slug_list.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

struct SlugPlace {
    std::uint32_t segment = 0;
    std::uint32_t document = 0;
    std::string slug;
};

class SlugOrder {
public:
    // Of the documents that `masks` has, by segment; all three outlive it.
    SlugOrder(
        std::span<const SegmentRef> segments,
        const std::vector<Mask>& masks,
        SlugLists& lists
    );

    // The places `start` to `start + count` of all; descending: from the end.
    std::vector<SlugPlace> page(std::size_t start, std::size_t count, bool descending) const;
    // Of those whose slug is behind `after`: passes over `start`, gives `count` of them.
    std::vector<SlugPlace>
    page_after(std::string_view after, std::size_t start, std::size_t count) const;
    // By segment and document: the place in the whole order, where the mask has it.
    std::vector<std::vector<std::uint32_t>> places() const;

private:
    using Ranks = std::vector<std::uint32_t>;

    bool has(std::size_t number, std::uint32_t rank) const {
        return masks_[number][lists_[number]->document(rank)] != 0;
    }
    // By segment: the ranks from `begin` on that the masks have.
    std::vector<Ranks> selected_ranks(const Ranks& begin) const;
    // By segment: the rank at which `skipped` of `selected` are before.
    Ranks split(const std::vector<Ranks>& selected, std::size_t skipped) const;
    // Gives each in turn to `take` until it says false.
    template <class Take>
    void merge(const Ranks& begin, Take take) const;
    std::vector<SlugPlace> take(const Ranks& begin, std::size_t skipped, std::size_t count) const;
    // From those ranks on.
    std::vector<SlugPlace> from(const Ranks& begin, std::size_t start, std::size_t count) const;

    const std::vector<Mask>& masks_;
    std::vector<std::shared_ptr<const SlugList>> lists_;
};

// Slugs of everything active or missing that are behind `after`; passes over `start` of them.
std::vector<std::string> slugs_after(
    const View& view,
    SlugLists& lists,
    std::string_view after,
    std::size_t start,
    std::size_t count
);

} // namespace moisson::search
