// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Scores of a dataset as quality measurements (W3C DQV; research A2.5, S5.5). Metrics of
// data.europa.eu go by its names where they mean the same; shares among files and what is ours
// have names of our own. Pure; addresses are the caller's.
#pragma once

#include "model/quality.hpp"
#include "rdf/graph.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace moisson::dcat {

struct QualityOfDataset {
    // Under which it is published.
    std::string subject;
    // Of our metrics and dimensions, with the final "#".
    std::string space;
    QualityScore ours;
    QualityScore mqa;
    // "a_jour"...
    std::string_view freshness;
};

// What a catalogue says of each dataset: the two scores, and where the rest is.
struct QualitySummary {
    std::string subject;
    std::string space;
    // Address of all measurements.
    std::string details;
    std::optional<int> ours;
    double mqa = 0;
};

void add_quality_summary(rdf::Graph& graph, const QualitySummary& quality);

// Adds all statements; the graph is sealed by the caller. The dataset itself is not described: it
// is in the feed.
void add_quality(rdf::Graph& graph, const QualityOfDataset& quality);

} // namespace moisson::dcat
