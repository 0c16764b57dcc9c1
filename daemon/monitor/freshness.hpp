// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From a dataset and its declared frequency to the three dates of decision 6 (S4). Pure.
#pragma once

#include "model/dataset.hpp"
#include "model/freshness.hpp"
#include "normalise/vocabulary_rows.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace moisson::monitor {

// Of what the rules below say: another number, and every dataset is looked at again.
inline constexpr int freshness_version = 2;

// Updates that an estimate needs, on days of their own.
inline constexpr std::size_t observed_updates_min = 4;
// A date further ahead than this is no evidence.
inline constexpr std::chrono::hours future_tolerance{24};

struct FreshnessContext {
    Instant now{};
    // Hours since 1970 whose dates are shared by too many datasets of the source, ascending.
    std::span<const std::int64_t> mass_touched;
    // When a producer last said that there is nothing to publish.
    std::optional<Instant> confirmed;
    // When one of its files was last seen to change.
    std::optional<Instant> content;
    // What was said the last time: a bulk edit writes over the date that was counted from.
    FreshnessDates before;
};

// `frequency`: the row of dataset.frequency.code, null without one. The grace days are the table's.
FreshnessDates freshness_of(
    const Dataset& dataset,
    const normalise::FrequencyRow* frequency,
    const FreshnessContext& context
);

} // namespace moisson::monitor
