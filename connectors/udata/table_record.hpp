// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A row of the exports of udata (site/datasets.csv, site/resources.csv) as the document the API
// would give: the same members, so that reading and mapping stay what they are. The first export
// counts resources and does not name them; they come with the second.
#pragma once

#include "kit/csv_table.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::udata {

// BAD_SHAPE: the table is no list of data sets.
Result<void> check_columns(const kit::CsvTable& table);

// JSON of the row; bytes of its texts are those of the file. The row is not broken. `resources`:
// JSON list of what it has; empty when nobody knows.
std::string
dataset_of_row(const kit::CsvTable& table, std::size_t row, std::string_view resources = {});

// The column that says whose a resource is.
inline constexpr std::string_view resource_owner = "dataset.id";

// BAD_SHAPE: the table is no list of resources.
Result<void> check_resource_columns(const kit::CsvTable& table);

std::string resource_of_row(const kit::CsvTable& table, std::size_t row);

} // namespace moisson::udata
