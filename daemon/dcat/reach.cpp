// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/reach.hpp"

#include "dcat/vocabulary.hpp"

#include <unordered_map>
#include <utility>

namespace moisson::dcat {

std::vector<Reached>
reach(const rdf::Graph& graph, rdf::TermId start, Kind kind, const Barrier& is_barrier) {
    std::vector<Reached> reached;
    std::unordered_map<std::uint32_t, std::size_t> places;
    std::vector<Reached> waiting{Reached{start, only(kind)}};
    for (std::size_t next = 0; next < waiting.size(); ++next) {
        const auto [id, kinds] = waiting[next];
        const auto [at, fresh] = places.emplace(rdf::index_of(id), reached.size());
        if (fresh)
            reached.push_back(Reached{id, 0});
        Kinds& known = reached[at->second].kinds;
        // A node may be met as several things; each kind leads on once.
        if ((known | kinds) == known)
            continue;
        known |= kinds;
        for (const rdf::Triple& triple : graph.about(id)) {
            if (graph.kind(triple.object) == rdf::TermKind::literal || is_barrier(triple.object))
                continue;
            const std::string name = short_name(graph.term(triple.predicate).value);
            const std::optional<Rule> rule = rule_of(known, name);
            if (rule && rule->to && !graph.about(triple.object).empty())
                waiting.push_back(Reached{triple.object, only(*rule->to)});
        }
    }
    return reached;
}

} // namespace moisson::dcat
