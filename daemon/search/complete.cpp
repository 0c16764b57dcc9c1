// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/complete.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "search/boosts.hpp"
#include "search/collector.hpp"
#include "text/fold.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace moisson::search {

namespace {

// Every word in the title.
ParsedQuery titled(ParsedQuery query) {
    for (QueryGroup& group : query.groups)
        for (QueryItem& item : group.items)
            if (item.shown.field.empty())
                item.shown.field = "titre";
    return query;
}

bool is_vague(const ParsedQuery& query) {
    const bool only_excluded =
        std::all_of(query.groups.begin(), query.groups.end(), [](const QueryGroup& group) {
            return group.excluded;
        });
    if (only_excluded)
        return true;
    const QueryItem& last = query.groups.back().items.back();
    return last.shown.prefix && utf8_length(last.words.back()) < completion_letters_min;
}

std::uint64_t cost_of(const Plan& plan) {
    std::uint64_t least = ~std::uint64_t{0};
    for (const GroupPlan& group : plan.groups)
        if (!group.excluded)
            for (const ItemPlan& item : group.items)
                for (const WordPlan& word : item.words)
                    least = std::min(least, word.df);
    return least;
}

std::vector<TitleCompletion>
complete_titles(std::string_view text, std::size_t count, const View& view) {
    const ParsedQuery query = titled(parse_query(text));
    std::vector<TitleCompletion> out;
    if (query.groups.empty() || is_vague(query))
        return out;
    const Plan plan = make_plan(query, query, view.segments);
    const bool bounded = cost_of(plan) > completion_postings_max;
    // Copies and series have the same title: more are taken than are shown.
    const SearchQuery all;
    Collector collector(view, all, Sort::pertinence, 4 * count, std::nullopt);
    for (std::size_t i = 0; i < view.segments.size(); ++i) {
        const SegmentRef& ref = view.segments[i];
        Matcher matcher(plan, ref, i);
        auto found = bounded ? matcher.match_popular() : matcher.match_all();
        if (!found)
            continue;
        Boosts(plan, *ref.segment).apply(*found);
        collector.collect(i, found, Signals(*ref.segment, view.popularity, std::nullopt));
    }
    std::set<std::string> seen;
    for (const Collector::Entry& entry : collector.take_entries()) {
        if (out.size() == count)
            break;
        for (const SegmentRef& ref : view.segments) {
            const auto document = ref.segment->find(entry.id);
            if (!document || is_dead(*ref.dead, *document))
                continue;
            DisplayRecord record = DisplayStore::Reader(ref.segment->display).record(*document);
            if (seen.insert(text::fold(best_text(record.title, "fr"))).second)
                out.push_back(TitleCompletion{
                    DatasetId(entry.id),
                    std::move(record.slug),
                    std::move(record.title)});
            break;
        }
    }
    return out;
}

std::vector<PublisherCompletion>
complete_publishers(std::string_view typed, std::size_t count, const View& view) {
    struct Found {
        std::string_view label;
        bool first = false;
        std::uint64_t datasets = 0;
    };
    std::map<std::string_view, Found> found;
    for (const SegmentRef& ref : view.segments) {
        const Segment& segment = *ref.segment;
        const FacetColumn& column = segment.facet(Facet::organization);
        for (std::uint32_t value = 0; value < column.values.size(); ++value) {
            const std::string_view folded = segment.publishers_folded[value];
            if (!text::has_word_beginning(folded, typed))
                continue;
            Found& one = found[column.values[value]];
            one.label = column.labels[value];
            one.first = one.first || folded.starts_with(typed);
            one.datasets += segment.publisher_datasets[value];
        }
    }
    std::vector<std::pair<std::string_view, Found>> best(found.begin(), found.end());
    const auto shown = best.begin() + static_cast<std::ptrdiff_t>(std::min(count, best.size()));
    std::partial_sort(best.begin(), shown, best.end(), [](const auto& a, const auto& b) {
        if (a.second.first != b.second.first)
            return a.second.first;
        if (a.second.datasets != b.second.datasets)
            return a.second.datasets > b.second.datasets;
        return a.first < b.first;
    });
    std::vector<PublisherCompletion> out;
    for (auto at = best.begin(); at != shown; ++at)
        out.push_back(PublisherCompletion{std::string(at->first), std::string(at->second.label)});
    return out;
}

} // namespace

Completions complete(std::string_view text, std::size_t count, const View& view) {
    Completions out;
    const std::string clean = repair_utf8(text.substr(0, limits::query_bytes)).text;
    out.titles = complete_titles(clean, count, view);
    const std::string typed = text::fold_trimmed(clean);
    if (utf8_length(typed) >= 2)
        out.publishers = complete_publishers(typed, count, view);
    return out;
}

} // namespace moisson::search
