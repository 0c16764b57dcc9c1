// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/boosts.hpp"

#include "search/ranking.hpp"

#include <algorithm>

namespace moisson::search {

Boosts::Boosts(const Plan& plan, const Segment& segment) : segment_(segment) {
    if (plan.title_hash)
        exact_ = segment.with_title(*plan.title_hash);
    if (!plan.countries.empty())
        near_ = segment.facet(Facet::country).sets_with(plan.countries);
}

bool Boosts::is_exact(std::uint32_t document) const {
    return std::binary_search(
        exact_.begin(),
        exact_.end(),
        HashedText{0, document},
        [](const HashedText& a, const HashedText& b) { return a.document < b.document; }
    );
}

bool Boosts::is_near(std::uint32_t document) const {
    return !near_.empty() && near_[segment_.facet(Facet::country).set_of_document[document]] != 0;
}

void Boosts::apply(Candidates& candidates) const {
    if (!near_.empty())
        for (Candidate& candidate : candidates)
            if (is_near(candidate.document))
                candidate.score *= ranking::country_boost;
    const auto before = [](const Candidate& a, std::uint32_t document) {
        return a.document < document;
    };
    for (const HashedText& exact : exact_) {
        const auto found =
            std::lower_bound(candidates.begin(), candidates.end(), exact.document, before);
        if (found != candidates.end() && found->document == exact.document)
            found->score *= ranking::exact_title_boost;
    }
}

double Boosts::explain(std::uint32_t document, double text, std::vector<ScorePart>& out) const {
    const auto multiply = [&](bool applies, ScoreKind kind, float factor) {
        if (!applies)
            return;
        const double added = text * (static_cast<double>(factor) - 1);
        out.push_back(ScorePart{kind, {}, added});
        text += added;
    };
    multiply(is_near(document), ScoreKind::country_boost, ranking::country_boost);
    multiply(is_exact(document), ScoreKind::exact_title_boost, ranking::exact_title_boost);
    return text;
}

} // namespace moisson::search
