// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The daily measures of the network, a country, a portal or a publisher as a series. What was
// counted on a day is never counted again; a step of a week or a month is told by its last measured
// day.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "store/database.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

enum class MeasureScope { all, country, portal, publisher };
enum class MeasureStep { day, week, month };

struct MeasureQuery {
    MeasureScope scope = MeasureScope::all;
    // Country code, portal key, name of a publisher in addresses; empty for all.
    std::string subject;
    // Both days are in the series.
    std::chrono::sys_days from{};
    std::chrono::sys_days to{};
    MeasureStep step = MeasureStep::day;
};

inline constexpr std::array<std::string_view, 6> measured_states =
    {"a_jour", "attendue", "en_retard", "tres_en_retard", "sans_objet", "inconnue"};

struct Measure {
    std::chrono::sys_days day{};
    // Active and missing.
    std::int64_t datasets = 0;
    // By `measured_states`.
    std::array<std::int64_t, 6> states{};
    // Sum of the scores of 0-100, and of how many datasets.
    std::int64_t quality_sum = 0;
    std::int64_t scored = 0;
    // Same of the scores of 405; they are kept since later.
    std::int64_t mqa_sum = 0;
    std::int64_t mqa_scored = 0;

    std::optional<double> quality() const { return mean(quality_sum, scored); }
    std::optional<double> mqa() const { return mean(mqa_sum, mqa_scored); }
    bool operator==(const Measure&) const = default;

private:
    static std::optional<double> mean(std::int64_t sum, std::int64_t count) {
        if (count == 0)
            return std::nullopt;
        return static_cast<double>(sum) / static_cast<double>(count);
    }
};

// Oldest first; days without a measure are left out. STORE_UNAVAILABLE.
asio::awaitable<Result<std::vector<Measure>>> read_measures(Database& database, MeasureQuery query);

} // namespace moisson::store
