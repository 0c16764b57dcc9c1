// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/csv_form.hpp"

#include "api/parameters.hpp"

namespace moisson::api {

CsvFormAsked parse_csv_form(const routes::Query& query) {
    CsvFormAsked out;
    const std::string_view delimiter = routes::first(query, "delimiter");
    if (delimiter == "tab")
        out.form.delimiter = '\t';
    else if (delimiter == "," || delimiter == ";")
        out.form.delimiter = delimiter.front();
    else if (!delimiter.empty())
        out.problems.push_back(invalid_value("delimiter", delimiter, "« ; », « , » ou « tab »"));
    const std::string_view mark = routes::first(query, "bom");
    if (mark == "0")
        out.form.mark = false;
    else if (!mark.empty() && mark != "1")
        out.problems.push_back(invalid_value("bom", mark, "0 ou 1"));
    return out;
}

} // namespace moisson::api
