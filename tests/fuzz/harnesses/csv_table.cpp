// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Tables of comma-separated values. Promises: every row is whole or tells its line and why it is
// not; a whole row has a cell for each column; columns are found by the names they have.
#include "kit/csv_table.hpp"

#include "fuzz/harness.hpp"

#include <algorithm>

namespace moisson::fuzz {

void csv_table(std::string_view input) {
    const std::string text = clean(input);
    const Result<kit::CsvTable> table = kit::CsvTable::read(text);
    if (table.has_error()) {
        require(
            table.error().code == Code::bad_shape || table.error().code == Code::limit_reached,
            "a text without a header is no table"
        );
        return;
    }
    require(table->columns().size() >= 2, "a table has columns");
    for (const std::string& column : table->columns()) {
        require_clean(column, "the name of a column");
        const auto found = table->column(column);
        require(column.empty() || found.has_value(), "a column is found by its name");
    }
    const auto lines = static_cast<std::size_t>(1 + std::count(text.begin(), text.end(), '\n')) +
                       static_cast<std::size_t>(std::count(text.begin(), text.end(), '\r'));
    require(table->rows() <= lines, "a row takes a line at least");
    std::size_t broken = 0;
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::vector<std::string> cells = table->cells(row);
        if (const std::optional<Error>& why = table->broken(row); why) {
            ++broken;
            require(cells.empty(), "a broken row gives no cells");
            require(
                why->code == Code::truncated || why->code == Code::too_large,
                "a broken row says why"
            );
            require(why->detail.starts_with("line "), "and where");
            continue;
        }
        require(cells.size() == table->columns().size(), "a row has a cell for each column");
        for (const std::string& cell : cells) {
            require_clean(cell, "a cell");
            bytes += cell.size();
        }
    }
    require(broken == table->broken_rows(), "broken rows are counted");
    require(bytes <= text.size(), "cells are pieces of the text");
}

} // namespace moisson::fuzz
