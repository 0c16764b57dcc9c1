// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which nodes of a graph belong to one thing: those the profile leads to, up to other datasets.
#pragma once

#include "dcat/profile.hpp"
#include "rdf/graph.hpp"

#include <functional>
#include <vector>

namespace moisson::dcat {

// Tells what is a thing of its own: another dataset, a catalogue. It is named, not entered.
using Barrier = std::function<bool(rdf::TermId)>;

struct Reached {
    rdf::TermId node{};
    Kinds kinds = 0;
};

// `start` taken for `kind`, then every described node the profile leads to, each once, nearest
// first. The graph is sealed. A barrier that is `start` itself is entered.
std::vector<Reached>
reach(const rdf::Graph& graph, rdf::TermId start, Kind kind, const Barrier& is_barrier);

} // namespace moisson::dcat
