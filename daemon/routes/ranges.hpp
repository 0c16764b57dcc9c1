// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dates, periods, scores and boxes as they are written in addresses; nothing for any other text.
#pragma once

#include "core/time.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace moisson::routes {

struct Span {
    std::optional<Instant> from;
    std::optional<Instant> to;
};

// "2026", "2026-05", "2026-05-03" or RFC 3339: first and last instant.
std::optional<std::pair<Instant, Instant>> parse_date_range(std::string_view text);
// "2018", "2015/2020", "2015/..", "../2020".
std::optional<Span> parse_span(std::string_view text);
// "60", "60..", "..40", "60..80": from 0 to 100, one end at least.
std::optional<std::pair<std::optional<int>, std::optional<int>>> parse_scores(std::string_view text
);
// "west,south,east,north" in degrees.
std::optional<std::array<double, 4>> parse_box(std::string_view text);

} // namespace moisson::routes
