// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reads over one view that nobody changes.
#include "search/search_index.hpp"

#include "search/answer.hpp"
#include "search/complete.hpp"
#include "search/document.hpp"
#include "search/select.hpp"
#include "search/slug_order.hpp"
#include "search/view.hpp"

#include <unordered_set>

namespace moisson::search {
namespace {

// What is shown of a document, with what the display store does not hold.
DisplayRecord record_of(const Segment& segment, std::uint32_t document) {
    DisplayRecord record = DisplayStore::Reader(segment.display).record(document);
    record.id = DatasetId(segment.ids[document]);
    if (segment.quality[document] != no_quality)
        record.quality = segment.quality[document];
    return record;
}

} // namespace

Result<SearchResult> SearchIndex::search(const SearchQuery& query) const {
    if (!PlainAnswers::is_plain(query))
        return run(query, *view(), *lexicon_.load());
    // Noted before the view is taken: an answer may be newer than its state says, never older.
    const std::uint64_t state = state_.load(std::memory_order_acquire);
    if (const auto known = plain_.find(state, query))
        return *known;
    Result<SearchResult> result = run(query, *view(), *lexicon_.load());
    if (result)
        plain_.keep(state, query, *result);
    return result;
}

Selected SearchIndex::select(const Selection& selection) const {
    return search::select(selection, *view(), *lexicon_.load(), *slugs_);
}

std::vector<std::string>
SearchIndex::slugs_after(std::string_view after, std::size_t start, std::size_t count) const {
    return search::slugs_after(*view(), *slugs_, after, start, count);
}

Completions SearchIndex::complete(std::string_view text, std::size_t count) const {
    return search::complete(text, count, *view());
}

std::optional<DisplayRecord> SearchIndex::find(DatasetId id) const {
    const auto held = view();
    for (const SegmentRef& ref : held->segments)
        if (const auto document = ref.segment->find(id.uuid);
            document && !is_dead(*ref.dead, *document))
            return record_of(*ref.segment, *document);
    return std::nullopt;
}

std::optional<DisplayRecord> SearchIndex::find_slug(std::string_view slug) const {
    const auto held = view();
    for (const SegmentRef& ref : held->segments)
        for (const HashedText& text : ref.segment->with_slug(slug)) {
            if (is_dead(*ref.dead, text.document))
                continue;
            DisplayRecord record = record_of(*ref.segment, text.document);
            if (record.slug == slug)
                return record;
        }
    return std::nullopt;
}

std::vector<DisplayRecord> SearchIndex::display(std::span<const Hit> hits) const {
    const auto held = view();
    std::vector<DisplayRecord> out;
    for (const Hit& hit : hits)
        for (const SegmentRef& ref : held->segments)
            if (const auto document = ref.segment->find(hit.id.uuid);
                document && !is_dead(*ref.dead, *document)) {
                out.push_back(record_of(*ref.segment, *document));
                break;
            }
    return out;
}

IndexCounters SearchIndex::counters() const {
    const auto held = view();
    IndexCounters out;
    std::unordered_set<std::string_view> organizations;
    for (const SegmentRef& ref : held->segments) {
        const Segment& segment = *ref.segment;
        const FacetColumn& states = segment.facet(Facet::state);
        const FacetColumn& owners = segment.facet(Facet::organization);
        const std::uint32_t archived = states.values.find("archived");
        std::vector<std::uint8_t> owned(owners.sets(), 0);
        for (std::uint32_t document = 0; document < segment.size(); ++document) {
            const auto state = states.set(states.set_of_document[document]);
            if (is_dead(*ref.dead, document) || (!state.empty() && state[0] == archived))
                continue;
            ++out.datasets;
            out.distributions += segment.distributions[document];
            owned[owners.set_of_document[document]] = 1;
        }
        for (std::uint32_t set = 0; set < owners.sets(); ++set)
            if (owned[set] != 0)
                for (const std::uint32_t value : owners.set(set))
                    organizations.insert(owners.values[value]);
    }
    out.organizations = static_cast<std::int64_t>(organizations.size());
    return out;
}

IndexStatus SearchIndex::status() const {
    const auto held = view();
    IndexStatus out;
    out.generation = held->position.number.value;
    out.plain_reused = plain_.reused();
    out.segments = static_cast<std::int64_t>(held->segments.size());
    // One for all segments that have it.
    std::shared_ptr<const ZstdDictionary> dictionary;
    for (const SegmentRef& ref : held->segments) {
        if (ref.segment->display.dictionary())
            dictionary = ref.segment->display.dictionary();
        out.documents += ref.live();
        out.deleted += ref.dead_count;
        out.display_bytes += static_cast<std::int64_t>(ref.segment->display.bytes());
        out.memory_bytes +=
            static_cast<std::int64_t>(ref.segment->memory_bytes() + ref.dead->size() * 8);
    }
    if (dictionary)
        out.memory_bytes += static_cast<std::int64_t>(dictionary->memory_bytes());
    return out;
}

} // namespace moisson::search
