// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The constants and the formula of relevance, in one place: BM25F per term with fixed average
// lengths, so that segments never disagree and a merge copies impacts.
#pragma once

#include "search/document.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace moisson::search::ranking {

struct FieldParameters {
    double weight = 1;
    double length_average = 1;
    // How much a long field counts against its words.
    double slope = 0.5;
};

// Order of `Field`. Lengths are those of the data.gouv.fr catalogue of January 2026.
inline constexpr std::array<FieldParameters, field_count> fields{{
    {6.0, 9, 0.6},  // title
    {2.0, 4, 0.3},  // publisher
    {2.5, 8, 0.5},  // keywords
    {1.0, 90, 0.6}, // description
    {0.6, 20, 0.5}, // distributions
}};
inline constexpr double saturation = 1.2;

// Of a word form that is not the one typed but shares its stem, or continues a prefix.
inline constexpr float stem_weight = 0.8F;
inline constexpr float prefix_weight = 0.7F;
// All words in the title.
inline constexpr float title_boost = 1.5F;

inline double field_weight(Field field, double frequency, double length) {
    const FieldParameters& p = fields[static_cast<std::size_t>(field)];
    return p.weight * frequency / (1 + p.slope * (length / p.length_average - 1));
}

inline std::uint8_t impact(double weight) {
    return static_cast<std::uint8_t>(
        std::clamp(std::lround(255 * weight / (saturation + weight)), 1L, 255L)
    );
}

inline float idf(double documents, double df) {
    return static_cast<float>(std::log(1 + (std::max(documents - df, 0.0) + 0.5) / (df + 0.5)));
}

} // namespace moisson::search::ranking
