// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table format of config/vocabularies: UTF-8, LF, one header line, TAB between columns, no
// quotes, `;` between the items of a list cell.
#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::normalise {

class Table {
public:
    // Errors: CONFIG_INVALID "file:line: reason" for a row of another width or a missing column.
    // The table keeps views into `content`, which must outlive it.
    static Result<Table> parse(
        std::string_view file,
        std::string_view content,
        std::vector<std::string_view> columns_wanted
    );

    std::size_t size() const { return rows_.size(); }
    // The cell of a column that parse() was asked for.
    std::string_view cell(std::size_t row, std::string_view column) const;
    std::vector<std::string_view> list(std::size_t row, std::string_view column) const;
    Error error(std::size_t row, const std::string& reason) const;

private:
    std::string file_;
    std::vector<std::string_view> header_;
    std::vector<std::vector<std::string_view>> rows_;
};

std::vector<std::string_view> split(std::string_view text, char separator);

} // namespace moisson::normalise
