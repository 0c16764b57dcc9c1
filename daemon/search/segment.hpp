// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Segment: an immutable part of the index. Dictionary of exact word forms with their stems,
// postings per form, columns for filters, sorts and scores, display records.
#pragma once

#include "search/display.hpp"
#include "search/document.hpp"
#include "search/joint_column.hpp"
#include "search/postings.hpp"
#include "search/published.hpp"
#include "search/set_numbers.hpp"
#include "search/string_table.hpp"
#include "search/word_pairs.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

// One filter: each document points to a set of values; equal sets are stored once, so that one
// test or one count per document serves single and multiple values alike.
struct FacetColumn {
    SetNumbers set_of_document;
    std::vector<std::uint32_t> set_offsets{0};
    std::vector<std::uint32_t> set_values;
    StringTable values; // sorted
    StringTable labels; // beside values; empty texts but for organizations

    std::uint32_t sets() const { return static_cast<std::uint32_t>(set_offsets.size() - 1); }
    std::span<const std::uint32_t> set(std::uint32_t index) const {
        return std::span(set_values)
            .subspan(set_offsets[index], set_offsets[index + 1] - set_offsets[index]);
    }
    // By set: 1 where it holds one of the values.
    std::vector<std::uint8_t> sets_with(std::span<const std::string> wanted) const;
    std::size_t memory_bytes() const;
};

// Documents that completion looks at when a beginning is vague.
inline constexpr std::size_t popular_max = 4096;

struct HashedText {
    std::uint32_t hash = 0;
    std::uint32_t document = 0;
};

struct Segment {
    std::vector<Uuid> ids;
    std::vector<std::uint32_t> id_order; // documents by uuid
    std::vector<HashedText> slugs;       // by hash
    std::vector<HashedText> titles;      // by hash, each title of each document

    StringTable terms; // sorted
    std::vector<std::uint32_t> stem_of_term;
    StringTable stems; // sorted
    std::vector<std::uint32_t> stem_offsets;
    std::vector<std::uint32_t> stem_terms;
    Postings postings;
    // Of a merge; what was just built has none: its places are few.
    WordPairs pairs;

    std::array<FacetColumn, facet_count> facets;
    std::vector<Minutes> modified;
    std::vector<Minutes> created;
    std::vector<Minutes> first_seen;
    std::vector<Minutes> changed;
    // See FreshnessColumns.
    std::vector<Minutes> expected;
    std::vector<Minutes> late;
    std::vector<Minutes> very_late;
    std::vector<std::uint8_t> popularity; // popularity_code()
    std::vector<std::uint8_t> copies;     // 1: see IndexDocument::copy
    std::vector<std::uint8_t> quality;    // 0 to 100, or no_quality
    ListColumn<Period> periods;
    ListColumn<Box> boxes;
    std::vector<std::uint16_t> distributions;
    // Places from which on a word is no longer in the title, in the publisher.
    std::vector<Place> title_ends;
    std::vector<Place> publisher_ends;
    StringTable title_keys;
    DisplayStore display;

    // Worked out from the above by fill_derived(), not stored.
    std::vector<std::uint32_t> popular; // most popular documents, ascending by number
    StringTable publishers_folded;      // labels of the organization column, folded
    std::vector<std::uint32_t> publisher_datasets;
    JointColumn joint;

    std::uint32_t size() const { return static_cast<std::uint32_t>(ids.size()); }
    std::optional<std::uint32_t> find(const Uuid& id) const;
    // Documents whose slug may be this one.
    std::span<const HashedText> with_slug(std::string_view slug) const;
    // Documents of which one title has just these words (title_hash()), ascending.
    std::span<const HashedText> with_title(std::uint32_t hash) const;
    const FacetColumn& facet(Facet which) const { return facets[static_cast<std::size_t>(which)]; }
    // The column of Facet::freshness as of `seen` (null: nothing was ever seen); kept until
    // somebody asks as of something else. Any thread.
    std::shared_ptr<const FacetColumn> freshness_column(const std::shared_ptr<const SeenUntil>& seen
    ) const;
    std::size_t memory_bytes() const;

    void write(SnapshotWriter& out) const;
    // Without what fill_derived() adds.
    static std::shared_ptr<Segment> read(SnapshotReader& in, const DisplayOptions& display);
    // Whether what was read holds together, so that nothing that answers or merges leaves a list:
    // counts, offsets and numbers. Texts, dates, places of words and display records may still be
    // other ones than were written.
    bool is_sound() const;

private:
    struct FreshnessAsOf {
        std::shared_ptr<const SeenUntil> seen;
        std::shared_ptr<const FacetColumn> column;
    };
    mutable Published<FreshnessAsOf> freshness_;
};

// A bit per document that was replaced or deleted.
using Tombstones = std::vector<std::uint64_t>;
inline bool is_dead(const Tombstones& dead, std::uint32_t document) {
    return ((dead.data()[document >> 6] >> (document & 63)) & 1) != 0;
}

// Of a segment of so many documents, `dead_count` of them dead.
bool is_sound(const Tombstones& dead, std::uint32_t dead_count, std::uint32_t documents);

struct PopularityCounts;

struct SegmentRef {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Tombstones> dead;
    // Of the live documents.
    std::shared_ptr<const PopularityCounts> popularity;
    std::uint32_t dead_count = 0;

    std::uint32_t live() const { return segment->size() - dead_count; }
};

// One document at a time is in memory: the texts of thousands would be more than their segment.
std::shared_ptr<const Segment>
build_segment(std::span<const store::CatalogEntry* const> entries, const DisplayOptions& display);
// Live documents of all, in order; nullptr when none is left. A dictionary is learnt when there is
// none and records enough. `threads`: of which a large merge uses two; the outcome is the same.
std::shared_ptr<const Segment> merge_segments(
    std::span<const SegmentRef> parts,
    const DisplayOptions& display,
    unsigned threads = 1
);

} // namespace moisson::search
