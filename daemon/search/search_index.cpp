// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reads: parse, plan, match, collect over one view that nobody changes.
#include "search/search_index.hpp"

#include "core/limits.hpp"
#include "search/collector.hpp"
#include "search/suggest.hpp"
#include "search/view.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace moisson::search {

namespace {

constexpr std::int64_t few_results = 3;
// Results whose words tell how the suggestion is spelt.
constexpr int spelling_samples = 10;

struct Matches {
    std::vector<std::optional<Candidates>> segments;
    std::vector<Warning> warnings;
};

std::size_t positive_groups(const Plan& plan) {
    return static_cast<std::size_t>(std::count_if(
        plan.groups.begin(),
        plan.groups.end(),
        [](const GroupPlan& group) { return !group.excluded; }
    ));
}

Matches match(const Plan& plan, std::span<const SegmentRef> segments) {
    Matches out;
    bool any = false;
    bool partial = false;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        Matcher matcher(plan, segments[i], i);
        out.segments.push_back(matcher.match_all());
        any = any || !out.segments.back() || !out.segments.back()->empty();
        partial = partial || matcher.phrase_partial();
    }
    if (!any && positive_groups(plan) > 1) {
        std::vector<std::size_t> groups(segments.size(), 0);
        for (std::size_t i = 0; i < segments.size(); ++i) {
            Matcher matcher(plan, segments[i], i);
            out.segments[i] = matcher.match_part(groups[i]);
            partial = partial || matcher.phrase_partial();
        }
        const std::size_t most = *std::max_element(groups.begin(), groups.end());
        for (std::size_t i = 0; i < segments.size(); ++i)
            if (groups[i] < most)
                out.segments[i] = Candidates{};
        if (most > 0)
            out.warnings.push_back(Warning{
                WarningKind::match_part,
                std::to_string(most) + "/" + std::to_string(positive_groups(plan))});
    }
    if (partial)
        out.warnings.push_back(Warning{WarningKind::phrase_partial, {}});
    return out;
}

Result<void> check_page(const SearchQuery& query) {
    const bool size_ok =
        query.page_size >= 0 && query.page_size <= static_cast<int>(limits::page_size);
    const bool page_ok = query.cursor || (query.page >= 1 &&
                                          static_cast<std::int64_t>(query.page) * query.page_size <=
                                              static_cast<std::int64_t>(limits::result_window));
    if (!size_ok || !page_ok)
        return Error(Code::invalid_argument, "page");
    return {};
}

std::vector<ParsedGroup> echo(const ParsedQuery& query) {
    std::vector<ParsedGroup> out;
    for (const QueryGroup& group : query.groups) {
        ParsedGroup shown;
        shown.excluded = group.excluded;
        for (const QueryItem& item : group.items)
            shown.items.push_back(item.shown);
        out.push_back(std::move(shown));
    }
    return out;
}

void fill_hits(SearchResult& out, Collector& collector, const SearchQuery& query) {
    auto entries = collector.take_entries();
    const auto size = static_cast<std::size_t>(query.page_size);
    std::size_t begin = 0;
    if (query.cursor) {
        if (entries.size() > size && size > 0)
            out.next_cursor = write_cursor(out.sort, collector.place_of(entries[size - 1]));
    } else {
        begin = static_cast<std::size_t>(query.page - 1) * size;
    }
    for (std::size_t i = begin; i < std::min(begin + size, entries.size()); ++i)
        out.hits.push_back(Hit{DatasetId(entries[i].id), entries[i].score});
}

std::vector<std::string> shown_texts(const View& view, const std::vector<Hit>& hits) {
    std::vector<std::string> out;
    for (const Hit& hit : hits)
        for (const SegmentRef& ref : view.segments)
            if (const auto document = ref.segment->find(hit.id.uuid);
                document && !is_dead(*ref.dead, *document)) {
                const DisplayRecord record =
                    DisplayStore::Reader(ref.segment->display).record(*document);
                out.emplace_back(best_text(record.title, "fr"));
                out.push_back(record.excerpt.text);
            }
    return out;
}

Result<SearchResult> run(const SearchQuery& query, const View& view, bool spelling) {
    if (const auto checked = check_page(query); !checked)
        return checked.error();
    SearchResult out;
    const ParsedQuery parsed = parse_query(query.text);
    const Plan plan = make_plan(parsed, view.segments);
    const Sort usual = query.cursor                ? Sort::first_seen
                       : positive_groups(plan) > 0 ? Sort::pertinence
                                                   : Sort::modified;
    out.sort = query.sort.value_or(usual);
    std::optional<CursorPlace> after;
    if (query.cursor) {
        if (out.sort == Sort::pertinence)
            return Error(Code::invalid_argument, "cursor");
        if (*query.cursor != "*") {
            auto place = read_cursor(*query.cursor, out.sort);
            if (!place)
                return place.error();
            after = std::move(*place);
        }
    }
    const auto size = static_cast<std::size_t>(query.page_size);
    const std::size_t count = query.cursor ? size + 1 : size * static_cast<std::size_t>(query.page);
    Collector collector(query, out.sort, count, std::move(after));
    Matches matches = match(plan, view.segments);
    for (std::size_t i = 0; i < view.segments.size(); ++i)
        collector.collect(view.segments[i], matches.segments[i]);
    out.total = collector.total();
    out.page = query.cursor ? 1 : query.page;
    out.page_size = query.page_size;
    out.facets = collector.take_facets();
    fill_hits(out, collector, query);
    out.warnings = plan.warnings;
    out.warnings.insert(out.warnings.end(), matches.warnings.begin(), matches.warnings.end());
    out.parsed = echo(parsed);
    out.matched_words = plan.matched_words;
    out.generation = view.position.number.value;
    const bool few = out.total < few_results || !matches.warnings.empty();
    if (spelling && few && !plan.groups.empty()) {
        SearchQuery mended;
        mended.text = suggest(query.text, plan, view.segments);
        mended.filters = query.filters;
        mended.seen_until = query.seen_until;
        mended.page_size = spelling_samples;
        if (!mended.text.empty()) {
            const auto better = run(mended, view, false);
            const bool helps = better && better->total > 0 &&
                               (better->total > out.total || !matches.warnings.empty());
            if (helps)
                out.suggestion = accented(mended.text, query.text, shown_texts(view, better->hits));
        }
    }
    return out;
}

} // namespace

Result<SearchResult> SearchIndex::search(const SearchQuery& query) const {
    if (!PlainAnswers::is_plain(query))
        return run(query, *view(), true);
    // Noted before the view is taken: an answer may be newer than its state says, never older.
    const std::uint64_t state = state_.load(std::memory_order_acquire);
    if (const auto known = plain_.find(state, query))
        return *known;
    Result<SearchResult> result = run(query, *view(), true);
    if (result)
        plain_.keep(state, query, *result);
    return result;
}

std::optional<DisplayRecord> SearchIndex::find(DatasetId id) const {
    const auto held = view();
    for (const SegmentRef& ref : held->segments)
        if (const auto document = ref.segment->find(id.uuid);
            document && !is_dead(*ref.dead, *document))
            return DisplayStore::Reader(ref.segment->display).record(*document);
    return std::nullopt;
}

std::optional<DisplayRecord> SearchIndex::find_slug(std::string_view slug) const {
    const auto held = view();
    std::optional<DisplayRecord> out;
    for (const SegmentRef& ref : held->segments) {
        const bool found = ref.segment->for_slug(slug, [&](std::uint32_t document) {
            if (is_dead(*ref.dead, document))
                return false;
            DisplayRecord record = DisplayStore::Reader(ref.segment->display).record(document);
            if (record.slug != slug)
                return false;
            out = std::move(record);
            return true;
        });
        if (found)
            return out;
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
                out.push_back(DisplayStore::Reader(ref.segment->display).record(*document));
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
    for (const SegmentRef& ref : held->segments) {
        out.documents += ref.live();
        out.deleted += ref.dead_count;
        out.memory_bytes +=
            static_cast<std::int64_t>(ref.segment->memory_bytes() + ref.dead->size() * 8);
    }
    return out;
}

} // namespace moisson::search
