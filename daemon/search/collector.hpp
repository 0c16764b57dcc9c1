// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Collector: filters, exact totals, facets and the best documents, in one pass over candidates.
#pragma once

#include "core/result.hpp"
#include "search/matcher.hpp"
#include "search/signals.hpp"
#include "search/spread.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace moisson::search {

// A place in a sorted list: everything after (key, uuid) is still to come (decision 24).
struct CursorPlace {
    // Minutes (a score by quality, -1 without), or the title key.
    std::int64_t minutes = 0;
    std::string title;
    Uuid id;
};
std::string write_cursor(Sort sort, const CursorPlace& place);
// INVALID_ARGUMENT "cursor" when it is not ours or of another sort.
Result<CursorPlace> read_cursor(std::string_view text, Sort sort);

class Collector {
public:
    // `count`: documents to keep. `after`: where a cursor stands.
    Collector(
        const SearchQuery& query,
        Sort sort,
        std::size_t count,
        std::optional<CursorPlace> after
    );

    // `candidates` absent: every live document. Their scores are final but for the signals.
    void collect(
        const SegmentRef& ref,
        const std::optional<Candidates>& candidates,
        const Signals& signals
    );

    using Entry = RankedEntry;
    std::int64_t total() const { return total_; }
    std::int64_t distributions() const { return distributions_; }
    // Best first.
    std::vector<Entry> take_entries();
    std::vector<FacetResult> take_facets() const;
    CursorPlace place_of(const Entry& entry) const;

private:
    struct Counted {
        std::string_view value;
        std::string_view label;
        std::int64_t count = 0;
        bool selected = false;
    };
    struct FacetCounts {
        FacetRequest request;
        // By value, as the tables of the segments are: thousands of publishers are merged, never
        // hashed.
        std::vector<Counted> values;
    };
    struct SegmentFilter {
        const FacetColumn* column = nullptr;
        std::vector<std::uint8_t> passes; // by set
        std::uint32_t bit = 0;
    };
    struct SegmentCount {
        const FacetColumn* column = nullptr;
        std::vector<std::uint32_t> counts; // by set
        std::uint32_t bit = 0;
    };

    const FacetColumn& column_of(const Segment& segment, Facet facet);
    std::vector<SegmentFilter> make_filters(const Segment& segment);
    bool passes_ranges(const Segment& segment, std::uint32_t document) const;
    bool passes_extents(const Segment& segment, std::uint32_t document) const;
    void visit(
        const Segment& segment,
        std::uint32_t document,
        float text_score,
        const Signals& signals,
        const std::vector<SegmentFilter>& filters,
        std::vector<SegmentCount>& counts
    );
    void
    keep(const Segment& segment, std::uint32_t document, float text_score, const Signals& signals);
    void add_counts(const std::vector<SegmentCount>& counts);
    static void add_counted(std::vector<Counted>& to, std::vector<Counted> more);
    static bool counts(const FacetCounts& facet, std::string_view value);
    FacetResult take_facet(const FacetCounts& facet) const;
    bool better(const Entry& a, const Entry& b) const;

    const SearchQuery& query_;
    Sort sort_;
    std::size_t count_;
    std::optional<Entry> after_;
    std::string after_title_;
    std::array<std::vector<std::string>, facet_count> filters_;
    bool has_ranges_ = false;
    std::int64_t total_ = 0;
    std::int64_t distributions_ = 0;
    std::vector<Entry> heap_;
    // Only for words, by relevance.
    std::optional<Spread> spread_;
    std::vector<FacetCounts> facets_;
    // Columns worked out for this query; counted values are views into them.
    std::vector<std::shared_ptr<const FacetColumn>> held_;
};

} // namespace moisson::search
