// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The steps of a search, and its explanation.
#include "search/answer.hpp"

#include "core/limits.hpp"
#include "search/boosts.hpp"
#include "search/collector.hpp"
#include "search/relax.hpp"
#include "search/spelling.hpp"
#include "search/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::search {

namespace {

constexpr std::int64_t few_results = 3;
// Results whose words tell how the suggestion is spelt.
constexpr int spelling_samples = 10;

struct Matches {
    std::vector<std::optional<Candidates>> segments;
    std::vector<Warning> warnings;
    // No dataset has all words.
    bool part = false;
};

std::size_t positive_groups(const Plan& plan) {
    return static_cast<std::size_t>(std::count_if(
        plan.groups.begin(),
        plan.groups.end(),
        [](const GroupPlan& group) { return !group.excluded; }
    ));
}

// Puts what has most of the words in place of what has them all, when that is little.
void relax(const Plan& plan, std::span<const SegmentRef> segments, std::size_t full, Matches& out) {
    Relaxed relaxed = match_most(plan, segments);
    if (relaxed.documents <= full)
        return;
    for (std::size_t i = 0; i < segments.size(); ++i)
        out.segments[i] = std::move(relaxed.segments[i]);
    out.part = full == 0;
    const std::size_t all = positive_groups(plan);
    out.warnings.push_back(
        out.part ? Warning{WarningKind::match_part, fmt::format("{}/{}", relaxed.most, all)}
                 : Warning{WarningKind::match_more, std::to_string(full)}
    );
}

Matches match(const Plan& plan, std::span<const SegmentRef> segments, bool relaxes) {
    Matches out;
    std::size_t full = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        out.segments.push_back(Matcher(plan, segments[i], i).match_all());
        full += out.segments.back() ? out.segments.back()->size() : few_matches;
    }
    if (relaxes && full < few_matches && positive_groups(plan) > 1)
        relax(plan, segments, full, out);
    for (std::size_t i = 0; i < segments.size(); ++i)
        if (out.segments[i])
            Boosts(plan, *segments[i].segment).apply(*out.segments[i]);
    return out;
}

Result<void> check_page(const SearchQuery& query) {
    const int size_max = query.cursor ? walk_step_max : static_cast<int>(limits::page_size);
    const bool size_ok = query.page_size >= 0 && query.page_size <= size_max;
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
        out.hits.push_back(Hit{DatasetId(entries[i].id), entries[i].score, entries[i].spread});
}

std::vector<Expansion> expansions_of(const ParsedQuery& expanded) {
    std::vector<Expansion> out;
    for (const QueryGroup& group : expanded.groups) {
        Expansion one;
        for (const QueryItem& item : group.items)
            if (item.added)
                one.also.push_back(item.shown.text);
        if (one.also.empty())
            continue;
        one.typed = group.items.front().shown.text;
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<ScorePart> explain_hit(
    const Plan& plan,
    const SegmentRef& ref,
    std::size_t number,
    std::uint32_t document,
    const Signals& signals,
    double spread
) {
    std::vector<ScorePart> out;
    if (positive_groups(plan) == 0)
        out.push_back(ScorePart{ScoreKind::word, {}, 1});
    else
        out = Matcher(plan, ref, number).explain(document);
    double text = 0;
    for (const ScorePart& word : out)
        text += word.value;
    text = Boosts(plan, *ref.segment).explain(document, text, out);
    const SignalValues values = signals.values(document);
    out.push_back(ScorePart{ScoreKind::popularity, {}, text * values.popularity});
    out.push_back(ScorePart{ScoreKind::recency, {}, text * values.recency});
    out.push_back(ScorePart{ScoreKind::original, {}, text * values.original});
    if (spread > 0)
        out.push_back(ScorePart{ScoreKind::spread, {}, spread});
    return out;
}

std::vector<std::vector<ScorePart>> explain_hits(
    const SearchResult& result,
    const Plan& plan,
    const View& view,
    const std::vector<Signals>& signals
) {
    std::vector<std::vector<ScorePart>> out;
    for (const Hit& hit : result.hits) {
        out.emplace_back();
        for (std::size_t i = 0; i < view.segments.size(); ++i) {
            const SegmentRef& ref = view.segments[i];
            const auto document = ref.segment->find(hit.id.uuid);
            if (document && !is_dead(*ref.dead, *document))
                out.back() = explain_hit(plan, ref, i, *document, signals[i], hit.spread);
        }
    }
    return out;
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

struct Answer {
    SearchResult result;
    Plan plan;
    // No dataset has all words.
    bool part = false;
};

Result<Answer> answer(const SearchQuery& query, const View& view, const Lexicon& lexicon) {
    if (const auto checked = check_page(query); !checked)
        return checked.error();
    Answer answered;
    SearchResult& out = answered.result;
    const ParsedQuery parsed = parse_query(query.text);
    const ParsedQuery expanded = lexicon.expand(parsed);
    answered.plan = make_plan(parsed, expanded, view.segments);
    const Plan& plan = answered.plan;
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
    Collector collector(view, query, out.sort, count, std::move(after));
    Matches matches = match(plan, view.segments, query.relaxes);
    answered.part = matches.part;
    std::vector<Signals> signals;
    for (std::size_t i = 0; i < view.segments.size(); ++i) {
        signals.emplace_back(*view.segments[i].segment, view.popularity, query.now);
        collector.collect(i, matches.segments[i], signals.back());
    }
    out.total = collector.total();
    out.distributions = collector.distributions();
    out.page = query.cursor ? 1 : query.page;
    out.page_size = query.page_size;
    out.facets = collector.take_facets();
    fill_hits(out, collector, query);
    out.warnings = plan.warnings;
    out.warnings.insert(out.warnings.end(), matches.warnings.begin(), matches.warnings.end());
    out.parsed = echo(parsed);
    out.expansions = expansions_of(expanded);
    out.matched_words = plan.matched_words;
    out.generation = view.position.number.value;
    if (query.explain)
        out.explanations = explain_hits(out, plan, view, signals);
    return answered;
}

// The answer with words that no dataset has replaced, when it is clearly better.
std::optional<SearchResult> in_place(
    const SearchQuery& query,
    const View& view,
    const Lexicon& lexicon,
    const Answer& typed,
    const std::vector<Correction>& absent
) {
    SearchQuery meant = query;
    meant.text = corrected_text(query.text, absent);
    auto better = answer(meant, view, lexicon);
    const bool helps = better && better->result.total > 0 &&
                       (typed.result.total == 0 || (typed.part && !better->part));
    if (!helps)
        return std::nullopt;
    SearchResult out = std::move(better->result);
    out.suggestion = accented(meant.text, query.text, shown_texts(view, out.hits));
    out.literal = literal_text(query.text, absent);
    std::string words;
    for (const Correction& mend : absent)
        words += (words.empty() ? "" : " ") + mend.typed;
    out.warnings.push_back(Warning{WarningKind::corrected, std::move(words)});
    return out;
}

// The answer to what was probably meant, or to what was typed with a suggestion.
SearchResult
corrected(const SearchQuery& query, const View& view, const Lexicon& lexicon, Answer typed) {
    const std::vector<Correction> mends = find_corrections(typed.plan, view.segments);
    if (mends.empty())
        return std::move(typed.result);
    std::vector<Correction> absent;
    for (const Correction& mend : mends)
        if (mend.absent)
            absent.push_back(mend);
    if (query.correct_typos && !query.cursor && !absent.empty())
        if (auto out = in_place(query, view, lexicon, typed, absent))
            return std::move(*out);
    SearchQuery meant;
    meant.text = corrected_text(query.text, mends);
    meant.filters = query.filters;
    meant.excluded = query.excluded;
    meant.seen_until = query.seen_until;
    meant.page_size = spelling_samples;
    const auto better = answer(meant, view, lexicon);
    const bool helps = better && better->result.total > 0 &&
                       (better->result.total > typed.result.total || typed.part);
    if (helps)
        typed.result.suggestion =
            accented(meant.text, query.text, shown_texts(view, better->result.hits));
    return std::move(typed.result);
}

} // namespace

Result<SearchResult> run(const SearchQuery& query, const View& view, const Lexicon& lexicon) {
    auto typed = answer(query, view, lexicon);
    if (!typed)
        return typed.error();
    const bool few = typed->result.total < few_results || typed->part;
    if (!few || typed->plan.groups.empty())
        return std::move(typed->result);
    return corrected(query, view, lexicon, std::move(*typed));
}

} // namespace moisson::search
