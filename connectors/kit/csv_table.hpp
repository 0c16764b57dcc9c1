// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A table of comma-separated values (RFC 4180) as people really export them: any of , ; tab |
// between the cells, texts with line breaks, a byte order mark. The file stays in memory once;
// cells are cut out of it row by row.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

class CsvTable {
public:
    // Errors: BAD_SHAPE (no header: fewer than two named columns), LIMIT_REACHED (columns).
    static Result<CsvTable> read(std::string text);

    std::size_t rows() const { return rows_.size(); }
    // Nothing when there is no such column; names are compared without case and outer spaces.
    std::optional<std::size_t> column(std::string_view name) const;
    const std::vector<std::string>& columns() const { return columns_; }

    // Why the row is none: TRUNCATED (cells are missing, a text does not end) or TOO_LARGE (cells
    // too many), with its line.
    const std::optional<Error>& broken(std::size_t row) const { return rows_[row].broken; }
    std::size_t broken_rows() const { return broken_; }
    // As many cells as columns, bytes as they are in the file; empty for a broken row.
    std::vector<std::string> cells(std::size_t row) const;

private:
    struct Row {
        std::size_t offset = 0;
        std::optional<Error> broken;
    };
    // One row cut at `at_`; `ended` is false when a text runs to the end of the file.
    struct Cut {
        std::vector<std::string> cells;
        std::size_t count = 0;
        std::size_t end = 0;
        bool ended = true;
    };
    Cut cut(std::size_t at, bool keep) const;
    void read_rows(std::size_t at);
    void add_row(std::size_t at, const Cut& cut, std::size_t line);

    std::string text_;
    char delimiter_ = ',';
    std::vector<std::string> columns_;
    std::vector<Row> rows_;
    std::size_t broken_ = 0;
};

} // namespace moisson::kit
