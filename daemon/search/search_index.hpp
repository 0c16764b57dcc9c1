// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// SearchIndex: the in-memory projection of the catalogue. Immutable segments behind one pointer:
// any number of readers on any thread, never kept waiting by work; one writer (the follower).
#pragma once

#include "core/result.hpp"
#include "search/display.hpp"
#include "search/lexicon.hpp"
#include "search/plain_answers.hpp"
#include "search/published.hpp"
#include "search/query.hpp"
#include "search/selection.hpp"
#include "store/change_feed.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::search {

struct Segment;
struct SegmentRef;
struct View;
class SlugLists;

// Totals for the home page, computed from the index alone. Active and missing datasets.
struct IndexCounters {
    std::int64_t datasets = 0;
    std::int64_t distributions = 0;
    std::int64_t organizations = 0;
};

struct IndexStatus {
    std::int64_t generation = 0;
    std::int64_t documents = 0;
    std::int64_t segments = 0;
    std::int64_t deleted = 0;
    std::int64_t memory_bytes = 0;
    // What results show, packed, in memory or in a file.
    std::int64_t display_bytes = 0;
    // Searches without text that were answered from memory.
    std::int64_t plain_reused = 0;
};

// Threads that build one index, at most: the other processors are for who asks and who harvests.
inline constexpr unsigned index_threads_max = 2;

class SearchIndex {
public:
    SearchIndex();
    SearchIndex(const SearchIndex&) = delete;
    SearchIndex& operator=(const SearchIndex&) = delete;
    ~SearchIndex();

    // -- Readers, any thread -------------------------------------------------------------------

    // False until the first build is in, or the snapshot has caught up with the feed: /readyz
    // answers 503.
    bool ready() const { return ready_.load(std::memory_order_acquire); }
    // INVALID_ARGUMENT for a page outside the window, a bad cursor, a cursor by pertinence.
    Result<SearchResult> search(const SearchQuery& query) const;
    // For readers with a query language of their own: no typo is mended, no word is left out.
    Selected select(const Selection& selection) const;
    // Of everything active or missing, in order: `count` slugs behind `after`, without the first
    // `start` of them. A walk from the last one given goes on whatever changes meanwhile.
    std::vector<std::string>
    slugs_after(std::string_view after, std::size_t start, std::size_t count) const;
    // While somebody types: at most `count` titles and as many publishers, best first. A few
    // milliseconds whatever is typed.
    Completions complete(std::string_view text, std::size_t count) const;
    // From now on; any thread. Never null.
    void set_lexicon(std::shared_ptr<const Lexicon> lexicon);
    // Newest state of a dataset known to the index, archived ones too.
    std::optional<DisplayRecord> find(DatasetId id) const;
    std::optional<DisplayRecord> find_slug(std::string_view slug) const;
    // In the order of `ids`; those that vanished meanwhile are left out.
    std::vector<DisplayRecord> display(std::span<const Hit> hits) const;
    IndexCounters counters() const;
    IndexStatus status() const;

    // -- The one writer ------------------------------------------------------------------------

    // Puts the current state of each entry in place of what the index held; purged ones disappear.
    // Ids may repeat: the last wins.
    void apply(std::span<const store::CatalogEntry> entries, store::FeedPosition position);
    // Merges small or half-dead segments. Returns false when there was nothing to do.
    bool merge_step();
    // The same while a large catalogue is built and nobody reads: more segments stand side by side,
    // so that each dataset is merged less often. merge_step() at its end brings them down.
    bool merge_build_step();
    // One segment without tombstones.
    void merge_all();
    // Of apply() and of merges from now on, the caller included; index_threads_max at most. One,
    // the default, is for an index that is read meanwhile. What is written does not depend on it.
    void use_threads(unsigned threads);
    // What results show goes to a file without a name in this folder once it is large (a file
    // system with room for it); what is loaded stays in its snapshot, which may be replaced but not
    // written to. Before the first apply() or load(); empty, the default: memory.
    void keep_display_in(std::string folder) { display_.folder = std::move(folder); }
    void set_ready() { ready_.store(true, std::memory_order_release); }
    // Shows what `other` holds from now on (rebuild beside, then swap).
    void take_over(const SearchIndex& other);
    store::FeedPosition position() const;

    // Written beside, synced and renamed. STORE_UNAVAILABLE when the disk refuses.
    Result<void> save(const std::string& path) const;
    // NOT_FOUND without file, SCHEMA_MISMATCH for another version, TABLE_DAMAGED for a bad
    // checksum.
    Result<void> load(const std::string& path);

private:
    std::shared_ptr<const View> view() const { return view_.load(); }
    void publish(std::shared_ptr<View> next);
    std::shared_ptr<const Segment> merge(std::span<const SegmentRef> parts);
    // Of the view; false when there are none.
    bool merge_chosen(const std::vector<std::size_t>& chosen);

    Published<View> view_;
    Published<Lexicon> lexicon_;
    std::atomic<bool> ready_{false};
    // Counts publications: one number, one content.
    std::atomic<std::uint64_t> state_{0};
    mutable PlainAnswers plain_;
    const std::unique_ptr<SlugLists> slugs_;
    // The writer's.
    DisplayOptions display_;
    unsigned threads_ = 1;
};

} // namespace moisson::search
