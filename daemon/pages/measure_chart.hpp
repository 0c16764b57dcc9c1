// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A year of daily measures as two lines and a table that says the same. No script; a picture of
// about two kilobytes. Pure.
#pragma once

#include "render/data.hpp"
#include "store/measures.hpp"

#include <vector>

namespace moisson::pages {

// Two points make a line; with less there is no chart.
inline constexpr std::size_t chart_points_min = 2;

// Sets `has_measures`, and then `quality_line`, `fresh_line` (points of SVG), `chart_from`,
// `chart_to`, `chart_title` and `months`. `weeks` oldest first.
void put_measures(render::Data& data, const std::vector<store::Measure>& weeks);

} // namespace moisson::pages
