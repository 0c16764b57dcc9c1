// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The one pass, a thousand candidates at a time: what is done to all of them reads one column after
// the other. A document that fails exactly one filter still counts in the facet of that filter.
#include "search/collector.hpp"

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
    SegmentCounts counts =
        begin_counts(number, candidates ? candidates->size() : segment.size(), filters);
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
        for (std::size_t at = 0; at < candidates->size(); at += Block::capacity) {
            const Candidate* const from = candidates->data() + at;
            const std::size_t size = std::min(Block::capacity, candidates->size() - at);
            for (std::size_t i = 0; i < size; ++i) {
                block.documents.data()[i] = from[i].document;
                block.scores.data()[i] = from[i].score;
            }
            block.size = size;
            take(segment, block, signals, filters, counts);
        }
    } else {
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            if (ref.dead_count == 0 || !is_dead(*ref.dead, document))
                add(document, 1);
    }
    take(segment, block, signals, filters, counts);
    add_counts(counts);
}

// Leaves the block empty.
void Collector::take(
    const Segment& segment,
    Block& block,
    const Signals& signals,
    const std::vector<SegmentFilter>& filters,
    SegmentCounts& counts
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
    // Who fails one filter is of interest to the facet of that filter alone.
    for (SegmentCount& count : counts.facets)
        if ((count.bit & any) != 0)
            add_block(count, block, size, any);
    if (any != 0) {
        std::size_t passed = 0;
        // Written before it is known whether it counts: half of them pass, by no rule.
        for (std::size_t i = 0; i < size; ++i) {
            block.scores.data()[passed] = block.scores.data()[i];
            documents[passed] = documents[i];
            passed += failed[i] == 0 ? 1 : 0;
        }
        size = passed;
        std::fill_n(failed, size, 0);
    }
    for (SegmentCount& count : counts.facets)
        if (!count.joined && (count.bit & any) == 0)
            add_block(count, block, size, 0);
    if (counts.joint != nullptr)
        count_joint(counts, block, size);
    total_ += static_cast<std::int64_t>(size);
    if (query_.sums_distributions)
        for (std::size_t i = 0; i < size; ++i)
            distributions_ += segment.distributions.data()[documents[i]];
    if (count_ > 0)
        keep_best(segment, block, size, signals);
}

void Collector::keep_best(
    const Segment& segment,
    const Block& block,
    std::size_t size,
    const Signals& signals
) {
    if (spread_) {
        segment.facet(Facet::country).set_of_document.visit([&](const auto* sets) {
            keep_spread(segment, block, size, signals, sets);
        });
        return;
    }
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint32_t document = block.documents.data()[i];
        const float score = block.scores.data()[i];
        if (!comes_too_late(key_of(segment, document, score), 0))
            keep(segment, document, score, 0, signals);
    }
}

// By relevance. What a score can be at most gets better known step by step: most candidates of a
// broad query end at the first.
template <class Sets>
void Collector::keep_spread(
    const Segment& segment,
    const Block& block,
    std::size_t size,
    const Signals& signals,
    const Sets* sets
) {
    // Below it nobody's country matters. It only rises.
    const double least_key =
        heap_.size() >= count_ ? std::min(heap_.front().key, spread_->least_of_all()) : 0;
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint32_t document = block.documents.data()[i];
        const float score = block.scores.data()[i];
        const auto text = static_cast<double>(score);
        if (2 * text < least_key)
            continue;
        const std::uint32_t group = spread_->group(sets[document]);
        if (comes_too_late(2 * text, group) ||
            comes_too_late(signals.factor_at_most(document) * text, group))
            continue;
        keep(segment, document, score, group, signals);
    }
}

// What a document is put in order by, at most; by title there is no number for it.
double Collector::key_of(const Segment& segment, std::uint32_t document, float score) const {
    switch (sort_) {
    case Sort::pertinence:
        // Signals at most double a score.
        return 2 * static_cast<double>(score);
    case Sort::modified:
        return segment.modified.data()[document];
    case Sort::created:
        return segment.created.data()[document];
    case Sort::first_seen:
        return segment.first_seen.data()[document];
    case Sort::quality:
        return segment.quality.data()[document] == no_quality ? -1
                                                              : segment.quality.data()[document];
    case Sort::title:
        break;
    }
    return 0;
}

// Behind all that is kept, or before the cursor: decided by the key alone.
bool Collector::comes_too_late(double key, std::uint32_t group) const {
    if (sort_ == Sort::title)
        return false;
    if (heap_.size() >= count_ && key < heap_.front().key)
        return !spread_ || key < spread_->least(group);
    return after_ && key > after_->key;
}

void Collector::keep(
    const Segment& segment,
    std::uint32_t document,
    float text_score,
    std::uint32_t group,
    const Signals& signals
) {
    const bool full = heap_.size() >= count_;
    Entry entry;
    entry.text = static_cast<double>(text_score);
    entry.group = group;
    if (sort_ == Sort::pertinence) {
        entry.score = entry.text * signals.factor(document);
        entry.key = entry.score;
    } else if (sort_ == Sort::title) {
        entry.title = segment.title_keys[document];
    } else {
        entry.key = key_of(segment, document, text_score);
    }
    if (comes_too_late(entry.key, group))
        return;
    entry.id = segment.ids[document];
    if (spread_)
        spread_->offer(entry);
    if (after_ && !better(*after_, entry))
        return;
    if (full && !better(entry, heap_.front()))
        return;
    if (sort_ != Sort::pertinence)
        entry.score = entry.text * signals.factor(document);
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

std::vector<Collector::Entry> Collector::take_entries() {
    std::sort(heap_.begin(), heap_.end(), [this](const Entry& a, const Entry& b) {
        return better(a, b);
    });
    if (spread_)
        spread_->arrange(heap_);
    return std::move(heap_);
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
