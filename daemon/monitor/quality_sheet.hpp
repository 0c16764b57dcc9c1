// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How both scores are written down, and what mending one of their criteria earns. Pure.
#pragma once

#include "model/dataset.hpp"
#include "model/quality.hpp"
#include "normalise/vocabularies.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::monitor {

class QualitySheet {
public:
    explicit QualitySheet(std::string_view dimension) : dimension_(dimension) {}

    void enter(std::string_view dimension) { dimension_ = dimension; }
    void add(std::string_view code, double points_max, double share) {
        score_.criteria.push_back({code, dimension_, points_max * share, points_max, true});
    }
    void add(std::string_view code, double points_max, bool met) {
        add(code, points_max, met ? 1.0 : 0.0);
    }
    void leave_out(std::string_view code, double points_max) {
        score_.criteria.push_back({code, dimension_, 0, points_max, false});
    }
    void add_if(bool applies, std::string_view code, double points_max, double share) {
        if (applies)
            add(code, points_max, share);
        else
            leave_out(code, points_max);
    }
    QualityScore take() { return std::move(score_); }

private:
    std::string_view dimension_;
    QualityScore score_;
};

// What the format of a distribution is known to be; null when nothing is.
inline const normalise::FormatRow*
known_format(const Distribution& one, const normalise::Vocabularies& vocabularies) {
    const normalise::FormatRow* const row =
        one.format.code.empty() ? nullptr : vocabularies.format_row(one.format.code);
    return row != nullptr && row->no_information ? nullptr : row;
}

inline bool is_lost(const QualityCriterion& one) {
    return one.lost() >= least_quality_loss;
}

// Dearest first. `traits`: what a score looks at; `mend(traits, code)` does the least that meets
// the criterion, whose gain is the difference of the two scores. What one and the same act meets is
// said once, by the criterion that comes first.
template <class Traits, class Score, class Mend>
std::vector<QualityMend> mends_by(const Traits& traits, Score score, Mend mend) {
    const QualityScore now = score(traits);
    std::vector<QualityCriterion> lost;
    std::vector<QualityScore> mended;
    for (const QualityCriterion& one : now.criteria) {
        if (!is_lost(one))
            continue;
        Traits better = traits;
        mend(better, one.code);
        lost.push_back(one);
        mended.push_back(score(better));
    }
    const auto meets = [&](std::size_t act, std::size_t criterion) {
        const QualityCriterion* const found = mended[act].find(lost[criterion].code);
        return found != nullptr && !is_lost(*found);
    };
    std::vector<QualityMend> out;
    for (std::size_t i = 0; i < lost.size(); ++i) {
        bool said = false;
        for (std::size_t before = 0; before < i; ++before)
            said = said || (meets(before, i) && meets(i, before));
        if (!said)
            out.push_back({lost[i], mended[i].earned() - now.earned()});
    }
    std::stable_sort(out.begin(), out.end(), [](const QualityMend& a, const QualityMend& b) {
        return a.gain > b.gain;
    });
    return out;
}

} // namespace moisson::monitor
