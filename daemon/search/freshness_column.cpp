// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The states of freshness of a segment: six sets of one value each, so that filters and counts
// treat them as any other column.
#include "search/segment.hpp"

#include <algorithm>
#include <array>

namespace moisson::search {
namespace {

Freshness state_of(const FreshnessColumns& dates, Minutes seen) {
    if (dates.expected == never_due)
        return Freshness::sans_objet;
    if (dates.expected == no_date || seen == no_date)
        return Freshness::inconnue;
    if (dates.very_late != no_date && seen >= dates.very_late)
        return Freshness::tres_en_retard;
    if (dates.late != no_date && seen >= dates.late)
        return Freshness::en_retard;
    return seen >= dates.expected ? Freshness::attendue : Freshness::a_jour;
}

// For each set of portals, when they were seen. A document has one portal.
std::vector<Minutes> seen_by_set(const FacetColumn& portals, const SeenUntil* seen) {
    std::vector<Minutes> out(portals.sets(), no_date);
    if (seen == nullptr)
        return out;
    for (std::uint32_t set = 0; set < portals.sets(); ++set)
        for (const std::uint32_t value : portals.set(set))
            if (const auto at = seen->find(portals.values[value]); at != seen->end())
                out[set] = to_minutes(at->second);
    return out;
}

bool same(const std::shared_ptr<const SeenUntil>& a, const std::shared_ptr<const SeenUntil>& b) {
    return a == b || (a && b && *a == *b);
}

} // namespace

std::shared_ptr<const FacetColumn>
Segment::freshness_column(const std::shared_ptr<const SeenUntil>& seen) const {
    if (const auto kept = freshness_.load(); kept && same(kept->seen, seen))
        return kept->column;
    auto column = std::make_shared<FacetColumn>();
    std::array<Freshness, freshness_count> order = all_freshness;
    std::sort(order.begin(), order.end(), [](Freshness a, Freshness b) {
        return to_string(a) < to_string(b);
    });
    std::array<std::uint32_t, freshness_count> set_of_state{};
    for (std::uint32_t i = 0; i < freshness_count; ++i) {
        column->values.add(to_string(order[i]));
        column->labels.add({});
        column->set_values.push_back(i);
        column->set_offsets.push_back(i + 1);
        set_of_state[static_cast<std::size_t>(order[i])] = i;
    }
    const FacetColumn& portals = facet(Facet::portal);
    const std::vector<Minutes> seen_of = seen_by_set(portals, seen.get());
    std::vector<std::uint32_t> sets(size());
    for (std::uint32_t document = 0; document < size(); ++document) {
        const FreshnessColumns dates{expected[document], late[document], very_late[document]};
        const Freshness state = state_of(dates, seen_of[portals.set_of_document[document]]);
        sets[document] = set_of_state[static_cast<std::size_t>(state)];
    }
    column->set_of_document = SetNumbers(sets);
    auto kept = std::make_shared<FreshnessAsOf>();
    kept->seen = seen;
    kept->column = column;
    freshness_.store(std::move(kept));
    return column;
}

} // namespace moisson::search
