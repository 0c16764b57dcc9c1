// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of a report as CSV, part by part: api and command line never hold it whole.
#pragma once

#include "routes/paths.hpp"
#include "store/catalog_store.hpp"

#include <string>
#include <vector>

namespace moisson::views {

struct CsvForm {
    // ';' is what French spreadsheets expect.
    char delimiter = ';';
    // Byte order mark.
    bool mark = true;
};

// Mark and names of the columns.
std::string issue_table_head(const CsvForm& form);
// One line per issue; French where people read, stable names where programs do. `url` makes the
// addresses of our pages.
std::string issue_table_lines(
    const std::vector<store::ReportedIssue>& issues,
    const routes::PublicUrl& url,
    const CsvForm& form
);

} // namespace moisson::views
