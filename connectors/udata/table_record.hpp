// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A row of the catalogue export of udata (site/datasets.csv) as the document the API would give:
// the same members, so that reading and mapping stay what they are. The export counts resources
// and does not name them; neither does the document.
#pragma once

#include "kit/csv_table.hpp"

#include <cstddef>
#include <string>

namespace moisson::udata {

// BAD_SHAPE: the table is no list of data sets.
Result<void> check_columns(const kit::CsvTable& table);

// JSON of the row; bytes of its texts are those of the file. The row is not broken.
std::string dataset_of_row(const kit::CsvTable& table, std::size_t row);

} // namespace moisson::udata
