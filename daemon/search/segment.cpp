// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Look-ups, memory and snapshot of a segment.
#include "search/segment.hpp"

#include "search/segment_parts.hpp"

#include <algorithm>

namespace moisson::search {

std::size_t FacetColumn::memory_bytes() const {
    return set_of_document.memory_bytes() + (set_offsets.capacity() + set_values.capacity()) * 4 +
           values.memory_bytes() + labels.memory_bytes();
}

std::vector<std::uint8_t> FacetColumn::sets_with(std::span<const std::string> wanted) const {
    std::vector<std::uint8_t> has(values.size(), 0);
    for (const std::string& value : wanted)
        if (const std::uint32_t at = values.find(value); at != StringTable::absent)
            has[at] = 1;
    std::vector<std::uint8_t> out(sets(), 0);
    for (std::uint32_t index = 0; index < sets(); ++index)
        for (const std::uint32_t value : set(index))
            out[index] |= has[value];
    return out;
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

namespace {

std::span<const HashedText> with_hash(const std::vector<HashedText>& texts, std::uint32_t hash) {
    const auto [first, last] = std::equal_range(
        texts.begin(),
        texts.end(),
        HashedText{hash, 0},
        [](const HashedText& a, const HashedText& b) { return a.hash < b.hash; }
    );
    return std::span(texts).subspan(
        static_cast<std::size_t>(first - texts.begin()),
        static_cast<std::size_t>(last - first)
    );
}

} // namespace

std::span<const HashedText> Segment::with_slug(std::string_view slug) const {
    return with_hash(slugs, text_hash(slug));
}

std::span<const HashedText> Segment::with_title(std::uint32_t hash) const {
    return with_hash(titles, hash);
}

std::size_t Segment::memory_bytes() const {
    std::size_t total = ids.capacity() * 16 + id_order.capacity() * 4 +
                        (slugs.capacity() + titles.capacity()) * 8 + terms.memory_bytes() +
                        stems.memory_bytes() + postings.memory_bytes() + pairs.memory_bytes() +
                        title_keys.memory_bytes() + display.memory_bytes();
    total += (stem_of_term.capacity() + stem_offsets.capacity() + stem_terms.capacity()) * 4;
    total +=
        (modified.capacity() + created.capacity() + first_seen.capacity() + changed.capacity()) * 4;
    total += (expected.capacity() + late.capacity() + very_late.capacity()) * 4;
    if (const auto kept = freshness_.load())
        total += kept->column->memory_bytes();
    total += (popular.capacity() + publisher_datasets.capacity()) * 4;
    total += publishers_folded.memory_bytes() + joint.memory_bytes();
    total += (title_ends.capacity() + publisher_ends.capacity()) * sizeof(Place);
    total += distributions.capacity() * 2 + popularity.capacity() + copies.capacity();
    total += quality.capacity() + periods.memory_bytes() + boxes.memory_bytes();
    for (const FacetColumn& column : facets)
        total += column.memory_bytes();
    return total;
}

void Segment::write(SnapshotWriter& out) const {
    out.array(ids);
    out.array(id_order);
    out.array(slugs);
    out.array(titles);
    terms.write(out);
    out.array(stem_of_term);
    stems.write(out);
    out.array(stem_offsets);
    out.array(stem_terms);
    postings.write(out);
    pairs.write(out);
    for (const FacetColumn& column : facets) {
        column.set_of_document.write(out);
        out.array(column.set_offsets);
        out.array(column.set_values);
        column.values.write(out);
        column.labels.write(out);
    }
    out.array(modified);
    out.array(created);
    out.array(first_seen);
    out.array(changed);
    out.array(expected);
    out.array(late);
    out.array(very_late);
    out.array(popularity);
    out.array(copies);
    out.array(quality);
    out.array(periods.offsets);
    out.array(periods.values);
    out.array(boxes.offsets);
    out.array(boxes.values);
    out.array(distributions);
    out.array(title_ends);
    out.array(publisher_ends);
    title_keys.write(out);
    display.write(out);
}

std::shared_ptr<Segment> Segment::read(SnapshotReader& in, const DisplayOptions& display) {
    auto segment = std::make_shared<Segment>();
    segment->ids = in.array<Uuid>();
    segment->id_order = in.array<std::uint32_t>();
    segment->slugs = in.array<HashedText>();
    segment->titles = in.array<HashedText>();
    segment->terms = StringTable::read(in);
    segment->stem_of_term = in.array<std::uint32_t>();
    segment->stems = StringTable::read(in);
    segment->stem_offsets = in.array<std::uint32_t>();
    segment->stem_terms = in.array<std::uint32_t>();
    segment->postings = Postings::read(in);
    segment->pairs = WordPairs::read(in);
    for (FacetColumn& column : segment->facets) {
        column.set_of_document = SetNumbers::read(in);
        column.set_offsets = in.array<std::uint32_t>();
        column.set_values = in.array<std::uint32_t>();
        column.values = StringTable::read(in);
        column.labels = StringTable::read(in);
    }
    segment->modified = in.array<Minutes>();
    segment->created = in.array<Minutes>();
    segment->first_seen = in.array<Minutes>();
    segment->changed = in.array<Minutes>();
    segment->expected = in.array<Minutes>();
    segment->late = in.array<Minutes>();
    segment->very_late = in.array<Minutes>();
    segment->popularity = in.array<std::uint8_t>();
    segment->copies = in.array<std::uint8_t>();
    segment->quality = in.array<std::uint8_t>();
    segment->periods.offsets = in.array<std::uint32_t>();
    segment->periods.values = in.array<Period>();
    segment->boxes.offsets = in.array<std::uint32_t>();
    segment->boxes.values = in.array<Box>();
    segment->distributions = in.array<std::uint16_t>();
    segment->title_ends = in.array<Place>();
    segment->publisher_ends = in.array<Place>();
    segment->title_keys = StringTable::read(in);
    segment->display = DisplayStore::read(in, display);
    return segment;
}

} // namespace moisson::search
