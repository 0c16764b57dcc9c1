// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Boosts: factors of the text score that belong to the query as a whole (ranking.hpp). Applied to
// the candidates of one segment between matching and collecting.
#pragma once

#include "search/matcher.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace moisson::search {

class Boosts {
public:
    Boosts(const Plan& plan, const Segment& segment);

    void apply(Candidates& candidates) const;
    // Appends what each boost adds to `text`, and gives the boosted score.
    double explain(std::uint32_t document, double text, std::vector<ScorePart>& out) const;

private:
    bool is_exact(std::uint32_t document) const;
    bool is_near(std::uint32_t document) const;

    const Segment& segment_;
    // Documents of which a title is just what was typed.
    std::span<const HashedText> exact_;
    // By set of the country column; empty: no country is named.
    std::vector<std::uint8_t> near_;
};

} // namespace moisson::search
