// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Our score of 100 points (S5.4), and the one of 405 that agrees with data.europa.eu's MQA (S5.1),
// unofficial. Pure.
#pragma once

#include "model/dataset.hpp"
#include "model/freshness.hpp"
#include "model/quality.hpp"
#include "normalise/vocabularies.hpp"
#include "store/dataset_signal.hpp"

#include <optional>
#include <vector>

namespace moisson::monitor {

inline constexpr int score_version = 3;

struct QualityFacts {
    Freshness freshness = Freshness::inconnue;
    // Share of the links that work, 0-1; nothing while they were not probed or prove nothing.
    std::optional<double> links_ok;
    // Share of the files whose first bytes may be what is declared, 0-1; nothing while none was
    // looked at.
    std::optional<double> formats_right;
    bool contact_bounces = false;
};

// What is stored of a dataset, with its freshness as of now.
QualityFacts facts_of(const store::DatasetSignal& signal, Freshness freshness);

QualityScore score_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
);
// What could be done for it, dearest first: see mends_by().
std::vector<QualityMend> mends_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
);

// Points = share of what conforms x weight. Links that nothing is known of are left out.
QualityScore mqa_score_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
);
std::vector<QualityMend> mqa_mends_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
);

} // namespace moisson::monitor
