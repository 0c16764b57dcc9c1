// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Writes of the one writer: delta segments, tombstones, merges, snapshot. Each publishes a new
// view.
#include "search/jobs.hpp"
#include "search/search_index.hpp"
#include "search/segment_parts.hpp"
#include "search/signals.hpp"
#include "search/slug_list.hpp"
#include "search/snapshot_io.hpp"
#include "search/view.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <numeric>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace moisson::search {

namespace {

constexpr std::uint64_t snapshot_magic = 0x314E4F5353494F4DULL; // "MOISSON1"
// Grows with the layout and with what the analysis makes of words.
constexpr std::uint32_t snapshot_version = 12;
constexpr std::size_t build_documents = 2'000;
// Segments of about the same size that are allowed to stand side by side.
constexpr std::size_t segments_max = 8;
// The same while an index is built that nobody reads: so many small ones become one, and so many
// large ones may stand. Apart from each other: the dictionaries of many small parts beside those of
// large ones would be the peak of memory.
constexpr std::size_t build_small_max = 63;
constexpr std::size_t build_large_max = 4;
constexpr std::uint32_t build_small_documents = 16'000;

SegmentRef fresh(std::shared_ptr<const Segment> segment) {
    SegmentRef ref;
    auto dead = std::make_shared<Tombstones>((segment->size() + 63) / 64, 0);
    ref.popularity = std::make_shared<PopularityCounts>(count_popularity(*segment, *dead));
    ref.dead = std::move(dead);
    ref.segment = std::move(segment);
    return ref;
}

// Those of `ids`, which are in order, between the first and the last of a segment: of a build,
// whose chunks lie one behind the other, none.
std::span<const DatasetId> ids_inside(std::span<const DatasetId> ids, const Segment& segment) {
    if (segment.size() == 0)
        return {};
    const DatasetId first(segment.ids[segment.id_order.front()]);
    const DatasetId last(segment.ids[segment.id_order.back()]);
    const auto begin = std::lower_bound(ids.begin(), ids.end(), first);
    const auto end = std::upper_bound(begin, ids.end(), last);
    return ids.subspan(
        static_cast<std::size_t>(begin - ids.begin()),
        static_cast<std::size_t>(end - begin)
    );
}

// The view without these datasets, which are in order.
void bury(View& view, std::span<const DatasetId> all) {
    for (SegmentRef& ref : view.segments) {
        const std::span<const DatasetId> ids = ids_inside(all, *ref.segment);
        std::shared_ptr<Tombstones> dead;
        std::shared_ptr<PopularityCounts> counts;
        const FacetColumn& portals = ref.segment->facet(Facet::portal);
        for (const DatasetId& id : ids) {
            const auto document = ref.segment->find(id.uuid);
            if (!document || is_dead(dead ? *dead : *ref.dead, *document))
                continue;
            if (!dead) {
                dead = std::make_shared<Tombstones>(*ref.dead);
                counts = std::make_shared<PopularityCounts>(*ref.popularity);
            }
            (*dead)[*document >> 6] |= std::uint64_t{1} << (*document & 63);
            --counts
                  ->by_set[portals.set_of_document[*document]][ref.segment->popularity[*document]];
            ++ref.dead_count;
        }
        if (dead) {
            ref.dead = std::move(dead);
            ref.popularity = std::move(counts);
        }
    }
    std::erase_if(view.segments, [](const SegmentRef& ref) { return ref.live() == 0; });
}

// Of some segments the smallest, and every next one that is no larger than those before it
// together: a document is copied about log2(documents / batch) / 3 times.
std::vector<std::size_t> choose_small(const View& view, std::vector<std::size_t> order) {
    std::stable_sort(order.begin(), order.end(), [&view](std::size_t a, std::size_t b) {
        return view.segments[a].live() < view.segments[b].live();
    });
    std::vector<std::size_t> chosen;
    std::uint64_t sum = 0;
    for (const std::size_t i : order) {
        const std::uint64_t live = view.segments[i].live();
        if (chosen.size() >= 2 && live > sum)
            break;
        chosen.push_back(i);
        sum += live;
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

// What to merge while an index is built.
std::vector<std::size_t> choose_build_merge(const View& view) {
    std::vector<std::size_t> small;
    std::vector<std::size_t> large;
    for (std::size_t i = 0; i < view.segments.size(); ++i)
        (view.segments[i].live() < build_small_documents ? small : large).push_back(i);
    if (small.size() > build_small_max)
        return small;
    return large.size() > build_large_max ? choose_small(view, std::move(large))
                                          : std::vector<std::size_t>();
}

// Which segments to merge: those that are half dead, and the small ones once there are too many.
std::vector<std::size_t> choose_merge(const View& view) {
    std::vector<std::size_t> all(view.segments.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::vector<std::size_t> chosen;
    if (all.size() > segments_max)
        chosen = choose_small(view, std::move(all));
    for (std::size_t i = 0; i < view.segments.size(); ++i) {
        const SegmentRef& ref = view.segments[i];
        const bool worn = ref.dead_count * 4 > ref.segment->size();
        if (worn && std::find(chosen.begin(), chosen.end(), i) == chosen.end())
            chosen.push_back(i);
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

} // namespace

SearchIndex::SearchIndex()
    : view_(std::make_shared<const View>()), lexicon_(std::make_shared<const Lexicon>()),
      slugs_(std::make_unique<SlugLists>()) {}
SearchIndex::~SearchIndex() = default;

void SearchIndex::set_lexicon(std::shared_ptr<const Lexicon> lexicon) {
    lexicon_.store(std::move(lexicon));
}

void SearchIndex::publish(std::shared_ptr<View> next) {
    next->popularity = make_popularity(next->segments);
    view_.store(std::move(next));
    state_.fetch_add(1, std::memory_order_release);
}

void SearchIndex::apply(
    std::span<const store::CatalogEntry> entries,
    store::FeedPosition position
) {
    auto next = std::make_shared<View>(*view());
    next->position = position;
    std::unordered_map<DatasetId, std::size_t> last;
    for (std::size_t i = 0; i < entries.size(); ++i)
        last[entries[i].id] = i;
    std::vector<DatasetId> ids;
    ids.reserve(last.size());
    for (const auto& [id, at] : last)
        ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    bury(*next, ids);
    std::vector<std::vector<const store::CatalogEntry*>> waiting;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (last[entries[i].id] != i || entries[i].state == RecordState::purged)
            continue;
        if (waiting.empty() || waiting.back().size() == build_documents)
            waiting.emplace_back();
        waiting.back().push_back(&entries[i]);
    }
    std::vector<SegmentRef> built(waiting.size());
    std::vector<Job> jobs;
    for (std::size_t i = 0; i < built.size(); ++i)
        jobs.emplace_back([this, &waiting, &built, i] {
            built[i] = fresh(build_segment(waiting[i], display_));
        });
    run_jobs(jobs, threads_);
    std::move(built.begin(), built.end(), std::back_inserter(next->segments));
    publish(std::move(next));
}

// One dictionary from then on: blocks are copied from merge to merge.
std::shared_ptr<const Segment> SearchIndex::merge(std::span<const SegmentRef> parts) {
    auto segment = merge_segments(parts, display_, threads_);
    if (segment)
        display_.dictionary = segment->display.dictionary();
    return segment;
}

void SearchIndex::use_threads(unsigned threads) {
    threads_ = std::clamp(threads, 1U, index_threads_max);
}

bool SearchIndex::merge_step() {
    return merge_chosen(choose_merge(*view()));
}

bool SearchIndex::merge_build_step() {
    return merge_chosen(choose_build_merge(*view()));
}

bool SearchIndex::merge_chosen(const std::vector<std::size_t>& chosen) {
    if (chosen.empty())
        return false;
    const auto held = view();
    std::vector<SegmentRef> parts;
    auto next = std::make_shared<View>();
    next->position = held->position;
    for (std::size_t i = 0; i < held->segments.size(); ++i) {
        const bool merged = std::binary_search(chosen.begin(), chosen.end(), i);
        (merged ? parts : next->segments).push_back(held->segments[i]);
    }
    if (auto segment = merge(parts))
        next->segments.insert(next->segments.begin(), fresh(std::move(segment)));
    publish(std::move(next));
    return true;
}

void SearchIndex::merge_all() {
    const auto held = view();
    auto next = std::make_shared<View>();
    next->position = held->position;
    if (auto segment = merge(held->segments))
        next->segments.push_back(fresh(std::move(segment)));
    publish(std::move(next));
}

void SearchIndex::take_over(const SearchIndex& other) {
    display_.dictionary = other.display_.dictionary;
    publish(std::make_shared<View>(*other.view()));
}

store::FeedPosition SearchIndex::position() const {
    return view()->position;
}

Result<void> SearchIndex::save(const std::string& path) const {
    const auto held = view();
    const std::string beside = path + ".new";
    try {
        SnapshotWriter out(beside);
        out.value(snapshot_magic);
        out.value(snapshot_version);
        out.value(held->position.number.value);
        out.value(held->position.batch);
        out.text(display_.dictionary ? display_.dictionary->bytes() : std::string());
        out.value(static_cast<std::uint32_t>(held->segments.size()));
        for (const SegmentRef& ref : held->segments) {
            ref.segment->write(out);
            out.array(*ref.dead);
            out.value(ref.dead_count);
        }
        out.finish();
        std::filesystem::rename(beside, path);
    } catch (const std::system_error& error) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        return Error(Code::store_unavailable, error.what());
    }
    return {};
}

Result<void> SearchIndex::load(const std::string& path) {
    auto opened = SnapshotReader::open(path);
    if (!opened)
        return opened.error();
    SnapshotReader& in = **opened;
    auto next = std::make_shared<View>();
    std::vector<std::shared_ptr<Segment>> segments;
    DisplayOptions display = display_;
    try {
        if (in.value<std::uint64_t>() != snapshot_magic ||
            in.value<std::uint32_t>() != snapshot_version)
            return Error(Code::schema_mismatch, "snapshot");
        next->position.number = ChangeNumber(in.value<std::int64_t>());
        next->position.batch = in.value<Uuid>();
        display.dictionary = display_dictionary(in.text());
        const auto count = in.value<std::uint32_t>();
        for (std::uint32_t i = 0; i < count; ++i) {
            segments.push_back(Segment::read(in, display));
            SegmentRef& ref = next->segments.emplace_back();
            ref.dead = std::make_shared<Tombstones>(in.array<std::uint64_t>());
            ref.dead_count = in.value<std::uint32_t>();
        }
    } catch (const ErrorException& error) {
        return error.error();
    }
    if (const auto whole = in.finish(); !whole)
        return whole.error();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        SegmentRef& ref = next->segments[i];
        if (!segments[i]->is_sound() || !is_sound(*ref.dead, ref.dead_count, segments[i]->size()))
            return Error(Code::table_damaged, "snapshot: does not hold together");
        fill_derived(*segments[i]);
        ref.popularity =
            std::make_shared<PopularityCounts>(count_popularity(*segments[i], *ref.dead));
        ref.segment = std::move(segments[i]);
    }
    display_ = std::move(display);
    publish(std::move(next));
    return {};
}

} // namespace moisson::search
