// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is asked of a series of measures, whatever it is of: first and last day, and the step.
#pragma once

#include "core/time.hpp"
#include "net/http_server.hpp"
#include "routes/search_parameters.hpp"
#include "store/measures.hpp"

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::api {

inline constexpr std::array<std::string_view, 3> measure_parameters = {"from", "to", "step"};

struct MeasureAsked {
    store::MeasureQuery query;
    std::vector<routes::ParameterProblem> problems;
};
// Of a year, unless something else is asked.
MeasureAsked parse_measure_query(const routes::Query& query, Instant now);

struct DaySpan {
    Instant begin{};
    Instant end{};
};
// The whole step that a day is in; weeks begin on Monday.
DaySpan step_around(std::chrono::sys_days day, store::MeasureStep step);

// "2026-11-30"
std::string text_of_day(std::chrono::sys_days day);
// "day", "week", "month"
std::string_view step_name(store::MeasureStep step);

net::ServerResponse without_measures(const net::ServerRequest& request);
net::ServerResponse measure_table(std::string table, std::string_view subject);

} // namespace moisson::api
