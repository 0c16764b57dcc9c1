// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The tables of a report as CSV, part by part: api and command line never hold one whole.
#pragma once

#include "routes/paths.hpp"
#include "store/catalog_store.hpp"
#include "store/run_changes.hpp"
#include "text/csv.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::views {

struct CsvForm {
    // ';' is what French spreadsheets expect.
    char delimiter = ';';
    // Byte order mark.
    bool mark = true;
};

// Mark and names of the columns, of any table.
template <class Names>
std::string csv_head(const Names& names, const CsvForm& form) {
    std::string out(form.mark ? text::csv_mark : std::string_view());
    text::append_csv_line(out, names, form.delimiter);
    return out;
}

std::string issue_table_head(const CsvForm& form);
std::string change_table_head(const CsvForm& form);
std::string run_table_head(const CsvForm& form);
// One line per issue; French where people read, stable names where programs do. `url` makes the
// addresses of our pages.
std::string issue_table_lines(
    const std::vector<store::ReportedIssue>& issues,
    const routes::PublicUrl& url,
    const CsvForm& form
);
// One line per run, with all that its report counts.
std::string run_table_lines(
    const std::vector<store::RunDetail>& runs,
    const routes::PublicUrl& url,
    const CsvForm& form
);
// One line per change.
std::string change_table_lines(
    const std::vector<store::RunChange>& changes,
    const routes::PublicUrl& url,
    const CsvForm& form
);

} // namespace moisson::views
