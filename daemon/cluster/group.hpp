// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which datasets are one (decision 8). Pure, and the same whatever the order of its input: a sort,
// then a union-find that takes the strongest evidence first.
#pragma once

#include "model/cluster.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace moisson::cluster {

// A dataset as its place in the order of ids: the result depends on nothing else.
using Node = std::uint32_t;

struct Holding {
    EvidenceKey key;
    Node node = 0;
};

// A key that more datasets hold is no evidence.
inline constexpr std::size_t holders_max = 50;

// `holdings` are sorted in place; `sources[node]` is the source of each dataset. Returns, for each
// node, the lowest node of its cluster: itself when it is alone. A cluster has at most one dataset
// of a source; a key that several datasets of a source hold counts for none of them; titles join
// only clusters that no authority (DOI, URIs of one host) names differently.
std::vector<Node> group(std::vector<Holding>& holdings, std::span<const std::int64_t> sources);

} // namespace moisson::cluster
