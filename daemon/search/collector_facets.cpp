// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a collector counts, and the values that it shows.
#include "search/collector.hpp"
#include "text/fold.hpp"

#include <algorithm>

namespace moisson::search {

void Collector::prepare(FacetCounts& facet) {
    for (const SegmentRef& ref : view_.segments)
        facet.columns.push_back(&column_of(*ref.segment, facet.request.facet));
    facet.names = facet.request.facet == Facet::freshness
                      ? std::make_shared<const FacetNames>(name_facet(facet.columns))
                      : view_.names_of(facet.request.facet);
    facet.counts.resize(facet.names->values.size(), 0);
    facet.labels.resize(facet.names->values.size());
}

// Facets with a filter are counted for themselves: who fails that filter alone counts there.
Collector::SegmentCounts Collector::begin_counts(
    std::size_t number,
    std::size_t candidates,
    const std::vector<SegmentFilter>& filters
) {
    const JointColumn& joint = view_.segments[number].segment->joint;
    std::uint32_t filtered = 0;
    for (const SegmentFilter& filter : filters)
        filtered |= filter.bit;
    SegmentCounts out;
    std::size_t joined = 0;
    for (FacetCounts& facet : facets_) {
        SegmentCount& count = out.facets.emplace_back();
        count.facet = &facet;
        count.column = facet.columns[number];
        count.numbers = facet.names->numbers[number];
        count.bit = std::uint32_t{1} << static_cast<unsigned>(facet.request.facet);
        count.joined = (count.bit & filtered) == 0 && !joint.sets_of(facet.request.facet).empty();
        joined += count.joined ? 1 : 0;
    }
    const bool joins =
        joined > 1 && candidates >= std::size_t{JointColumn::documents_per_number} * joint.numbers;
    if (joins) {
        out.joint = &joint;
        out.by_number.resize(joint.numbers, 0);
    }
    for (SegmentCount& count : out.facets) {
        count.joined = count.joined && joins;
        const std::uint32_t sets = count.column->sets();
        if (!count.joined && candidates < sets / 8)
            continue;
        count.lane = sets <= lane_sets_max && !count.joined ? sets : 0;
        count.counts.resize(count.lane > 0 ? lanes * sets : sets, 0);
    }
    return out;
}

void Collector::count_joint(SegmentCounts& counts, const Block& block, std::size_t size) {
    const std::uint16_t* const numbers = counts.joint->number_of_document.data();
    const std::uint32_t* const documents = block.documents.data();
    std::uint32_t* const by_number = counts.by_number.data();
    for (std::size_t i = 0; i < size; ++i)
        ++by_number[numbers[documents[i]]];
}

// What was counted by number, to the sets of each facet.
void Collector::share_joint(SegmentCounts& counts) {
    if (counts.joint == nullptr)
        return;
    for (SegmentCount& count : counts.facets) {
        if (!count.joined)
            continue;
        const auto& sets = counts.joint->sets_of(count.facet->request.facet);
        for (std::size_t number = 0; number < counts.by_number.size(); ++number)
            count.counts[sets[number]] += counts.by_number[number];
    }
}

void Collector::add_block(
    SegmentCount& count,
    const Block& block,
    std::size_t size,
    std::uint32_t any
) {
    if (count.counts.empty())
        count_one_by_one(count, block, size);
    else
        count_sets(count, block, size, any);
}

void Collector::count_sets(
    SegmentCount& count,
    const Block& block,
    std::size_t size,
    std::uint32_t any
) {
    count.column->set_of_document.visit([&](const auto* sets) {
        const std::uint32_t* const documents = block.documents.data();
        const std::uint32_t* const failed = block.failed.data();
        const std::size_t lane = count.lane;
        std::uint32_t* const by_set = count.counts.data();
        const std::uint32_t others = any & ~count.bit;
        if (others == 0) {
            std::size_t i = 0;
            for (; i + 4 <= size; i += 4) {
                ++by_set[sets[documents[i]]];
                ++by_set[lane + sets[documents[i + 1]]];
                ++by_set[2 * lane + sets[documents[i + 2]]];
                ++by_set[3 * lane + sets[documents[i + 3]]];
            }
            for (; i < size; ++i)
                ++by_set[sets[documents[i]]];
        } else {
            for (std::size_t i = 0; i < size; ++i)
                by_set[(i & 3) * lane + sets[documents[i]]] += (failed[i] & others) == 0 ? 1 : 0;
        }
    });
}

// A few candidates and thousands of publishers: no count for each of their sets.
void Collector::count_one_by_one(SegmentCount& count, const Block& block, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
        if ((block.failed.data()[i] & ~count.bit) == 0)
            add_count(count, count.column->set_of_document[block.documents.data()[i]], 1);
}

// Of one set, to the sums of all segments.
void Collector::add_count(SegmentCount& count, std::uint32_t set, std::uint32_t documents) {
    FacetCounts& facet = *count.facet;
    for (const std::uint32_t value : count.column->set(set)) {
        const std::uint32_t number = count.numbers[value];
        facet.counts.data()[number] += documents;
        if (const std::string_view label = count.column->labels[value]; !label.empty())
            facet.labels.data()[number] = label;
    }
}

void Collector::add_counts(SegmentCounts& counts) {
    share_joint(counts);
    for (SegmentCount& count : counts.facets) {
        if (count.counts.empty())
            continue;
        for (std::uint32_t set = 0; set < count.column->sets(); ++set) {
            std::uint32_t documents = count.counts[set];
            for (std::size_t lane = 1; count.lane > 0 && lane < lanes; ++lane)
                documents += count.counts[lane * count.lane + set];
            if (documents > 0)
                add_count(count, set, documents);
        }
    }
}

FacetResult Collector::take_facet(const FacetCounts& facet) const {
    const FacetNames& names = *facet.names;
    const auto known = static_cast<std::uint32_t>(names.values.size());
    // Those beyond the names.
    std::vector<std::string_view> unknown;
    const std::string wanted = text::fold(facet.request.contains);
    const auto named = [&](std::uint32_t number) {
        return wanted.empty() ||
               text::fold(names.values[number]).find(wanted) != std::string::npos ||
               text::fold(facet.labels[number]).find(wanted) != std::string::npos;
    };
    std::vector<std::uint8_t> chosen(known, 0);
    std::vector<Counted> absent;
    for (const std::string& value : query_.filter(facet.request.facet)) {
        const auto at = std::lower_bound(names.values.begin(), names.values.end(), value);
        const auto number = static_cast<std::uint32_t>(at - names.values.begin());
        if (number < known && *at == value)
            chosen[number] = 1;
        if (number < known && *at == value && facet.counts[number] > 0)
            continue;
        absent.push_back(Counted{known + static_cast<std::uint32_t>(unknown.size()), 0, true});
        unknown.emplace_back(value);
    }
    std::vector<Counted> all;
    for (std::uint32_t number = 0; number < known; ++number)
        if (const std::uint32_t count = facet.counts[number]; count > 0)
            if (chosen[number] != 0 || named(number))
                all.push_back(Counted{number, count, chosen[number] != 0});
    FacetResult result;
    result.facet = facet.request.facet;
    result.values_total = static_cast<std::int64_t>(all.size());
    all.insert(all.end(), absent.begin(), absent.end());
    const auto text_of = [&](const Counted& one) {
        return one.number < known ? names.values[one.number] : unknown[one.number - known];
    };
    const auto before = [&](const Counted& a, const Counted& b) {
        return a.count != b.count ? a.count > b.count : text_of(a) < text_of(b);
    };
    // Thousands of publishers, twenty shown: only those are sorted and copied.
    const auto limit = static_cast<std::size_t>(std::max(facet.request.values_max, 0));
    const auto shown = all.begin() + static_cast<std::ptrdiff_t>(std::min(limit, all.size()));
    std::partial_sort(all.begin(), shown, all.end(), before);
    const auto kept = std::stable_partition(shown, all.end(), [](const Counted& counted) {
        return counted.selected;
    });
    std::sort(shown, kept, before);
    for (auto at = all.begin(); at != kept; ++at)
        result.items.push_back(FacetItem{
            std::string(text_of(*at)),
            at->number < known ? std::string(facet.labels[at->number]) : std::string(),
            at->count,
            at->selected});
    return result;
}

std::vector<FacetResult> Collector::take_facets() const {
    std::vector<FacetResult> out;
    for (const FacetCounts& facet : facets_)
        out.push_back(take_facet(facet));
    return out;
}

} // namespace moisson::search
