// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Scores of a dataset's metadata: what was earned of what could be, criterion by criterion. What
// does not apply leaves numerator and denominator.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace moisson {

struct QualityCriterion {
    // Stable name, as "keywords"; the sentences are i18n's.
    std::string_view code;
    // "findable", "accessible"...
    std::string_view dimension;
    double points = 0;
    double points_max = 0;
    bool applicable = true;

    double lost() const { return applicable ? points_max - points : 0; }
    bool operator==(const QualityCriterion&) const = default;
};

// Nothing that was lost is worth less.
inline constexpr double least_quality_loss = 0.005;

// What somebody could do: meet one criterion, and with it perhaps another.
struct QualityMend {
    QualityCriterion criterion;
    // What the whole score earns by it.
    double gain = 0;

    bool operator==(const QualityMend&) const = default;
};

enum class QualityBand : std::uint8_t { excellent, good, sufficient, poor };

struct QualityScore {
    std::vector<QualityCriterion> criteria;

    double earned() const;
    // Points that could be judged.
    double evaluable() const;
    double possible() const;
    // 0-100 of what could be judged; 0 when nothing could.
    int percent() const;
    QualityBand band() const;
    // Too little could be judged to say more than "so far".
    bool provisional() const;
    // What it would be of all points, if what could not be judged were like the rest.
    double scaled() const;
    const QualityCriterion* find(std::string_view code) const;
    double earned_of(std::string_view dimension) const;
    double evaluable_of(std::string_view dimension) const;
};

// Of 100.
QualityBand band_of(int percent);
// The least of each band, best first: those of the European portal, in percent (S5.4).
inline constexpr std::array<int, 4> quality_bands_from{87, 55, 30, 0};

// "excellent", "good", "sufficient", "poor"
std::string_view to_string(QualityBand band);

} // namespace moisson
