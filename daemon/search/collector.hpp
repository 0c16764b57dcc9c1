// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Collector: filters, exact totals, facets and the best documents, in one pass over candidates.
#pragma once

#include "core/result.hpp"
#include "search/matcher.hpp"
#include "search/signals.hpp"
#include "search/spread.hpp"
#include "search/view.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
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
        const View& view,
        const SearchQuery& query,
        Sort sort,
        std::size_t count,
        std::optional<CursorPlace> after
    );

    // Of segment `number` of the view. `candidates` absent: every live document. Their scores are
    // final but for the signals.
    void collect(
        std::size_t number,
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
    struct FacetCounts {
        FacetRequest request;
        // By segment.
        std::vector<const FacetColumn*> columns;
        std::shared_ptr<const FacetNames> names;
        // By number of the names.
        std::vector<std::uint32_t> counts;
        // Of the last segment that counts the value and has a label for it.
        std::vector<std::string_view> labels;
    };
    // One value, while those to show are chosen: a number of the names, or beyond them a value that
    // was asked for and that no dataset has.
    struct Counted {
        std::uint32_t number = 0;
        std::uint32_t count = 0;
        bool selected = false;
    };
    // Candidates that are filtered and counted together, column after column.
    struct Block {
        static constexpr std::size_t capacity = 1024;
        std::size_t size = 0;
        std::array<std::uint32_t, capacity> documents;
        std::array<float, capacity> scores;
        // Bits of the filters that each one fails.
        std::array<std::uint32_t, capacity> failed;
    };
    struct SegmentFilter {
        const FacetColumn* column = nullptr;
        std::vector<std::uint8_t> passes; // by set
        std::uint32_t bit = 0;
    };
    struct SegmentCount {
        FacetCounts* facet = nullptr;
        const FacetColumn* column = nullptr;
        // Of the names, by value.
        std::span<const std::uint32_t> numbers;
        // By set; empty: each document is added to the facet at once. A few sets are counted in
        // `lanes` places each, `lane` apart, so that neighbours do not wait for each other.
        std::vector<std::uint32_t> counts;
        std::size_t lane = 0;
        std::uint32_t bit = 0;
        // Counted with others, by `joint`.
        bool joined = false;
    };
    struct SegmentCounts {
        std::vector<SegmentCount> facets;
        // Null: each facet is counted for itself.
        const JointColumn* joint = nullptr;
        std::vector<std::uint32_t> by_number;
    };

    static constexpr std::size_t lanes = 4;
    static constexpr std::uint32_t lane_sets_max = 1024;

    void prepare(FacetCounts& facet);
    const FacetColumn& column_of(const Segment& segment, Facet facet);
    std::vector<SegmentFilter> make_filters(const Segment& segment);
    bool passes_ranges(const Segment& segment, std::uint32_t document) const;
    bool passes_extents(const Segment& segment, std::uint32_t document) const;
    void take(
        const Segment& segment,
        Block& block,
        const Signals& signals,
        const std::vector<SegmentFilter>& filters,
        SegmentCounts& counts
    );
    // `candidates`: how many there are at most.
    SegmentCounts begin_counts(
        std::size_t number,
        std::size_t candidates,
        const std::vector<SegmentFilter>& filters
    );
    static void count_joint(SegmentCounts& counts, const Block& block, std::size_t size);
    // Of the first `size` of a block; `any`: filters that some of them fail.
    static void
    add_block(SegmentCount& count, const Block& block, std::size_t size, std::uint32_t any);
    static void
    count_sets(SegmentCount& count, const Block& block, std::size_t size, std::uint32_t any);
    static void count_one_by_one(SegmentCount& count, const Block& block, std::size_t size);
    static void add_count(SegmentCount& count, std::uint32_t set, std::uint32_t documents);
    static void share_joint(SegmentCounts& counts);
    static void add_counts(SegmentCounts& counts);
    void
    keep_best(const Segment& segment, const Block& block, std::size_t size, const Signals& signals);
    template <class Sets>
    void keep_spread(
        const Segment& segment,
        const Block& block,
        std::size_t size,
        const Signals& signals,
        const Sets* sets
    );
    void keep(
        const Segment& segment,
        std::uint32_t document,
        float text_score,
        std::uint32_t group,
        const Signals& signals
    );
    double key_of(const Segment& segment, std::uint32_t document, float score) const;
    bool comes_too_late(double key, std::uint32_t group) const;
    FacetResult take_facet(const FacetCounts& facet) const;
    bool better(const Entry& a, const Entry& b) const;

    const View& view_;
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
    // Columns worked out for this query; their names are views into them.
    std::vector<std::shared_ptr<const FacetColumn>> held_;
};

} // namespace moisson::search
