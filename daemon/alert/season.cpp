// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "alert/season.hpp"

#include <array>
#include <chrono>

namespace moisson::alert {

std::optional<Season> season_of(std::span<const std::int64_t> months) {
    if (months.size() < season_updates)
        return std::nullopt;
    if (months.back() / 12 - months.front() / 12 + 1 < season_years)
        return std::nullopt;
    std::array<bool, 12> used{};
    for (const std::int64_t month : months)
        used[static_cast<std::size_t>(month % 12)] = true;
    // The season is what the longest gap of the year leaves.
    int gap = 0;
    int first = 0;
    for (int start = 0; start < 12; ++start) {
        if (!used[static_cast<std::size_t>(start)])
            continue;
        int empty = 0;
        while (empty < 11 && !used[static_cast<std::size_t>((start + 11 - empty) % 12)])
            ++empty;
        if (empty > gap) {
            gap = empty;
            first = start;
        }
    }
    const int length = 12 - gap;
    if (length > season_months)
        return std::nullopt;
    return Season{first, length};
}

bool in_season(const Season& season, Instant now) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(now));
    const int month = static_cast<int>(static_cast<unsigned>(day.month())) - 1;
    return (month - season.first + 12) % 12 <= season.length;
}

} // namespace moisson::alert
