// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Look-ups, memory and snapshot of a segment.
#include "search/segment.hpp"

#include <algorithm>

namespace moisson::search {

std::size_t FacetColumn::memory_bytes() const {
    return (set_of_document.capacity() + set_offsets.capacity() + set_values.capacity()) * 4 +
           values.memory_bytes() + labels.memory_bytes();
}

std::optional<std::uint32_t> Segment::find(const Uuid& id) const {
    const auto found = std::lower_bound(
        id_order.begin(),
        id_order.end(),
        id,
        [this](std::uint32_t document, const Uuid& wanted) { return ids[document] < wanted; }
    );
    if (found == id_order.end() || ids[*found] != id)
        return std::nullopt;
    return *found;
}

std::uint32_t slug_hash(std::string_view slug) {
    // FNV-1a.
    std::uint32_t hash = 2166136261U;
    for (const char c : slug)
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    return hash;
}

std::size_t Segment::memory_bytes() const {
    std::size_t total = ids.capacity() * 16 + id_order.capacity() * 4 + slugs.capacity() * 8 +
                        terms.memory_bytes() + stems.memory_bytes() + postings.memory_bytes() +
                        title_keys.memory_bytes() + display.memory_bytes();
    total += (stem_of_term.capacity() + stem_offsets.capacity() + stem_terms.capacity()) * 4;
    total +=
        (modified.capacity() + created.capacity() + first_seen.capacity() + prior.capacity()) * 4;
    total += (expected.capacity() + late.capacity() + very_late.capacity()) * 4;
    if (const auto kept = freshness_.load())
        total += kept->column->memory_bytes();
    total += distributions.capacity() * 2;
    for (const FacetColumn& column : facets)
        total += column.memory_bytes();
    return total;
}

void Segment::write(SnapshotWriter& out) const {
    out.array(ids);
    out.array(id_order);
    out.array(slugs);
    terms.write(out);
    out.array(stem_of_term);
    stems.write(out);
    out.array(stem_offsets);
    out.array(stem_terms);
    postings.write(out);
    for (const FacetColumn& column : facets) {
        out.array(column.set_of_document);
        out.array(column.set_offsets);
        out.array(column.set_values);
        column.values.write(out);
        column.labels.write(out);
    }
    out.array(modified);
    out.array(created);
    out.array(first_seen);
    out.array(expected);
    out.array(late);
    out.array(very_late);
    out.array(prior);
    out.array(distributions);
    title_keys.write(out);
    display.write(out);
}

std::shared_ptr<const Segment> Segment::read(SnapshotReader& in) {
    auto segment = std::make_shared<Segment>();
    segment->ids = in.array<Uuid>();
    segment->id_order = in.array<std::uint32_t>();
    segment->slugs = in.array<Slug>();
    segment->terms = StringTable::read(in);
    segment->stem_of_term = in.array<std::uint32_t>();
    segment->stems = StringTable::read(in);
    segment->stem_offsets = in.array<std::uint32_t>();
    segment->stem_terms = in.array<std::uint32_t>();
    segment->postings = Postings::read(in);
    for (FacetColumn& column : segment->facets) {
        column.set_of_document = in.array<std::uint32_t>();
        column.set_offsets = in.array<std::uint32_t>();
        column.set_values = in.array<std::uint32_t>();
        column.values = StringTable::read(in);
        column.labels = StringTable::read(in);
    }
    segment->modified = in.array<Minutes>();
    segment->created = in.array<Minutes>();
    segment->first_seen = in.array<Minutes>();
    segment->expected = in.array<Minutes>();
    segment->late = in.array<Minutes>();
    segment->very_late = in.array<Minutes>();
    segment->prior = in.array<float>();
    segment->distributions = in.array<std::uint16_t>();
    segment->title_keys = StringTable::read(in);
    segment->display = DisplayStore::read(in);
    return segment;
}

} // namespace moisson::search
