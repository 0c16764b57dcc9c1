// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace moisson {
namespace {

// Of 100.
constexpr double provisional_below = 60;

template <class Value>
double sum(const std::vector<QualityCriterion>& criteria, std::string_view dimension, Value value) {
    double out = 0;
    for (const QualityCriterion& one : criteria)
        if (one.applicable && (dimension.empty() || one.dimension == dimension))
            out += value(one);
    return out;
}

double points(const QualityCriterion& one) {
    return one.points;
}
double points_max(const QualityCriterion& one) {
    return one.points_max;
}

} // namespace

double QualityScore::earned() const {
    return sum(criteria, {}, points);
}
double QualityScore::evaluable() const {
    return sum(criteria, {}, points_max);
}
double QualityScore::earned_of(std::string_view dimension) const {
    return sum(criteria, dimension, points);
}
double QualityScore::evaluable_of(std::string_view dimension) const {
    return sum(criteria, dimension, points_max);
}

double QualityScore::possible() const {
    double out = 0;
    for (const QualityCriterion& one : criteria)
        out += one.points_max;
    return out;
}

int QualityScore::percent() const {
    const double most = evaluable();
    return most > 0 ? static_cast<int>(std::lround(100 * earned() / most)) : 0;
}

QualityBand QualityScore::band() const {
    return band_of(percent());
}

QualityBand band_of(int percent) {
    std::size_t band = 0;
    while (band + 1 < quality_bands_from.size() && percent < quality_bands_from[band])
        ++band;
    return static_cast<QualityBand>(band);
}

bool QualityScore::provisional() const {
    const double all = possible();
    return all <= 0 || 100 * evaluable() / all < provisional_below;
}

double QualityScore::scaled() const {
    const double most = evaluable();
    return most > 0 ? possible() * earned() / most : 0;
}

const QualityCriterion* QualityScore::find(std::string_view code) const {
    const auto found = std::find_if(criteria.begin(), criteria.end(), [code](const auto& one) {
        return one.code == code;
    });
    return found == criteria.end() ? nullptr : &*found;
}

std::string_view to_string(QualityBand band) {
    constexpr std::array<std::string_view, 4> names{"excellent", "good", "sufficient", "poor"};
    return names[static_cast<std::size_t>(band)];
}

} // namespace moisson
