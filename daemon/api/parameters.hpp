// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Parameters that several lists share. Inside the room only.
#pragma once

#include "api/json.hpp"
#include "routes/search_parameters.hpp"
#include "routes/url.hpp"
#include "views/report_csv.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::api {

// `expected`: French, what the value should have been.
routes::ParameterProblem
invalid_value(std::string name, std::string_view value, std::string expected);

// What `fields` may choose of this object, which has to outlive the names.
std::vector<std::string_view> member_names(const Json& object);
// Names that `fields` may not hold, as problems.
void check_fields(
    const std::vector<std::string>& fields,
    std::span<const std::string_view> known,
    std::vector<routes::ParameterProblem>& problems
);

// How a table is written: `delimiter` (";", "," or "tab") and `bom` (0 or 1).
struct ParsedForm {
    views::CsvForm form;
    std::vector<routes::ParameterProblem> problems;
};
ParsedForm parse_csv_form(const routes::Query& query);

// Which runs: `portal`, `source`, `state`, `before` and `page_size`.
struct ParsedRuns {
    store::RunQuery query;
    std::vector<routes::ParameterProblem> problems;
};
ParsedRuns parse_runs(const routes::Query& query);

// `page_size` when it was given.
void read_page_size(
    const routes::Query& query,
    int& limit,
    std::vector<routes::ParameterProblem>& problems
);

} // namespace moisson::api
