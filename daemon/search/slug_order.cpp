// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/slug_order.hpp"

#include <algorithm>
#include <numeric>

namespace moisson::search {
namespace {

// So many may be passed over one by one.
constexpr std::size_t skipped_max = 2048;

// One segment's part in a merge.
struct Head {
    Head(const SlugList& list, std::uint32_t number, std::uint32_t begin)
        : reader(list), segment(number), rank(begin) {}
    SlugList::Reader reader;
    std::uint32_t segment = 0;
    std::uint32_t rank = 0;
};

} // namespace

SlugOrder::SlugOrder(
    std::span<const SegmentRef> segments,
    const std::vector<Mask>& masks,
    SlugLists& lists
)
    : masks_(masks) {
    for (const SegmentRef& ref : segments)
        lists_.push_back(lists.of(ref.segment));
}

template <class Take>
void SlugOrder::merge(const Ranks& begin, Take take) const {
    std::vector<Head> heads;
    // The next one of a segment, or the end of it.
    const auto advance = [this](Head& head) {
        const SlugList& list = *lists_[head.segment];
        while (head.rank < list.size() && !has(head.segment, head.rank))
            ++head.rank;
        if (head.rank == list.size())
            return false;
        head.reader.slug(head.rank);
        return true;
    };
    heads.reserve(lists_.size());
    for (std::uint32_t number = 0; number < lists_.size(); ++number) {
        heads.emplace_back(*lists_[number], number, begin[number]);
        if (!advance(heads.back()))
            heads.pop_back();
    }
    while (!heads.empty()) {
        const auto first =
            std::min_element(heads.begin(), heads.end(), [](const Head& a, const Head& b) {
                return a.reader.last() < b.reader.last();
            });
        const std::uint32_t document = lists_[first->segment]->document(first->rank);
        if (!take(first->segment, document, first->reader.last()))
            return;
        ++first->rank;
        if (!advance(*first))
            heads.erase(first);
    }
}

std::vector<SlugOrder::Ranks> SlugOrder::selected_ranks(const Ranks& begin) const {
    std::vector<Ranks> out(lists_.size());
    for (std::size_t number = 0; number < lists_.size(); ++number)
        for (std::uint32_t rank = begin[number]; rank < lists_[number]->size(); ++rank)
            if (has(number, rank))
                out[number].push_back(rank);
    return out;
}

// By halves: the slug in the middle of the longest part that is left decides for all of them.
SlugOrder::Ranks SlugOrder::split(const std::vector<Ranks>& selected, std::size_t skipped) const {
    struct Part {
        std::size_t low = 0;
        std::size_t high = 0;
    };
    std::vector<Part> parts(selected.size());
    for (std::size_t i = 0; i < selected.size(); ++i)
        parts[i].high = selected[i].size();
    for (;;) {
        const auto longest =
            std::max_element(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
                return a.high - a.low < b.high - b.low;
            });
        if (longest == parts.end() || longest->high - longest->low < 2)
            break;
        const auto which = static_cast<std::size_t>(longest - parts.begin());
        const std::size_t middle = longest->low + (longest->high - longest->low) / 2;
        SlugList::Reader reader(*lists_[which]);
        const std::string pivot(reader.slug(selected[which][middle]));
        std::vector<std::size_t> below(parts.size());
        std::size_t all = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const std::uint32_t rank = lists_[i]->lower_bound(pivot);
            const auto at = std::lower_bound(selected[i].begin(), selected[i].end(), rank);
            below[i] = static_cast<std::size_t>(at - selected[i].begin());
            all += below[i];
        }
        // Two of one name, which nobody gives: what is left is passed over one by one.
        if (below[which] != middle)
            break;
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (all <= skipped)
                parts[i].low = std::max(parts[i].low, below[i]);
            else
                parts[i].high = std::min(parts[i].high, below[i]);
    }
    Ranks out(selected.size());
    for (std::size_t i = 0; i < selected.size(); ++i)
        out[i] = parts[i].low < selected[i].size() ? selected[i][parts[i].low] : lists_[i]->size();
    return out;
}

std::vector<SlugPlace>
SlugOrder::take(const Ranks& begin, std::size_t skipped, std::size_t count) const {
    std::vector<SlugPlace> out;
    if (count == 0)
        return out;
    const auto keep = [&](std::uint32_t segment, std::uint32_t document, std::string_view slug) {
        if (skipped > 0) {
            --skipped;
            return true;
        }
        out.push_back(SlugPlace{segment, document, std::string(slug)});
        return out.size() < count;
    };
    merge(begin, keep);
    return out;
}

std::vector<SlugPlace>
SlugOrder::from(const Ranks& begin, std::size_t start, std::size_t count) const {
    if (start <= skipped_max)
        return take(begin, start, count);
    const std::vector<Ranks> selected = selected_ranks(begin);
    const Ranks middle = split(selected, start);
    std::size_t before = 0;
    for (std::size_t i = 0; i < selected.size(); ++i)
        before += static_cast<std::size_t>(
            std::lower_bound(selected[i].begin(), selected[i].end(), middle[i]) -
            selected[i].begin()
        );
    return take(middle, start - before, count);
}

std::vector<SlugPlace>
SlugOrder::page(std::size_t start, std::size_t count, bool descending) const {
    const Ranks begin(lists_.size(), 0);
    if (!descending)
        return from(begin, start, count);
    std::size_t total = 0;
    for (const Mask& mask : masks_)
        total += static_cast<std::size_t>(
            std::count_if(mask.begin(), mask.end(), [](std::uint8_t one) { return one != 0; })
        );
    if (start >= total)
        return {};
    const std::size_t given = std::min(count, total - start);
    std::vector<SlugPlace> out = from(begin, total - start - given, given);
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<SlugPlace>
SlugOrder::page_after(std::string_view after, std::size_t start, std::size_t count) const {
    // What follows a text at once is the text and a zero.
    const std::string next = after.empty() ? std::string() : std::string(after) + '\0';
    Ranks begin;
    for (const auto& list : lists_)
        begin.push_back(list->lower_bound(next));
    return from(begin, start, count);
}

std::vector<std::vector<std::uint32_t>> SlugOrder::places() const {
    std::vector<std::vector<std::uint32_t>> out(lists_.size());
    for (std::size_t i = 0; i < lists_.size(); ++i)
        out[i].resize(masks_[i].size());
    std::uint32_t place = 0;
    const auto number = [&](std::uint32_t segment, std::uint32_t document, std::string_view) {
        out[segment][document] = place++;
        return true;
    };
    merge(Ranks(lists_.size(), 0), number);
    return out;
}

std::vector<std::string> slugs_after(
    const View& view,
    SlugLists& lists,
    std::string_view after,
    std::size_t start,
    std::size_t count
) {
    std::vector<Mask> masks;
    for (const SegmentRef& ref : view.segments) {
        masks.emplace_back(ref.segment->size(), std::uint8_t{1});
        drop_hidden(ref, masks.back());
    }
    const SlugOrder order(view.segments, masks, lists);
    std::vector<std::string> out;
    for (SlugPlace& place : order.page_after(after, start, count))
        out.push_back(std::move(place.slug));
    return out;
}

} // namespace moisson::search
