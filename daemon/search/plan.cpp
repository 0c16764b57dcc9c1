// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Words to terms: the exact form, the forms of the same stem, the continuations of a prefix.
#include "search/plan.hpp"

#include "search/analyser.hpp"
#include "search/ranking.hpp"

#include <algorithm>
#include <map>

namespace moisson::search {

namespace {

constexpr std::size_t matched_words_max = 200;

class Planner {
public:
    Planner(std::span<const SegmentRef> segments, Plan& out) : segments_(segments), out_(out) {
        for (const SegmentRef& ref : segments)
            documents_ += ref.segment->size();
    }

    ItemPlan item(const QueryItem& item) {
        ItemPlan plan;
        if (item.shown.field == "titre")
            plan.fields = in_title;
        else if (item.shown.field == "prod")
            plan.fields = in_publisher;
        plan.adjacent = item.shown.phrase && item.words.size() > 1;
        plan.added = item.added;
        plan.country = item.country;
        plan.shown = item.shown.text;
        for (std::size_t i = 0; i < item.words.size(); ++i)
            plan.words.push_back(word(
                item.words[i],
                item.shown.phrase,
                item.shown.prefix && i + 1 == item.words.size()
            ));
        return plan;
    }

    // What each alternative is worth, from the typed item before it.
    static void weigh_alternatives(GroupPlan& group) {
        const float typed = worth(group.items.front());
        for (ItemPlan& item : group.items) {
            if (!item.added)
                continue;
            if (!item.country.empty())
                item.country_score = ranking::rounded(ranking::country_weight * typed);
            else if (const float own = worth(item); own > 0)
                item.weight = ranking::synonym_weight * typed / own;
        }
    }

    std::uint64_t documents() const { return documents_; }

private:
    static float worth(const ItemPlan& item) {
        float sum = 0;
        for (const WordPlan& word : item.words)
            sum += word.idf;
        return sum;
    }

    WordPlan word(const std::string& text, bool exact_only, bool prefix) {
        WordPlan plan;
        plan.word = text;
        plan.literal = exact_only;
        plan.terms.resize(segments_.size());
        const std::string stem = stemmer_.stem(text);
        for (std::size_t i = 0; i < segments_.size(); ++i) {
            const Segment& segment = *segments_[i].segment;
            if (exact_only)
                add_exact(segment, text, plan.terms[i]);
            else
                add_stem(segment, text, stem, plan.terms[i]);
        }
        if (prefix && !exact_only)
            add_prefix(plan);
        for (std::size_t i = 0; i < segments_.size(); ++i)
            for (const TermWeight& term : plan.terms[i]) {
                plan.df += segments_[i].segment->postings.df(term.term);
                note_match(segments_[i].segment->terms[term.term]);
            }
        plan.idf = ranking::idf(static_cast<double>(documents_), static_cast<double>(plan.df));
        return plan;
    }

    static void
    add_exact(const Segment& segment, std::string_view text, std::vector<TermWeight>& out) {
        const std::uint32_t term = segment.terms.find(text);
        if (term != StringTable::absent)
            out.push_back(TermWeight{term, 1});
    }

    static void add_stem(
        const Segment& segment,
        std::string_view text,
        std::string_view stem,
        std::vector<TermWeight>& out
    ) {
        const std::uint32_t index = segment.stems.find(stem);
        if (index == StringTable::absent)
            return;
        for (std::uint32_t i = segment.stem_offsets[index]; i < segment.stem_offsets[index + 1];
             ++i) {
            const std::uint32_t term = segment.stem_terms[i];
            const bool exact = segment.terms[term] == text;
            out.push_back(TermWeight{term, exact ? 1 : ranking::stem_weight});
        }
    }

    // The commonest continuations over all segments, so that the cap means the same everywhere.
    void add_prefix(WordPlan& plan) {
        std::map<std::string_view, std::uint64_t> df;
        for (const SegmentRef& ref : segments_) {
            const StringTable& terms = ref.segment->terms;
            for (std::uint32_t t = terms.lower_bound(plan.word);
                 t < terms.size() && terms[t].starts_with(plan.word);
                 ++t)
                df[terms[t]] += ref.segment->postings.df(t);
        }
        std::vector<std::pair<std::uint64_t, std::string_view>> chosen;
        for (const auto& [term, count] : df)
            chosen.emplace_back(count, term);
        std::sort(chosen.begin(), chosen.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        if (chosen.size() > prefix_expansions_max) {
            chosen.resize(prefix_expansions_max);
            out_.warnings.push_back(Warning{WarningKind::prefix_truncated, plan.word});
        }
        for (std::size_t i = 0; i < segments_.size(); ++i)
            for (const auto& [count, text] : chosen) {
                const std::uint32_t term = segments_[i].segment->terms.find(text);
                const auto same = [term](const TermWeight& t) { return t.term == term; };
                auto& terms = plan.terms[i];
                if (term != StringTable::absent && std::none_of(terms.begin(), terms.end(), same))
                    terms.push_back(TermWeight{term, ranking::prefix_weight});
            }
    }

    void note_match(std::string_view term) {
        if (out_.matched_words.size() < matched_words_max &&
            std::find(out_.matched_words.begin(), out_.matched_words.end(), term) ==
                out_.matched_words.end())
            out_.matched_words.emplace_back(term);
    }

    std::span<const SegmentRef> segments_;
    Plan& out_;
    Stemmer stemmer_;
    std::uint64_t documents_ = 0;
};

// "code_insee" is two words as "code insee" is; only between quotes, excluded or beside
// alternatives do words stay together.
std::vector<QueryGroup> single_words(const std::vector<QueryGroup>& groups) {
    std::vector<QueryGroup> out;
    for (const QueryGroup& group : groups) {
        const QueryItem& item = group.items.front();
        if (group.excluded || group.items.size() > 1 || item.shown.phrase) {
            out.push_back(group);
            continue;
        }
        for (std::size_t i = 0; i < item.words.size(); ++i) {
            QueryItem& single = out.emplace_back().items.emplace_back(item);
            single.words = {item.words[i]};
            single.shown.prefix = item.shown.prefix && i + 1 == item.words.size();
        }
    }
    return out;
}

// Only plain words and phrases that follow each other can be a title.
std::optional<std::uint32_t> hash_as_title(const ParsedQuery& query) {
    std::vector<std::string> words;
    for (const QueryGroup& group : query.groups) {
        if (group.excluded || group.items.size() != 1 || !group.items[0].shown.field.empty())
            return std::nullopt;
        words.insert(words.end(), group.items[0].words.begin(), group.items[0].words.end());
    }
    return words.empty() ? std::nullopt : std::optional(title_hash(words));
}

} // namespace

Plan make_plan(
    const ParsedQuery& typed,
    const ParsedQuery& expanded,
    std::span<const SegmentRef> segments
) {
    Plan plan;
    plan.warnings = expanded.warnings;
    plan.title_hash = hash_as_title(typed);
    Planner planner(segments, plan);
    for (const QueryGroup& group : single_words(expanded.groups)) {
        const std::size_t matched = plan.matched_words.size();
        GroupPlan out;
        out.excluded = group.excluded;
        for (const QueryItem& item : group.items) {
            out.items.push_back(planner.item(item));
            if (!item.country.empty())
                plan.countries.push_back(item.country);
        }
        Planner::weigh_alternatives(out);
        if (group.excluded)
            plan.matched_words.resize(matched);
        plan.groups.push_back(std::move(out));
    }
    // Rarest first: what follows only looks at what is left.
    const auto cost = [&planner](const GroupPlan& group) {
        std::uint64_t sum = 0;
        for (const ItemPlan& item : group.items) {
            std::uint64_t least = planner.documents();
            for (const WordPlan& word : item.words)
                least = std::min(least, word.df);
            sum += least;
        }
        return sum;
    };
    std::stable_sort(
        plan.groups.begin(),
        plan.groups.end(),
        [&cost](const GroupPlan& a, const GroupPlan& b) {
            return a.excluded != b.excluded ? b.excluded : cost(a) < cost(b);
        }
    );
    return plan;
}

} // namespace moisson::search
