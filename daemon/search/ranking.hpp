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
    {8.0, 8, 0.5},  // keywords
    {0.5, 90, 0.6}, // description
    {0.6, 20, 0.5}, // distributions
}};
inline constexpr double saturation = 0.6;
// What description and distributions can give together: half of a word's worth, so that what a
// dataset merely mentions stays behind what its title or keywords are about, whatever its signals.
inline constexpr double mention_max = 0.6;

// Of a word form that is not the one typed but shares its stem, or continues a prefix.
inline constexpr float stem_weight = 0.9F;
inline constexpr float prefix_weight = 0.35F;
// Of an alternative that the lexicon added, and of a dataset of the country that is named.
inline constexpr float synonym_weight = 0.6F;
inline constexpr float country_weight = 0.8F;

// Boosts of the text score: a title of the words typed and no other; a dataset of the country named
// in the query. Each is a multiple of an eighth, so that scores stay exact.
inline constexpr float exact_title_boost = 1.25F;
inline constexpr float country_boost = 4.0F;

// Signals multiply the text score by 1 to `1 + signals_max`: no signal moves a result past one with
// twice its text score.
inline constexpr double popularity_weight = 0.80;
inline constexpr double recency_weight = 0.08;
inline constexpr double original_weight = 0.08;
inline constexpr double signals_max = popularity_weight + recency_weight + original_weight;
static_assert(signals_max < 1);

// `percentile` within the portal, 0 to 1, to 0 to 1: the first tenth, hundredth, thousandth... are
// as far from each other.
inline double popularity_signal(double percentile) {
    return std::min(1.0, -std::log10(std::max(1 - percentile, 1e-9)) / 4);
}

// Halved every two years; nothing for a dataset without a date.
inline double recency_signal(double age_months) {
    return std::exp2(-age_months / 24);
}

// Multiples of 1/1024 below 4,096: sums of them are exact, so that an explanation adds up.
inline float rounded(float score) {
    constexpr float shift = 12582912.0F; // 1.5 * 2^23
    return ((score * 1024.0F + shift) - shift) * (1.0F / 1024.0F);
}

inline double field_weight(Field field, double frequency, double length) {
    const FieldParameters& p = fields[static_cast<std::size_t>(field)];
    return p.weight * frequency / (1 + p.slope * (length / p.length_average - 1));
}

// Of a word with so many occurrences in each field.
inline double word_weight(
    const std::array<double, field_count>& frequency,
    const std::array<double, field_count>& length
) {
    double about = 0;
    double mentioned = 0;
    for (std::size_t field = 0; field < field_count; ++field)
        if (frequency[field] > 0)
            (static_cast<Field>(field) < Field::description ? about : mentioned) +=
                field_weight(static_cast<Field>(field), frequency[field], length[field]);
    return about + std::min(mentioned, mention_max);
}

inline std::uint8_t impact(double weight) {
    return static_cast<std::uint8_t>(
        std::clamp(std::lround(255 * weight / (saturation + weight)), 1L, 255L)
    );
}

inline float idf(double documents, double df) {
    return static_cast<float>(std::log(1 + (std::max(documents - df, 0.0) + 0.5) / (df + 0.5)));
}

// idf in steps of 1/1024, at least one: sums of it are exact.
inline std::uint32_t worth(double documents, double df) {
    return static_cast<std::uint32_t>(
        std::max(1L, std::lround(1024 * static_cast<double>(idf(documents, df))))
    );
}

} // namespace moisson::search::ranking
