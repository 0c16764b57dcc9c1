// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How well the datasets of a portal are described, and what would help most. Pure.
#pragma once

#include "render/data.hpp"
#include "store/quality_tally.hpp"

#include <cstddef>
#include <string_view>

namespace moisson::pages {

inline constexpr std::size_t levers_shown = 3;

// Sets `has_quality`, and then `quality_median`, `quality_spread`, `has_levers`, `levers` and
// `quality_url`.
void put_portal_quality(
    render::Data& data,
    const store::QualityTally& tally,
    std::string_view portal
);

} // namespace moisson::pages
