// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue as tables: the columns of udata's catalogue and ours behind them (research A4.2).
// Part by part: api, dumps and command line never hold a table whole. E-mail addresses are masked
// wherever they stand (decision 26).
#pragma once

#include "store/export_store.hpp"
#include "views/catalog_views.hpp"
#include "views/report_csv.hpp"

#include <string>

namespace moisson::views {

// Mark and names of the columns.
std::string catalogue_head(const CsvForm& form);
// One line of a dataset. Empty fields where nothing is known; lists are joined by commas.
std::string catalogue_line(
    const store::ExportRow& row,
    const FreshnessView& freshness,
    const routes::PublicUrl& url,
    const CsvForm& form
);

std::string resources_head(const CsvForm& form);
// One line for each distribution.
std::string
resource_lines(const store::ExportRow& row, const routes::PublicUrl& url, const CsvForm& form);

} // namespace moisson::views
