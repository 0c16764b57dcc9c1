// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Filter columns under construction, stem tables, orders.
#include "search/segment_parts.hpp"

#include "core/assert.hpp"
#include "text/fold.hpp"

#include <algorithm>
#include <numeric>

namespace moisson::search {

namespace {

// The first bytes as a number that is ordered as they are: most comparisons of a sort end there,
// without a look at the texts.
std::uint64_t beginning_of(std::string_view text) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < sizeof(out); ++i)
        out = (out << 8U) | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    return out;
}

std::vector<std::string_view> views_of(const StringTable& table) {
    std::vector<std::string_view> out(table.size());
    for (std::uint32_t i = 0; i < out.size(); ++i)
        out[i] = table[i];
    return out;
}

} // namespace

std::vector<std::uint32_t> sorted_order(std::span<const std::string_view> texts) {
    struct Key {
        std::uint64_t beginning = 0;
        std::uint32_t number = 0;
    };
    std::vector<Key> keys(texts.size());
    for (std::uint32_t i = 0; i < keys.size(); ++i)
        keys[i] = Key{beginning_of(texts[i]), i};
    std::sort(keys.begin(), keys.end(), [texts](const Key& a, const Key& b) {
        if (a.beginning != b.beginning)
            return a.beginning < b.beginning;
        const int order = texts[a.number].compare(texts[b.number]);
        return order != 0 ? order < 0 : a.number < b.number;
    });
    std::vector<std::uint32_t> out(keys.size());
    std::transform(keys.begin(), keys.end(), out.begin(), [](const Key& key) {
        return key.number;
    });
    return out;
}

std::uint32_t FacetColumnBuilder::value(std::string_view text, std::string_view label) {
    const auto found = values_.find(text);
    const std::uint32_t value = found != values_.end() ? *found : texts_.size();
    if (found == values_.end()) {
        texts_.add(text);
        values_.insert(value);
    }
    if (!label.empty())
        labels_[value] = label;
    return value;
}

std::span<const std::uint32_t> FacetColumnBuilder::values_of(std::uint32_t set) const {
    return std::span(set_values_)
        .subspan(set_offsets_[set], set_offsets_[set + 1] - set_offsets_[set]);
}

std::size_t FacetColumnBuilder::SetHash::operator()(std::uint32_t set) const {
    const auto values = builder->values_of(set);
    return std::hash<std::string_view>{}(
        {reinterpret_cast<const char*>(values.data()), values.size_bytes()}
    );
}

bool FacetColumnBuilder::SetEqual::operator()(std::uint32_t a, std::uint32_t b) const {
    return std::ranges::equal(builder->values_of(a), builder->values_of(b));
}

// Added first: what it holds then is looked for, and taken back when it is there.
std::uint32_t FacetColumnBuilder::set(std::vector<std::uint32_t> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    const auto next = static_cast<std::uint32_t>(set_offsets_.size() - 1);
    set_values_.insert(set_values_.end(), values.begin(), values.end());
    set_offsets_.push_back(static_cast<std::uint32_t>(set_values_.size()));
    const auto [number, inserted] = sets_.insert(next);
    if (!inserted) {
        set_offsets_.pop_back();
        set_values_.resize(set_offsets_.back());
    }
    return *number;
}

FacetColumn FacetColumnBuilder::finish() {
    FacetColumn column;
    values_.clear();
    sets_.clear();
    const std::vector<std::uint32_t> order = sorted_order(views_of(texts_));
    std::vector<std::uint32_t> rank(order.size());
    column.values.reserve(texts_.size(), texts_.text_bytes());
    column.labels.reserve(texts_.size(), 0);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        rank[order[i]] = i;
        column.values.add(texts_[order[i]]);
        const auto label = labels_.find(order[i]);
        column.labels.add(label != labels_.end() ? std::string_view(label->second) : "");
    }
    for (std::uint32_t& value : set_values_)
        value = rank[value];
    column.set_values = std::move(set_values_);
    column.set_offsets = std::move(set_offsets_);
    column.set_of_document = SetNumbers(set_of_document_);
    column.set_offsets.shrink_to_fit();
    column.set_values.shrink_to_fit();
    column.values.shrink();
    column.labels.shrink();
    return column;
}

void fill_stems(Segment& segment, const StringTable& stems) {
    MOISSON_ASSERT(stems.size() == segment.terms.size());
    segment.terms.shrink();
    const std::vector<std::string_view> texts = views_of(stems);
    segment.stem_terms = sorted_order(texts);
    segment.stem_of_term.resize(texts.size());
    std::string_view last;
    for (std::uint32_t i = 0; i < segment.stem_terms.size(); ++i) {
        const std::uint32_t term = segment.stem_terms[i];
        if (i == 0 || texts[term] != last) {
            last = texts[term];
            segment.stems.add(last);
            segment.stem_offsets.push_back(i);
        }
        segment.stem_of_term[term] = segment.stems.size() - 1;
    }
    segment.stem_offsets.push_back(static_cast<std::uint32_t>(texts.size()));
    segment.stem_offsets.shrink_to_fit();
    segment.stems.shrink();
}

void fill_derived(Segment& segment) {
    segment.popular.resize(segment.size());
    std::iota(segment.popular.begin(), segment.popular.end(), 0U);
    if (segment.size() > popular_max) {
        const auto end = segment.popular.begin() + static_cast<std::ptrdiff_t>(popular_max);
        std::nth_element(
            segment.popular.begin(),
            end,
            segment.popular.end(),
            [&segment](std::uint32_t a, std::uint32_t b) {
                return segment.popularity[a] != segment.popularity[b]
                           ? segment.popularity[a] > segment.popularity[b]
                           : a < b;
            }
        );
        segment.popular.erase(end, segment.popular.end());
        std::sort(segment.popular.begin(), segment.popular.end());
        segment.popular.shrink_to_fit();
    }
    const FacetColumn& publishers = segment.facet(Facet::organization);
    for (std::uint32_t value = 0; value < publishers.values.size(); ++value)
        segment.publishers_folded.add(text::fold(publishers.labels[value]));
    segment.publishers_folded.shrink();
    segment.publisher_datasets.assign(publishers.values.size(), 0);
    for (std::uint32_t document = 0; document < segment.size(); ++document)
        for (const std::uint32_t value : publishers.set(publishers.set_of_document[document]))
            ++segment.publisher_datasets[value];
    segment.joint = join_facets(segment);
}

void fill_orders(Segment& segment) {
    segment.id_order.resize(segment.size());
    std::iota(segment.id_order.begin(), segment.id_order.end(), 0U);
    std::sort(
        segment.id_order.begin(),
        segment.id_order.end(),
        [&segment](std::uint32_t a, std::uint32_t b) { return segment.ids[a] < segment.ids[b]; }
    );
    for (std::vector<HashedText>* const texts : {&segment.slugs, &segment.titles}) {
        std::sort(texts->begin(), texts->end(), [](const HashedText& a, const HashedText& b) {
            return a.hash != b.hash ? a.hash < b.hash : a.document < b.document;
        });
        texts->shrink_to_fit();
    }
}

void shrink_columns(Segment& segment) {
    segment.ids.shrink_to_fit();
    segment.modified.shrink_to_fit();
    segment.created.shrink_to_fit();
    segment.first_seen.shrink_to_fit();
    segment.changed.shrink_to_fit();
    segment.expected.shrink_to_fit();
    segment.late.shrink_to_fit();
    segment.very_late.shrink_to_fit();
    segment.popularity.shrink_to_fit();
    segment.copies.shrink_to_fit();
    segment.quality.shrink_to_fit();
    segment.periods.shrink();
    segment.boxes.shrink();
    segment.distributions.shrink_to_fit();
    segment.title_ends.shrink_to_fit();
    segment.publisher_ends.shrink_to_fit();
    segment.title_keys.shrink();
}

} // namespace moisson::search
