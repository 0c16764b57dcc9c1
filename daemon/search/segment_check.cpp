// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whether a segment that was read from a snapshot holds together: one pass over its numbers.
#include "search/segment.hpp"

#include <algorithm>
#include <bit>

namespace moisson::search {

namespace {

bool is_dictionary_sound(const Segment& segment) {
    const std::size_t terms = segment.terms.size();
    const std::size_t stems = segment.stems.size();
    return segment.stem_of_term.size() == terms && segment.stem_terms.size() == terms &&
           segment.postings.terms() == terms && all_below(segment.stem_of_term, stems) &&
           all_below(segment.stem_terms, terms) &&
           are_offsets(segment.stem_offsets, stems, terms) &&
           segment.postings.is_sound(segment.size()) &&
           segment.pairs.is_sound(segment.terms.size(), segment.size());
}

bool is_column_sound(const FacetColumn& column, std::uint32_t documents) {
    return column.values.is_sound() && column.labels.is_sound() &&
           column.labels.size() == column.values.size() && !column.set_offsets.empty() &&
           are_offsets(column.set_offsets, column.sets(), column.set_values.size()) &&
           all_below(column.set_values, column.values.size()) &&
           column.set_of_document.size() == documents &&
           column.set_of_document.are_below(column.sets());
}

bool are_documents_below(const std::vector<HashedText>& texts, std::uint32_t documents) {
    return std::all_of(texts.begin(), texts.end(), [documents](const HashedText& text) {
        return text.document < documents;
    });
}

bool are_columns_sound(const Segment& segment) {
    const std::size_t count = segment.size();
    const auto whole = [count](const auto&... columns) {
        return ((columns.size() == count) && ...);
    };
    return whole(
               segment.id_order,
               segment.modified,
               segment.created,
               segment.first_seen,
               segment.changed,
               segment.expected,
               segment.late,
               segment.very_late,
               segment.popularity,
               segment.copies,
               segment.quality,
               segment.distributions,
               segment.title_ends,
               segment.publisher_ends,
               segment.title_keys
           ) &&
           all_below(segment.id_order, count) &&
           are_offsets(segment.periods.offsets, count, segment.periods.values.size()) &&
           are_offsets(segment.boxes.offsets, count, segment.boxes.values.size());
}

} // namespace

bool Segment::is_sound() const {
    const std::uint32_t count = size();
    return terms.is_sound() && stems.is_sound() && title_keys.is_sound() &&
           are_columns_sound(*this) && are_documents_below(slugs, count) &&
           are_documents_below(titles, count) && display.is_sound(count) &&
           std::all_of(
               facets.begin(),
               facets.end(),
               [count](const FacetColumn& column) { return is_column_sound(column, count); }
           ) &&
           is_dictionary_sound(*this);
}

bool is_sound(const Tombstones& dead, std::uint32_t dead_count, std::uint32_t documents) {
    if (dead.size() != (std::size_t{documents} + 63) / 64)
        return false;
    std::size_t count = 0;
    for (const std::uint64_t word : dead)
        count += static_cast<std::size_t>(std::popcount(word));
    const unsigned used = documents & 63;
    return count == dead_count && (used == 0 || (dead.back() >> used) == 0);
}

} // namespace moisson::search
