// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Everything the profile keeps of a whole catalogue, and what it leaves.
#pragma once

#include "dcat/description.hpp"
#include "dcat/listing.hpp"
#include "rdf/graph.hpp"

#include <vector>

namespace moisson::dcat {

// Datasets, catalogues, services, files, entries, producers and pages, whether something leads to
// them or not.
Description describe_all(const rdf::Graph& graph, const Listing& listing);

// Statements of `graph` that `kept` (sealed) does not hold.
std::vector<rdf::Triple> left_out(const rdf::Graph& graph, const rdf::Graph& kept);

} // namespace moisson::dcat
