// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The one pass, a thousand candidates at a time: what is done to all of them reads one column after
// the other. A document that fails exactly one filter still counts in the facet of that filter.
#include "search/collector.hpp"

#include "text/fold.hpp"

#include <algorithm>

namespace moisson::search {

Collector::Collector(
    const View& view,
    const SearchQuery& query,
    Sort sort,
    std::size_t count,
    std::optional<CursorPlace> after
)
    : view_(view), query_(query), sort_(sort), count_(count), filters_(query.filters) {
    auto& states = filters_[static_cast<std::size_t>(Facet::state)];
    if (states.empty())
        states = {"active", "missing"};
    if (after) {
        after_title_ = std::move(after->title);
        after_ = Entry{static_cast<double>(after->minutes), after_title_, after->id};
    }
    if (sort == Sort::pertinence && count > 0 && !query.text.empty()) {
        spread_.emplace();
        count_ = std::max(count_, first_results);
    }
    has_ranges_ = query.has_ranges();
    for (const FacetRequest& request : query.facets) {
        facets_.emplace_back().request = request;
        prepare(facets_.back());
    }
}

void Collector::prepare(FacetCounts& facet) {
    for (const SegmentRef& ref : view_.segments)
        facet.columns.push_back(&column_of(*ref.segment, facet.request.facet));
    facet.names = facet.request.facet == Facet::freshness
                      ? std::make_shared<const FacetNames>(name_facet(facet.columns))
                      : view_.names_of(facet.request.facet);
    facet.counts.resize(facet.names->values.size(), 0);
}

const FacetColumn& Collector::column_of(const Segment& segment, Facet facet) {
    if (facet != Facet::freshness)
        return segment.facet(facet);
    held_.push_back(segment.freshness_column(query_.seen_until));
    return *held_.back();
}

std::vector<Collector::SegmentFilter> Collector::make_filters(const Segment& segment) {
    std::vector<SegmentFilter> out;
    for (std::size_t i = 0; i < facet_count; ++i) {
        const std::vector<std::string>& unwanted = query_.excluded[i];
        if (filters_[i].empty() && unwanted.empty())
            continue;
        SegmentFilter filter;
        filter.column = &column_of(segment, static_cast<Facet>(i));
        filter.bit = std::uint32_t{1} << i;
        std::vector<std::uint8_t> wanted(filter.column->values.size(), 0);
        for (const std::string& value : filters_[i])
            if (const auto at = filter.column->values.find(value); at != StringTable::absent)
                wanted[at] = 1;
        filter.passes.resize(filter.column->sets(), filters_[i].empty() ? 1 : 0);
        for (std::uint32_t set = 0; set < filter.column->sets(); ++set)
            for (const std::uint32_t value : filter.column->set(set))
                filter.passes[set] |= wanted[value];
        const std::vector<std::uint8_t> refused = filter.column->sets_with(unwanted);
        for (std::uint32_t set = 0; set < filter.column->sets(); ++set)
            if (refused[set] != 0)
                filter.passes[set] = 0;
        // Often nothing is archived.
        if (std::find(filter.passes.begin(), filter.passes.end(), 0) == filter.passes.end())
            continue;
        out.push_back(std::move(filter));
    }
    return out;
}

bool Collector::passes_ranges(const Segment& segment, std::uint32_t document) const {
    const auto within =
        [](Minutes minutes, const std::optional<Instant>& from, const std::optional<Instant>& to) {
            if (!from && !to)
                return true;
            return minutes != no_date && (!from || minutes >= to_minutes(*from)) &&
                   (!to || minutes <= to_minutes(*to));
        };
    return within(segment.modified[document], query_.modified_from, query_.modified_to) &&
           within(segment.created[document], query_.created_from, query_.created_to) &&
           within(segment.first_seen[document], query_.first_seen_from, query_.first_seen_to) &&
           (!query_.among ||
            std::binary_search(query_.among->begin(), query_.among->end(), segment.ids[document])
           ) &&
           passes_extents(segment, document);
}

bool Collector::passes_extents(const Segment& segment, std::uint32_t document) const {
    if (query_.quality_from || query_.quality_to) {
        const int score = segment.quality[document];
        if (score == no_quality || score < query_.quality_from.value_or(0) ||
            score > query_.quality_to.value_or(100))
            return false;
    }
    const auto meets = [](const auto& list, const auto& wanted) {
        return !wanted || std::any_of(list.begin(), list.end(), [&](const auto& one) {
            return overlap(one, *wanted);
        });
    };
    return meets(segment.periods.of(document), query_.covers) &&
           meets(segment.boxes.of(document), query_.within);
}

void Collector::collect(
    std::size_t number,
    const std::optional<Candidates>& candidates,
    const Signals& signals
) {
    const SegmentRef& ref = view_.segments[number];
    const Segment& segment = *ref.segment;
    const std::vector<SegmentFilter> filters = make_filters(segment);
    std::vector<SegmentCount> counts;
    for (const FacetCounts& facet : facets_) {
        SegmentCount count;
        count.column = facet.columns[number];
        count.counts.resize(count.column->sets(), 0);
        count.bit = std::uint32_t{1} << static_cast<unsigned>(facet.request.facet);
        counts.push_back(std::move(count));
    }
    if (spread_)
        spread_->begin(segment.facet(Facet::country));
    Block block;
    const auto add = [&](std::uint32_t document, float score) {
        block.documents.data()[block.size] = document;
        block.scores.data()[block.size] = score;
        if (++block.size == Block::capacity)
            take(segment, block, signals, filters, counts);
    };
    if (candidates) {
        for (const Candidate& candidate : *candidates)
            add(candidate.document, candidate.score);
    } else {
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            if (ref.dead_count == 0 || !is_dead(*ref.dead, document))
                add(document, 1);
    }
    take(segment, block, signals, filters, counts);
    add_counts(number, counts);
}

// Leaves the block empty.
void Collector::take(
    const Segment& segment,
    Block& block,
    const Signals& signals,
    const std::vector<SegmentFilter>& filters,
    std::vector<SegmentCount>& counts
) {
    std::uint32_t* const documents = block.documents.data();
    std::uint32_t* const failed = block.failed.data();
    std::size_t size = block.size;
    block.size = 0;
    if (has_ranges_) {
        std::size_t within = 0;
        for (std::size_t i = 0; i < size; ++i)
            if (passes_ranges(segment, documents[i])) {
                block.scores.data()[within] = block.scores.data()[i];
                documents[within++] = documents[i];
            }
        size = within;
    }
    std::fill_n(failed, size, 0);
    std::uint32_t any = 0;
    for (const SegmentFilter& filter : filters)
        filter.column->set_of_document.visit([&](const auto* sets) {
            const std::uint8_t* const passes = filter.passes.data();
            for (std::size_t i = 0; i < size; ++i) {
                const std::uint32_t bit = passes[sets[documents[i]]] != 0 ? 0 : filter.bit;
                failed[i] |= bit;
                any |= bit;
            }
        });
    for (SegmentCount& count : counts)
        count.column->set_of_document.visit([&](const auto* sets) {
            std::uint32_t* const by_set = count.counts.data();
            if (any == 0)
                for (std::size_t i = 0; i < size; ++i)
                    ++by_set[sets[documents[i]]];
            else
                for (std::size_t i = 0; i < size; ++i)
                    by_set[sets[documents[i]]] += (failed[i] & ~count.bit) == 0 ? 1 : 0;
        });
    for (std::size_t i = 0; i < size; ++i) {
        if (failed[i] != 0)
            continue;
        ++total_;
        if (count_ > 0)
            keep(segment, documents[i], block.scores.data()[i], signals);
    }
}

// Behind all that is kept, or before the cursor: decided by the key alone.
bool Collector::comes_too_late(double key) const {
    return (heap_.size() >= count_ && key < heap_.front().key) || (after_ && key > after_->key);
}

void Collector::keep(
    const Segment& segment,
    std::uint32_t document,
    float text_score,
    const Signals& signals
) {
    const auto text = static_cast<double>(text_score);
    const bool full = heap_.size() >= count_;
    const auto group = [&] {
        return spread_ ? spread_->group(segment.facet(Facet::country).set_of_document[document])
                       : 0;
    };
    Entry entry;
    switch (sort_) {
    case Sort::pertinence:
        // Signals at most double a score: most candidates of a broad query end here.
        if (full && 2 * text < heap_.front().score &&
            (!spread_ || 2 * text < spread_->least(group())))
            return;
        entry.score = text * signals.factor(document);
        entry.key = entry.score;
        break;
    case Sort::modified:
        entry.key = segment.modified[document];
        break;
    case Sort::created:
        entry.key = segment.created[document];
        break;
    case Sort::first_seen:
        entry.key = segment.first_seen[document];
        break;
    case Sort::quality:
        entry.key = segment.quality[document] == no_quality ? -1 : segment.quality[document];
        break;
    case Sort::title:
        entry.title = segment.title_keys[document];
        break;
    }
    if (sort_ != Sort::title && !spread_ && comes_too_late(entry.key))
        return;
    entry.id = segment.ids[document];
    entry.text = text;
    entry.group = group();
    if (spread_)
        spread_->offer(entry);
    if (after_ && !better(*after_, entry))
        return;
    if (full && !better(entry, heap_.front()))
        return;
    if (sort_ != Sort::pertinence)
        entry.score = text * signals.factor(document);
    const auto worse_on_top = [this](const Entry& a, const Entry& b) { return better(a, b); };
    if (full) {
        std::pop_heap(heap_.begin(), heap_.end(), worse_on_top);
        heap_.back() = entry;
    } else {
        heap_.push_back(entry);
    }
    std::push_heap(heap_.begin(), heap_.end(), worse_on_top);
}

bool Collector::better(const Entry& a, const Entry& b) const {
    if (sort_ == Sort::title) {
        if (a.title != b.title)
            return a.title < b.title;
    } else if (a.key < b.key || a.key > b.key) {
        return a.key > b.key;
    }
    return a.id < b.id;
}

void Collector::add_counts(std::size_t number, const std::vector<SegmentCount>& counts) {
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const FacetColumn& column = *counts[i].column;
        const std::vector<std::uint32_t>& numbers = facets_[i].names->numbers[number];
        std::uint32_t* const sums = facets_[i].counts.data();
        for (std::uint32_t set = 0; set < column.sets(); ++set)
            if (const std::uint32_t count = counts[i].counts[set]; count > 0)
                for (const std::uint32_t value : column.set(set))
                    sums[numbers[value]] += count;
    }
}

std::vector<Collector::Entry> Collector::take_entries() {
    std::sort(heap_.begin(), heap_.end(), [this](const Entry& a, const Entry& b) {
        return better(a, b);
    });
    if (spread_)
        spread_->arrange(heap_);
    return std::move(heap_);
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
               text::fold(names.labels[number]).find(wanted) != std::string::npos;
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
            at->number < known ? std::string(names.labels[at->number]) : std::string(),
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

CursorPlace Collector::place_of(const Entry& entry) const {
    CursorPlace place;
    if (sort_ == Sort::title)
        place.title = entry.title;
    else
        place.minutes = static_cast<std::int64_t>(entry.key);
    place.id = entry.id;
    return place;
}

} // namespace moisson::search
