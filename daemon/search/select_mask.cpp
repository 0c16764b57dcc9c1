// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Conditions over the columns of one segment: a pass per condition, a byte per document.
#include "search/document.hpp"
#include "search/matcher.hpp"
#include "search/select.hpp"
#include "text/fold.hpp"

#include <algorithm>

namespace moisson::search {
namespace {

bool wanted_value(const Condition& condition, const FacetColumn& column, std::uint32_t value) {
    if (condition.values.empty() && condition.patterns.empty())
        return true;
    const std::string_view code = column.values[value];
    if (std::find(condition.values.begin(), condition.values.end(), code) != condition.values.end())
        return true;
    if (condition.patterns.empty())
        return false;
    const std::string folded = text::fold(code);
    const std::string label = text::fold(column.labels[value]);
    return std::any_of(
        condition.patterns.begin(),
        condition.patterns.end(),
        [&](const std::string& pattern) {
            return matches_pattern(folded, pattern) ||
                   (!label.empty() && matches_pattern(label, pattern));
        }
    );
}

Mask facet_mask(const Condition& condition, const FacetColumn& column, std::uint32_t size) {
    std::vector<std::uint8_t> wanted(column.values.size(), 0);
    if (condition.patterns.empty() && !condition.values.empty()) {
        for (const std::string& value : condition.values)
            if (const auto at = column.values.find(value); at != StringTable::absent)
                wanted[at] = 1;
    } else {
        for (std::uint32_t value = 0; value < column.values.size(); ++value)
            wanted[value] = wanted_value(condition, column, value) ? 1 : 0;
    }
    std::vector<std::uint8_t> passes(column.sets(), 0);
    for (std::uint32_t set = 0; set < column.sets(); ++set)
        for (const std::uint32_t value : column.set(set))
            passes[set] |= wanted[value];
    Mask out(size, 0);
    for (std::uint32_t document = 0; document < size; ++document)
        out[document] = passes[column.set_of_document[document]];
    return out;
}

bool within(const Condition& condition, std::int64_t value) {
    return (!condition.from || value >= *condition.from) &&
           (!condition.to || value <= *condition.to);
}

Mask number_mask(const Condition& condition, const Segment& segment) {
    Mask out(segment.size(), 0);
    const auto dates = [&](const std::vector<Minutes>& column) {
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            out[document] = column[document] != no_date && within(condition, column[document]);
    };
    switch (condition.column) {
    case Column::changed:
        dates(segment.changed);
        break;
    case Column::first_seen:
        dates(segment.first_seen);
        break;
    case Column::modified:
        dates(segment.modified);
        break;
    case Column::created:
        dates(segment.created);
        break;
    case Column::distributions:
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            out[document] = within(condition, segment.distributions[document]);
        break;
    case Column::quality:
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            out[document] = segment.quality[document] != no_quality &&
                            within(condition, segment.quality[document]);
        break;
    case Column::tags: {
        const FacetColumn& tags = segment.facet(Facet::tag);
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            out[document] = within(
                condition,
                static_cast<std::int64_t>(tags.set(tags.set_of_document[document]).size())
            );
        break;
    }
    }
    return out;
}

Mask text_mask(const Plan& plan, const SegmentRef& ref, std::size_t number) {
    Mask out(ref.segment->size(), 0);
    const auto candidates = Matcher(plan, ref, number).match_all();
    if (!candidates)
        return Mask(ref.segment->size(), 1);
    for (const Candidate& candidate : *candidates)
        out[candidate.document] = 1;
    return out;
}

Mask id_mask(const Condition& condition, const Segment& segment) {
    Mask out(segment.size(), 0);
    for (const Uuid& id : condition.ids)
        if (const auto document = segment.find(id))
            out[*document] = 1;
    return out;
}

Mask slug_mask(const Condition& condition, const Segment& segment) {
    Mask out(segment.size(), 0);
    DisplayStore::Reader reader(segment.display);
    for (const std::string& slug : condition.values)
        for (const HashedText& text : segment.with_slug(slug))
            if (reader.record(text.document).slug == slug)
                out[text.document] = 1;
    return out;
}

} // namespace

bool matches_pattern(std::string_view folded, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (at < folded.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++;
            star_at = at;
        } else if (in_pattern < pattern.size() && (pattern[in_pattern] == '?' || pattern[in_pattern] == folded[at])) {
            ++in_pattern;
            ++at;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.size() && pattern[in_pattern] == '*')
        ++in_pattern;
    return in_pattern == pattern.size();
}

Masker::Masker(const Condition& condition, std::span<const SegmentRef> segments)
    : condition_(condition), segments_(segments) {
    plan(condition);
}

void Masker::plan(const Condition& condition) {
    if (condition.kind == Condition::Kind::text)
        plans_.push_back(make_plan(condition.text, condition.text, segments_));
    for (const Condition& part : condition.parts)
        plan(part);
}

Mask Masker::mask(std::size_t number, const std::shared_ptr<const SeenUntil>& seen) const {
    std::size_t next_plan = 0;
    return evaluate(condition_, number, seen, next_plan);
}

Mask Masker::evaluate(
    const Condition& condition,
    std::size_t number,
    const std::shared_ptr<const SeenUntil>& seen,
    std::size_t& next_plan
) const {
    const SegmentRef& ref = segments_[number];
    const Segment& segment = *ref.segment;
    switch (condition.kind) {
    case Condition::Kind::everything:
        return Mask(segment.size(), 1);
    case Condition::Kind::nothing:
        return Mask(segment.size(), 0);
    case Condition::Kind::facet:
        if (condition.facet == Facet::freshness)
            return facet_mask(condition, *segment.freshness_column(seen), segment.size());
        return facet_mask(condition, segment.facet(condition.facet), segment.size());
    case Condition::Kind::number:
        return number_mask(condition, segment);
    case Condition::Kind::text:
        return text_mask(plans_[next_plan++], ref, number);
    case Condition::Kind::ids:
        return id_mask(condition, segment);
    case Condition::Kind::slug:
        return slug_mask(condition, segment);
    case Condition::Kind::negation: {
        Mask out = evaluate(condition.parts.front(), number, seen, next_plan);
        for (std::uint8_t& holds : out)
            holds ^= 1;
        return out;
    }
    case Condition::Kind::all_of:
    case Condition::Kind::any_of:
        break;
    }
    const bool all = condition.kind == Condition::Kind::all_of;
    Mask out(segment.size(), all ? 1 : 0);
    for (const Condition& part : condition.parts) {
        const Mask one = evaluate(part, number, seen, next_plan);
        for (std::uint32_t document = 0; document < segment.size(); ++document)
            out[document] = all ? out[document] & one[document] : out[document] | one[document];
    }
    return out;
}

} // namespace moisson::search
