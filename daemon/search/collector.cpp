// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The one pass. A document that fails exactly one filter still counts in the facet of that filter.
#include "search/collector.hpp"

#include "text/fold.hpp"

#include <algorithm>

namespace moisson::search {

Collector::Collector(
    const SearchQuery& query,
    Sort sort,
    std::size_t count,
    std::optional<CursorPlace> after
)
    : query_(query), sort_(sort), count_(count), filters_(query.filters) {
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
    for (const FacetRequest& request : query.facets)
        facets_.push_back(FacetCounts{request, {}});
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
    const SegmentRef& ref,
    const std::optional<Candidates>& candidates,
    const Signals& signals
) {
    const Segment& segment = *ref.segment;
    const std::vector<SegmentFilter> filters = make_filters(segment);
    std::vector<SegmentCount> counts;
    for (const FacetCounts& facet : facets_) {
        SegmentCount count;
        count.column = &column_of(segment, facet.request.facet);
        count.counts.resize(count.column->sets(), 0);
        count.bit = std::uint32_t{1} << static_cast<unsigned>(facet.request.facet);
        counts.push_back(std::move(count));
    }
    if (spread_)
        spread_->begin(segment.facet(Facet::country));
    if (candidates) {
        for (const Candidate& candidate : *candidates)
            visit(segment, candidate.document, candidate.score, signals, filters, counts);
    } else {
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            if (ref.dead_count == 0 || !is_dead(*ref.dead, document))
                visit(segment, document, 1, signals, filters, counts);
    }
    add_counts(counts);
}

void Collector::visit(
    const Segment& segment,
    std::uint32_t document,
    float text_score,
    const Signals& signals,
    const std::vector<SegmentFilter>& filters,
    std::vector<SegmentCount>& counts
) {
    if (has_ranges_ && !passes_ranges(segment, document))
        return;
    std::uint32_t failed = 0;
    for (const SegmentFilter& filter : filters)
        if (filter.passes.data()[filter.column->set_of_document.data()[document]] == 0)
            failed |= filter.bit;
    if ((failed & (failed - 1)) != 0)
        return;
    for (SegmentCount& count : counts)
        if ((failed & ~count.bit) == 0)
            ++count.counts.data()[count.column->set_of_document.data()[document]];
    if (failed != 0)
        return;
    ++total_;
    if (query_.sums_distributions)
        distributions_ += segment.distributions.data()[document];
    if (count_ > 0)
        keep(segment, document, text_score, signals);
}

void Collector::keep(
    const Segment& segment,
    std::uint32_t document,
    float text_score,
    const Signals& signals
) {
    const auto text = static_cast<double>(text_score);
    const bool full = heap_.size() >= count_;
    const std::uint32_t group =
        spread_ ? spread_->group(segment.facet(Facet::country).set_of_document.data()[document])
                : 0;
    // Signals at most double a score: most candidates of a broad query end here.
    if (full && sort_ == Sort::pertinence && 2 * text < heap_.front().score &&
        (!spread_ || 2 * text < spread_->least(group)))
        return;
    Entry entry;
    entry.id = segment.ids[document];
    entry.text = text;
    entry.group = group;
    switch (sort_) {
    case Sort::pertinence:
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

void Collector::add_counts(const std::vector<SegmentCount>& counts) {
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const FacetColumn& column = *counts[i].column;
        std::vector<std::int64_t> by_value(column.values.size(), 0);
        for (std::uint32_t set = 0; set < column.sets(); ++set)
            if (const std::uint32_t count = counts[i].counts[set]; count > 0)
                for (const std::uint32_t value : column.set(set))
                    by_value[value] += count;
        std::vector<Counted> counted;
        for (std::uint32_t value = 0; value < by_value.size(); ++value)
            if (by_value[value] > 0)
                counted.push_back(
                    Counted{column.values[value], column.labels[value], by_value[value], false}
                );
        add_counted(facets_[i].values, std::move(counted));
    }
}

// Both by value; the newer label wins when there is one.
void Collector::add_counted(std::vector<Counted>& to, std::vector<Counted> more) {
    if (to.empty()) {
        to = std::move(more);
        return;
    }
    std::vector<Counted> merged;
    merged.reserve(to.size() + more.size());
    auto old = to.begin();
    for (Counted& item : more) {
        while (old != to.end() && old->value < item.value)
            merged.push_back(*old++);
        if (old != to.end() && old->value == item.value) {
            item.count += old->count;
            if (item.label.empty())
                item.label = old->label;
            ++old;
        }
        merged.push_back(item);
    }
    merged.insert(merged.end(), old, to.end());
    to = std::move(merged);
}

std::vector<Collector::Entry> Collector::take_entries() {
    std::sort(heap_.begin(), heap_.end(), [this](const Entry& a, const Entry& b) {
        return better(a, b);
    });
    if (spread_)
        spread_->arrange(heap_);
    return std::move(heap_);
}

bool Collector::counts(const FacetCounts& facet, std::string_view value) {
    const auto at = std::lower_bound(
        facet.values.begin(),
        facet.values.end(),
        value,
        [](const Counted& counted, std::string_view wanted) { return counted.value < wanted; }
    );
    return at != facet.values.end() && at->value == value;
}

FacetResult Collector::take_facet(const FacetCounts& facet) const {
    const auto& chosen = query_.filter(facet.request.facet);
    const std::string wanted = text::fold(facet.request.contains);
    std::vector<Counted> all;
    all.reserve(facet.values.size() + chosen.size());
    for (Counted counted : facet.values) {
        counted.selected = std::find(chosen.begin(), chosen.end(), counted.value) != chosen.end();
        const bool named = wanted.empty() ||
                           text::fold(counted.value).find(wanted) != std::string::npos ||
                           text::fold(counted.label).find(wanted) != std::string::npos;
        if (named || counted.selected)
            all.push_back(counted);
    }
    FacetResult result;
    result.facet = facet.request.facet;
    result.values_total = static_cast<std::int64_t>(all.size());
    for (const std::string& value : chosen)
        if (!counts(facet, value))
            all.push_back(Counted{value, {}, 0, true});
    const auto before = [](const Counted& a, const Counted& b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
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
        result.items.push_back(
            FacetItem{std::string(at->value), std::string(at->label), at->count, at->selected}
        );
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
