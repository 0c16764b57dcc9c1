// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What conditions cost, and how that is kept low.
#include "ckan_api/conditions.hpp"

#include <iterator>
#include <utility>

namespace moisson::ckan_api {

using search::Condition;
using Kind = search::Condition::Kind;

namespace {

// "organization:a OR organization:b" is one look at the organisations.
bool joins(const Condition& a, const Condition& b) {
    const bool lists = a.kind == Kind::facet || a.kind == Kind::ids || a.kind == Kind::slug;
    // A facet without any value means all of them.
    const auto names_some = [](const Condition& one) {
        return one.kind != Kind::facet || !one.values.empty() || !one.patterns.empty();
    };
    return lists && a.kind == b.kind && (a.kind != Kind::facet || a.facet == b.facet) &&
           names_some(a) && names_some(b);
}

} // namespace

void add_part(Condition& whole, Condition part) {
    if (whole.kind == Kind::any_of)
        for (Condition& other : whole.parts)
            if (joins(other, part)) {
                other.values.insert(other.values.end(), part.values.begin(), part.values.end());
                std::move(
                    part.patterns.begin(),
                    part.patterns.end(),
                    std::back_inserter(other.patterns)
                );
                other.ids.insert(other.ids.end(), part.ids.begin(), part.ids.end());
                return;
            }
    whole.parts.push_back(std::move(part));
}

Cost cost_of(const Condition& condition) {
    Cost cost;
    cost.conditions = 1 + condition.values.size() + condition.patterns.size();
    if (condition.kind == Kind::text || !condition.patterns.empty())
        cost.costly = 1;
    for (const Condition& part : condition.parts) {
        const Cost inner = cost_of(part);
        cost.conditions += inner.conditions;
        cost.costly += inner.costly;
    }
    return cost;
}

} // namespace moisson::ckan_api
