// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is selected, counted and put in order. Every document is looked at, none is kept but those
// that are asked for: a walk by id costs the same at its end as at its beginning.
#include "search/select.hpp"

#include "search/boosts.hpp"
#include "search/matcher.hpp"
#include "search/signals.hpp"
#include "search/slug_order.hpp"

#include <algorithm>
#include <map>

namespace moisson::search {
namespace {

struct Found {
    std::uint32_t segment = 0;
    std::uint32_t document = 0;
    double score = 1;
};

// Compares what was found by the keys of an order.
class Order {
public:
    Order(const std::vector<OrderKey>& keys, std::span<const SegmentRef> segments)
        : keys_(keys), segments_(segments) {}

    bool needs(OrderKey::By by) const {
        return std::any_of(keys_.begin(), keys_.end(), [by](const OrderKey& key) {
            return key.by == by;
        });
    }
    void set_popularity(const PopularityTable& table) {
        for (const SegmentRef& ref : segments_)
            signals_.emplace_back(*ref.segment, table, std::nullopt);
    }
    void set_slugs(std::vector<std::vector<std::uint32_t>> places) { slugs_ = std::move(places); }

    bool operator()(const Found& a, const Found& b) const {
        for (const OrderKey& key : keys_) {
            const int order = compare(key.by, a, b);
            if (order != 0)
                return key.descending ? order > 0 : order < 0;
        }
        return id(a) < id(b);
    }

private:
    const Segment& of(const Found& one) const { return *segments_[one.segment].segment; }
    const Uuid& id(const Found& one) const { return of(one).ids[one.document]; }

    template <class T>
    static int three_way(const T& a, const T& b) {
        return a < b ? -1 : b < a ? 1 : 0;
    }
    template <class T>
    int columns(std::vector<T> Segment::*column, const Found& a, const Found& b) const {
        return three_way((of(a).*column)[a.document], (of(b).*column)[b.document]);
    }

    // The very first of a portal have one place: among them the number decides.
    int popularity(const Found& a, const Found& b) const {
        const int order = three_way(
            signals_[a.segment].popularity(a.document),
            signals_[b.segment].popularity(b.document)
        );
        return order != 0 ? order : columns(&Segment::popularity, a, b);
    }

    int compare(OrderKey::By by, const Found& a, const Found& b) const {
        switch (by) {
        case OrderKey::By::score:
            return three_way(a.score, b.score);
        case OrderKey::By::changed:
            return columns(&Segment::changed, a, b);
        case OrderKey::By::first_seen:
            return columns(&Segment::first_seen, a, b);
        case OrderKey::By::modified:
            return columns(&Segment::modified, a, b);
        case OrderKey::By::created:
            return columns(&Segment::created, a, b);
        case OrderKey::By::popularity:
            return popularity(a, b);
        case OrderKey::By::distributions:
            return columns(&Segment::distributions, a, b);
        case OrderKey::By::title:
            return three_way(of(a).title_keys[a.document], of(b).title_keys[b.document]);
        case OrderKey::By::slug:
            return three_way(slugs_[a.segment][a.document], slugs_[b.segment][b.document]);
        case OrderKey::By::id:
            break;
        }
        return three_way(id(a), id(b));
    }

    const std::vector<OrderKey>& keys_;
    std::span<const SegmentRef> segments_;
    // Places in the order of slugs, by segment and document.
    std::vector<std::vector<std::uint32_t>> slugs_;
    // By segment.
    std::vector<Signals> signals_;
};

class Counter {
public:
    explicit Counter(const FacetRequest& request) : request_(request) {}

    void
    add(const Segment& segment, const Mask& selected, const std::shared_ptr<const SeenUntil>& seen
    ) {
        std::shared_ptr<const FacetColumn> held;
        const FacetColumn* column = &segment.facet(request_.facet);
        if (request_.facet == Facet::freshness) {
            held = segment.freshness_column(seen);
            column = held.get();
        }
        std::vector<std::int64_t> by_set(column->sets(), 0);
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            by_set[column->set_of_document[document]] += selected[document];
        // Values are thousands, their sets may be as many as documents.
        std::vector<std::int64_t> by_value(column->values.size(), 0);
        for (std::uint32_t set = 0; set < column->sets(); ++set)
            if (by_set[set] > 0)
                for (const std::uint32_t value : column->set(set))
                    by_value[value] += by_set[set];
        for (std::uint32_t value = 0; value < by_value.size(); ++value) {
            if (by_value[value] == 0)
                continue;
            FacetItem& item = items_[std::string(column->values[value])];
            item.count += by_value[value];
            if (!column->labels[value].empty())
                item.label = column->labels[value];
        }
    }

    FacetResult take() {
        FacetResult out;
        out.facet = request_.facet;
        for (auto& [value, item] : items_) {
            item.value = value;
            out.items.push_back(std::move(item));
        }
        out.values_total = static_cast<std::int64_t>(out.items.size());
        std::stable_sort(
            out.items.begin(),
            out.items.end(),
            [](const FacetItem& a, const FacetItem& b) { return a.count > b.count; }
        );
        if (request_.values_max >= 0 &&
            out.items.size() > static_cast<std::size_t>(request_.values_max))
            out.items.resize(static_cast<std::size_t>(request_.values_max));
        return out;
    }

private:
    FacetRequest request_;
    std::map<std::string, FacetItem, std::less<>> items_;
};

// Clears what is dead, archived or without the words; gives the scores of the others.
class Scorer {
public:
    Scorer(const Selection& selection, const View& view, const Lexicon& lexicon)
        : selection_(selection), view_(view) {
        const ParsedQuery parsed = parse_query(selection.text);
        plan_ = make_plan(parsed, lexicon.expand(parsed), view.segments);
    }

    void narrow(std::size_t number, Mask& mask, std::vector<Found>& found) const {
        const SegmentRef& ref = view_.segments[number];
        const Segment& segment = *ref.segment;
        drop_hidden(ref, mask);
        const auto segment_number = static_cast<std::uint32_t>(number);
        auto candidates = Matcher(plan_, ref, number).match_all();
        if (!candidates) {
            for (std::uint32_t document = 0; document < segment.size(); ++document)
                if (mask[document] != 0)
                    found.push_back(Found{segment_number, document, 1});
            return;
        }
        Boosts(plan_, segment).apply(*candidates);
        const Signals signals(segment, view_.popularity, selection_.now);
        Mask kept(mask.size(), 0);
        for (const Candidate& candidate : *candidates) {
            if (mask[candidate.document] == 0)
                continue;
            kept[candidate.document] = 1;
            const double score =
                static_cast<double>(candidate.score) * signals.factor(candidate.document);
            found.push_back(Found{segment_number, candidate.document, score});
        }
        mask = std::move(kept);
    }

private:
    const Selection& selection_;
    const View& view_;
    Plan plan_;
};

using Masks = std::vector<Mask>;

Masks masks_of(const std::vector<Found>& found, const View& view) {
    Masks out;
    for (const SegmentRef& ref : view.segments)
        out.emplace_back(ref.segment->size(), std::uint8_t{0});
    for (const Found& one : found)
        out[one.segment][one.document] = 1;
    return out;
}

Hit hit_of(const View& view, std::uint32_t segment, std::uint32_t document, double score) {
    return Hit{DatasetId(view.segments[segment].segment->ids[document]), score};
}

void drop_before(const ChangePlace& place, const Segment& segment, Mask& mask) {
    for (std::uint32_t document = 0; document < segment.size(); ++document) {
        const std::int64_t changed = segment.changed[document];
        const bool same = changed == place.changed;
        if (changed > place.changed || (same && !(place.id < segment.ids[document])))
            mask[document] = 0;
    }
}

// No two have one slug: what comes behind it in the order decides nothing.
std::vector<Hit> page_by_slug(
    const Selection& selection,
    const View& view,
    const std::vector<Found>& found,
    SlugLists& lists
) {
    const Masks masks = masks_of(found, view);
    const SlugOrder order(view.segments, masks, lists);
    const bool descending = selection.order.front().descending;
    std::vector<Hit> out;
    for (const SlugPlace& place : order.page(selection.start, selection.rows, descending))
        out.push_back(hit_of(view, place.segment, place.document, 1));
    return out;
}

} // namespace

void drop_hidden(const SegmentRef& ref, Mask& mask) {
    const FacetColumn& states = ref.segment->facet(Facet::state);
    const std::uint32_t archived = states.values.find("archived");
    for (std::uint32_t document = 0; document < ref.segment->size(); ++document) {
        const auto state = states.set(states.set_of_document[document]);
        if (is_dead(*ref.dead, document) || (!state.empty() && state[0] == archived))
            mask[document] = 0;
    }
}

Selected
select(const Selection& selection, const View& view, const Lexicon& lexicon, SlugLists& slugs) {
    Selected out;
    out.generation = view.position.number.value;
    const Masker masker(selection.where, view.segments);
    const Scorer scorer(selection, view, lexicon);
    std::vector<Counter> counters;
    for (const FacetRequest& request : selection.facets)
        counters.emplace_back(request);
    std::vector<Found> found;
    for (std::size_t i = 0; i < view.segments.size(); ++i) {
        Mask mask = masker.mask(i, selection.seen_until);
        if (selection.behind)
            drop_before(*selection.behind, *view.segments[i].segment, mask);
        scorer.narrow(i, mask, found);
        for (Counter& counter : counters)
            counter.add(*view.segments[i].segment, mask, selection.seen_until);
    }
    for (Counter& counter : counters)
        out.facets.push_back(counter.take());
    out.total = static_cast<std::int64_t>(found.size());
    if (selection.start >= found.size() || selection.rows == 0)
        return out;
    if (!selection.order.empty() && selection.order.front().by == OrderKey::By::slug) {
        out.hits = page_by_slug(selection, view, found, slugs);
        return out;
    }
    Order order(selection.order, view.segments);
    if (order.needs(OrderKey::By::popularity))
        order.set_popularity(view.popularity);
    if (order.needs(OrderKey::By::slug)) {
        const Masks masks = masks_of(found, view);
        order.set_slugs(SlugOrder(view.segments, masks, slugs).places());
    }
    const auto begin = found.begin() + static_cast<std::ptrdiff_t>(selection.start);
    const std::size_t rows = std::min(selection.rows, found.size() - selection.start);
    const auto end = begin + static_cast<std::ptrdiff_t>(rows);
    if (begin != found.begin())
        std::nth_element(found.begin(), begin, found.end(), std::cref(order));
    std::partial_sort(begin, end, found.end(), std::cref(order));
    for (auto at = begin; at != end; ++at)
        out.hits.push_back(hit_of(view, at->segment, at->document, at->score));
    const Found& last = *(end - 1);
    const Segment& segment = *view.segments[last.segment].segment;
    out.last = ChangePlace{segment.changed[last.document], segment.ids[last.document]};
    return out;
}

} // namespace moisson::search
