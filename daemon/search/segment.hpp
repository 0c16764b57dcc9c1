// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Segment: an immutable part of the index. Dictionary of exact word forms with their stems,
// postings per form, columns for filters, sorts and scores, display records.
#pragma once

#include "search/display.hpp"
#include "search/document.hpp"
#include "search/postings.hpp"
#include "search/published.hpp"
#include "search/string_table.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace moisson::search {

// One filter: each document points to a set of values; equal sets are stored once, so that one
// test or one count per document serves single and multiple values alike.
struct FacetColumn {
    std::vector<std::uint32_t> set_of_document;
    std::vector<std::uint32_t> set_offsets{0};
    std::vector<std::uint32_t> set_values;
    StringTable values; // sorted
    StringTable labels; // beside values; empty texts but for organizations

    std::uint32_t sets() const { return static_cast<std::uint32_t>(set_offsets.size() - 1); }
    std::span<const std::uint32_t> set(std::uint32_t index) const {
        return std::span(set_values)
            .subspan(set_offsets[index], set_offsets[index + 1] - set_offsets[index]);
    }
    std::size_t memory_bytes() const;
};

struct Segment {
    std::vector<Uuid> ids;
    std::vector<std::uint32_t> id_order; // documents by uuid
    struct Slug {
        std::uint32_t hash = 0;
        std::uint32_t document = 0;
    };
    std::vector<Slug> slugs; // by hash

    StringTable terms; // sorted
    std::vector<std::uint32_t> stem_of_term;
    StringTable stems; // sorted
    std::vector<std::uint32_t> stem_offsets;
    std::vector<std::uint32_t> stem_terms;
    Postings postings;

    std::array<FacetColumn, facet_count> facets;
    std::vector<Minutes> modified;
    std::vector<Minutes> created;
    std::vector<Minutes> first_seen;
    // See FreshnessColumns.
    std::vector<Minutes> expected;
    std::vector<Minutes> late;
    std::vector<Minutes> very_late;
    std::vector<float> prior;
    std::vector<std::uint16_t> distributions;
    StringTable title_keys;
    DisplayStore display;

    std::uint32_t size() const { return static_cast<std::uint32_t>(ids.size()); }
    std::optional<std::uint32_t> find(const Uuid& id) const;
    // Calls `visit(document)` for each document whose slug may be this one, until it returns true.
    template <class Visit>
    bool for_slug(std::string_view slug, Visit visit) const;
    const FacetColumn& facet(Facet which) const { return facets[static_cast<std::size_t>(which)]; }
    // The column of Facet::freshness as of `seen` (null: nothing was ever seen); kept until
    // somebody asks as of something else. Any thread.
    std::shared_ptr<const FacetColumn> freshness_column(const std::shared_ptr<const SeenUntil>& seen
    ) const;
    std::size_t memory_bytes() const;

    void write(SnapshotWriter& out) const;
    static std::shared_ptr<const Segment> read(SnapshotReader& in);

private:
    struct FreshnessAsOf {
        std::shared_ptr<const SeenUntil> seen;
        std::shared_ptr<const FacetColumn> column;
    };
    mutable Published<FreshnessAsOf> freshness_;
};

// Stable across builds, since it is stored.
std::uint32_t slug_hash(std::string_view slug);

template <class Visit>
bool Segment::for_slug(std::string_view slug, Visit visit) const {
    const std::uint32_t hash = slug_hash(slug);
    std::size_t low = 0;
    std::size_t high = slugs.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (slugs[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < slugs.size() && slugs[low].hash == hash; ++low)
        if (visit(slugs[low].document))
            return true;
    return false;
}

// A bit per document that was replaced or deleted.
using Tombstones = std::vector<std::uint64_t>;
inline bool is_dead(const Tombstones& dead, std::uint32_t document) {
    return ((dead.data()[document >> 6] >> (document & 63)) & 1) != 0;
}

struct SegmentRef {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Tombstones> dead;
    std::uint32_t dead_count = 0;

    std::uint32_t live() const { return segment->size() - dead_count; }
};

std::shared_ptr<const Segment> build_segment(std::span<const IndexDocument> documents);
// Live documents of all, in order; nullptr when none is left.
std::shared_ptr<const Segment> merge_segments(std::span<const SegmentRef> parts);

} // namespace moisson::search
