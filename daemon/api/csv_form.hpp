// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ?delimiter=;|,|tab ?bom=0|1 of every table of ours. Inside the room only.
#pragma once

#include "routes/search_parameters.hpp"
#include "routes/url.hpp"
#include "views/report_csv.hpp"

#include <vector>

namespace moisson::api {

struct CsvFormAsked {
    views::CsvForm form;
    std::vector<routes::ParameterProblem> problems;
};

CsvFormAsked parse_csv_form(const routes::Query& query);

} // namespace moisson::api
