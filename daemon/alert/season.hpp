// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The season of a dataset (research S7.2): harvests, school years and campaigns are published some
// months of the year only, whatever frequency is declared. Pure.
#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace moisson::alert {

// The season is known from at least so many months with an update, in so many years.
inline constexpr std::size_t season_updates = 4;
inline constexpr int season_years = 2;
// A longer one is no season.
inline constexpr int season_months = 6;

struct Season {
    // 0 = January.
    int first = 0;
    // Months, 1 to season_months.
    int length = 1;

    bool operator==(const Season&) const = default;
};

// The shortest stretch of the year that holds all updates; nothing when that is no season.
// `months`: year * 12 + month - 1, ascending, distinct.
std::optional<Season> season_of(std::span<const std::int64_t> months);

// In it, or in the month after it: what the season brings may come at its end.
bool in_season(const Season& season, Instant now);

} // namespace moisson::alert
